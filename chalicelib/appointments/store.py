"""Items of appointments.

| pk | sk | attributes |
|---|---|---|
| ``HALL#{id}`` | ``HALL`` | ``doc`` (Hall), ``version``; in ``GSI1`` under ``HALLS`` by unit and id |
| ``HALL#{id}`` | ``V#{version:06d}`` | ``doc`` (HallVersion) |
| ``HALL#{id}`` | ``CLOSING#{day}`` | ``reason``, ``by``, ``at``; in ``GSI1`` under ``APPTDUE`` until every booking of the day was looked at |
| ``SLOTS#{hall}#{service}`` | ``{day}#{HHMM}`` | ``taken`` (how many ``h#{booking}`` there are), ``waiting`` (how many ``w#{number}``), ``serial``, ``g#{booking}`` (their hall closed), ``shut``, ``seen`` (newest version of the hall that changed it), ``cancelled``, ``moves``, ``expires_at``; in ``GSI1`` under ``APPTDUE`` by when it is to be looked at |
| ``BOOKING#{id}`` | ``BOOKING`` | ``doc`` (Booking), ``version``, ``sealed`` (what the hall asked for, encrypted, until after the visit), ``changed`` (key of the last change of its slot), ``expires_at`` |
| ``BOOKING#{id}`` | ``TELL#{kind}#{day}#{HHMM}`` | ``doc`` (Telling), ``state``, ``expires_at``; in ``GSI1`` under ``APPTTELL`` by due time until somebody takes it |
| ``HALLCODES#{hall}#{day}`` | ``{code}`` | ``booking`` that says this code at the window, ``expires_at`` |
| ``FOLLOWER#{account}#{openid}`` | ``APPTS`` | ``doc`` (PersonBook): what counts against the person's limits, ``moves``, ``expires_at`` |
| ``FOLLOWER#{account}#{openid}`` | ``APPT#{booking}`` | that a booking is this person's, ``at`` (made, Unix seconds), ``expires_at`` |

A booking is one transaction over its slot, the person's book, itself, its index and its code: the count of a slot and
who holds its places stand in one item and change in one write (docs/decisions/0250).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from chalicelib import followers
from chalicelib.appointments.errors import UnknownBooking
from chalicelib.appointments.models import (
    Booking,
    Person,
    PersonBook,
    SlotKey,
    Telling,
    TellingState,
)
from chalicelib.appointments.slot import PLACE, Slot
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed

DUE: Final = "APPTDUE"
TELL: Final = "APPTTELL"
BOOK: Final = "APPTS"
MINE: Final = "APPT#"
KINDS: Final = (BOOK, MINE)
"""Beginnings of the sort keys of this domain's items in a follower's partition."""
KEPT: Final = timedelta(days=180)
"""After its day a booking is kept, for those who ask what happened."""
BOOK_KEPT: Final = timedelta(days=400)
"""Longer than a no-show counts or blocks."""
_CODES_KEPT: Final = timedelta(days=2)
_BOOKING: Final = "BOOKING"
_TELLING: Final = "TELL#"


def slot_pk(hall: str, service: str) -> str:
    """The partition of all slots of a service."""
    return f"SLOTS#{hall}#{service}"


def slot_sk(day: date, start: time) -> str:
    """The sort key of a slot: by day and time."""
    return f"{day.isoformat()}#{start:%H%M}"


def slot_key(slot: SlotKey) -> tuple[str, str]:
    """Partition and sort key of a slot."""
    return slot_pk(slot.hall, slot.service), slot_sk(slot.day, slot.start)


def booking_key(booking: str) -> tuple[str, str]:
    """Partition and sort key of a booking."""
    return f"BOOKING#{booking}", _BOOKING


def book_key(person: Person) -> tuple[str, str]:
    """Partition and sort key of a person's book."""
    return followers.partition(*person), BOOK


def slot(key: SlotKey) -> Slot:
    """A slot as it stands, read consistently."""
    return read_slot(key, table.get(*slot_key(key), consistent=True))


def slots_between(hall: str, service: str, first: date, last: date) -> Iterator[Slot]:
    """The slots of a service that somebody ever changed, from ``first`` to ``last``, eventually consistent."""
    for item in table.between(
        slot_pk(hall, service), f"{first.isoformat()}#", f"{last.isoformat()}#9"
    ):
        yield read_slot(key_of(str(item["pk"]), str(item["sk"])), item)


def slots_of_day(hall: str, service: str, day: date) -> Iterator[Slot]:
    """The slots of one day, read consistently."""
    found = table.query(slot_pk(hall, service), f"{day.isoformat()}#", consistent=True)
    return (read_slot(key_of(str(item["pk"]), str(item["sk"])), item) for item in found)


def due_items(now: datetime, limit: int) -> Iterator[table.Item]:
    """Slots and closings that are to be looked at, the longest due first."""
    return table.due(DUE, stamp(now), limit=limit)


def key_of(pk: str, sk: str) -> SlotKey:
    """Which slot lies under a key."""
    _, hall, service = pk.split("#", 2)
    day, at = sk.split("#", 1)
    return SlotKey(hall, service, date.fromisoformat(day), time(int(at[:2]), int(at[2:])))


def read_slot(key: SlotKey, item: table.Item | None) -> Slot:
    """The slot that an item holds; an empty one where there is none yet."""
    if item is None:
        return Slot(key=key)
    named = {kind: sorted(name for name in item if name.startswith(f"{kind}#")) for kind in "hwg"}
    return Slot(
        key=key,
        holders=tuple(name[2:] for name in named["h"]),
        waiters=tuple((int(name[2:]), str(item[name])) for name in named["w"]),
        gone=tuple(name[2:] for name in named["g"]),
        serial=int(item.get("serial", 0)),
        shut=str(item.get("shut", "")),
        seen=int(item.get("seen", 0)),
        cancelled=int(item.get("cancelled", 0)),
        moves=int(item.get("moves", 0)),
        due=datetime.fromisoformat(str(item["gsi1sk"])) if "gsi1sk" in item else None,
    )


def take_action(
    key: SlotKey, booking: str, *, capacity: int, version: int, due: datetime
) -> table.Action:
    """For a transaction: ``booking`` takes a place that is free, by the hall's ``version``.

    It holds on any state of the slot in which there is a place, not only on the one that was read: the thousands who tap
    at once need not fail one another. ``capacity`` is at least 1.
    """
    pk, sk = slot_key(key)
    return table.update_action(
        pk,
        sk,
        "SET #h = :place, seen = :version, waiting = if_not_exists(waiting, :none),"
        " expires_at = :expires, gsi1pk = :due, gsi1sk = if_not_exists(gsi1sk, :at)"
        " ADD taken :one, moves :one",
        {
            ":place": PLACE,
            ":version": version,
            ":none": 0,
            ":one": 1,
            ":room": capacity - 1,
            ":expires": expiry(key.day),
            ":due": DUE,
            ":at": stamp(due),
        },
        condition="attribute_not_exists(pk) OR (taken <= :room AND waiting = :none"
        " AND seen <= :version AND attribute_not_exists(shut) AND attribute_not_exists(#h))",
        names={"#h": f"h#{booking}"},
    )


def slot_action(before: Slot, after: Slot, version: int | None = None) -> table.Action:
    """For a transaction: a slot becomes ``after``, if it is as ``before`` was read.

    ``version`` is that of the hall which the change rests on; it fails where a newer one was seen here.
    """
    pk, sk = slot_key(before.key)
    seen = before.seen if version is None else version
    item: table.Item = {
        "pk": pk,
        "sk": sk,
        "taken": after.taken,
        "waiting": len(after.waiters),
        "serial": after.serial,
        "seen": max(seen, before.seen),
        "cancelled": after.cancelled,
        "moves": before.moves + 1,
        "expires_at": expiry(before.key.day),
    }
    item |= {f"h#{one}": PLACE for one in after.holders}
    item |= {f"w#{number:06d}": one for number, one in after.waiters}
    item |= {f"g#{one}": PLACE for one in after.gone}
    if after.shut:
        item["shut"] = after.shut
    if after.due is not None:
        item |= {"gsi1pk": DUE, "gsi1sk": stamp(after.due)}
    return table.put_if_action(
        item,
        "moves = :moves AND seen <= :seen" if before.moves else "attribute_not_exists(pk)",
        {":moves": before.moves, ":seen": seen} if before.moves else {},
    )


def booking(booking_id: str) -> Booking:
    """A booking, read consistently. Raises ``UnknownBooking``."""
    return read_booking(table.get(*booking_key(booking_id), consistent=True))


def read_booking(item: table.Item | None) -> Booking:
    """The booking that an item holds. Raises ``UnknownBooking`` where there is none."""
    if item is None:
        raise UnknownBooking
    return Booking.model_validate_json(str(item["doc"]))


def bookings(ids: Iterable[str]) -> dict[str, Booking]:
    """Those that exist, by id, as they are now."""
    wanted = [booking_key(one) for one in dict.fromkeys(ids)]
    found: dict[str, Booking] = {}
    for begin in range(0, len(wanted), batches.MOST):
        for item in batches.get_all(wanted[begin : begin + batches.MOST]).values():
            one = read_booking(item)
            found[one.id] = one
    return found


def new_booking_actions(one: Booking, sealed: str = "") -> list[table.Action]:
    """For a transaction: a booking that is new, with its index; the first is the one whose condition may fail."""
    item: table.Item = {**_doc_of(one), "version": one.version}
    if sealed:
        item["sealed"] = sealed
    actions = [table.put_action(item, only_new=True)]
    if one.person is not None:
        index: table.Item = {
            "pk": followers.partition(*one.person),
            "sk": MINE + one.id,
            "at": int(one.made_at.timestamp()),
            "expires_at": expiry(one.day),
        }
        actions.append(table.put_action(index))
    return actions


def booking_action(
    before: Booking, after: Booking, *, changed: str = "", keeps_identity: bool = True
) -> table.Action:
    """For a transaction: a booking becomes ``after``, if it is as ``before`` was read.

    ``changed`` is the key of a change of its slot; without ``keeps_identity`` what the hall asked for is erased.
    """
    pk, sk = booking_key(before.id)
    values: dict[str, table.Value] = {
        ":doc": after.model_dump_json(),
        ":next": before.version + 1,
        ":version": before.version,
        ":expires": expiry(after.day),
    }
    expression = "SET doc = :doc, version = :next, expires_at = :expires"
    if changed:
        values[":changed"], expression = changed, expression + ", changed = :changed"
    if not keeps_identity:
        expression += " REMOVE sealed"
    return table.update_action(pk, sk, expression, values, condition="version = :version")


def code_action(one: Booking) -> table.Action:
    """For a transaction: nobody else at the hall has this code on that day."""
    pk, sk = code_key(one.hall, one.day, one.code)
    item: table.Item = {
        "pk": pk,
        "sk": sk,
        "booking": one.id,
        "expires_at": int((one.ends + _CODES_KEPT).timestamp()),
    }
    return table.put_if_action(
        item, "attribute_not_exists(pk) OR booking = :booking", {":booking": one.id}
    )


def code_key(hall: str, day: date, code: str) -> tuple[str, str]:
    """Partition and sort key of a code at a hall on a day."""
    return f"HALLCODES#{hall}#{day.isoformat()}", code


def of_code(hall: str, day: date, code: str) -> str:
    """Id of the booking that says ``code`` at a hall on a day; empty where there is none."""
    item = table.get(*code_key(hall, day, code), consistent=True)
    return "" if item is None else str(item["booking"])


def codes_of(hall: str, day: date, codes: Iterable[str]) -> dict[str, str]:
    """Those of these codes that are given at a hall on a day, and to which booking."""
    found = batches.get_each(code_key(hall, day, "")[0], list(dict.fromkeys(codes)))
    return {code: str(item["booking"]) for code, item in found.items()}


def read_book(item: table.Item | None) -> PersonBook:
    """What counts against a person; nothing where there is no item."""
    return PersonBook() if item is None else PersonBook.model_validate_json(str(item["doc"]))


def book(person: Person) -> PersonBook:
    """What counts against a person, read consistently."""
    return read_book(table.get(*book_key(person), consistent=True))


def book_action(
    person: Person, before: PersonBook, after: PersonBook, now: datetime
) -> table.Action:
    """For a transaction: a person's book becomes ``after``, if it is as ``before`` was read."""
    pk, sk = book_key(person)
    moves = before.moves + 1
    item: table.Item = {
        "pk": pk,
        "sk": sk,
        "doc": after.model_copy(update={"moves": moves}).model_dump_json(),
        "moves": moves,
        "expires_at": int((now + BOOK_KEPT).timestamp()),
    }
    if before.moves:
        return table.put_if_action(item, "moves = :moves", {":moves": before.moves})
    return table.put_if_action(item, "attribute_not_exists(pk)", {})


def ids_of(person: Person) -> Iterator[tuple[str, int]]:
    """Ids of every booking that is kept of a person, with when each was made (Unix seconds)."""
    for item in table.query(followers.partition(*person), MINE, consistent=True):
        yield str(item["sk"]).removeprefix(MINE), int(item["at"])


def telling_action(one: Telling) -> table.Action:
    """For a transaction: something is to be told. It fails where the same was told, or somebody has begun to."""
    return table.put_if_action(
        {**_telling_item(one), "gsi1pk": TELL, "gsi1sk": stamp(one.due)},
        "attribute_not_exists(pk) OR attribute_exists(gsi1pk)",
        {},
    )


def move_telling(one: Telling, before: TellingState) -> bool:
    """Bring a telling from the state ``before`` to that of ``one``; it is due no longer. False where it is in another."""
    item = _telling_item(one)
    try:
        table.update(
            str(item["pk"]),
            str(item["sk"]),
            "SET doc = :doc, #state = :state REMOVE gsi1pk, gsi1sk",
            {":doc": str(item["doc"]), ":state": one.state.value, ":before": before.value},
            condition="#state = :before",
            names={"#state": "state"},
        )
    except ConditionFailed:
        return False
    return True


def read_telling(item: Mapping[str, table.Value]) -> Telling:
    """The telling that an item holds."""
    return Telling.model_validate_json(str(item["doc"]))


def tellings_due(now: datetime, limit: int) -> Iterator[Telling]:
    """What is to be told by ``now``, the longest due first."""
    return map(read_telling, table.due(TELL, stamp(now), limit=limit))


def telling_sk(one: Telling) -> str:
    """The sort key of a telling, below its booking."""
    return _TELLING + one.id


def tellings_of(booking_id: str) -> list[Telling]:
    """Everything that was, or is, to be told about a booking."""
    found = table.query(booking_key(booking_id)[0], _TELLING, consistent=True)
    return [read_telling(item) for item in found]


def expiry(day: date) -> int:
    """When what belongs to a day is forgotten, in Unix seconds."""
    return int((datetime.combine(day, time(), UTC) + KEPT).timestamp())


def _doc_of(one: Booking) -> table.Item:
    pk, sk = booking_key(one.id)
    return {"pk": pk, "sk": sk, "doc": one.model_dump_json(), "expires_at": expiry(one.day)}


def _telling_item(one: Telling) -> table.Item:
    return {
        "pk": booking_key(one.booking)[0],
        "sk": telling_sk(one),
        "doc": one.model_dump_json(),
        "state": one.state.value,
        "expires_at": expiry(one.day),
    }
