"""概览: the key figures of an account, or of a unit and those below, against the span before, and what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib import insight
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import MOST_READ, readable
from chalicelib.application.wechat_numbers import (
    READ,
    Span,
    account_by_day,
    followers_by_day,
    progress_of,
)
from chalicelib.cloud.at_once import side_by_side
from chalicelib.values import Value

MOST_LATE: Final = 50
"""Accounts of which days are missing that a page shows."""
_AT_ONCE: Final = 100
_MAY_BE_LATE: Final = 20
"""One in so many."""
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
    late_left_out: int
    """Further accounts of which days are missing."""
    accounts: int


class _Counted(NamedTuple):
    """All that is known of one account, in the span and the one before."""

    came: Known
    total: Known
    read: Known
    messages: Known
    last_at: datetime | None
    problem: str
    unsure: Mapping[str, frozenset[date]] = {}
    """Days whose sum lacks more accounts than one in twenty: of many accounts one is always late."""


def overview(unit: str, days: Span, *, account: str = "", by: Actor) -> Overview:
    """The key figures of these days. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``."""
    found = readable(by, READ, unit, account)
    earlier = Span(
        since=days.since - timedelta(days=days.days), until=days.since - timedelta(days=1)
    )
    counted, late = (
        _of_many(unit, days, earlier, found)
        if len(found) > MOST_READ
        else _of_few(days, earlier, found, by)
    )
    return Overview(
        figures=tuple(one(counted, days, earlier) for one in _FIGURES),
        late=tuple(late[:MOST_LATE]),
        late_left_out=max(0, len(late) - MOST_LATE),
        accounts=len(found),
    )


def _of_few(
    days: Span, earlier: Span, found: Sequence[OfficialAccount], by: Actor
) -> tuple[list[_Counted], list[LateAccount]]:
    """Each account read by itself."""
    both = Span(since=earlier.since, until=days.until)
    counted = side_by_side(lambda one: _counted(one, both, by), found)
    late = [
        _late(one, sum(day not in known.came for day in _each(days)), known.last_at, known.problem)
        for one, known in zip(found, counted, strict=True)
    ]
    return counted, [one for one in late if one.missing or one.problem]


def _of_many(
    unit: str, days: Span, earlier: Span, found: Sequence[OfficialAccount]
) -> tuple[list[_Counted], list[LateAccount]]:
    """The days of their unit, as they were added up before."""
    known = insight.wechat_numbers.unit_figures(unit, earlier.since, days.until)
    most = len(found) // _MAY_BE_LATE
    told: dict[str, dict[date, int]] = {
        name: {one.day: number for one in known if (number := getattr(one, name)) is not None}
        for name in insight.wechat_numbers.FIGURES
    }
    unsure = {
        name: frozenset(one.day for one in known if len(one.untold.get(name, ())) > most)
        for name in insight.wechat_numbers.FIGURES
    }
    archived = insight.unit_days(unit, earlier.since, days.until)
    messages = {one.day: one.messages.messages for one in archived}
    whole = _Counted(**told, messages=messages, last_at=None, problem="", unsure=unsure)
    untold = Counter(
        name for one in known if one.day >= days.since for name in one.untold.get("came", ())
    )
    # Days of which nobody was told anything.
    nothing = days.days - sum(one.day >= days.since for one in known)
    ids = [one.id for one in found]
    read = side_by_side(
        insight.wechat_numbers.progress_of_all,
        [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)],
    )
    progress = {name: its for part in read for name, its in part.items()}
    late = [
        _late(
            one,
            nothing + untold[one.id],
            its.last_at if (its := progress.get(one.id)) else None,
            its.problem if its else "",
        )
        for one in found
    ]
    named = (one for one in late if one.missing or one.problem)
    return [whole], sorted(named, key=lambda one: (-one.missing, one.account))


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


def _late(
    account: OfficialAccount, missing: int, last_at: datetime | None, problem: str
) -> LateAccount:
    return LateAccount(
        account=account.id, name=account.name, missing=missing, last_at=last_at, problem=problem
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
            days=_along([_sure(one, name) for one in counted], days),
        )

    return made


def _totals(counted: Sequence[_Counted], days: Span, earlier: Span) -> KeyFigure:
    """All followers: the last number of each account."""
    known = [_sure(one, "total") for one in counted]
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


def _sure(one: _Counted, name: str) -> Known:
    unsure = one.unsure.get(name, frozenset())
    return {day: number for day, number in getattr(one, name).items() if day not in unsure}


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
