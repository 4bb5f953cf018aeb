"""WeChat's own numbers as people read them: followers, articles with their pushes, rankings, 传播力指数 (docs/insight-wechat.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from pydantic import AwareDatetime

from chalicelib import audit, insight
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for, names, readable, side_by_side
from chalicelib.application.pushed_articles import pushed_articles
from chalicelib.clock import SHANGHAI
from chalicelib.values import Value
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import figures, sources

READ: Final = "insight:numbers:read"
FETCH: Final = "insight:numbers:fetch"
USUAL_DAYS: Final = 30
MOST_DAYS: Final = 400
MOST_ACCOUNTS: Final = 50
"""Accounts whose articles a page reads at once, the unit's own first; below it, each unit shows the rest."""


class Span(Value):
    """Days of Asia/Shanghai, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.until - self.since).days + 1


class AccountDay(Value):
    """One day of an account's articles together; None for what WeChat did not tell."""

    day: date
    read: int | None = None
    share: int | None = None
    zaikan: int | None = None
    like: int | None = None
    comment: int | None = None
    collect: int | None = None
    sources: dict[str, int]
    delayed: bool
    observed_at: AwareDatetime


class AccountIndex(Value):
    """One account in a ranking."""

    rank: int
    account: str
    name: str
    unit: str
    index: insight.wechat_numbers.ReachIndex


class Restatement(Value):
    """What WeChat said of a day, from one time to another."""

    at: AwareDatetime
    until: AwareDatetime
    delayed: bool
    rows: tuple[dict[str, Any], ...]


def span(since: date | None, until: date | None, now: datetime) -> Span:
    """The days that somebody asks for; the last thirty by default. Raises ``BadSpan``."""
    last = until or now.astimezone(SHANGHAI).date() - timedelta(days=1)
    first = since or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise insight.wechat_numbers.BadSpan("开始日期在结束日期之后，请检查日期。")
    if (last - first).days >= MOST_DAYS:
        raise insight.wechat_numbers.BadSpan(f"一次最多看 {MOST_DAYS} 天，请缩短日期范围。")
    return Span(since=first, until=last)


def fetch_numbers(
    account_id: str,
    *,
    since: date | None = None,
    until: datetime | None = None,
    by: Actor,
    now: datetime,
) -> insight.wechat_numbers.Fetched:
    """Ask WeChat for all that is due of an account, at once; ``until`` is when to stop.

    Running it twice asks nothing twice. Raises ``FetchedElsewhere``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = account_for(by, FETCH, account_id)
    done = insight.wechat_numbers.fetch(account_id, since=since, until=until)
    note = f"{done.calls} 次调用，{done.days} 天的数据" + (f"，自 {since} 起" if since else "")
    audit.record(
        audit.entry_of(
            by, FETCH, unit=account.unit, object=f"account:{account_id}", at=now, note=note
        )
    )
    return done


def followers_by_day(
    account_id: str, days: Span, *, by: Actor
) -> tuple[insight.wechat_numbers.FollowerDay, ...]:
    """Who came and left by source, and how many there are, day by day. Raises ``UnknownAccount``, ``PermissionDenied``."""
    account_for(by, READ, account_id)
    return insight.wechat_numbers.follower_days(
        insight.wechat_numbers.days(account_id, StatCall.USERS, days.since, days.until),
        insight.wechat_numbers.days(account_id, StatCall.USERS_TOTAL, days.since, days.until),
    )


def account_by_day(account_id: str, days: Span, *, by: Actor) -> tuple[AccountDay, ...]:
    """An account's articles together, day by day. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    known = insight.wechat_numbers.days(account_id, StatCall.ACCOUNT, days.since, days.until)
    return tuple(
        AccountDay(
            day=one.day,
            **figures(row)._asdict(),
            sources=sources(row),
            delayed=one.latest.delayed,
            observed_at=one.latest.until,
        )
        for one in known
        for row in (one.rows or ())[:1]
    )


def articles_of(
    unit: str,
    days: Span,
    *,
    account: str = "",
    measure: insight.wechat_numbers.Measure | None = None,
    most: int | None = None,
    by: Actor,
) -> list[insight.wechat_numbers.JoinedArticle]:
    """Articles that an account, or a unit and those below, published in these days, the most readers (``measure``) first.

    Only those of the first ``most`` accounts, where a number is given. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    found = readable(by, READ, unit, account)[:most]
    every = [one for held in side_by_side(lambda one: _joined(one, days), found) for one in held]
    return insight.wechat_numbers.ranked(every, measure or insight.wechat_numbers.Measure.READ)


def article_of(
    account_id: str, msgid: str, days: Span, *, by: Actor
) -> insight.wechat_numbers.JoinedArticle:
    """One article of these days, by WeChat's number of it (``2247490098_1``): by day since publication, and by source.

    Raises ``NoSuchArticle``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = account_for(by, READ, account_id)
    found = next((one for one in _joined(account, days) if one.numbers.msgid == msgid), None)
    if found is None:
        raise insight.wechat_numbers.NoSuchArticle(account_id, msgid)
    return found


def above_100k(
    unit: str, days: Span, *, account: str = "", by: Actor
) -> list[insight.wechat_numbers.JoinedArticle]:
    """Of these articles those with 100,000 readers or more (10万+). Raises as ``articles_of``."""
    return insight.wechat_numbers.above(articles_of(unit, days, account=account, by=by))


def sums_of(
    articles: Iterable[insight.wechat_numbers.JoinedArticle],
    group: insight.wechat_numbers.Group,
) -> list[insight.wechat_numbers.Sum]:
    """Articles summed by column, series, author, unit, account or hour of sending."""
    return insight.wechat_numbers.summed(articles, group)


def index_of(
    unit: str,
    days: Span,
    *,
    account: str = "",
    formula: str = "",
    most: int | None = None,
    by: Actor,
) -> list[AccountIndex]:
    """Accounts ranked by 传播力指数, with every term; those without articles too.

    Only the first ``most`` accounts, where a number is given. Raises ``NoSuchFormula``, ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    wanted = insight.wechat_numbers.formula_called(formula or insight.wechat_numbers.USUAL)
    found = readable(by, READ, unit, account)[:most]

    def reckoned(one: OfficialAccount) -> insight.wechat_numbers.ReachIndex:
        articles = insight.wechat_numbers.articles(one.id, days.since, days.until)
        return insight.wechat_numbers.reach_index(wanted, articles, days.days)

    indexes = zip(found, side_by_side(reckoned, found), strict=True)
    ordered = sorted(indexes, key=lambda one: (-one[1].value, one[0].id))
    values = [index.value for _, index in ordered]
    return [
        # Equals share a rank.
        AccountIndex(
            rank=values.index(index.value) + 1,
            account=one.id,
            name=one.name,
            unit=one.unit,
            index=index,
        )
        for one, index in ordered
    ]


def restatements(
    account_id: str, call: StatCall, day: date, *, at: datetime | None = None, by: Actor
) -> list[Restatement]:
    """What WeChat said of one day, oldest first; with ``at`` only what was known then.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    account_for(by, READ, account_id)
    record = insight.wechat_numbers.day(account_id, call, day)
    if record is None:
        return []
    wanted = record.observations
    if at is not None:
        then = insight.wechat_numbers.as_of(record, at)
        wanted = (then,) if then else ()
    return [
        Restatement(
            at=one.at,
            until=one.until,
            delayed=one.delayed,
            rows=insight.wechat_numbers.rows(account_id, record, one.digest),
        )
        for one in wanted
    ]


def left_out(unit: str, account: str, most: int, *, by: Actor) -> int:
    """How many accounts are beyond the first ``most``. Raises as ``articles_of``."""
    return max(0, len(readable(by, READ, unit, account)) - most)


def account_names(unit: str, account: str, *, by: Actor) -> dict[str, str]:
    """Names of the accounts that these pages tell of. Raises as ``articles_of``."""
    return names(readable(by, READ, unit, account))


def progress_of(account_id: str, *, by: Actor) -> insight.wechat_numbers.Progress | None:
    """How far the fetching of an account is. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    return insight.wechat_numbers.progress(account_id)


def _joined(
    account: OfficialAccount, days: Span
) -> tuple[insight.wechat_numbers.JoinedArticle, ...]:
    articles = insight.wechat_numbers.articles(account.id, days.since, days.until)
    return insight.wechat_numbers.joined(articles, pushed_articles(account, days.since, days.until))
