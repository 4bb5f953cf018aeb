"""A reference hotline on loopback, an account that is connected to it, and a desk that notes what it is told."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import uvicorn

from chalicelib.accounts import AccountKind, OfficialAccount, store
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk import Spoken
from chalicelib.hotline import bridge, contract, service
from chalicelib.hotline.models import Case, Line
from simulator.hotline import Hotline, build

SECRET = "both sides sign with this"
SESSION = "s-1201-abc"


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class NotingDesk:
    """Idempotent by key, like the real one."""

    said: dict[str, str] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    too_late: list[str] = field(default_factory=list)
    fate: dict[str, Spoken] = field(default_factory=dict)
    """What comes of an answer, by event."""
    gone: str | None = None

    def away(self, case: Case) -> str | None:
        return self.gone

    def say(self, case: Case, text: str, agent: str, key: str) -> Spoken:
        if self.resolved or self.given_back:
            self.too_late.append(text)
            return Spoken.TOO_LATE
        spoken = self.fate.get(key, Spoken.SAID)
        if spoken is Spoken.SAID:
            self.said.setdefault(key, text)
        return spoken

    def resolve(self, case: Case, now: datetime) -> None:
        self.resolved.append(case.session)

    def give_back(self, case: Case, why: str, now: datetime) -> None:
        self.given_back.append(why)

    def tell_delay(self, case: Case, now: datetime) -> bool:
        self.told.append(case.session)
        return True


@dataclass
class Bridge:
    """A connected account, seen from the test."""

    hotline: Hotline
    url: str
    clock: Clock = field(default_factory=Clock)
    desk: NotingDesk = field(default_factory=NotingDesk)

    def hand_over(self) -> None:
        at = self.clock.now
        actions = service.hand_over_actions(
            "city",
            SESSION,
            name="青溪市税务局",
            follower=(SECRET, "o-1"),
            ticket="T1201-AAAAA",
            reason="asked",
            skill="个税",
            opened_at=at,
            transcript=(Line(at=at, who="follower", text="要退税"),),
            told=[contract.message_path(SESSION, "M#0")],
            now=at,
        )
        with contextlib.suppress(ConditionFailed):
            table.transact(actions)

    def wrote(self, key: str, text: str) -> bool:
        return service.follower_wrote("city", SESSION, key, text, self.clock.now, self.clock.now)

    def advance(self) -> Case:
        return bridge.advance("city", SESSION, self.desk, self.clock.now)

    def advance_due(self) -> Case | None:
        """One round of the sweep."""
        case = None
        for account, session in bridge.due(self.clock.now):
            case = bridge.advance(account, session, self.desk, self.clock.now)
        return case


@contextlib.contextmanager
def served(hotline: Hotline) -> Iterator[str]:
    config = uvicorn.Config(
        build(hotline), host="127.0.0.1", port=0, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def connected(cloud: None) -> Iterator[Bridge]:
    store.add_account(
        OfficialAccount(
            id="city", name="青溪市税务局", unit="city", kind=AccountKind.SERVICE, appid="wx00city"
        )
    )
    hotline = Hotline(SECRET)
    with served(hotline) as url:
        service.connect(
            "city", base_url=url, timeout_seconds=5, secret=SECRET, now=datetime.now(UTC)
        )
        yield Bridge(hotline, url)
