"""Whether a person may have a place, and what their book is afterwards. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from chalicelib.appointments import hours
from chalicelib.appointments.errors import (
    Blocked,
    HallClosed,
    NoSuchSlot,
    NotOpenYet,
    PastSlot,
    TooLate,
    TooManyOpen,
    TooManyThatDay,
    UnknownService,
)
from chalicelib.appointments.models import (
    Booking,
    Hall,
    HallService,
    NoShow,
    OpenEntry,
    PersonBook,
    SlotKey,
)
from chalicelib.clock import SHANGHAI


class Offer(NamedTuple):
    """A slot as the hall has it."""

    service: HallService
    end: time


def offer_of(hall: Hall, key: SlotKey, now: datetime) -> Offer:
    """The slot of a hall that can be booked ``now``.

    Raises ``UnknownService``, ``HallClosed``, ``NoSuchSlot``, ``PastSlot`` or ``NotOpenYet``.
    """
    service = hall.service(key.service)
    if service is None or not service.offered:
        raise UnknownService(hall.id, key.service)
    if hall.paused:
        raise HallClosed("暂停预约")
    if key.day in hall.closed:
        raise HallClosed(hall.closed[key.day])
    end = dict(hours.slots_of(hall, service, key.day)).get(key.start)
    if end is None:
        raise NoSuchSlot
    if key.at <= now:
        raise PastSlot
    opens = hours.opens_at(hall, key.day)
    if now < opens:
        raise NotOpenYet(opens)
    return Offer(service, end)


def require_within_limits(
    book: PersonBook, hall: Hall, day: date, now: datetime, *, instead: str = ""
) -> None:
    """Raises ``Blocked``, ``TooManyOpen`` or ``TooManyThatDay``; ``instead`` is a booking that is given up for it."""
    if book.blocked_until is not None and now < book.blocked_until:
        raise Blocked(book.blocked_until)
    counted = [one for one in book.open if not one.over(now) and one.id != instead]
    if len(counted) >= hall.per_person:
        raise TooManyOpen(hall.per_person)
    if sum(one.starts.astimezone(SHANGHAI).date() == day for one in counted) >= hall.per_day:
        raise TooManyThatDay(hall.per_day)


def require_in_time(hall: Hall, booking: Booking, now: datetime) -> None:
    """Raises ``TooLate`` where a booking may not be changed or cancelled any more."""
    if now > hours.changeable_until(hall, booking.starts):
        raise TooLate(hall.change_until)


def entered(book: PersonBook, booking: Booking, late: int, now: datetime) -> PersonBook:
    """The book with an open booking, in place of an older entry of it; what is over is left out."""
    entry = OpenEntry(
        id=booking.id,
        hall=booking.hall,
        starts=booking.starts,
        late=late,
        waiting=not booking.code,
    )
    others = [one for one in book.open if one.id != booking.id and not one.over(now)]
    return book.model_copy(update={"open": (*others, entry)})


def struck(book: PersonBook, booking_id: str) -> PersonBook:
    """The book without an open booking."""
    return book.model_copy(update={"open": tuple(one for one in book.open if one.id != booking_id)})


def missed(book: PersonBook, hall: Hall, booking: Booking, now: datetime) -> PersonBook:
    """The book once the person did not come; blocked where that was once too often."""
    rule = hall.no_show
    since = booking.day - timedelta(days=rule.within_days)
    kept = [one for one in book.no_shows if one.day >= since and one.id != booking.id]
    no_shows = (*kept, NoShow(id=booking.id, day=booking.day))
    blocked = book.blocked_until
    if 0 < rule.times <= len(no_shows):
        until = now + timedelta(days=rule.blocked_days)
        blocked = until if blocked is None else max(blocked, until)
    return struck(book, booking.id).model_copy(
        update={"no_shows": no_shows, "blocked_until": blocked}
    )


def forgiven(book: PersonBook, hall: Hall, booking_id: str) -> PersonBook:
    """The book once it turned out that the person did come; blocked no longer where that decided it."""
    no_shows = tuple(one for one in book.no_shows if one.id != booking_id)
    stays = 0 < hall.no_show.times <= len(no_shows)
    return book.model_copy(
        update={"no_shows": no_shows, "blocked_until": book.blocked_until if stays else None}
    )
