"""Bookings as people look them up: one, a person's, a day's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.appointments import halls, store
from chalicelib.appointments.models import OPEN, Booking, BookingState, Hall, Person
from chalicelib.appointments.slot import Slot


def get(booking_id: str) -> Booking:
    """A booking, read consistently. Raises ``UnknownBooking``."""
    return store.booking(booking_id)


def open_of(person: Person, now: datetime) -> list[Booking]:
    """What a person has booked, or waits for, in order of time."""
    ids = [one.id for one in store.book(person).open if not one.over(now)]
    return _in_order(one for one in store.bookings(ids).values() if one.state in OPEN)


def of_person(person: Person) -> list[Booking]:
    """Every booking that is kept of a person, in order of time."""
    return _in_order(store.bookings(one for one, _ in store.ids_of(person)).values())


def of_day(hall_id: str, day: date) -> list[Booking]:
    """Who has, had or waits for a place at a hall on a day, in order of time; walk-ins too, cancelled ones not.

    Raises ``UnknownHall``.
    """
    ids = [booking for slot in slots_of(hall_id, day) for booking in _ids(slot)]
    return _in_order(store.bookings(ids).values())


def slots_of(hall_id: str, day: date) -> list[Slot]:
    """The slots of a hall's day that somebody ever changed, of every service, read consistently."""
    return [
        slot
        for service in halls.get(hall_id).services
        for slot in store.slots_of_day(hall_id, service.id, day)
    ]


def slots_between(hall: Hall, first: date, last: date) -> Iterator[Slot]:
    """The slots from ``first`` to ``last`` that somebody ever changed, of every service; one query a service."""
    for service in hall.services:
        yield from store.slots_between(hall.id, service.id, first, last)


class DayCount(NamedTuple):
    """What became of the bookings of a hall's day."""

    states: dict[BookingState, int]
    walk_ins: int
    """Of those who were checked in or served."""
    given_back: int
    """Places and waits that were cancelled."""


def count_of_day(hall_id: str, day: date) -> DayCount:
    """How many are in each state. Raises ``UnknownHall``."""
    slots = slots_of(hall_id, day)
    found = store.bookings(booking for slot in slots for booking in _ids(slot)).values()
    return DayCount(
        states={
            state: number
            for state in BookingState
            if (number := sum(one.state is state for one in found))
        },
        walk_ins=sum(one.person is None for one in found),
        given_back=sum(slot.cancelled for slot in slots),
    )


def _ids(slot: Slot) -> Iterable[str]:
    return (*slot.holders, *(one for _, one in slot.waiters), *slot.gone)


def _in_order(found: Iterable[Booking]) -> list[Booking]:
    return sorted(found, key=lambda one: (one.starts, one.made_at, one.id))
