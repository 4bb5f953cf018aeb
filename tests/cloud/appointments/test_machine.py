"""Everything that may happen to a hall's slots, in whatever order, against a plain model (docs/appointments.md).

The model is a dozen lines of lists: who holds a place, who waits, in which order. Hypothesis chooses the steps, among
them killed workers, fewer places, days that close and clocks that go on. After each step both must say the same, nobody
may be lost, no slot may hold more than it had places for when each was taken, and no person more than the hall allows.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib import appointments
from chalicelib.appointments import (
    Booking,
    BookingState,
    HallService,
    Origin,
    Person,
    SlotKey,
    TellingKind,
    closing,
    errors,
    store,
    waiting,
    window,
)
from tests.cloud.appointments.world import NOW, SERVICE, at, hall, tend

pytestmark = pytest.mark.usefixtures("cloud")

ALL = os.environ.get("RONGMEI_PROOF") == "all"
EXAMPLES, STEPS = (400, 60) if ALL else (25, 30)
DAYS = (date(2026, 12, 2), date(2026, 12, 3))
TIMES = (time(9, 0), time(9, 30))
PEOPLE, PER_PERSON, PER_DAY, LINE = 6, 2, 1, 3
B, W = BookingState.BOOKED, BookingState.WAITING
HELD = {B, BookingState.CHECKED_IN, BookingState.SERVED, BookingState.NO_SHOW}
_halls = count()


class Killed(Exception):
    """The process ends here."""


@dataclass
class Known:
    """A booking as the model has it."""

    person: int | None
    slot: SlotKey
    state: BookingState


class Halls(RuleBasedStateMachine):
    """One hall, four slots, six people."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = f"hall-{next(_halls)}"
        self.now = NOW
        self.capacity = 1
        self.known: dict[str, Known] = {}
        self.lines: defaultdict[SlotKey, list[str]] = defaultdict(list)
        self.behind: set[SlotKey] = set()
        """Slots in which a worker was killed before somebody moved up."""
        self.closed: set[date] = set()
        self.wishes: list[tuple[int, SlotKey, str, str]] = []
        self.most: defaultdict[SlotKey, int] = defaultdict(int)

    # What the model says

    def holders(self, slot: SlotKey) -> list[str]:
        return [one for one, b in self.known.items() if b.slot == slot and b.state in HELD]

    def open(self, person: int) -> list[Known]:
        return [
            b
            for b in self.known.values()
            if b.person == person
            and b.state in (B, W)
            and self.now < b.slot.at + timedelta(minutes=30)
        ]

    def refusal(self, person: int, slot: SlotKey, instead: Known | None = None) -> type | None:
        if slot.day in self.closed:
            return errors.HallClosed
        if slot.at <= self.now:
            return errors.PastSlot
        mine = [b for b in self.open(person) if b is not instead]
        if len(mine) >= PER_PERSON:
            return errors.TooManyOpen
        if sum(b.slot.day == slot.day for b in mine) >= PER_DAY:
            return errors.TooManyThatDay
        return None

    def free(self, slot: SlotKey) -> bool:
        return not self.lines[slot] and len(self.holders(slot)) < self.capacity

    def up(self, slot: SlotKey) -> None:
        self.behind.discard(slot)
        if slot.day in self.closed or self.now >= slot.at - timedelta(minutes=60):
            return
        while self.lines[slot] and len(self.holders(slot)) < self.capacity:
            self.known[self.lines[slot].pop(0)].state = B

    def gone(self, booking: str, state: BookingState, *, killed: bool = False) -> None:
        one = self.known[booking]
        was, one.state = one.state, state
        if was is W:
            self.lines[one.slot].remove(booking)
        if killed:
            self.behind.add(one.slot)
        else:
            self.up(one.slot)

    # What happens

    @initialize(capacity=st.integers(1, 3))
    def open_hall(self, capacity: int) -> None:
        self.save(capacity)

    def save(self, capacity: int) -> None:
        self.capacity = capacity
        service = HallService(id=SERVICE, name="发票领用", minutes=30, capacity=capacity)
        try:
            before = appointments.halls.get(self.hall)
        except errors.UnknownHall:
            before = None
        new = hall(
            id=self.hall,
            services=(service,),
            per_person=PER_PERSON,
            per_day=PER_DAY,
            waiting=LINE,
            no_show={"times": 0},
            closed=before.closed if before else {},
        )
        seen = before.version if before else 0
        kept = appointments.halls.save(new, by="test", now=self.now, seen=seen)
        appointments.tending.look_at_hall(kept, self.now)
        for slot in list(self.lines):
            self.up(slot)

    def person(self, number: int) -> Person:
        return Person(self.hall, f"o{number}")

    @rule(capacity=st.integers(0, 3))
    def other_capacity(self, capacity: int) -> None:
        self.save(capacity)

    @rule(
        person=st.integers(0, PEOPLE - 1),
        day=st.sampled_from(DAYS),
        start=st.sampled_from(TIMES),
        waits=st.booleans(),
    )
    def wish(self, person: int, day: date, start: time, waits: bool) -> None:
        slot = SlotKey(self.hall, SERVICE, day, start)
        key = f"k{len(self.wishes)}"
        refusal = self.refusal(person, slot)
        if refusal is None and not self.free(slot):
            room = (
                waits
                and len(self.lines[slot]) < LINE
                and self.now < slot.at - timedelta(minutes=60)
                and self.capacity > 0
            )
            if not waits:
                refusal = errors.SlotFull
            elif not room:
                refusal = errors.WaitingFull
        made = self.tried(person, slot, key, "wait" if waits else "book", refusal)
        if made is None:
            return
        state = B if self.free(slot) else W
        assert made.state is state
        self.known[made.id] = Known(person, slot, state)
        if state is W:
            self.lines[slot].append(made.id)
        self.wishes.append((person, slot, key, made.id))

    def tried(
        self, person: int, slot: SlotKey, key: str, what: str, refusal: type | None
    ) -> Booking | None:
        act = appointments.wait if what == "wait" else appointments.book
        try:
            made = act(slot, self.person(person), key=key, origin=Origin.CHAT, now=self.now)
        except errors.NotBookable as error:
            assert refusal is not None, error
            assert isinstance(error, refusal)
            return None
        assert refusal is None, f"{refusal} expected"
        return made

    @precondition(lambda self: self.wishes)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        person, slot, key, booking = data.draw(st.sampled_from(self.wishes))
        again = appointments.book(
            slot, self.person(person), key=key, origin=Origin.CHAT, now=self.now
        )
        assert (again.id, again.state) == (booking, self.known[booking].state)

    def mine(self, *states: BookingState) -> list[str]:
        return [
            b for b, one in self.known.items() if one.state in states and one.person is not None
        ]

    @precondition(lambda self: self.mine(B, W))
    @rule(data=st.data(), killed=st.booleans())
    def cancel(self, data: st.DataObject, killed: bool) -> None:
        booking = data.draw(st.sampled_from(self.mine(B, W)))
        one = self.known[booking]
        assert one.person is not None
        late = one.state is B and self.now > one.slot.at - timedelta(minutes=60)
        try:
            with dying(killed):
                appointments.cancel(booking, self.person(one.person), now=self.now)
        except Killed:
            pass
        except errors.TooLate:
            assert late
            return
        assert not late
        self.gone(booking, BookingState.CANCELLED, killed=killed)

    @precondition(lambda self: self.mine(B, W))
    @rule(
        data=st.data(),
        day=st.sampled_from(DAYS),
        start=st.sampled_from(TIMES),
        killed=st.booleans(),
    )
    def change(self, data: st.DataObject, day: date, start: time, killed: bool) -> None:
        booking = data.draw(st.sampled_from(self.mine(B, W)))
        one, slot = self.known[booking], SlotKey(self.hall, SERVICE, day, start)
        assert one.person is not None
        refusal: type | None
        if one.state is B and one.slot == slot:
            refusal, killed = None, False
        elif one.state is B and self.now > one.slot.at - timedelta(minutes=60):
            refusal = errors.TooLate
        elif one.state is W and one.slot.at <= self.now:
            refusal = errors.PastSlot
        else:
            refusal = self.refusal(one.person, slot, instead=one)
            if refusal is None and (slot == one.slot or not self.free(slot)):
                refusal = errors.SlotFull
        key = f"c{self.now}{slot}"
        try:
            with dying(killed):
                appointments.change(booking, self.person(one.person), slot, key=key, now=self.now)
        except Killed:
            pass
        except errors.NotBookable as error:
            assert refusal is not None, error
            assert isinstance(error, refusal)
            return
        assert refusal is None, f"{refusal} expected"
        if one.slot == slot:
            return
        before = one.slot
        if one.state is W:
            self.lines[before].remove(booking)
        one.slot, one.state = slot, B
        if killed:
            self.behind.add(before)
        else:
            self.up(before)

    @precondition(lambda self: self.mine(B))
    @rule(data=st.data())
    def check_in(self, data: st.DataObject) -> None:
        booking = data.draw(st.sampled_from(self.mine(B)))
        one = self.known[booking]
        assert one.person is not None
        found = window.check_in(self.hall, self.person(one.person), now=self.now)
        expected = [
            b
            for b, k in self.known.items()
            if k.person == one.person and k.state is B and self.expected(k.slot)
        ]
        for b in expected:
            self.known[b].state = BookingState.CHECKED_IN
        assert set(expected) <= {one.id for one in found}

    def expected(self, slot: SlotKey) -> bool:
        early, late = slot.at - timedelta(minutes=60), slot.at + timedelta(minutes=30)
        return early <= self.now < late

    @precondition(lambda self: self.mine(BookingState.CHECKED_IN))
    @rule(data=st.data())
    def serve(self, data: st.DataObject) -> None:
        booking = data.draw(st.sampled_from(self.mine(BookingState.CHECKED_IN)))
        if self.known[booking].slot.day == self.now.date():
            window.serve(booking, now=self.now)
            self.known[booking].state = BookingState.SERVED

    @rule(number=st.integers(0, 3))
    def walk_in(self, number: int) -> None:
        day = self.now.date()
        key = f"w{number}{self.now}"
        if day not in DAYS:
            return
        slots = [SlotKey(self.hall, SERVICE, day, start) for start in TIMES]
        wanted = [s for s in slots if s.at + timedelta(minutes=30) > self.now and self.free(s)]
        known = set(self.known)
        try:
            made = window.walk_in(self.hall, SERVICE, key=key, now=self.now)
        except errors.HallClosed:
            assert day in self.closed
            return
        except errors.DayOver:
            assert not wanted
            assert all(s.at + timedelta(minutes=30) <= self.now for s in slots)
            return
        except errors.SlotFull:
            assert not wanted
            assert self.capacity == 0
            return
        if made.id in known:
            return
        if made.slot in slots:
            assert made.slot == wanted[0]
        else:
            assert not wanted
        self.known[made.id] = Known(None, made.slot, BookingState.CHECKED_IN)

    @rule(minutes=st.sampled_from([0, 1, 30, 60, 60 * 21, 60 * 23]))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), at(20, day=DAYS[-1]))
        tend(self.now)
        for slot in list(self.lines):
            self.up(slot)
            if self.now >= slot.at - timedelta(minutes=60):
                for booking in list(self.lines[slot]):
                    self.known[booking].state = BookingState.CANCELLED
                self.lines[slot].clear()
        for one in self.known.values():
            if one.state is B and self.now >= one.slot.at + timedelta(minutes=30):
                one.state = BookingState.NO_SHOW

    @precondition(lambda self: self.now < at(8, day=DAYS[0]))
    @rule(day=st.sampled_from(DAYS), dies_at=st.integers(0, 4))
    def close(self, day: date, dies_at: int) -> None:
        try:
            with closing_dies(dies_at):
                closing.close_day(self.hall, day, "停电", by="test", now=self.now)
        except Killed:
            tend(self.now)
            for slot in list(self.lines):
                if slot.day != day:
                    self.up(slot)
        self.closed.add(day)
        for booking, one in self.known.items():
            if one.slot.day == day and one.state in (B, W):
                one.state = BookingState.HALL_CLOSED
                assert self.told(booking) == 1
        for slot in self.lines:
            if slot.day == day:
                self.lines[slot].clear()
                self.behind.discard(slot)

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        day = data.draw(st.sampled_from(sorted(self.closed)))
        closing.reopen_day(self.hall, day, by="test", now=self.now)
        self.closed.discard(day)

    def told(self, booking: str) -> int:
        kinds = [one.kind for one in appointments.tellings.of_booking(booking)]
        return kinds.count(TellingKind.HALL_CLOSED)

    # What must always hold

    @invariant()
    def both_say_the_same(self) -> None:
        found = {one: b.state for one, b in store.bookings(self.known).items()}
        assert found == {one: b.state for one, b in self.known.items()}
        for slot in {b.slot for b in self.known.values()}:
            real = store.slot(slot)
            assert sorted(real.holders) == sorted(self.holders(slot))
            assert [one for _, one in real.waiters] == self.lines[slot]

    @invariant()
    def nobody_has_more_than_the_hall_allows(self) -> None:
        for number in range(PEOPLE):
            mine = self.open(number)
            assert len(mine) <= PER_PERSON
            assert all(sum(b.slot.day == day for b in mine) <= PER_DAY for day in DAYS)
            listed = {one.id for one in appointments.open_of(self.person(number), self.now)}
            assert len(listed) == len(mine)

    @invariant()
    def no_slot_takes_more_than_it_has_places(self) -> None:
        for slot in {b.slot for b in self.known.values()}:
            holders = len(self.holders(slot))
            assert holders <= max(self.capacity, self.most[slot])
            self.most[slot] = holders


@contextmanager
def dying(killed: bool) -> Iterator[None]:
    """The worker dies after its transaction, before anybody moves up."""

    def dies(*_: object) -> int:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        if killed:
            patch.setattr(waiting, "move_up", dies)
        yield


@contextmanager
def closing_dies(at_deed: int) -> Iterator[None]:
    """The worker dies before the deed of that number, counted from 1; 0: it lives."""
    numbers = count(1)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_shut", "_closed"):
            act = getattr(closing, name)

            def deed(*given: object, act: object = act) -> object:
                if next(numbers) == at_deed:
                    raise Killed
                return act(*given)

            patch.setattr(closing, name, deed)
        yield


def test_a_hall_and_a_plain_model_of_it_always_say_the_same() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Halls, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
    )
