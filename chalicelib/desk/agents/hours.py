"""Working hours: open or not, when next, and how long a wait is in working time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.desk.models import Hours

FAR: Final = 60
"""Days that are looked at for the next working one: no holiday is as long."""

Stretch = tuple[datetime, datetime]
"""From when until when (exclusive) without a break; aware."""


def works_on(hours: Hours, day: date) -> bool:
    """Whether people work on ``day``: a make-up working day counts, a holiday does not."""
    if day in hours.workdays:
        return True
    return day.isoweekday() in hours.weekdays and day not in hours.holidays


def stretches(hours: Hours, since: datetime) -> Iterator[Stretch]:
    """Stretches of working time that end after ``since``, in order, ``FAR`` days far."""
    today = since.astimezone(SHANGHAI).date()
    for day in (today + timedelta(days=number) for number in range(FAR)):
        if not works_on(hours, day):
            continue
        for span in hours.spans:
            begin = datetime.combine(day, span.since, SHANGHAI)
            end = datetime.combine(day, span.until, SHANGHAI)
            if end > since:
                yield begin, end


def open_at(hours: Hours, at: datetime) -> bool:
    """Whether the team works at ``at``."""
    return any(begin <= at for begin, _ in _first(stretches(hours, at)))


def current_or_next(each: Iterable[Hours], at: datetime) -> Stretch | None:
    """The stretch that goes on at ``at``, else the next one, of whichever team has it first; None: never."""
    found = [stretch for hours in each for stretch in _first(stretches(hours, at))]
    now_open = [stretch for stretch in found if stretch[0] <= at]
    if now_open:
        return min(begin for begin, _ in now_open), max(end for _, end in now_open)
    return min(found, default=None)


def opens_after(hours: Hours, at: datetime) -> datetime | None:
    """When the team next begins to work, after ``at``; None: never."""
    return next((begin for begin, _ in stretches(hours, at) if begin > at), None)


def after_working(hours: Hours, since: datetime, minutes: int) -> datetime | None:
    """When ``minutes`` of working time will have passed since ``since``; None: never.

    Somebody who asks five minutes before the lunch break is not "waiting too long" at its end.
    """
    left = timedelta(minutes=minutes)
    for opens, end in stretches(hours, since):
        begin = max(opens, since)
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def _first(found: Iterator[Stretch]) -> list[Stretch]:
    return [stretch for stretch in [next(found, None)] if stretch is not None]
