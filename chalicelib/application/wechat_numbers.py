"""WeChat's own numbers as people read them: followers, an account by day, what was said when (docs/insight-wechat.md)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from pydantic import AwareDatetime

from chalicelib import audit, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.clock import SHANGHAI
from chalicelib.values import Value
from chalicelib.wechat.statistics_calls import StatCall
from chalicelib.wechat.statistics_rows import figures, sources

READ: Final = "insight:numbers:read"
FETCH: Final = "insight:numbers:fetch"
USUAL_DAYS: Final = 30
MOST_DAYS: Final = 400


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


def progress_of(account_id: str, *, by: Actor) -> insight.wechat_numbers.Progress | None:
    """How far the fetching of an account is. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    return insight.wechat_numbers.progress(account_id)
