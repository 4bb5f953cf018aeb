"""Followers on the wall: in all, by level, and how they grew; each figure with its day, none without a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import insight
from chalicelib.application.account_reach import MOST_READ
from chalicelib.application.wall_scope import WallScope
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.units import LEVELS, UnitLevel
from chalicelib.values import Value
from chalicelib.wechat.statistics_calls import StatCall

SOURCE: Final = "微信统计"
EVENTS: Final = "关注与取消关注的事件"
_DAYS: Final = 31
_MAY_BE_LATE: Final = 20
"""One account in so many: of many one is always late, and the sum stands all the same."""
_NO_STATISTICS: Final = "微信统计还没有取到"
_NO_EVENTS: Final = "今天还没有收到事件"

Totals = Mapping[str, int]
"""Followers by account, at one day's end."""


class DayTotal(Value):
    """All followers at a day's end; None where too many accounts have not told."""

    day: date
    total: int | None


class Growth(Value):
    """How many more there are than before; None with the reason where nobody knows."""

    value: int | None
    why: str = ""


class LevelFollowers(Value):
    """Followers of the accounts of one level."""

    level: UnitLevel
    level_name: str
    followers: int | None
    """None where no account has told any."""
    accounts: int
    told: int
    """Accounts that told theirs."""


class WallFollowers(Value):
    """The part of the wall."""

    total: int | None
    day: date | None
    """The day at whose end it is."""
    why: str
    accounts: int
    told: int
    today: Growth
    came: int | None
    went: int | None
    week: Growth
    month: Growth
    days: tuple[DayTotal, ...]
    """Oldest first."""
    levels: tuple[LevelFollowers, ...]
    source: str = SOURCE


def followers(scope: WallScope, now: datetime) -> WallFollowers:
    """What is known of the followers of these accounts by now."""
    today = now.astimezone(SHANGHAI).date()
    since, until = today - timedelta(days=_DAYS), today - timedelta(days=1)
    large = len(scope.accounts) > MOST_READ
    known = _of_many(scope, since, until) if large else _of_few(scope, since, until)
    last = next((one.day for one in reversed(known.days) if one.total is not None), None)
    totals = (known.totals(last) if last else None) or {}
    moved = next(iter(insight.unit_days(scope.unit.id, today, today)), None)
    events = moved.followers if moved else None
    total = next((one.total for one in known.days if one.day == last), None)
    return WallFollowers(
        total=total,
        day=last,
        why="" if last else _NO_STATISTICS,
        accounts=len(scope.accounts),
        told=len(totals) or len(scope.accounts) * (last is not None),
        today=Growth(value=events.net) if events else Growth(value=None, why=_NO_EVENTS),
        came=events.came if events else None,
        went=events.went if events else None,
        week=_growth(known, last, 7),
        month=_growth(known, last, 30),
        days=known.days,
        levels=_levels(scope, totals),
    )


class _Known:
    """Totals by day, and of each account where they are needed."""

    def __init__(self, days: Sequence[DayTotal], of_accounts: Mapping[date, Totals]) -> None:
        self.days = tuple(days)
        self._of_accounts = of_accounts

    def totals(self, day: date) -> Totals | None:
        """Of each account that told it; None where that was not kept."""
        return self._of_accounts.get(day)


class _Added(_Known):
    """The same of a unit of many accounts, whose days were added up before (``count_days``)."""

    def __init__(self, unit: str, days: Sequence[DayTotal]) -> None:
        super().__init__(days, {})
        self._unit = unit

    def totals(self, day: date) -> Totals | None:
        return insight.wechat_numbers.unit_totals(self._unit, day)


def _of_many(scope: WallScope, since: date, until: date) -> _Known:
    most = len(scope.accounts) // _MAY_BE_LATE
    told = {
        one.day: one.total if len(one.untold.get("total", ())) <= most else None
        for one in insight.wechat_numbers.unit_figures(scope.unit.id, since, until)
    }
    return _Added(scope.unit.id, [DayTotal(day=d, total=told.get(d)) for d in _each(since, until)])


def _of_few(scope: WallScope, since: date, until: date) -> _Known:
    numbers = insight.wechat_numbers

    def of(account: str) -> dict[date, int]:
        found = numbers.follower_days(
            numbers.days(account, StatCall.USERS, since, until),
            numbers.days(account, StatCall.USERS_TOTAL, since, until),
        )
        return {one.day: one.total for one in found if one.total is not None}

    ids = list(scope.accounts)
    each = dict(zip(ids, side_by_side(of, ids), strict=True))
    telling = [one for one in each.values() if one]
    by_day = {
        day: {name: days[day] for name, days in each.items() if day in days}
        for day in _each(since, until)
    }
    return _Known(
        [
            DayTotal(
                day=day,
                total=sum(found.values()) if telling and len(found) == len(telling) else None,
            )
            for day, found in by_day.items()
        ],
        by_day,
    )


def _growth(known: _Known, last: date | None, span: int) -> Growth:
    """The net of these days, of the accounts that told both ends: one that is new or late makes no jump."""
    if last is None:
        return Growth(value=None, why=_NO_STATISTICS)
    first = last - timedelta(days=span)
    at_first, at_last = known.totals(first), known.totals(last)
    if at_first and at_last:
        both = at_first.keys() & at_last.keys()
        return Growth(value=sum(at_last[one] - at_first[one] for one in both))
    totals = {one.day: one.total for one in known.days}
    before, after = totals.get(first), totals.get(last)
    if before is None or after is None:
        return Growth(value=None, why=f"{first:%m-%d} 的统计不齐")
    return Growth(value=after - before)


def _levels(scope: WallScope, totals: Totals) -> tuple[LevelFollowers, ...]:
    here: dict[UnitLevel, list[str]] = {}
    for one in scope.accounts.values():
        here.setdefault(scope.units[one.unit].level, []).append(one.id)
    return tuple(
        LevelFollowers(
            level=level,
            level_name=LEVELS[level],
            followers=sum(told)
            if (told := [totals[one] for one in ids if one in totals])
            else None,
            accounts=len(ids),
            told=len(told),
        )
        for level in UnitLevel
        if (ids := here.get(level))
    )


def _each(since: date, until: date) -> Iterable[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]
