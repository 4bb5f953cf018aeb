"""What can be booked: days of a service, slots of a day, and the nearest to one that was lost."""

from __future__ import annotations

from datetime import date, datetime, time

from chalicelib.appointments import halls, hours, store
from chalicelib.appointments.errors import UnknownService
from chalicelib.appointments.models import (
    Booking,
    DayFree,
    Hall,
    HallService,
    SlotKey,
    TimeFree,
)
from chalicelib.appointments.slot import Slot
from chalicelib.clock import SHANGHAI


def days(hall: Hall, service_id: str, now: datetime) -> list[DayFree]:
    """The days from today to the one that is opened next, on which the hall has slots; one read.

    Raises ``UnknownService``.
    """
    service = offered(hall, service_id)
    wanted = [day for day in hours.horizon(hall, now) if hours.slots_of(hall, service, day)]
    if not wanted:
        return []
    known = {
        (one.key.day, one.key.start): one
        for one in store.slots_between(hall.id, service_id, wanted[0], wanted[-1])
    }
    return [
        DayFree(
            day=day,
            open=not hall.paused and hours.opens_at(hall, day) <= now,
            opens_at=hours.opens_at(hall, day),
            free=sum(one.free for one in _times(hall, service, day, now, known)),
        )
        for day in wanted
    ]


def times(hall: Hall, service_id: str, day: date, now: datetime) -> list[TimeFree]:
    """The slots of a day that have not begun, in order; one read. Raises ``UnknownService``."""
    service = offered(hall, service_id)
    known = {
        (day, one.key.start): one for one in store.slots_between(hall.id, service_id, day, day)
    }
    return _times(hall, service, day, now, known)


def alternatives(booking: Booking, now: datetime, most: int = 3) -> list[SlotKey]:
    """Free slots of the same service that can be booked now, the nearest in time to ``booking`` first.

    Raises ``UnknownHall``.
    """
    hall = halls.get(booking.hall)
    service = hall.service(booking.service)
    if service is None or not service.offered or hall.paused:
        return []
    free = [
        SlotKey(hall.id, service.id, one.day, at.start)
        for one in days(hall, service.id, now)
        if one.open and one.free
        for at in times(hall, service.id, one.day, now)
        if at.free
    ]
    nearest = sorted(free, key=lambda key: abs(key.at - booking.starts))[:most]
    return sorted(nearest, key=lambda key: key.at)


def offered(hall: Hall, service_id: str) -> HallService:
    """A service that the hall offers. Raises ``UnknownService``."""
    service = hall.service(service_id)
    if service is None or not service.offered:
        raise UnknownService(hall.id, service_id)
    return service


def _times(
    hall: Hall,
    service: HallService,
    day: date,
    now: datetime,
    known: dict[tuple[date, time], Slot],
) -> list[TimeFree]:
    found = []
    for start, end in hours.slots_of(hall, service, day):
        if datetime.combine(day, start, SHANGHAI) <= now:
            continue
        slot = known.get((day, start))
        free = service.capacity if slot is None else slot.free(service.capacity)
        waiting = 0 if slot is None else len(slot.waiters)
        found.append(TimeFree(start, end, service.capacity, free, waiting))
    return found
