"""Closing a hall for a day: nothing more can be booked, and everybody who had a place, or waited, is told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from chalicelib.appointments import deeds, halls, hours, rules, store, tellings
from chalicelib.appointments import slot as slots
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.deeds import Around, Outcome
from chalicelib.appointments.errors import UnknownBooking
from chalicelib.appointments.models import OPEN, Booking, Hall, SlotKey, TellingKind
from chalicelib.appointments.slot import Slot
from chalicelib.appointments.states import Action, moved
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed

AGAIN: Final = timedelta(minutes=2)
"""So long after a day was closed it is looked at once more, for who booked by what a function had read before."""


_MARK: Final = "CLOSING#"


class Closed(NamedTuple):
    """What closing a day did."""

    hall: Hall
    told: list[Booking]
    """Who lost a place, or a wait, by this call; each has a telling."""


def close_day(
    hall_id: str,
    day: date,
    reason: str,
    *,
    by: str,
    now: datetime,
    also: Sequence[table.Action] = (),
) -> Closed:
    """Close a hall for a day; ``also`` is written with the hall's new version.

    Twice is once, and goes on where the first broke off, as the sweep does: the day is closed first, then each slot, then
    each booking becomes ``hall_closed`` in one transaction with its telling. Raises ``UnknownHall`` or ``HallChanged``.
    """
    hall = halls.get(hall_id)
    if day not in hall.closed:
        closed = hall.model_copy(update={"closed": {**hall.closed, day: reason}})
        mark = table.put_action(
            {
                "pk": halls.key_of(hall_id)[0],
                "sk": _mark(day),
                "reason": reason,
                "by": by,
                "at": stamp(now),
                "gsi1pk": store.DUE,
                "gsi1sk": stamp(now),
            }
        )
        hall = halls.save(closed, by=by, now=now, seen=hall.version, also=[mark, *also])
    return go_on(hall, day, now)


def go_on(hall: Hall, day: date, now: datetime) -> Closed:
    """Bring a day that is closed to where nobody has a place in it any more. Twice does no harm."""
    reason = hall.closed[day]
    told = []
    for slot in list(_slots(hall, day)):
        shut = attempted(partial(_shut, slot.key, reason, hall.version))
        for booking_id in (*shut.holders, *(one for _, one in shut.waiters)):
            booking = _closed(booking_id, reason, now)
            if booking is not None:
                told.append(booking)
    _finish(hall.id, day, now)
    return Closed(hall, told)


def reopen_day(
    hall_id: str, day: date, *, by: str, now: datetime, also: Sequence[table.Action] = ()
) -> Hall:
    """Open a day again that was closed; who lost a place has to book anew. Twice is once.

    Raises ``UnknownHall`` or ``HallChanged``.
    """
    hall = halls.get(hall_id)
    if day in hall.closed:
        left = {one: why for one, why in hall.closed.items() if one != day}
        gone = table.delete_action(halls.key_of(hall_id)[0], _mark(day))
        hall = halls.save(
            hall.model_copy(update={"closed": left}),
            by=by,
            now=now,
            seen=hall.version,
            also=[gone, *also],
        )
    for slot in list(_slots(hall, day)):
        attempted(partial(_shut, slot.key, "", hall.version))
    return hall


def _slots(hall: Hall, day: date) -> Iterator[Slot]:
    """Every slot that the day would have if it were not closed, and every one that somebody ever changed."""
    open_hall = hall.model_copy(
        update={"closed": {one: why for one, why in hall.closed.items() if one != day}}
    )
    for service in hall.services:
        known = {one.key: one for one in store.slots_of_day(hall.id, service.id, day)}
        for start, _ in hours.slots_of(open_hall, service, day):
            key = SlotKey(hall.id, service.id, day, start)
            known.setdefault(key, Slot(key=key))
        yield from known.values()


def _shut(key: SlotKey, reason: str, version: int, number: int) -> Slot:
    """Shut a slot, or open it where there is no reason; returns it as it is then."""
    slot = store.slot(key)
    if slot.shut == reason and slot.seen >= version:
        return slot
    after = slot.model_copy(update={"shut": reason})
    table.transact([store.slot_action(slot, after, max(version, slot.seen))], once=True)
    return store.slot(key)


def _closed(booking_id: str, reason: str, now: datetime) -> Booking | None:
    """The booking, if it lost its place just now."""
    lost: list[Booking] = []

    def decide(read: Around) -> Outcome | None:
        lost.clear()
        if read.booking.state not in OPEN:
            return None
        after = moved(read.booking, Action.CLOSE_HALL, now, note=reason, masked=())
        lost.append(after)
        return Outcome(
            after,
            slot=slots.closed(read.slot, after.id),
            book=rules.struck(read.book, after.id),
            also=tellings.telling_actions(after, TellingKind.HALL_CLOSED, now, reason),
            keeps_identity=False,
        )

    try:
        deeds.changed(booking_id, decide, now)
    except UnknownBooking:
        return None  # erased
    return lost[0] if lost else None


def _finish(hall_id: str, day: date, now: datetime) -> None:
    """Look at the day once more a little later, then no more."""
    pk = halls.key_of(hall_id)[0]
    item = table.get(pk, _mark(day), consistent=True)
    if item is None or "gsi1sk" not in item:
        return
    again = stamp(datetime.fromisoformat(str(item["at"])) + AGAIN)
    over = stamp(now) >= again
    try:
        table.update(
            pk,
            _mark(day),
            "REMOVE gsi1pk, gsi1sk" if over else "SET gsi1sk = :again",
            {":at": str(item["at"])} | ({} if over else {":again": again}),
            condition="#at = :at",
            names={"#at": "at"},
        )
    except ConditionFailed:
        return  # reopened


def day_of_mark(pk: str, sk: str) -> tuple[str, date] | None:
    """Hall and day of a closing among what is due; None where it is none."""
    if not sk.startswith(_MARK):
        return None
    return pk.partition("#")[2], date.fromisoformat(sk.removeprefix(_MARK))


def _mark(day: date) -> str:
    return _MARK + day.isoformat()
