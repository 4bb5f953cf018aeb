"""When a hall is open, which slots that makes, and from when they can be booked. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from chalicelib.appointments.models import Hall, HallService, Hours
from chalicelib.clock import SHANGHAI

WEDNESDAY: Final = 2
"""A make-up working day has the hours of the middle of a week."""


def hours_of(hall: Hall, day: date) -> Hours:
    """The open times of a day; empty where the hall is closed.

    ``closed`` goes before ``extra``, which goes before the national arrangement of holidays, which goes before the
    weekday.
    """
    if day in hall.closed:
        return ()
    if day in hall.extra:
        return hall.extra[day]
    if hall.holidays and day in hall.days_off:
        return ()
    if hall.holidays and day in hall.make_up_days:
        return hall.week[WEDNESDAY]
    return hall.week[day.weekday()]


def slots_of(hall: Hall, service: HallService, day: date) -> list[tuple[time, time]]:
    """Start and end of each slot of a day, in order; a slot lies within one open time."""
    length = timedelta(minutes=service.minutes)
    found: list[tuple[time, time]] = []
    for span in hours_of(hall, day):
        start, end = datetime.combine(day, span.start), datetime.combine(day, span.end)
        while start + length <= end:
            found.append((start.time(), (start + length).time()))
            start += length
    return found


def opens_at(hall: Hall, day: date) -> datetime:
    """From when a day can be booked, aware."""
    return datetime.combine(day - timedelta(days=hall.opens_days), hall.opens_at, SHANGHAI)


def horizon(hall: Hall, now: datetime) -> Iterator[date]:
    """The days on which the hall is open, from today to the one that is opened next."""
    today = now.astimezone(SHANGHAI).date()
    for ahead in range(hall.opens_days + 2):
        day = today + timedelta(days=ahead)
        if hours_of(hall, day):
            yield day


def changeable_until(hall: Hall, starts: datetime) -> datetime:
    """Until when a booking that begins at ``starts`` may be changed or cancelled, aware."""
    return starts - timedelta(minutes=hall.change_until)


def expected_until(hall: Hall, starts: datetime) -> datetime:
    """Until when a person who is booked may come, aware."""
    return starts + timedelta(minutes=hall.late)


def reminded_at(hall: Hall, day: date) -> datetime | None:
    """When people are reminded of a visit on ``day``: on the evening before; None where they are not."""
    if hall.remind_at is None:
        return None
    return datetime.combine(day - timedelta(days=1), hall.remind_at, SHANGHAI)


def over_at(day: date) -> datetime:
    """When every visit of a day is over: at its midnight."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
