"""Many at once: nothing is oversold, nobody who was told so lacks their place, a retry books once.

``RONGMEI_PROOF=all`` makes a thousand runs of each kind; docs/appointments.md has what they gave.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from chalicelib import appointments
from chalicelib.appointments import (
    Booking,
    BookingState,
    HallService,
    Origin,
    Person,
    SlotKey,
    errors,
    store,
    window,
)
from chalicelib.cloud import table
from tests.cloud.appointments.conflicts import conflicting
from tests.cloud.appointments.world import HALL, NOW, SERVICE, SLOT, at, hall, kept, person, tend

pytestmark = pytest.mark.usefixtures("cloud")
RUNS = 1000 if os.environ.get("RONGMEI_PROOF") == "all" else 15
HELD = {BookingState.BOOKED, BookingState.CHECKED_IN}


def _capacity(capacity: int) -> None:
    kept(services=(HallService(id=SERVICE, name="发票领用", minutes=30, capacity=capacity),))


def _sound(slot: SlotKey, capacity: int) -> list[str]:
    """Ids of those who hold a place: as many as are counted, each of a booking that says so, no more than places."""
    item = table.get(*store.slot_key(slot), consistent=True) or {}
    found = store.read_slot(slot, item)
    assert int(item.get("taken", 0)) == len(found.holders) <= capacity
    assert int(item.get("waiting", 0)) == len(found.waiters)
    bookings = store.bookings(found.holders)
    assert set(bookings) == set(found.holders)
    assert all(one.state in HELD and one.slot == slot for one in bookings.values())
    return list(found.holders)


def test_five_hundred_want_one_slot_of_seven_places(monkeypatch: pytest.MonkeyPatch) -> None:
    _capacity(7)
    start = Barrier(500)

    def tapped(number: int) -> str:
        start.wait()
        try:
            made = appointments.book(SLOT, person(number), key="tap", origin=Origin.CHAT, now=NOW)
        except (errors.SlotFull, errors.Busy) as refused:
            return type(refused).__name__
        return made.id

    meeting = conflicting(monkeypatch)
    with ThreadPoolExecutor(500) as pool:
        answers = list(pool.map(tapped, range(500)))
    won = [one for one in answers if one not in ("SlotFull", "Busy")]
    assert sorted(won) == sorted(_sound(SLOT, 7))
    assert len(won) == 7
    assert meeting.conflicts > 0
    assert Counter(answers)["SlotFull"] == 493


@pytest.mark.parametrize("seed", range(3))
def test_everything_at_once_on_two_slots(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Books, retries, waits, cancels and changes race for two slots; each run has two of its own."""
    chance = random.Random(seed)  # noqa: S311 - an example
    meeting = conflicting(monkeypatch, seed)
    with ThreadPoolExecutor(8) as pool:
        for run in range(RUNS // 3):
            _run(pool, f"h{seed}-{run}", chance)
    assert meeting.conflicts > RUNS // 3


def _run(pool: ThreadPoolExecutor, hall_id: str, chance: random.Random) -> None:
    capacity = chance.randint(1, 3)
    service = HallService(id=SERVICE, name="发票领用", minutes=30, capacity=capacity)
    appointments.halls.save(
        hall(id=hall_id, services=(service,), per_person=3, per_day=2),
        by="test",
        now=NOW,
        seen=0,
    )
    first = SLOT._replace(hall=hall_id)
    second = first._replace(start=at(10).time())
    told: list[Booking] = []
    plans = [(number, chance.choice([first, second]), chance.random()) for number in range(8)]

    def act(plan: tuple[int, SlotKey, float]) -> None:
        number, slot, what = plan
        who = Person(hall_id, f"o{number}")
        make = appointments.wait if what < 0.4 else appointments.book
        try:
            made = make(slot, who, key="tap", origin=Origin.CHAT, now=NOW)
            again = make(slot, who, key="tap", origin=Origin.CHAT, now=NOW)
            assert again.id == made.id
            told.append(made)
            if what < 0.15 or what > 0.85:
                appointments.cancel(made.id, who, now=NOW)
            elif what > 0.7 and made.state is BookingState.BOOKED:
                other = second if slot == first else first
                appointments.change(made.id, who, other, key="move", now=NOW)
        except errors.NotBookable:
            pass

    list(pool.map(act, plans))
    for one in told:  # a worker that gave up on moving people up leaves that to the sweep
        for key in (first, second):
            appointments.tending.tend(key, NOW)
        assert appointments.get(one.id).id == one.id
    held = [*_sound(first, capacity), *_sound(second, capacity)]
    assert len(held) == len(set(held))
    states = {one.id: appointments.get(one.id).state for one in told}
    assert sorted(held) == sorted(
        one for one, state in states.items() if state is BookingState.BOOKED
    )
    for slot in (first, second):
        found = store.slot(slot)
        assert not (found.waiters and found.taken < capacity)


def test_one_person_who_taps_eight_times_gets_no_more_than_the_hall_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept(per_person=2, per_day=2)
    slots = [
        SLOT._replace(start=at(9 + number // 2, 30 * (number % 2)).time()) for number in range(6)
    ]
    meeting, all_at_once = conflicting(monkeypatch), Barrier(8)

    def tapped(number: int) -> bool:
        all_at_once.wait()
        try:
            appointments.book(
                slots[number % 6], person(1), key=f"tap{number}", origin=Origin.PAGE, now=NOW
            )
        except (errors.TooManyOpen, errors.TooManyThatDay, errors.SlotFull):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(tapped, range(8)))
    assert sum(won) == 2
    assert len(appointments.open_of(person(1), NOW)) == 2
    assert meeting.conflicts > 0


def test_a_reminder_that_fifty_workers_see_is_claimed_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _capacity(3)
    for number in range(3):
        appointments.book(SLOT, person(number), key="tap", origin=Origin.CHAT, now=NOW)
    now = NOW.replace(hour=18)
    due = appointments.tellings.due(now)
    conflicting(monkeypatch)
    with ThreadPoolExecutor(16) as pool:
        for one in due:
            claims = list(
                pool.map(lambda _, one=one: appointments.tellings.claim(one, now), range(50))
            )
            assert claims.count(True) == 1


def test_a_hall_that_closes_while_people_book_leaves_nobody_with_a_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from chalicelib.appointments import closing

    _capacity(3)
    conflicting(monkeypatch)
    slots = [SLOT._replace(start=at(9, minute).time()) for minute in (0, 30)]

    def booked(number: int) -> str:
        try:
            return appointments.book(
                slots[number % 2], person(number), key="tap", origin=Origin.CHAT, now=NOW
            ).id
        except errors.NotBookable:
            return ""

    with ThreadPoolExecutor(9) as pool:
        made = [pool.submit(booked, number) for number in range(8)]
        closed = pool.submit(closing.close_day, HALL, SLOT.day, "停电", by="test", now=NOW)
        closed.result()
        ids = [one.result() for one in made if one.result()]
    tend(NOW + closing.AGAIN)
    assert {appointments.get(one).state for one in ids} <= {BookingState.HALL_CLOSED}
    for one in ids:
        told = [t.kind for t in appointments.tellings.of_booking(one)]
        assert told.count(appointments.TellingKind.HALL_CLOSED) == 1


def test_walk_ins_and_bookings_share_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    _capacity(3)
    conflicting(monkeypatch)
    now = at(8, 30)

    def came(number: int) -> bool:
        try:
            if number % 2:
                return window.walk_in(HALL, SERVICE, key=str(number), now=now).slot == SLOT
            appointments.book(SLOT, person(number), key="tap", origin=Origin.CHAT, now=now)
        except errors.NotBookable:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        won = sum(pool.map(came, range(12)))
    assert won == 3 == len(_sound(SLOT, 3))
    assert timedelta(0) < SLOT.at - now
