"""Working hours by the State Council's calendar: 09:00 to 18:00 of each working day, Asia/Shanghai. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from chalicelib import topics
from chalicelib.clock import SHANGHAI

START: Final = time(9, 0)
END: Final = time(18, 0)
A_DAY: Final = timedelta(hours=9)


def later(start: datetime, hours: float, *, round_the_clock: bool = False) -> datetime:
    """The moment after so many working hours from ``start``, or so many hours of the clock."""
    left = timedelta(hours=hours)
    if round_the_clock:
        return start + left
    at = start.astimezone(SHANGHAI)
    while True:
        opens, ends = _hours(at.date())
        if opens is not None and ends is not None and at < ends:
            begin = max(at, opens)
            if begin + left <= ends:
                return begin + left
            left -= ends - begin
        at = _at(at.date() + timedelta(days=1), time(0, 0))


def end_of(start: datetime, days: int) -> datetime:
    """The end of the working day that is ``days`` working days after ``start``."""
    return topics.working_days.after(start, days)


def between(start: datetime, end: datetime) -> timedelta:
    """Working time from ``start`` to ``end``; none where it ends before it begins."""
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    total, day = timedelta(), first.date()
    while day <= last.date():
        opens, ends = _hours(day)
        if opens is not None and ends is not None:
            total += max(min(last, ends) - max(first, opens), timedelta())
        day += timedelta(days=1)
    return total


@lru_cache(maxsize=2000)
def _hours(day: date) -> tuple[datetime | None, datetime | None]:
    if not topics.working_days.is_working_day(day):
        return None, None
    return _at(day, START), _at(day, END)


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
