"""A desk, a WeChat and a hotline that can be wound back, and processes that die or fail on the way to a follower."""

from __future__ import annotations

import copy
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pytest
import requests
from moto.dynamodb.models import dynamodb_backends

from chalicelib import telemetry
from chalicelib.cloud import queues
from chalicelib.wechat.token import TokenKeeper
from tests.cloud.accounts.inside import forget_clients
from tests.cloud.conftest import REGION, forget
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    Desk,
    account,
    empty,
    hire,
    office,
    taken,
)
from tests.cloud.speaking.process import Fate, Place, Process, failing_cloud
from tests.cloud.speaking.wechat import WeChat

EVERYWHERE = os.environ.get("RONGMEI_PROOF") == "all"
SAMPLE = 10
"""Runs of each scenario in the ordinary test run, spread evenly over its way."""

RUNS: Counter[str] = Counter()
"""Lives that were lived through, by scenario; docs/reliability.md says how many there were."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for scenario, number in sorted(RUNS.items()):
        terminalreporter.write_line(f"proof: speaking, {scenario}: {number:,}")


@dataclass
class Deed:
    """One piece of work that a process did, and how it ended."""

    returned: Any = None
    raised: Exception | None = None
    killed: bool = False


@dataclass
class World:
    """Everything that a scenario moves, and what can be seen of it from outside."""

    office: Desk
    process: Process = field(default_factory=Process)
    metrics: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Values by metric and its dimension."""
    wechat: WeChat = field(init=False)
    _kept: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        self.wechat = WeChat(lambda: self.process, self.seconds)

    def seconds(self) -> float:
        """The time of day, here and at WeChat."""
        return float(self.office.now.timestamp())

    def count(self, name: str, value: float = 1, **dimensions: str) -> None:
        """In place of ``telemetry.count``."""
        self.metrics[str(name), "".join(dimensions.values())] += int(value)

    def keep(self) -> None:
        """Remember how things stand, for ``wind_back``."""
        outside = (self.wechat.drafts, self.wechat.jobs, self.wechat.published, self.wechat.took)
        self._kept = copy.deepcopy((_items(), self.office, *outside, self.wechat.hotline))

    def wind_back(self) -> None:
        items, desk, drafts, jobs, published, took, hotline = copy.deepcopy(self._kept)
        _table().items = items
        self.office.__dict__.update(desk.__dict__)
        self.wechat.drafts, self.wechat.jobs = drafts, jobs
        self.wechat.published, self.wechat.took, self.wechat.hotline = published, took, hotline
        self.metrics.clear()
        taken()
        self.cold()

    def does(self, work: Callable[[], Any]) -> Deed:
        """A process does a piece of work; what it raises is what its caller sees."""
        deed = Deed()
        before = self.process.met
        try:
            deed.returned = self.process.run(work)
        except Exception as error:
            deed.raised = error
        fates = (Fate.KILLED, Fate.KILLED_AFTER)
        deed.killed = self.process.met and not before and self.process.fate in fates
        if deed.killed:
            self.cold()
        return deed

    def cold(self) -> None:
        forget()
        forget_clients()


def _table() -> Any:
    return dynamodb_backends["123456789012"][REGION].tables["rongmei-test"]


def _items() -> Any:
    return _table().items


@contextmanager
def opened(hands: Any, patch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world around a desk, or around a clock that is moved by hand (``now`` and ``forward``)."""
    made = World(hands)

    # Nobody really waits for another's token.
    def sleep(seconds: float) -> None:
        hands.forward(seconds=seconds)

    patch.setattr(TokenKeeper.__init__, "__kwdefaults__", {"clock": made.seconds, "sleep": sleep})
    patch.setattr(requests.Session, "request", made.wechat.request)
    patch.setattr(telemetry, "count", made.count)
    send = queues.send

    def send_at_once(url: str, body: str, *, delay_seconds: int = 0) -> None:
        send(url, body)  # moto keeps messages back by the real clock

    patch.setattr(queues, "send", send_at_once)
    # Nobody reads the stream here, and moto copies all of it for every transaction.
    _table().stream_shard = None
    for level in ("info", "warning", "error", "exception"):
        patch.setattr(telemetry.logger, level, lambda *_, **__: None)
    with failing_cloud(lambda: made.process):
        yield made


@pytest.fixture
def world(office: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:  # noqa: F811 - a fixture
    with opened(office, monkeypatch) as made:
        yield made


def lives(world: World, name: str, live: Callable[[], None]) -> Iterator[tuple[Place, Fate]]:
    """One life after the other, each with another fate at another place; between them the world is wound back.

    ``live`` is lived twice without any fate before: until everything is imported, and to see the places. Yields after
    each life, for what has to be seen then.
    """
    for _ in range(2):
        world.wind_back()
        world.process = Process()
        live()
    ways = [(place, fate) for place in world.process.places for fate in place.fates]
    step = 1 if EVERYWHERE else max(1, -(-len(ways) // SAMPLE))
    for place, fate in islice(ways, 0, None, step):
        world.wind_back()
        world.process = Process(place, fate)
        live()
        RUNS[name] += 1
        yield place, fate
