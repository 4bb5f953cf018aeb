"""A hall's day as the window (窗口) sees it, and what is done there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import appointments, audit, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.appointments import Asked, Booking, BookingState, Hall, Telling
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.transitions import Deed

READ: Final = "appointments:hall:read"
WORK: Final = "appointments:window:work"
IDENTITY: Final = "appointments:identity:read"
MOST_DAYS: Final = 62


class Row(NamedTuple):
    """One booking of a day."""

    booking: Booking
    tellings: tuple[Telling, ...]
    """What its person was, or is, to be told: 是否提醒到."""


class Day(NamedTuple):
    """A day of a hall, in order of time."""

    hall: Hall
    day: date
    closed: str
    """Why it is closed; empty while it is not."""
    rows: list[Row]
    states: dict[BookingState, int]
    deeds: tuple[Deed, ...]


class DaySum(NamedTuple):
    """What came of a day."""

    day: date
    places: int
    """That the hall had by its settings."""
    states: dict[BookingState, int]
    walk_ins: int
    given_back: int


def day_for(hall_id: str, day: date, *, by: Actor) -> Day:
    """The list of a day. Names and numbers are masked. Raises ``UnknownHall`` or ``PermissionDenied``."""
    hall = _hall(hall_id, READ, by)
    found = appointments.of_day(hall_id, day)
    told = appointments.tellings.of_bookings(one.id for one in found)
    return Day(
        hall=hall,
        day=day,
        closed=hall.closed.get(day, ""),
        rows=[Row(one, tuple(told.get(one.id, ()))) for one in found],
        states={
            state: number
            for state in BookingState
            if (number := sum(one.state is state for one in found))
        },
        deeds=deeds(
            people.permissions_of(by, hall.unit),
            {
                "work": ("办理", WORK),
                "identity": ("查看实名信息", IDENTITY),
                "close": ("停办一天", "appointments:day:close"),
            },
        ),
    )


def booking_for(booking_id: str, *, by: Actor) -> Row:
    """One booking, with what its person was told. Raises ``UnknownBooking`` or ``PermissionDenied``."""
    _of_booking(booking_id, READ, by)
    return Row(appointments.get(booking_id), tuple(appointments.tellings.of_booking(booking_id)))


def check_in_code(hall_id: str, code: str, *, by: Actor, now: datetime) -> Booking:
    """Check in who says a code. Raises ``UnknownHall``, ``PermissionDenied``, ``UnknownCode`` or ``NotInThisState``."""
    _hall(hall_id, WORK, by)
    return appointments.window.check_in_by_code(hall_id, code, now=now, by=by.person)


def check_in(booking_id: str, *, by: Actor, now: datetime) -> Booking:
    """Check in who stands in the list. Raises ``UnknownBooking``, ``PermissionDenied`` or ``NotInThisState``."""
    _of_booking(booking_id, WORK, by)
    return appointments.window.checked_in(booking_id, now=now, by=by.person)


def serve(booking_id: str, *, by: Actor, now: datetime) -> Booking:
    """Note that a visit is over. Raises like ``check_in``."""
    _of_booking(booking_id, WORK, by)
    return appointments.window.serve(booking_id, now=now, by=by.person)


def no_show(booking_id: str, *, by: Actor, now: datetime) -> Booking:
    """Note that a person did not come; the log says who noted it. Raises like ``check_in``."""
    hall = _of_booking(booking_id, WORK, by)
    entry = _entry(by, hall, booking_id, now, "记为爽约")
    return appointments.window.no_show(
        booking_id, now=now, by=by.person, also=[audit.write_action(entry)]
    )


def cancel(booking_id: str, *, by: Actor, now: datetime) -> Booking:
    """Cancel somebody's booking; the log says who did. Raises like ``check_in``."""
    hall = _of_booking(booking_id, WORK, by)
    entry = _entry(by, hall, booking_id, now, "取消预约")
    return appointments.window.cancel(
        booking_id, now=now, by=by.person, also=[audit.write_action(entry)]
    )


def walk_in(hall_id: str, service_id: str, *, key: str, by: Actor, now: datetime) -> Booking:
    """Take somebody without a booking; ``key`` is the same for each try.

    Raises ``UnknownHall``, ``UnknownService``, ``PermissionDenied``, ``HallClosed`` or ``SlotFull``.
    """
    _hall(hall_id, WORK, by)
    return appointments.window.walk_in(hall_id, service_id, key=key, now=now, by=by.person)


def identity_of(booking_id: str, *, by: Actor, now: datetime) -> dict[Asked, str]:
    """What the hall asked of a person, in full; the log says who looked. Empty after the visit.

    Raises ``UnknownBooking`` or ``PermissionDenied``.
    """
    hall = _of_booking(booking_id, IDENTITY, by)
    found = appointments.identity.of(booking_id)
    if found:
        audit.record(
            audit.entry_of(
                by,
                IDENTITY,
                unit=hall.unit,
                at=now,
                object=f"hall:{hall.id}",
                note=f"预约 {booking_id}",
            )
        )
    return found


def days_of(hall_id: str, first: date, last: date, *, by: Actor) -> list[DaySum]:
    """What came of each day from ``first`` to ``last``, at most two months.

    Raises ``UnknownHall``, ``PermissionDenied``, or ``BadHall`` where the days are too many.
    """
    hall = _hall(hall_id, READ, by)
    length = (last - first).days + 1
    if not 0 < length <= MOST_DAYS:
        raise appointments.errors.BadHall([Field("days", f"一次最多看 {MOST_DAYS} 天")])
    return [_sum(hall, first + timedelta(days=ahead)) for ahead in range(length)]


def today(now: datetime) -> date:
    """The day at the halls."""
    return now.astimezone(SHANGHAI).date()


def _sum(hall: Hall, day: date) -> DaySum:
    counted = appointments.reading.count_of_day(hall.id, day)
    places = sum(
        one.capacity * len(appointments.hours.slots_of(hall, one, day))
        for one in hall.services
        if one.offered
    )
    return DaySum(day, places, counted.states, counted.walk_ins, counted.given_back)


def _hall(hall_id: str, permission: str, by: Actor) -> Hall:
    hall = appointments.halls.get(hall_id)
    people.require(by, permission, hall.unit)
    return hall


def _of_booking(booking_id: str, permission: str, by: Actor) -> Hall:
    return _hall(appointments.get(booking_id).hall, permission, by)


def _entry(by: Actor, hall: Hall, booking_id: str, now: datetime, what: str) -> audit.AuditEntry:
    return audit.entry_of(
        by,
        WORK,
        unit=hall.unit,
        at=now,
        object=f"hall:{hall.id}",
        note=f"{what}：{booking_id}",
    )
