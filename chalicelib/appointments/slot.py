"""A slot (时段) as it stands: who has its places, and who waits for one. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.appointments.models import SlotKey
from chalicelib.values import LateValue

PLACE: Final = "1"


class Slot(LateValue):
    """One slot; what a change makes of it is another value."""

    key: SlotKey
    holders: tuple[str, ...] = ()
    """Ids of bookings that have a place; as many as ``taken``."""
    waiters: tuple[tuple[int, str], ...] = ()
    """Number in line and id of the booking, the first first; numbers only grow."""
    serial: int = 0
    """The last number given out."""
    gone: tuple[str, ...] = ()
    """Ids of bookings whose hall closed."""
    shut: str = ""
    """Why the day is closed; empty while it is not."""
    seen: int = 0
    """The newest version of the hall by which somebody changed this slot (docs/decisions/0250)."""
    cancelled: int = 0
    """How many places and waits were given back."""
    moves: int = 0
    """Counts its changes."""
    due: datetime | None = None
    """When it has to be looked at next; None: never again."""

    @property
    def taken(self) -> int:
        """Places that are taken."""
        return len(self.holders)

    def free(self, capacity: int) -> int:
        """Places that anybody may take: none while somebody waits, or the day is closed."""
        return 0 if self.shut or self.waiters else max(0, capacity - self.taken)

    def has_room(self, capacity: int) -> bool:
        """Whether there is a place for who is first in line, or for anybody if nobody waits."""
        return not self.shut and self.taken < capacity


def held(slot: Slot, booking: str, due: datetime) -> Slot:
    """The slot once ``booking`` has a place."""
    return slot.model_copy(
        update={"holders": (*slot.holders, booking), "due": _sooner(slot.due, due)}
    )


def waited(slot: Slot, booking: str, due: datetime) -> Slot:
    """The slot once ``booking`` is last in line."""
    serial = slot.serial + 1
    return slot.model_copy(
        update={
            "serial": serial,
            "waiters": (*slot.waiters, (serial, booking)),
            "due": _sooner(slot.due, due),
        }
    )


def left(slot: Slot, booking: str, now: datetime, *, counts: bool = True) -> Slot:
    """The slot without ``booking``; where others wait for the place it is to be looked at now."""
    waiters = tuple(one for one in slot.waiters if one[1] != booking)
    held_place = booking in slot.holders
    return slot.model_copy(
        update={
            "holders": tuple(one for one in slot.holders if one != booking),
            "waiters": waiters,
            "cancelled": slot.cancelled + counts,
            "due": _sooner(slot.due, now) if held_place and waiters else slot.due,
        }
    )


def moved_up(slot: Slot) -> Slot:
    """The slot once the first in line has a place."""
    (_, booking), *others = slot.waiters
    return slot.model_copy(update={"holders": (*slot.holders, booking), "waiters": tuple(others)})


def closed(slot: Slot, booking: str) -> Slot:
    """The slot once ``booking`` has lost its place because the hall closed."""
    return slot.model_copy(
        update={
            "holders": tuple(one for one in slot.holders if one != booking),
            "waiters": tuple(one for one in slot.waiters if one[1] != booking),
            "gone": (*slot.gone, booking),
        }
    )


def _sooner(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)
