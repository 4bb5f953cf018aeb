"""One change of a booking with all that hangs on it, as one transaction; each may be tried again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.appointments import halls, store
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.errors import UnknownBooking
from chalicelib.appointments.models import Booking, Hall, Person, PersonBook
from chalicelib.appointments.slot import Slot
from chalicelib.cloud import batches, table


class Around(NamedTuple):
    """A booking and what a change of it concerns, as they were read at one moment."""

    booking: Booking
    changed: str
    """The key of the last change of its slot."""
    hall: Hall
    slot: Slot
    book: PersonBook
    """Of nobody, for a walk-in."""


class Outcome(NamedTuple):
    """What becomes of it; None: that part stays as it is."""

    booking: Booking
    slot: Slot | None = None
    book: PersonBook | None = None
    also: Sequence[table.Action] = ()
    keeps_identity: bool = True
    changed: str = ""


def changed(
    booking_id: str,
    decide: Callable[[Around], Outcome | None],
    now: datetime,
    *,
    person: Person | None = None,
) -> Booking:
    """The booking after ``decide``, which returns None where there is nothing to do.

    Of ``person`` alone where one is given. It decides again where somebody was first. Raises ``UnknownBooking``, ``Busy``
    and what ``decide`` raises.
    """

    def act(number: int) -> Booking:
        read = around(booking_id, person)
        outcome = decide(read)
        if outcome is None:
            return read.booking
        table.transact(_actions(read, outcome, now), once=True)
        return outcome.booking

    return attempted(act)


def around(booking_id: str, person: Person | None = None) -> Around:
    """Read what a change needs. Raises ``UnknownBooking``."""
    item = table.get(*store.booking_key(booking_id), consistent=True)
    booking = store.read_booking(item)
    if person is not None and booking.person != person:
        raise UnknownBooking
    hall_key, slot_key = halls.key_of(booking.hall), store.slot_key(booking.slot)
    book_key = store.book_key(booking.person) if booking.person else None
    found = batches.get_all([hall_key, slot_key, *([book_key] if book_key else [])])
    return Around(
        booking=booking,
        changed=str((item or {}).get("changed", "")),
        hall=halls.read(booking.hall, found.get(hall_key)),
        slot=store.read_slot(booking.slot, found.get(slot_key)),
        book=store.read_book(found.get(book_key) if book_key else None),
    )


def _actions(read: Around, outcome: Outcome, now: datetime) -> list[table.Action]:
    actions = [
        store.booking_action(
            read.booking,
            outcome.booking,
            changed=outcome.changed,
            keeps_identity=outcome.keeps_identity,
        )
    ]
    if outcome.slot is not None:
        actions.append(store.slot_action(read.slot, outcome.slot))
    if outcome.book is not None and read.booking.person is not None:
        actions.append(store.book_action(read.booking.person, read.book, outcome.book, now))
    return [*actions, *outcome.also]
