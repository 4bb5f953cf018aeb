"""Booking a place, or a place in the waiting list: one transaction, never more places than there are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib.appointments import halls, hours, identity, rules, store, tellings
from chalicelib.appointments import slot as slots
from chalicelib.appointments.attempts import attempted
from chalicelib.appointments.errors import SlotFull, WaitingFull
from chalicelib.appointments.models import (
    Asked,
    Booking,
    BookingState,
    Hall,
    Origin,
    Person,
    PersonBook,
    SlotKey,
)
from chalicelib.appointments.rules import Offer
from chalicelib.appointments.slot import Slot
from chalicelib.cloud import batches, table

CODE_DIGITS: Final = 6


class Wish(NamedTuple):
    """What somebody wants to book."""

    id: str
    """Of the booking it becomes: the same for each try of one wish."""
    slot: SlotKey
    person: Person
    origin: Origin
    known: dict[Asked, str]
    waits: bool
    """Whether a place in the waiting list will do."""


class Read(NamedTuple):
    """All that a booking is decided by, read at one moment."""

    booking: Booking | None
    hall: Hall
    slot: Slot
    book: PersonBook
    code: str
    """One that nobody has at the hall on that day; empty where all that were looked at are given."""


def book(
    slot: SlotKey,
    person: Person,
    *,
    key: str,
    origin: Origin,
    now: datetime,
    identity: Mapping[Asked, str] | None = None,
) -> Booking:
    """Book a place in a slot; ``key`` is the same for each try of one wish, which books once.

    ``identity`` is what the hall asks for. Raises an error of ``NotBookable``, ``UnknownHall``, ``UnknownService``,
    ``IdentityMissing`` or ``Busy``.
    """
    return _made(slot, person, key, origin, now, identity, waits=False)


def wait(
    slot: SlotKey,
    person: Person,
    *,
    key: str,
    origin: Origin,
    now: datetime,
    identity: Mapping[Asked, str] | None = None,
) -> Booking:
    """Take a place in the waiting list of a slot, or in the slot itself where there is one. Like ``book``."""
    return _made(slot, person, key, origin, now, identity, waits=True)


def booking_id(person: Person, key: str) -> str:
    """What a booking is called: made of who wants it and the key of the wish."""
    text = "\n".join(("booking", *person, key))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def code_of(booking: str, number: int) -> str:
    """The code of a booking at its ``number``-th try: six digits."""
    digest = hashlib.sha256(f"{booking}#{number}".encode()).digest()
    return str(int.from_bytes(digest[:8]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def free_code(one: Booking) -> str:
    """The first code of a booking that nobody else has at its hall on its day."""
    codes = [code_of(one.id, number) for number in range(_CODES)]
    given = store.codes_of(one.hall, one.day, codes)
    free = (code for code in codes if given.get(code, one.id) == one.id)
    return next(free, codes[-1])


def _made(
    slot: SlotKey,
    person: Person,
    key: str,
    origin: Origin,
    now: datetime,
    given: Mapping[Asked, str] | None,
    *,
    waits: bool,
) -> Booking:
    wish_id = booking_id(person, key)

    def act(number: int) -> Booking:
        read = _read(wish_id, slot, person)
        if read.booking is not None:
            return read.booking
        offer = rules.offer_of(read.hall, slot, now)
        rules.require_within_limits(read.book, read.hall, slot.day, now)
        known = identity.checked(read.hall.asks, given)
        wish = Wish(wish_id, slot, person, origin, known, waits)
        return _take(read, offer, wish, now)

    return attempted(act)


def _read(wish_id: str, slot: SlotKey, person: Person) -> Read:
    """Raises ``UnknownHall``."""
    keys = (
        store.booking_key(wish_id),
        halls.key_of(slot.hall),
        store.slot_key(slot),
        store.book_key(person),
    )
    codes = [code_of(wish_id, number) for number in range(_CODES_AHEAD)]
    code_keys = {code: store.code_key(slot.hall, slot.day, code) for code in codes}
    found = batches.get_all([*keys, *code_keys.values()])
    booking, hall, taken, kept = (found.get(one) for one in keys)
    return Read(
        booking=store.read_booking(booking) if booking else None,
        hall=halls.read(slot.hall, hall),
        slot=store.read_slot(slot, taken),
        book=store.read_book(kept),
        code=next((code for code, key in code_keys.items() if key not in found), ""),
    )


def _take(read: Read, offer: Offer, wish: Wish, now: datetime) -> Booking:
    """Raises ``SlotFull``, ``WaitingFull``, or an error of the transaction where somebody was first."""
    free = read.slot.free(offer.service.capacity)
    if not free:
        _require_line(read, offer, wish, now)
    one = _booking_of(read, offer, wish, now, waiting=not free)
    expected = hours.expected_until(read.hall, one.starts)
    if free:
        placed = store.take_action(
            wish.slot,
            one.id,
            capacity=offer.service.capacity,
            version=read.hall.version,
            due=expected,
        )
        told = tellings.reminder_actions(one, read.hall, now)
        also = [store.code_action(one), *told]
    else:
        until = hours.changeable_until(read.hall, one.starts)
        after = slots.waited(read.slot, one.id, until)
        placed, also = store.slot_action(read.slot, after, read.hall.version), []
    entered = rules.entered(read.book, one, read.hall.late, now)
    table.transact(
        [
            placed,
            store.book_action(wish.person, read.book, entered, now),
            *store.new_booking_actions(one, identity.sealed(one.id, wish.known)),
            *also,
        ],
        once=True,
    )
    return one


def _require_line(read: Read, offer: Offer, wish: Wish, now: datetime) -> None:
    """Raises ``SlotFull`` or ``WaitingFull`` where there is no place in the waiting list, or none is wanted."""
    room = (
        not read.slot.shut
        and len(read.slot.waiters) < read.hall.waiting
        and now < hours.changeable_until(read.hall, wish.slot.at)
        and offer.service.capacity > 0
    )
    if not wish.waits:
        raise SlotFull(can_wait=room)
    if not room:
        raise WaitingFull


def _booking_of(read: Read, offer: Offer, wish: Wish, now: datetime, *, waiting: bool) -> Booking:
    one = Booking(
        id=wish.id,
        hall=read.hall.id,
        hall_name=read.hall.name,
        service=offer.service.id,
        service_name=offer.service.name,
        day=wish.slot.day,
        start=wish.slot.start,
        end=offer.end,
        person=wish.person,
        state=BookingState.WAITING if waiting else BookingState.BOOKED,
        origin=wish.origin,
        made_at=now,
        state_at=now,
        masked=identity.masked(wish.known),
    )
    return one if waiting else one.model_copy(update={"code": read.code or free_code(one)})


_CODES_AHEAD: Final = 3
"""Codes that are looked at with all the rest, so that a booking is one read and one transaction."""
_CODES: Final = 20
"""Codes of a booking that are looked at; that all of them are given at one hall on one day does not happen."""
