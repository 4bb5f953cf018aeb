"""A plain hall, its people, and a clock."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any, Final

from chalicelib import appointments
from chalicelib.appointments import (
    Booking,
    Hall,
    HallService,
    Origin,
    Person,
    SlotKey,
    store,
    tending,
)
from chalicelib.appointments.models import Span
from chalicelib.clock import SHANGHAI

HALL: Final = "qx-hall"
SERVICE: Final = "fapiao"
DAY: Final = date(2026, 12, 2)
"""A Wednesday."""
NINE: Final = time(9, 0)
NOW: Final = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
"""The day before, when it is open for booking."""
SLOT: Final = SlotKey(HALL, SERVICE, DAY, NINE)
WEEKDAY: Final = (Span(start=NINE, end=time(12, 0)), Span(start=time(13, 30), end=time(17, 0)))


def hall(**fields: Any) -> Hall:
    """A hall with one service of two places every half hour, and a person may have three of them."""
    plain: dict[str, Any] = {
        "id": HALL,
        "unit": "qingxi",
        "name": "清溪县办税服务厅",
        "week": (*(WEEKDAY for _ in range(5)), (), ()),
        "services": (HallService(id=SERVICE, name="发票领用", minutes=30, capacity=2),),
        "per_person": 3,
        "per_day": 2,
    }
    return Hall(**plain | fields)


def kept(**fields: Any) -> Hall:
    """The same, kept; over the one that is there."""
    try:
        seen = appointments.halls.get(HALL).version
    except appointments.errors.UnknownHall:
        seen = 0
    return appointments.halls.save(hall(**fields), by="test", now=NOW, seen=seen)


def person(number: int) -> Person:
    """One of many."""
    return Person("qingxi", f"o{number:04d}")


def book(
    number: int, slot: SlotKey = SLOT, key: str = "", now: datetime = NOW, **more: Any
) -> Booking:
    """A booking of a person's."""
    return appointments.book(
        slot, person(number), key=key or f"{number}{slot}", origin=Origin.CHAT, now=now, **more
    )


def wait(number: int, slot: SlotKey = SLOT, key: str = "", now: datetime = NOW) -> Booking:
    """A wait of a person's."""
    return appointments.wait(
        slot, person(number), key=key or f"{number}{slot}", origin=Origin.CHAT, now=now
    )


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def tend(now: datetime) -> int:
    """Tend all that is due, as the worker does by the tasks of the sweep; returns how much was due."""
    due = [(str(item["pk"]), str(item["sk"])) for item in store.due_items(now, 1000)]
    tending.work(json.dumps({"keys": due}), now)
    return len(due)
