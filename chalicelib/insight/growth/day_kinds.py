"""How a day behaves: its weekday, but for days off and make-up working days (调休) by the State Council's arrangement."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple


class DayKind(IntEnum):
    """One of seven, as ``date.weekday``; a statutory day off is a Sunday, a make-up working day a Wednesday."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class DayOfCalendar(NamedTuple):
    """How a day behaves, and whether that is because of a statutory day off."""

    kind: DayKind
    holiday: bool
    known: bool
    """Whether the arrangement of that year is known; else the weekday is all there is."""


def day_of_calendar(day: date) -> DayOfCalendar:
    """A day by the national arrangement, as the library ``chinesecalendar`` has it."""
    import chinese_calendar

    kind = DayKind(day.weekday())
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # a year whose arrangement is not announced, or older than 2004
        return DayOfCalendar(kind, holiday=False, known=False)
    if off and name is not None:
        return DayOfCalendar(DayKind.SUNDAY, holiday=True, known=True)
    if not off and kind >= DayKind.SATURDAY:
        return DayOfCalendar(DayKind.WEDNESDAY, holiday=False, known=True)
    return DayOfCalendar(kind, holiday=False, known=True)
