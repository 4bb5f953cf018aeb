"""The first minute after a day opens, on a local cloud of its own: ``python -m benchmarks.appointments``.

A county's hall opens a day at nine and more people tap than there are places. Each wants a slot, mostly the same ones, and
where it is full the next. Every tap is the call that the chat and the page make. At the end the table is counted: what was
said must be what stands there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from chalicelib.appointments import Hall, SlotKey

TABLE: Final = "rongmei-bench"
HALL: Final = "bench-hall"
SERVICES: Final = 6
CAPACITY: Final = 30
_PORT_HELP: Final = "the local cloud of its own listens here"


class Tap(NamedTuple):
    """What came of one tap."""

    answer: str
    at: float
    """Seconds since the day opened."""
    seconds: float


def main() -> None:
    """Measure, print the figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--people", type=int, default=2300)
    options.add_argument("--threads", type=int, default=24)
    options.add_argument("--port", type=int, default=8111, help=_PORT_HELP)
    given = options.parse_args()

    from benchmarks.moto_cloud import make_table
    from dev import stack
    from dev.places import Place
    from dev.processes import stop

    with tempfile.TemporaryDirectory() as home:
        place = Place(Path(home), given.port, given.port + 1)
        try:
            stack.start_cloud(place, {"PERSIST_STATE": "0", "S3_PERSIST": "0"})
            os.environ.update(stack.credentials(place) | _SETTINGS)
            make_table()
            figures = measure(given.people, given.threads)
        finally:
            stop(place.local / "cloud.pid", seconds=5)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")


def measure(people: int, threads: int) -> dict[str, Any]:
    """Let so many people tap, and count what stands in the table afterwards."""
    from chalicelib import appointments

    hall, now = _hall()
    slots = _slots(hall, now)
    chance = random.Random(1)
    wishes = [_wishes(slots, chance) for _ in range(people)]
    taps: list[Tap] = []
    lock, start = Lock(), time.perf_counter()

    def come(number: int) -> str:
        person = appointments.Person("bench", f"o{number:06d}")
        for nth, slot in enumerate(wishes[number]):
            began = time.perf_counter()
            try:
                made = appointments.book(
                    slot, person, key=f"tap{nth}", origin=appointments.Origin.PAGE, now=now
                )
                answer = "booked"
            except appointments.errors.NotBookable as error:
                made, answer = None, type(error).__name__
            except appointments.errors.Busy:
                made, answer = None, "Busy"
            ended = time.perf_counter()
            with lock:
                taps.append(Tap(answer, ended - start, ended - began))
            if made is not None:
                return made.id
        return ""

    with ThreadPoolExecutor(threads) as pool:
        told = [one for one in pool.map(come, range(people)) if one]
    return _figures(taps, told, slots)


def _figures(taps: list[Tap], told: list[str], slots: list[SlotKey]) -> dict[str, Any]:
    from chalicelib.appointments import store

    held: list[str] = []
    oversold = 0
    for key in slots:
        slot = store.slot(key)
        held += slot.holders
        oversold += max(0, slot.taken - CAPACITY)
    booked = sorted(one.at for one in taps if one.answer == "booked")
    bookings = [one.seconds * 1000 for one in taps if one.answer == "booked"]
    refused = [one.seconds * 1000 for one in taps if one.answer == "SlotFull"]
    first_minute = sum(at <= 60 for at in booked)
    return {
        "taps": dict(Counter(one.answer for one in taps)),
        "places": len(slots) * CAPACITY,
        "booked": len(booked),
        "booked_in_the_first_minute": first_minute,
        "seconds_until_2000": round(booked[1999], 1) if len(booked) >= 2000 else None,
        "bookings_a_second": round(len(booked) / booked[-1], 1),
        "taps_a_second": round(len(taps) / max(one.at for one in taps), 1),
        "booking_ms": _spread(bookings),
        "refusal_ms": _spread(refused),
        "oversold": oversold,
        "lost": len(set(told) - set(held)),
        "held_by_nobody_who_was_told": len(set(held) - set(told)),
    }


def _spread(found: list[float]) -> dict[str, float]:
    if len(found) < 2:
        return {}
    cuts = statistics.quantiles(found, n=100)
    return {"median": round(cuts[49], 1), "p99": round(cuts[98], 1)}


def _hall() -> tuple[Hall, datetime]:
    from chalicelib import appointments
    from chalicelib.appointments import HallService, Span
    from chalicelib.clock import SHANGHAI

    opens = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)
    day = (
        Span.model_validate({"start": "09:00", "end": "12:00"}),
        Span.model_validate({"start": "13:00", "end": "17:00"}),
    )
    made = appointments.Hall(
        id=HALL,
        unit="bench",
        name="基准厅",
        week=(day,) * 7,
        services=tuple(
            HallService(id=f"s{number}", name=f"业务{number}", minutes=30, capacity=CAPACITY)
            for number in range(SERVICES)
        ),
        opens_days=7,
        waiting=0,
    )
    return appointments.halls.save(made, by="bench", now=opens, seen=0), opens


def _slots(hall: Hall, now: datetime) -> list[SlotKey]:
    from chalicelib import appointments

    day = (now + timedelta(days=hall.opens_days)).date()
    return [
        appointments.SlotKey(hall.id, service.id, day, start)
        for service in hall.services
        for start, _ in appointments.hours.slots_of(hall, service, day)
    ]


def _wishes(slots: list[SlotKey], chance: random.Random) -> list[SlotKey]:
    """Six slots that somebody tries, the early ones far more often than the late ones."""
    found: dict[SlotKey, None] = {}
    while len(found) < 6:
        found[slots[min(int(chance.expovariate(1 / 40)), len(slots) - 1)]] = None
    return list(found)


_SETTINGS: Final = {
    "RONGMEI_STAGE": "local",
    "RONGMEI_TABLE": TABLE,
    "RONGMEI_BUCKET": "rongmei-bench",
    "NO_PROXY": "127.0.0.1,localhost",
}


if __name__ == "__main__":
    main()
