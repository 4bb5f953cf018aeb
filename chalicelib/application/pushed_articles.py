"""The articles of our pushes as numbers are joined to them: with column, series, author and unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from chalicelib import insight, newsroom, publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.clock import SHANGHAI
from chalicelib.errors import NotFound
from chalicelib.publishing import Delivery

_EARLIER: Final = timedelta(days=2)
"""A push may wait for its administrator and appear on the day after its slot."""


def pushed_articles(
    account: OfficialAccount, since: date, until: date
) -> list[insight.wechat_numbers.PushedArticle]:
    """Articles of an account's pushes that may have appeared in a span, both days included."""
    first = datetime.combine(since, time(), SHANGHAI) - _EARLIER
    # An id begins with the day of its slot.
    end = f"{until + timedelta(days=1):%Y%m%d}-"
    found: list[insight.wechat_numbers.PushedArticle] = []
    for delivery in publishing.newest([account.id], end):
        if delivery.at < first:
            break
        if _is_out(delivery):
            found += _articles(delivery, account)
    return [_described(one) for one in found]


def _is_out(delivery: Delivery) -> bool:
    return bool(delivery.msg_data_id or delivery.urls or delivery.submitted_at)


def _articles(
    delivery: Delivery, account: OfficialAccount
) -> Iterator[insight.wechat_numbers.PushedArticle]:
    urls = delivery.urls + ("",) * len(delivery.pieces)
    for index, (piece, url) in enumerate(zip(delivery.pieces, urls, strict=False), 1):
        yield insight.wechat_numbers.PushedArticle(
            account=account.id,
            delivery=delivery.id,
            index=index,
            title=piece.title,
            at=delivery.at,
            msg_data_id=delivery.msg_data_id,
            url=url,
            article=piece.article_id or "",
            key=piece.article,
            unit=account.unit,
        )


def _described(
    one: insight.wechat_numbers.PushedArticle,
) -> insight.wechat_numbers.PushedArticle:
    column, series, author = _content(one.key)
    return one.model_copy(update={"column": column, "series": series, "author": author})


@lru_cache(maxsize=2048)
def _content(key: str) -> tuple[str, str, str]:
    """Column, series and author of a content, which never changes; empty where it is gone."""
    try:
        known = newsroom.read_content(key)
    except NotFound:
        return "", "", ""
    return known.column, known.series, known.author
