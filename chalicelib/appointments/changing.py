"""What a person does with a booking: cancel it, or move it to another slot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.appointments import deeds, hours, rules, store, tellings, waiting
from chalicelib.appointments import slot as slots
from chalicelib.appointments.booking import free_code
from chalicelib.appointments.deeds import Around, Outcome
from chalicelib.appointments.errors import NoSuchSlot, PastSlot, SlotFull
from chalicelib.appointments.models import (
    Booking,
    BookingState,
    CancelReason,
    Person,
    SlotKey,
)
from chalicelib.appointments.states import Action, moved
from chalicelib.cloud import table


def cancel(booking_id: str, person: Person, *, now: datetime) -> Booking:
    """Give a place, or a wait, back; who waits for it moves up. Twice is once.

    Raises ``UnknownBooking`` (also where it is another's), ``TooLate``, ``NotInThisState`` or ``Busy``.
    """
    return given_up(booking_id, CancelReason.PERSON, person=person, now=now)


def given_up(
    booking_id: str,
    reason: CancelReason,
    *,
    now: datetime,
    person: Person | None = None,
    by: str = "",
    also: Sequence[table.Action] = (),
) -> Booking:
    """Cancel a booking for a reason; the hall's limit holds for the person alone. Like ``cancel``."""

    def decide(read: Around) -> Outcome | None:
        if read.booking.state is BookingState.CANCELLED:
            return None
        if reason is CancelReason.PERSON and read.booking.state is BookingState.BOOKED:
            rules.require_in_time(read.hall, read.booking, now)
        return Outcome(
            moved(read.booking, Action.CANCEL, now, reason=reason, by=by, masked=()),
            slot=slots.left(read.slot, read.booking.id, now),
            book=rules.struck(read.book, read.booking.id),
            also=also,
            keeps_identity=False,
        )

    done = deeds.changed(booking_id, decide, now, person=person)
    waiting.move_up(done.slot, now)
    return done


def change(booking_id: str, person: Person, slot: SlotKey, *, key: str, now: datetime) -> Booking:
    """Move a booking, or a wait, to another slot of the same hall: one transaction, so that it never has none or two.

    ``key`` is the same for each try of one wish. Raises like ``cancel`` and ``book``.
    """
    left: list[SlotKey] = []

    def decide(read: Around) -> Outcome | None:
        booking = read.booking
        if read.changed == key or (booking.slot == slot and booking.state is BookingState.BOOKED):
            return None
        if slot.hall != booking.hall:
            raise NoSuchSlot
        _require_changeable(read, now)
        left[:] = [booking.slot]
        return _moved(read, slot, key, now)

    done = deeds.changed(booking_id, decide, now, person=person)
    for one in left:
        waiting.move_up(one, now)
    return done


def _require_changeable(read: Around, now: datetime) -> None:
    """Raises ``TooLate`` or ``PastSlot``."""
    if read.booking.state is BookingState.BOOKED:
        rules.require_in_time(read.hall, read.booking, now)
    elif read.booking.starts <= now:
        raise PastSlot


def _moved(read: Around, key: SlotKey, changed: str, now: datetime) -> Outcome:
    offer = rules.offer_of(read.hall, key, now)
    # Who is blocked keeps what they have, at another time too.
    free_to_book = read.book.model_copy(update={"blocked_until": None})
    rules.require_within_limits(free_to_book, read.hall, key.day, now, instead=read.booking.id)
    if key == read.booking.slot or not store.slot(key).free(offer.service.capacity):
        raise SlotFull
    after = moved(
        read.booking,
        Action.CHANGE,
        now,
        service=offer.service.id,
        service_name=offer.service.name,
        day=key.day,
        start=key.start,
        end=offer.end,
    )
    after = after.model_copy(update={"code": free_code(after)})
    expected = hours.expected_until(read.hall, after.starts)
    taken = store.take_action(
        key,
        after.id,
        capacity=offer.service.capacity,
        version=read.hall.version,
        due=expected,
    )
    return Outcome(
        after,
        slot=slots.left(read.slot, after.id, now, counts=False),
        book=rules.entered(read.book, after, read.hall.late, now),
        also=[taken, store.code_action(after), *tellings.reminder_actions(after, read.hall, now)],
        changed=changed,
    )
