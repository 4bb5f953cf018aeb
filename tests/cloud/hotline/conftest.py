"""A reference hotline on loopback: before a desk that only notes what it is told, and behind the real one."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
import uvicorn

import app as bundle
from chalicelib import accounts, desk, hotline
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk import SendOutcome, ServiceSession
from chalicelib.hotline import service, worker
from chalicelib.hotline.models import Case, TranscriptLine, When
from chalicelib.units import UnitLevel, add_unit
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    ACCOUNT,
    account,
    empty,
    hire,
    office,
    taken,
)
from tests.cloud.desk.conftest import Desk as Office
from tests.cloud.desk.inside import sessions
from tests.cloud.desk.test_end_to_end import Phone, phone, platform  # noqa: F401 - fixtures
from wechat_simulator.hotline import Hotline, build, signature

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
    fate: dict[str, SendOutcome] = field(default_factory=dict)
    """What comes of an answer, by event."""
    gone: str | None = None

    def away(self, case: Case) -> str | None:
        return self.gone

    def say(self, case: Case, text: str, agent: str, key: str) -> SendOutcome:
        if self.resolved or self.given_back:
            self.too_late.append(text)
            return SendOutcome.TOO_LATE
        spoken = self.fate.get(key, SendOutcome.SENT)
        if spoken is SendOutcome.SENT:
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
            number=1,
            name="青溪市税务局",
            follower=(SECRET, "o-1"),
            ticket="T1201-AAAAA",
            reason="asked",
            skill="个税",
            opened_at=at,
            transcript=(TranscriptLine(at=at, who="follower", text="要退税"),),
            told=["M#0"],
            now=at,
        )
        with contextlib.suppress(ConditionFailed):
            table.transact(actions)

    def wrote(self, key: str, text: str) -> bool:
        return service.follower_wrote("city", SESSION, key, text, self.clock.now, self.clock.now)

    def advance(self) -> Case:
        return worker.advance("city", SESSION, self.desk, self.clock.now)

    def advance_due(self) -> Case | None:
        """One round of the sweep."""
        case = None
        for whose, session in worker.due(self.clock.now):
            case = worker.advance(whose, session, self.desk, self.clock.now)
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
    add_unit("city", name="青溪市税务局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="青溪市税务局", unit="city", kind=AccountKind.SERVICE, appid="wx00city"
        )
    )
    hotline = Hotline(SECRET)
    with served(hotline) as url:
        service.connect(
            "city",
            base_url=url,
            timeout_seconds=5,
            secret=SECRET,
            by=local("ops"),
            now=datetime.now(UTC),
        )
        yield Bridge(hotline, url)


@dataclass
class Line12366:
    """A follower's telephone, the desk, and a hotline behind it: all that is joined in the running system."""

    phone: Phone
    office: Office
    hotline: Hotline
    url: str
    events: int = 0

    def connect(self, when: When = When.MANUAL) -> None:
        service.connect(
            ACCOUNT,
            base_url=self.url,
            timeout_seconds=5,
            secret=SECRET,
            by=local("ops"),
            now=self.office.now,
            when=when,
        )

    def ask(self) -> ServiceSession:
        """The follower asks for a person."""
        self.phone.write("转人工")
        [session] = sessions.live_sessions(ACCOUNT)
        return session

    def now_is(self) -> ServiceSession:
        [session] = sessions.live_sessions(ACCOUNT)
        return session

    def tell(self, session: ServiceSession, **event: Any) -> tuple[int, dict[str, Any]]:
        """What the hotline posts, through the API's function; returns status and body."""
        self.events += 1
        said = {
            "event_id": f"e{self.events}",
            "session_id": session.id,
            "at": datetime.now(UTC).isoformat(),
        } | event
        body = json.dumps(said, ensure_ascii=False).encode()
        path = f"/hotline/{ACCOUNT}/events"
        proof = signature.headers(SECRET, "POST", path, body, int(time.time()))
        return post(body, proof)

    def say(self, session: ServiceSession, text: str, **more: Any) -> None:
        status, _ = self.tell(session, type="reply", text=text, agent="8021", **more)
        assert status == 202

    def work(self) -> None:
        """Everything queued is done, by the function that the queue calls."""
        while bodies := taken():
            for body in bodies:
                work = hotline.work if hotline.is_task(body) else desk.work
                work(body, clock=self.office.clock)

    def minute(self, number: int = 1) -> None:
        for _ in range(number):
            self.office.forward(minutes=1)
            desk.sweep(self.office.now)
            hotline.sweep(self.office.now)
            self.work()

    def later(self, **span: float) -> None:
        """Time passes here and at WeChat."""
        self.office.forward(**span)
        self.phone.post("/clock", {"move": timedelta(**span).total_seconds()})

    def case(self, session: ServiceSession) -> Case:
        return hotline.case(ACCOUNT, session.id)


def post(body: bytes, headers: dict[str, str], whose: str = ACCOUNT) -> tuple[int, dict[str, Any]]:
    """What API Gateway hands to the function, and what it gets back."""
    answer = bundle.app(
        {
            "resource": "/hotline/{account}/events",
            "path": f"/api/hotline/{whose}/events",
            "httpMethod": "POST",
            "headers": headers | {"Content-Type": "application/json; charset=utf-8"},
            "multiValueHeaders": {name: [value] for name, value in headers.items()}
            | {"Content-Type": ["application/json; charset=utf-8"]},
            "pathParameters": {"account": whose},
            "multiValueQueryStringParameters": None,
            "requestContext": {
                "resourcePath": "/hotline/{account}/events",
                "httpMethod": "POST",
            },
            "body": base64.b64encode(body).decode(),
            "isBase64Encoded": True,
            "stageVariables": None,
        },
        None,
    )
    return answer["statusCode"], json.loads(answer["body"])


@pytest.fixture
def bridged(phone: Phone, office: Office) -> Iterator[Line12366]:  # noqa: F811 - fixtures
    service._held_secret.cache_clear()
    behind = Hotline(SECRET)
    # Triggers and API ask the system's clock: what they call due is due at the desk's, too.
    with time_machine.travel(office.now, tick=True), served(behind) as url:
        joined = Line12366(phone, office, behind, url)
        joined.connect()
        yield joined
