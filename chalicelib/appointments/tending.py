"""What comes by itself: no-shows, waits that end, identities that are erased, closings that broke off."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from chalicelib import telemetry
from chalicelib.appointments import closing, deeds, halls, hours, rules, store, waiting
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.deeds import Around, Outcome
from chalicelib.appointments.errors import UnknownBooking, UnknownHall
from chalicelib.appointments.models import Booking, BookingState, Hall, SlotKey
from chalicelib.appointments.states import Action, moved
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import queues, table
from chalicelib.settings import settings

MOST: Final = 2000
"""Slots and closings that one sweep finds; the rest is the next minute's."""
_TOGETHER: Final = 20
"""Of them in one task."""
_KIND: Final = "appointments"


def sweep(now: datetime) -> int:
    """Queue tasks for the slots and closings that are due; returns how many tasks.

    Twice is harmless: what is tended already is not due any more.
    """
    found = [(str(item["pk"]), str(item["sk"])) for item in store.due_items(now, MOST)]
    tasks = [
        json.dumps({"task": _KIND, "keys": found[first : first + _TOGETHER]})
        for first in range(0, len(found), _TOGETHER)
    ]
    queues.send_all(settings().outgoing_queue_url, tasks)
    return len(tasks)


def is_task(body: str) -> bool:
    """Whether a message of the outgoing queue is one of ``sweep``."""
    return body.startswith(f'{{"task": "{_KIND}"')


def work(body: str, now: datetime) -> None:
    """Tend what a task names.

    Twice is harmless: each step is one transaction that holds only on what it was decided by, and a slot stays due until
    all its steps are done. One that fails does not stop the others; its error is raised after them.
    """
    errors: list[Exception] = []
    for pk, sk in json.loads(body)["keys"]:
        try:
            _look(pk, sk, now)
        except Exception as error:
            telemetry.logger.exception("a slot was not tended", extra={"slot": f"{pk} {sk}"})
            errors.append(error)
    if errors:
        raise errors[0]


def look_at_hall(hall: Hall, now: datetime) -> int:
    """Let people move up in every slot of a hall that is still to come; returns how many did.

    After its settings changed: there may be more places.
    """
    today = now.astimezone(SHANGHAI).date()
    days = [today, *hours.horizon(hall, now)]
    return sum(
        waiting.move_up(slot.key, now)
        for service in hall.services
        for slot in list(store.slots_between(hall.id, service.id, today, days[-1]))
        if slot.waiters
    )


def _look(pk: str, sk: str, now: datetime) -> None:
    mark = closing.day_of_mark(pk, sk)
    if mark is None:
        tend(store.key_of(pk, sk), now)
        return
    hall_id, day = mark
    hall = halls.get(hall_id)
    if day in hall.closed:
        closing.go_on(hall, day, now)


def tend(key: SlotKey, now: datetime) -> None:
    """All that is due in a slot. Twice does no harm. Raises ``Busy``."""
    try:
        hall = halls.get(key.hall)
    except UnknownHall:
        return
    waiting.move_up(key, now)
    slot = store.slot(key)
    if now >= hours.changeable_until(hall, key.at):
        for _, waiter in slot.waiters:
            _each(waiter, waiting.end_wait, now)
    if now >= hours.expected_until(hall, key.at):
        over = now >= hours.over_at(key.day)
        for booking_id, booking in store.bookings(slot.holders).items():
            if booking.state is BookingState.BOOKED:
                _each(booking_id, missed, now)
            elif over and booking.masked:
                _each(booking_id, forget_identity, now)
    attempted(lambda _: _rest(key, now))


def missed(booking_id: str, now: datetime) -> Booking:
    """Note that a person did not come by the time that the hall allows. Twice is once."""

    def decide(read: Around) -> Outcome | None:
        booking = read.booking
        if booking.state is not BookingState.BOOKED:
            return None
        if now < hours.expected_until(read.hall, booking.starts):
            return None  # changed to another slot meanwhile
        after = moved(booking, Action.MISS, now, masked=())
        book = rules.missed(read.book, read.hall, after, now)
        return Outcome(after, book=book, keeps_identity=False)

    return deeds.changed(booking_id, decide, now)


def forget_identity(booking_id: str, now: datetime) -> Booking:
    """Erase what the hall asked for, after the day of a visit that nobody marked as served. Twice is once."""

    def decide(read: Around) -> Outcome | None:
        if not read.booking.masked:
            return None
        version = read.booking.version + 1
        after = read.booking.model_copy(update={"masked": (), "version": version})
        return Outcome(after, keeps_identity=False)

    return deeds.changed(booking_id, decide, now)


def _each(booking_id: str, deed: Callable[[str, datetime], Booking], now: datetime) -> None:
    with suppress(UnknownBooking):  # erased meanwhile
        deed(booking_id, now)


def _rest(key: SlotKey, now: datetime) -> None:
    """Say when the slot is to be looked at next."""
    slot, hall = store.slot(key), halls.get(key.hall)
    after = slot.model_copy(update={"due": waiting.next_look(slot, hall, now)})
    if after.due != slot.due:
        table.transact([store.slot_action(slot, after)], once=True)
