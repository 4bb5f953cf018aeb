"""The waiting list (候补): who is first in line moves up when a place comes free; who waits in vain is told."""

from __future__ import annotations

from datetime import datetime

from chalicelib.appointments import deeds, halls, hours, rules, store, tellings
from chalicelib.appointments import slot as slots
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.booking import free_code
from chalicelib.appointments.deeds import Around, Outcome
from chalicelib.appointments.errors import Busy, UnknownBooking
from chalicelib.appointments.models import (
    Booking,
    BookingState,
    CancelReason,
    Hall,
    SlotKey,
    TellingKind,
)
from chalicelib.appointments.slot import Slot
from chalicelib.appointments.states import Action, moved
from chalicelib.cloud import table


def move_up(key: SlotKey, now: datetime) -> int:
    """Give each free place to who is first in line; returns how many moved up.

    Twice does no harm: each is one transaction of slot and booking. Where it breaks off, or others are in the way, the
    slot is due, and the sweep goes on.
    """
    number = 0
    try:
        while attempted(lambda _: _first_up(key, now)):
            number += 1
    except Busy:
        pass  # the slot says that it is due
    return number


def end_wait(booking_id: str, now: datetime) -> Booking:
    """End a wait for which no place came free in time, and have it told. Twice is once."""

    def decide(read: Around) -> Outcome | None:
        if read.booking.state is not BookingState.WAITING:
            return None
        after = moved(
            read.booking, Action.CANCEL, now, reason=CancelReason.WAITED_IN_VAIN, masked=()
        )
        return Outcome(
            after,
            slot=slots.left(read.slot, after.id, now),
            book=rules.struck(read.book, after.id),
            also=tellings.telling_actions(after, TellingKind.WAITED_IN_VAIN, now),
            keeps_identity=False,
        )

    return deeds.changed(booking_id, decide, now)


def has_way_up(slot: Slot, hall: Hall, now: datetime) -> bool:
    """Whether the first in line may have a place now."""
    service = hall.service(slot.key.service)
    return (
        service is not None
        and bool(slot.waiters)
        and slot.has_room(service.capacity)
        and slot.key.start in dict(hours.slots_of(hall, service, slot.key.day))
        and now < hours.changeable_until(hall, slot.key.at)
    )


def _first_up(key: SlotKey, now: datetime) -> bool:
    """Let one move up, or take one who does not wait any more off the list; False where there is nothing to do."""
    slot = store.slot(key)
    if not slot.waiters:
        return False
    hall = halls.get(key.hall)
    if not has_way_up(slot, hall, now):
        return False
    first = slot.waiters[0][1]
    try:
        read = deeds.around(first)
    except UnknownBooking:
        read = None
    if read is None or read.booking.state is not BookingState.WAITING or read.slot != slot:
        if read is not None and read.booking.state is BookingState.WAITING:
            return True  # the slot changed this moment: look again
        off = slots.left(slot, first, now, counts=False)
        table.transact([store.slot_action(slot, _due_again(off, hall, now))], once=True)
        return True
    _up(read, now)
    return True


def _up(read: Around, now: datetime) -> None:
    booking, person = read.booking, read.booking.person
    after = moved(booking, Action.MOVE_UP, now)
    after = after.model_copy(update={"code": free_code(after)})
    risen = _due_again(slots.moved_up(read.slot), read.hall, now)
    actions = [
        store.slot_action(read.slot, risen, read.hall.version),
        store.booking_action(booking, after),
        store.code_action(after),
        *tellings.telling_actions(after, TellingKind.MOVED_UP, now),
        *tellings.reminder_actions(after, read.hall, now),
    ]
    if person is not None:
        entered = rules.entered(read.book, after, read.hall.late, now)
        actions.append(store.book_action(person, read.book, entered, now))
    table.transact(actions, once=True)


def _due_again(slot: Slot, hall: Hall, now: datetime) -> Slot:
    """The slot with when to look at it next: at once while somebody may move up."""
    if has_way_up(slot, hall, now):
        return slot.model_copy(update={"due": now})
    return slot.model_copy(update={"due": next_look(slot, hall, now)})


def next_look(slot: Slot, hall: Hall, now: datetime) -> datetime | None:
    """When a slot is to be looked at after ``now``; None: never again."""
    moments = (
        (bool(slot.waiters), hours.changeable_until(hall, slot.key.at)),
        (bool(slot.holders), hours.expected_until(hall, slot.key.at)),
        (bool(slot.holders), hours.over_at(slot.key.day)),
    )
    return min((at for counts, at in moments if counts and at > now), default=None)
