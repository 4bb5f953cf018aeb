"""Tellings: what a follower is to be told once, written with what happened, told by ``application``.

A telling is written in the transaction of what it tells, under a key that is the same for each try. Whoever tells it
claims it first, which succeeds once: what was claimed and not settled has an unknown outcome and is never told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from chalicelib.appointments import hours, store
from chalicelib.appointments.errors import UnknownBooking
from chalicelib.appointments.models import (
    Booking,
    BookingState,
    Hall,
    Telling,
    TellingKind,
    TellingState,
)
from chalicelib.cloud import table


def due(now: datetime, limit: int = 100) -> list[Telling]:
    """What is to be told by ``now``, the longest due first."""
    return list(store.tellings_due(now, limit))


def claim(telling: Telling, now: datetime) -> bool:
    """Take a telling on oneself; True for one caller, once, if it is still so.

    A reminder of a booking that was cancelled or changed since is dropped.
    """
    try:
        booking = store.booking(telling.booking)
    except UnknownBooking:
        return _moved(telling, TellingState.DROPPED, "预约已删除")
    if not _still_so(telling, booking, now):
        return _moved(telling, TellingState.DROPPED, "预约已有变化")
    return _moved(telling, TellingState.CLAIMED)


def settle(telling: Telling, state: TellingState, note: str = "") -> None:
    """Note what came of a telling that was claimed. Twice does no harm: the first stays."""
    store.move_telling(
        telling.model_copy(update={"state": state, "note": note or telling.note}),
        TellingState.CLAIMED,
    )


def of_booking(booking_id: str) -> list[Telling]:
    """Everything that was, or is, to be told about a booking."""
    return store.tellings_of(booking_id)


def of_bookings(ids: Iterable[str]) -> dict[str, list[Telling]]:
    """The same of several; those of which there is nothing are left out."""
    found: defaultdict[str, list[Telling]] = defaultdict(list)
    for booking_id in ids:
        for one in store.tellings_of(booking_id):
            found[booking_id].append(one)
    return dict(found)


def reminder_actions(booking: Booking, hall: Hall, now: datetime) -> list[table.Action]:
    """For the transaction that books: the reminder of the evening before; none where that has passed."""
    at = hours.reminded_at(hall, booking.day)
    if at is None or at <= now:
        return []
    return telling_actions(booking, TellingKind.REMINDER, at)


def telling_actions(
    booking: Booking, kind: TellingKind, at: datetime, note: str = ""
) -> list[table.Action]:
    """For a transaction: a follower is to be told something at ``at``; nothing where there is no follower."""
    if booking.person is None:
        return []
    one = Telling(
        booking=booking.id,
        kind=kind,
        person=booking.person,
        day=booking.day,
        start=booking.start,
        due=at,
        note=note,
    )
    return [store.telling_action(one)]


def _still_so(telling: Telling, booking: Booking, now: datetime) -> bool:
    if booking.slot[2:] != (telling.day, telling.start):
        return False
    if telling.kind in (TellingKind.REMINDER, TellingKind.MOVED_UP):
        return booking.state is BookingState.BOOKED and now < booking.starts
    return True


def _moved(telling: Telling, state: TellingState, why: str = "") -> bool:
    """Move a telling that waits; True where it is claimed by this call."""
    after = telling.model_copy(update={"state": state, "note": why or telling.note})
    return store.move_telling(after, TellingState.WAITING) and state is TellingState.CLAIMED
