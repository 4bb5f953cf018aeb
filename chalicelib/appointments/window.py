"""What is done at the window of a hall: check in, serve, note who did not come, and take walk-ins."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from chalicelib.appointments import changing, deeds, halls, hours, rules, store
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.deeds import Around, Outcome
from chalicelib.appointments.errors import (
    DayOver,
    HallClosed,
    NotInThisState,
    SlotFull,
    UnknownCode,
)
from chalicelib.appointments.models import (
    Booking,
    BookingState,
    CancelReason,
    Hall,
    HallService,
    Origin,
    Person,
    PersonBook,
    SlotKey,
)
from chalicelib.appointments.places import offered
from chalicelib.appointments.states import Action, moved
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table

_HERE = frozenset({BookingState.CHECKED_IN, BookingState.SERVED})


def check_in(hall_id: str, person: Person, *, now: datetime) -> list[Booking]:
    """Check a person in for what they have booked at a hall about now; those checked in before come back too.

    About now is from ``early`` minutes before the start to ``late`` after it. Empty where they have nothing. Twice is
    once. Raises ``UnknownHall``.
    """
    hall = halls.get(hall_id)
    today = now.astimezone(SHANGHAI).date()
    mine = store.bookings(one for one, _ in store.ids_of(person)).values()
    here = [one for one in mine if one.hall == hall_id and one.day == today]
    found = [
        checked_in(one.id, now=now)
        if one.state is BookingState.BOOKED and _is_expected(hall, one, now)
        else one
        for one in here
    ]
    return sorted(
        (one for one in found if one.state is BookingState.CHECKED_IN),
        key=lambda one: one.starts,
    )


def check_in_by_code(hall_id: str, code: str, *, now: datetime, by: str = "") -> Booking:
    """Check in who says a code at the window, at any time of the day. Twice is once.

    Raises ``UnknownCode``, or ``NotInThisState`` where the booking was cancelled.
    """
    today = now.astimezone(SHANGHAI).date()
    found = store.of_code(hall_id, today, code.strip())
    booking = store.bookings([found]).get(found) if found else None
    if booking is None or (booking.hall, booking.day, booking.code) != (
        hall_id,
        today,
        code.strip(),
    ):
        raise UnknownCode(code)
    return checked_in(booking.id, now=now, by=by)


def checked_in(booking_id: str, *, now: datetime, by: str = "") -> Booking:
    """The booking once its person is there; a no-show that was noted is taken back. Twice is once.

    ``by`` is the person at the window. Raises ``UnknownBooking``, or ``NotInThisState`` also on another day.
    """

    def decide(read: Around) -> Outcome | None:
        if read.booking.state in _HERE:
            return None
        _require_today(read.booking, now)
        return Outcome(
            moved(read.booking, Action.CHECK_IN, now, by=by),
            book=_came(read, read.booking.state),
        )

    return deeds.changed(booking_id, decide, now)


def serve(booking_id: str, *, now: datetime, by: str = "") -> Booking:
    """Note that a visit is over; what the hall had asked for is erased. Twice is once."""

    def decide(read: Around) -> Outcome | None:
        if read.booking.state is BookingState.SERVED:
            return None
        _require_today(read.booking, now)
        return Outcome(
            moved(read.booking, Action.SERVE, now, by=by, masked=()),
            book=_came(read, read.booking.state),
            keeps_identity=False,
        )

    return deeds.changed(booking_id, decide, now)


def no_show(
    booking_id: str, *, now: datetime, by: str = "", also: Sequence[table.Action] = ()
) -> Booking:
    """Note that a person did not come; once too often, and they are blocked by the hall's rule. Twice is once.

    ``also`` is written in the same transaction.
    Raises ``NotInThisState``; also before the slot begins.
    """

    def decide(read: Around) -> Outcome | None:
        if read.booking.state is BookingState.NO_SHOW:
            return None
        after = moved(read.booking, Action.MISS, now, by=by, masked=())
        if now < after.starts:
            raise NotInThisState("预约的时间还没有到，不能记为爽约。", state=read.booking.state)
        return Outcome(
            after,
            book=rules.missed(read.book, read.hall, after, now),
            also=also,
            keeps_identity=False,
        )

    return deeds.changed(booking_id, decide, now)


def cancel(
    booking_id: str, *, now: datetime, by: str = "", also: Sequence[table.Action] = ()
) -> Booking:
    """Cancel at the window, without the limit that holds for the person. Twice is once."""
    return changing.given_up(booking_id, CancelReason.WINDOW, now=now, by=by, also=also)


def walk_in(hall_id: str, service_id: str, *, key: str, now: datetime, by: str = "") -> Booking:
    """Take somebody who came without a booking into the first slot of today that has a place and is not over.

    ``key`` is the same for each try of one. Raises ``UnknownHall``, ``UnknownService``, ``HallClosed``, ``DayOver``,
    ``SlotFull`` or ``Busy``.
    """
    text = "\n".join(("walk-in", hall_id, key))
    booking_id = hashlib.sha256(text.encode()).hexdigest()[:20]

    def act(number: int) -> Booking:
        before = store.bookings([booking_id]).get(booking_id)
        if before is not None:
            return before
        hall = halls.get(hall_id)
        service = offered(hall, service_id)
        key, end = _first_free(hall, service, now)
        one = Booking(
            id=booking_id,
            hall=hall.id,
            hall_name=hall.name,
            service=service.id,
            service_name=service.name,
            day=key.day,
            start=key.start,
            end=end,
            state=BookingState.CHECKED_IN,
            origin=Origin.WINDOW,
            made_at=now,
            state_at=now,
            by=by,
        )
        taken = store.take_action(
            key,
            one.id,
            capacity=service.capacity,
            version=hall.version,
            due=hours.expected_until(hall, one.starts),
        )
        table.transact([taken, *store.new_booking_actions(one)], once=True)
        return one

    return attempted(act)


def _first_free(hall: Hall, service: HallService, now: datetime) -> tuple[SlotKey, time]:
    """Raises ``HallClosed``, ``DayOver`` or ``SlotFull``."""
    today = now.astimezone(SHANGHAI).date()
    if not hours.hours_of(hall, today):
        raise HallClosed(hall.closed.get(today, ""))
    known = {one.key.start: one for one in store.slots_of_day(hall.id, service.id, today)}
    left = [
        (start, end)
        for start, end in hours.slots_of(hall, service, today)
        if datetime.combine(today, end, SHANGHAI) > now
    ]
    if not left:
        raise DayOver
    for start, end in left:
        slot = known.get(start)
        if (service.capacity if slot is None else slot.free(service.capacity)) > 0:
            return SlotKey(hall.id, service.id, today, start), end
    raise SlotFull


def _require_today(booking: Booking, now: datetime) -> None:
    """Raises ``NotInThisState``."""
    if booking.day != now.astimezone(SHANGHAI).date():
        raise NotInThisState("这个预约不在今天。", state=booking.state)


def _is_expected(hall: Hall, booking: Booking, now: datetime) -> bool:
    early = booking.starts - timedelta(minutes=hall.early)
    return early <= now < hours.expected_until(hall, booking.starts)


def _came(read: Around, state: BookingState) -> PersonBook:
    if state is BookingState.NO_SHOW:
        return rules.forgiven(read.book, read.hall, read.booking.id)
    return rules.struck(read.book, read.booking.id)
