"""概览: the key figures of an account, or of a unit and those below, against the span before, and what is late."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib import insight
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable, side_by_side
from chalicelib.application.wechat_numbers import (
    READ,
    Span,
    account_by_day,
    followers_by_day,
    progress_of,
)
from chalicelib.values import Value

MOST_ACCOUNTS: Final = 20
"""So many accounts are added up; the control centre has the rest."""
WECHAT: Final = "微信统计"
ARCHIVE: Final = "本系统的数据档案"

Known = Mapping[date, int]
"""A figure by day; a day of which nothing is known is not in it."""


class KeyFigure(Value):
    """One figure of a span, with its change."""

    name: str
    label: str
    source: str
    """Who counted it."""
    now: int | None
    before: int | None
    """Of the span before, counted alike."""
    days: tuple[int | None, ...]
    """One for each day of the span; None where an account's number is missing."""


class LateAccount(Value):
    """An account of which days are missing."""

    account: str
    name: str
    missing: int
    """Days of the span of which WeChat has said nothing of followers."""
    last_at: AwareDatetime | None
    problem: str


class Overview(Value):
    """The figures, and what is late."""

    figures: tuple[KeyFigure, ...]
    late: tuple[LateAccount, ...]
    accounts: int
    """Accounts that were added up."""
    accounts_left_out: int


class _Counted(NamedTuple):
    """All that is known of one account, in the span and the one before."""

    came: Known
    total: Known
    read: Known
    messages: Known
    last_at: datetime | None
    problem: str


def overview(unit: str, days: Span, *, account: str = "", by: Actor) -> Overview:
    """The key figures of these days. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``."""
    under = readable(by, READ, unit, account)
    found = under[:MOST_ACCOUNTS]
    earlier = Span(
        since=days.since - timedelta(days=days.days), until=days.since - timedelta(days=1)
    )
    both = Span(since=earlier.since, until=days.until)
    counted = side_by_side(lambda one: _counted(one, both, by), found)
    return Overview(
        figures=tuple(one(counted, days, earlier) for one in _FIGURES),
        late=tuple(
            late
            for one, known in zip(found, counted, strict=True)
            if (late := _late(one, known, days))
        ),
        accounts=len(found),
        accounts_left_out=len(under) - len(found),
    )


def _counted(account: OfficialAccount, days: Span, by: Actor) -> _Counted:
    followers = followers_by_day(account.id, days, by=by)
    articles = account_by_day(account.id, days, by=by)
    archived = insight.day_numbers(account.id, days.since, days.until)
    progress = progress_of(account.id, by=by)
    return _Counted(
        came={one.day: one.came for one in followers if one.told},
        total={one.day: one.total for one in followers if one.total is not None},
        read={one.day: one.read for one in articles if one.read is not None},
        messages={one.day: one.messages.messages for one in archived if one.messages},
        last_at=progress.last_at if progress else None,
        problem=progress.problem if progress else "",
    )


def _late(account: OfficialAccount, known: _Counted, days: Span) -> LateAccount | None:
    missing = sum(day not in known.came for day in _each(days))
    if not missing and not known.problem:
        return None
    return LateAccount(
        account=account.id,
        name=account.name,
        missing=missing,
        last_at=known.last_at,
        problem=known.problem,
    )


Figure = Callable[[Sequence[_Counted], Span, Span], KeyFigure]


def _added(name: str, label: str) -> Figure:
    """A figure of which the days add up."""

    def made(counted: Sequence[_Counted], days: Span, earlier: Span) -> KeyFigure:
        known: list[Known] = [getattr(one, name) for one in counted]
        return KeyFigure(
            name=name,
            label=label,
            source=WECHAT,
            now=_sum(known, days),
            before=_sum(known, earlier),
            days=_along(known, days),
        )

    return made


def _totals(counted: Sequence[_Counted], days: Span, earlier: Span) -> KeyFigure:
    """All followers: the last number of each account."""
    known = [one.total for one in counted]
    return KeyFigure(
        name="total",
        label="累计粉丝",
        source=WECHAT,
        now=_last(known, days),
        before=_last(known, earlier),
        days=_along(known, days),
    )


def _written(counted: Sequence[_Counted], days: Span, earlier: Span) -> KeyFigure:
    """Messages: the archive has every one, so a day without any is a zero."""
    known = [
        {day: one.messages.get(day, 0) for span in (earlier, days) for day in _each(span)}
        for one in counted
    ]
    return KeyFigure(
        name="messages",
        label="收到消息",
        source=ARCHIVE,
        now=_sum(known, days),
        before=_sum(known, earlier),
        days=_along(known, days),
    )


_FIGURES: Final[tuple[Figure, ...]] = (
    _added("came", "新增粉丝"),
    _totals,
    _added("read", "阅读人数"),
    _written,
)


def _each(days: Span) -> list[date]:
    return [days.since + timedelta(days=n) for n in range(days.days)]


def _sum(known: Sequence[Known], days: Span) -> int | None:
    found = [one[day] for one in known for day in _each(days) if day in one]
    return sum(found) if found else None


def _last(known: Sequence[Known], days: Span) -> int | None:
    within = _each(days)[::-1]
    found = [
        last
        for one in known
        if (last := next((one[d] for d in within if d in one), None)) is not None
    ]
    return sum(found) if found else None


def _along(known: Sequence[Known], days: Span) -> tuple[int | None, ...]:
    """The sum of each day; None where one of those that told anything has not told of it."""
    telling = [one for one in known if any(day in one for day in _each(days))]
    return tuple(
        sum(one[day] for one in telling) if telling and all(day in one for one in telling) else None
        for day in _each(days)
    )
