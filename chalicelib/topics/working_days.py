"""Deadlines in working days, by the State Council's arrangement of holidays and make-up days. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from chalicelib import insight
from chalicelib.clock import SHANGHAI

END: Final = time(18, 0)
"""A deadline is the end of a working day, Asia/Shanghai."""


def is_working_day(day: date) -> bool:
    """Whether offices are open; of a year whose arrangement is not known yet the weekday decides."""
    return insight.growth.day_of_calendar(day).kind < insight.growth.DayKind.SATURDAY


def after(start: datetime, days: int) -> datetime:
    """The end of the working day that is ``days`` working days after ``start``; the day of the start does not count."""
    return _end(_moved(start.astimezone(SHANGHAI).date(), days, 1))


def before(end: datetime, days: int) -> datetime:
    """The morning (09:00) of the working day that is ``days`` working days before ``end``."""
    day = _moved(end.astimezone(SHANGHAI).date(), days, -1)
    return datetime.combine(day, time(9, 0), SHANGHAI)


def _moved(day: date, days: int, way: int) -> date:
    left = days
    while left:
        day += timedelta(days=way)
        left -= is_working_day(day)
    return day


def _end(day: date) -> datetime:
    return datetime.combine(day, END, SHANGHAI)
