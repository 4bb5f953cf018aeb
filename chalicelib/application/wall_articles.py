"""Articles on the wall: those with the most readers, and those above 100,000."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import insight
from chalicelib.actor import SYSTEM
from chalicelib.application import article_numbers
from chalicelib.application.wall_scope import WallScope
from chalicelib.application.wechat_numbers import Span
from chalicelib.clock import SHANGHAI
from chalicelib.values import Value

DAYS: Final = 30
WEEK: Final = 7
MOST_SHOWN: Final = 8
_NONE: Final = "微信统计里还没有这些天的图文"


class ArticleLine(Value):
    """One article in a list."""

    account: str
    account_name: str
    title: str
    published: date
    read: int


class WallArticles(Value):
    """The part of the wall."""

    top: tuple[ArticleLine, ...]
    """Published in the last seven days, the most readers first."""
    popular: tuple[ArticleLine, ...]
    """Published in the last 30 days, with 100,000 readers or more (10万+)."""
    popular_count: int
    until: date | None
    """The last day of which anything is told."""
    why: str


def articles(scope: WallScope, now: datetime) -> WallArticles:
    """The most read articles of these accounts."""
    today = now.astimezone(SHANGHAI).date()
    days = Span(since=today - timedelta(days=DAYS), until=today - timedelta(days=1))
    # The wall shows what is public: titles and readers. Its own permission was asked for.
    found = article_numbers.ranking(scope.unit.id, days, by=SYSTEM).articles
    week = [one for one in found if one.numbers.published > today - timedelta(days=WEEK + 1)]
    if not week and len(found) == insight.wechat_numbers.MOST_IN_ORDER:
        # The first hundred of the month are all older.
        near = Span(since=today - timedelta(days=WEEK), until=days.until)
        week = list(article_numbers.ranking(scope.unit.id, near, by=SYSTEM).articles)
    popular = [
        one
        for one in found
        if (one.numbers.total.read or 0) >= insight.wechat_numbers.HUNDRED_THOUSAND
    ]
    return WallArticles(
        top=_lines(scope, week),
        popular=_lines(scope, popular),
        popular_count=len(popular),
        until=max((one.numbers.published for one in found), default=None),
        why="" if found else _NONE,
    )


def _lines(
    scope: WallScope, found: Iterable[insight.wechat_numbers.JoinedArticle]
) -> tuple[ArticleLine, ...]:
    told = [one for one in found if one.numbers.total.read is not None]
    return tuple(
        ArticleLine(
            account=one.numbers.account,
            account_name=scope.accounts[one.numbers.account].name
            if scope.holds(one.numbers.account)
            else one.numbers.account,
            title=one.numbers.title,
            published=one.numbers.published,
            read=one.numbers.total.read or 0,
        )
        for one in told[:MOST_SHOWN]
    )
