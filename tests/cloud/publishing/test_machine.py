"""Whole deliveries in whatever order things may happen, against the real simulator (docs/reliability.md).

Hypothesis chooses the steps: workers, workers within workers, deaths, faults, lost and early events, sweepers,
clocks that jump, people who cancel, retry, recall. Whatever it chooses, the platform's own record must show each
push at most once, and in the end, when what can be repaired has been, every delivery says the truth of itself.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib import publishing
from chalicelib.actor import local
from chalicelib.publishing import Delivery, Way, WrongState
from chalicelib.publishing.deliveries.transitions import ENDED
from chalicelib.publishing.errors import DeliveryChanged, PublishingError
from chalicelib.settings import settings as ours
from tests.cloud.publishing.conftest import NOW, RUNS, Clock, taken
from tests.cloud.publishing.test_crash import DRAFT, ONE_PICTURE, SENDALL, SUBMIT
from tests.cloud.publishing.world import Reaper, World, dying, running, truthful

ALL = os.environ.get("RONGMEI_PROOF") == "all"
EXAMPLES, STEPS = (300, 40) if ALL else (12, 20)

CALLS = (
    "drop_before",
    "drop_after",
    "busy_before",
    "busy_after",
    "token_invalid",
    "token_elsewhere",
)
FAULTS = [
    *((kind, path) for kind in CALLS for path in (SENDALL, SUBMIT, DRAFT)),
    ("clientmsgid_exists", SENDALL),
    ("clientmsgid_too_fast", SENDALL),
    *(
        (kind, event)
        for kind in ("event_lost", "event_doubled", "event_at_once", "event_early")
        for event in ("MASSSENDJOBFINISH", "PUBLISHJOBFINISH")
    ),
    ("partial_audience", "MASSSENDJOBFINISH"),
    ("review_rejected", "MASSSENDJOBFINISH"),
    ("review_rejected", "PUBLISHJOBFINISH"),
]
MINUTES = (-5, 1, 3, 12, 16, 31, 65, 150, 21 * 60)


class Interloper(Reaper):
    """Does something else in the middle of a worker's work, instead of killing it."""

    def __init__(self, at: int, deed: Callable[[], object]) -> None:
        super().__init__(at)
        self._deed = deed

    def pass_by(self, place: str) -> None:
        self.seen += 1
        if self.seen == self.at:
            self._deed()


class Deliveries(RuleBasedStateMachine):
    """One account, up to three pushes."""

    world: World
    plan: Callable[..., Delivery]
    patch: pytest.MonkeyPatch
    number = 0

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.world.clock.now = NOW

    @initialize(protected=st.booleans(), way=st.sampled_from(Way))
    def begin(self, protected: bool, way: Way) -> None:
        self.world.begin(mass_protection=protected)
        taken()
        self.planned(way, 0)

    @precondition(lambda self: len(self.ids) < 3)
    @rule(way=st.sampled_from(Way), ahead=st.sampled_from((0, 2, 15)))
    def another(self, way: Way, ahead: int) -> None:
        self.planned(way, ahead)

    def planned(self, way: Way, ahead: int) -> None:
        type(self).number += 1
        now = self.world.clock.now
        slot = now + timedelta(minutes=ahead)
        title = f"期{self.number}"
        self.ids.append(self.plan(text=ONE_PICTURE, title=title, way=way, at=slot, now=now).id)

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2))
    def work(self, which: int) -> None:
        self.world.work(self._one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2), at=st.integers(1, 30))
    def work_and_die(self, which: int, at: int) -> None:
        with dying(self.world, Reaper(at), self.patch):
            self.world.work(self._one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2), other=st.integers(0, 2), at=st.integers(1, 30))
    def work_within_work(self, which: int, other: int, at: int) -> None:
        inner = Interloper(at, lambda: self.world.work(self._one(other)))
        with dying(self.world, inner, self.patch):
            self.world.work(self._one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2), at=st.integers(1, 30))
    def cancel_within_work(self, which: int, at: int) -> None:
        inner = Interloper(at, lambda: self._cancel(self._one(which)))
        with dying(self.world, inner, self.patch):
            self.world.work(self._one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2))
    def cancel(self, which: int) -> None:
        self._cancel(self._one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2))
    def retry(self, which: int) -> None:
        with contextlib.suppress(PublishingError):
            publishing.retry(self._one(which), by=local("编辑"), now=self.world.clock.now)

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 2))
    def recall(self, which: int) -> None:
        with contextlib.suppress(WrongState, DeliveryChanged):
            publishing.recall(
                self._one(which), by=local("编辑"), reason="有误", now=self.world.clock.now
            )

    @rule(fault=st.sampled_from(FAULTS))
    def fault(self, fault: tuple[str, str]) -> None:
        self.world.fault(*fault)

    @rule()
    def events_arrive(self) -> None:
        self.world.settle()

    @rule(refuse=st.booleans())
    def administrator(self, refuse: bool) -> None:
        self.world.agree(refuse=refuse)

    @rule(minutes=st.sampled_from(MINUTES))
    def clock_jumps(self, minutes: int) -> None:
        self.world.clock.forward(minutes=minutes)

    @rule(sweepers=st.integers(1, 2))
    def minute(self, sweepers: int) -> None:
        self.world.clock.forward(minutes=1)
        for _ in range(sweepers):
            publishing.sweep(self.world.clock.now)
        for delivery_id in taken():
            if delivery_id in self.ids:
                self.world.work(delivery_id)

    @invariant()
    def nothing_goes_out_twice(self) -> None:
        for delivery_id in self.ids:
            title = publishing.get(delivery_id).pieces[0].title
            assert self.world.accepted(title) <= 1, publishing.get(delivery_id)
            assert self.world.got(title) <= 1, publishing.get(delivery_id)

    def teardown(self) -> None:
        """What can be repaired is; then everything has come to an end, and says which."""
        if not self.ids:
            return
        self.world.account.faults.clear()
        for _ in range(80):
            self.world.agree()
            open_ = [one for one in map(publishing.get, self.ids) if not _over(one)]
            if not open_:
                break
            due = min((one.due_at for one in open_ if one.due_at), default=None)
            assert due is not None, f"forgotten: {open_}"
            self.world.clock.now = max(self.world.clock.now, due)
            for one in open_:
                self.world.work(one.id)
        for delivery_id in self.ids:
            truthful(publishing.get(delivery_id), self.world)
        RUNS["whole deliveries in any order"] += len(self.ids)
        RUNS["histories"] += 1

    def _one(self, which: int) -> str:
        return self.ids[which % len(self.ids)]

    def _cancel(self, delivery_id: str) -> None:
        with contextlib.suppress(WrongState, DeliveryChanged):
            publishing.cancel(delivery_id, by=local("编辑"), now=self.world.clock.now)


def _over(delivery: Delivery) -> bool:
    return delivery.state in ENDED and delivery.due_at is None


@pytest.fixture(scope="module")
def _world() -> Iterator[World]:
    with running(Clock()) as world:
        yield world


def test_whatever_happens_each_goes_out_once_and_tells_the_truth(
    _world: World, plan: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", _world.url)
    ours.cache_clear()
    Deliveries.world, Deliveries.plan, Deliveries.patch = _world, staticmethod(plan), monkeypatch
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not ALL,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
