"""The demo's halls, with a few people who have booked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from chalicelib import appointments
from chalicelib.actor import local
from chalicelib.application import hall_setup
from chalicelib.appointments import Origin, Person, SlotKey
from chalicelib.clock import utc_now
from demo.accounts import COUNTY

FILE: Final = Path(__file__).parent / "halls.yaml"
BOOKED: Final = "zhupu-hall"
SERVICE: Final = "fapiao"
PEOPLE: Final = 5


def fill() -> str:
    """Keep the halls where there are none, and book a few places of the first day that is open."""
    if appointments.halls.every():
        return "halls stand"
    now = utc_now()
    done = hall_setup.import_halls(
        FILE.name, FILE.read_bytes(), dry_run=False, by=local("demo-editor"), now=now
    )
    hall = next(one for one in done.halls if one.id == BOOKED)
    days = [one.day for one in appointments.days(hall, SERVICE, now) if one.open and one.free]
    times = appointments.times(hall, SERVICE, days[0], now) if days else []
    made = 0
    for number, at in enumerate(times[:PEOPLE]):
        appointments.book(
            SlotKey(hall.id, SERVICE, days[0], at.start),
            Person(COUNTY.id, f"demo-visitor-{number}"),
            key="demo",
            origin=Origin.CHAT,
            now=now,
        )
        made += 1
    return f"{len(done.halls)} halls, {made} bookings"
