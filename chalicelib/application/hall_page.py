"""Halls as the console shows them: the list, a hall's calendar, and whom closing a day would hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib import appointments, people, units
from chalicelib.actor import Actor
from chalicelib.application import hall_setup
from chalicelib.application.deeds import deeds
from chalicelib.appointments import Booking, BookingState, Hall
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field, Invalid
from chalicelib.transitions import Deed

MOST_DAYS: Final = 42
"""Six weeks: a month as a calendar shows it."""


class DayKind(StrEnum):
    """Why a day has its hours."""

    WEEK = "week"
    EXTRA = "extra"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    CLOSED = "closed"


class CalendarDay(NamedTuple):
    """A day of a hall."""

    day: date
    kind: DayKind
    hours: tuple[tuple[str, str], ...]
    """Open times, ``09:00``; empty: no business on this day."""
    closed: str
    """Why it was closed besides; empty where it was not."""
    places: int
    taken: int
    waiting: int
    opens_at: datetime
    """From when it can be booked."""


class HallLine(NamedTuple):
    """A hall in a list."""

    hall: Hall
    unit_name: str
    today: CalendarDay
    tomorrow: CalendarDay


class HallList(NamedTuple):
    """The halls of a unit and of those below it."""

    lines: list[HallLine]
    deeds: tuple[Deed, ...]


class HallCalendar(NamedTuple):
    """Some days of a hall, in order."""

    seen: hall_setup.HallSeen
    days: list[CalendarDay]


class ClosingPreview(NamedTuple):
    """Whom closing a day would hit."""

    hall: Hall
    day: date
    booked: list[Booking]
    waiting: list[Booking]
    done: int
    """Visits that are over or under way: they stay as they are."""


def listing(unit: str, *, by: Actor, now: datetime) -> HallList:
    """The halls of a unit and of those below it, with today and tomorrow. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    found = hall_setup.halls_of(unit, by=by)
    names = {one.id: one.name for _, one in units.tree()}
    today = now.astimezone(SHANGHAI).date()
    lines = []
    for hall in found:
        first, second = _days(hall, today, today + timedelta(days=1))
        lines.append(HallLine(hall, names.get(hall.unit, hall.unit), first, second))
    held = people.permissions_of(by, unit)
    return HallList(lines, deeds(held, {"add": ("新增办税厅", hall_setup.EDIT)}))


def calendar(hall_id: str, first: date, last: date, *, by: Actor, now: datetime) -> HallCalendar:
    """The days from ``first`` to ``last``. Raises ``UnknownHall``, ``PermissionDenied``, or ``Invalid`` for too many."""
    seen = hall_setup.hall_for(hall_id, by=by, now=now)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Invalid(
            f"一次看 1 到 {MOST_DAYS} 天。", fields=[Field("last", f"最多 {MOST_DAYS} 天")]
        )
    return HallCalendar(seen, _days(seen.hall, first, last))


def closing_preview(hall_id: str, day: date, *, by: Actor) -> ClosingPreview:
    """Who would lose a place or a wait, and be told. Raises ``UnknownHall`` or ``PermissionDenied``."""
    hall = appointments.halls.get(hall_id)
    people.require(by, hall_setup.READ, hall.unit)
    found = appointments.of_day(hall_id, day)
    return ClosingPreview(
        hall=hall,
        day=day,
        booked=_in_state(found, BookingState.BOOKED),
        waiting=_in_state(found, BookingState.WAITING),
        done=sum(one.state in (BookingState.CHECKED_IN, BookingState.SERVED) for one in found),
    )


def _in_state(found: Iterable[Booking], state: BookingState) -> list[Booking]:
    return [one for one in found if one.state is state]


def _days(hall: Hall, first: date, last: date) -> list[CalendarDay]:
    taken: Counter[date] = Counter()
    waiting: Counter[date] = Counter()
    for slot in appointments.reading.slots_between(hall, first, last):
        taken[slot.key.day] += slot.taken
        waiting[slot.key.day] += len(slot.waiters)
    span = (last - first).days + 1
    return [
        _day(hall, day, taken[day], waiting[day])
        for day in (first + timedelta(days=ahead) for ahead in range(span))
    ]


def _day(hall: Hall, day: date, taken: int, waiting: int) -> CalendarDay:
    return CalendarDay(
        day=day,
        kind=_kind(hall, day),
        hours=tuple(
            (f"{one.start:%H:%M}", f"{one.end:%H:%M}")
            for one in appointments.hours.hours_of(hall, day)
        ),
        closed=hall.closed.get(day, ""),
        places=sum(
            one.capacity * len(appointments.hours.slots_of(hall, one, day))
            for one in hall.services
            if one.offered
        ),
        taken=taken,
        waiting=waiting,
        opens_at=appointments.hours.opens_at(hall, day),
    )


def _kind(hall: Hall, day: date) -> DayKind:
    if day in hall.closed:
        return DayKind.CLOSED
    if day in hall.extra:
        return DayKind.EXTRA
    if hall.holidays and day in hall.days_off:
        return DayKind.HOLIDAY
    if hall.holidays and day in hall.make_up_days:
        return DayKind.MAKE_UP
    return DayKind.WEEK
