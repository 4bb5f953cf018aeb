"""What is kept of a person who books, for their copy and their erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import followers
from chalicelib.appointments import changing, reading, store, tellings
from chalicelib.appointments.errors import NotInThisState, UnknownBooking
from chalicelib.appointments.models import OPEN, Booking, CancelReason, Person, PersonBook
from chalicelib.cloud import table

KINDS: Final = store.KINDS


def kept(account_id: str, openid: str, until: int) -> list[Booking]:
    """The bookings that a person made up to ``until`` (Unix seconds), in order of time."""
    found = reading.of_person(Person(account_id, openid))
    return [one for one in found if int(one.made_at.timestamp()) <= until]


def book(account_id: str, openid: str) -> PersonBook:
    """What counts against the person's limits."""
    return store.book(Person(account_id, openid))


def erase(account_id: str, openid: str, cut: int, now: datetime) -> int:
    """Erase bookings made up to ``cut`` (Unix seconds), and what counts; returns how many items went.

    A place that is still to come is given back, so that who waits for it moves up. Twice is harmless: what is gone is
    gone, and the index goes last.
    """
    person, number = Person(account_id, openid), 0
    younger = False
    for booking_id, at in list(store.ids_of(person)):
        if at > cut:
            younger = True
            continue
        number += _erase(person, booking_id, now)
    pk, sk = store.book_key(person)
    if not younger and table.get(pk, sk, consistent=True) is not None:
        table.delete(pk, sk)
        number += 1
    return number


def _erase(person: Person, booking_id: str, now: datetime) -> int:
    number = 1
    try:
        booking = store.booking(booking_id)
        if booking.state in OPEN and booking.starts > now:
            changing.given_up(booking_id, CancelReason.ERASED, now=now)
        pk, sk = store.booking_key(booking_id)
        for one in tellings.of_booking(booking_id):
            table.delete(pk, store.telling_sk(one))
            number += 1
        table.delete(pk, sk)
        number += 1
    except UnknownBooking:
        pass  # erased before, up to its index
    except NotInThisState:
        return 0  # it changed this moment: the next portion finds it
    table.delete(followers.partition(*person), store.MINE + booking_id)
    return number
