"""A desk of two agents, a clock that is moved by hand, and the simulator's WeChat at the other end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from chalicelib import accounts, desk
from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
from chalicelib.actor import local
from chalicelib.cloud import clients
from chalicelib.conversation import Handover, Reason
from chalicelib.desk import ServiceSession
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import store as message_store
from chalicelib.settings import settings
from chalicelib.units import UnitLevel, add_unit

ACCOUNT = "yunling"
# A Tuesday, ten in the morning in Shanghai.
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Desk:
    """What happens at the desk, minute by minute."""

    now: datetime = NOW
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[BaseException | None] = field(default_factory=list)
    """What WeChat does with the next messages, before it takes them; None takes one."""
    after: list[BaseException | None] = field(default_factory=list)
    """The same, after it took them."""
    words: int = 0
    wechat: dict[str, int] = field(default_factory=dict)
    """WeChat's own count of what may still be sent, by follower."""

    def clock(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)

    def send(self, body: dict[str, Any]) -> None:
        for faults, take in ((self.answers, False), (self.after, True)):
            if take:
                self.sent.append(body)
                self.wechat[str(body["touser"])] -= 1
            fault = faults.pop(0) if faults else None
            if fault is not None:
                raise fault

    @property
    def texts(self) -> list[str]:
        return [str(body["text"]["content"]) for body in self.sent]

    def ask(self, openid: str = "oA", text: str = "退税多久到账？", **more: Any) -> ServiceSession:
        """The follower asks for a person."""
        self.words += 1
        self.wechat[openid] = 3 if more.get("tapped") else 5
        key = f"M#{self.words:04d}"
        handover = Handover(
            reason=Reason.ASKED, ticket=f"T1201-{self.words:05d}", skill=more.pop("skill", "")
        )
        message = desk.FollowerMessage(ACCOUNT, openid, key, self.now, text, **more)
        session = desk.open_session(message, handover, offer=desk.assign)
        assert session is not None
        return session

    def write(self, openid: str = "oA", key: str | None = None) -> ServiceSession | None:
        """The follower writes on."""
        self.words += 1
        self.wechat[openid] = 5
        return desk.followup(
            desk.FollowerMessage(ACCOUNT, openid, key or f"M#{self.words:04d}", self.now)
        )

    def again(self, session: ServiceSession) -> ServiceSession | None:
        """The stream repeats the message that opened the session."""
        message = desk.FollowerMessage(
            ACCOUNT, session.openid, session.key, session.opened_at, "退税多久到账？"
        )
        handover = Handover(reason=Reason.ASKED, ticket=session.ticket)
        return desk.open_session(message, handover, offer=desk.assign)

    def now_is(self, session: ServiceSession) -> ServiceSession:
        return desk.find(ACCOUNT, session.id, self.now)

    def work(self) -> int:
        """Everything queued is done; what fails comes back. Returns how many tasks there were."""
        done = 0
        for body in taken():
            done += 1
            try:
                desk.work(body, sender_for=lambda _account: self.send, clock=self.clock)
            except desk.TryLater:
                clients.sqs().send_message(QueueUrl=settings().outgoing_queue_url, MessageBody=body)
        return done

    def minute(self, number: int = 1) -> None:
        for _ in range(number):
            self.forward(minutes=1)
            desk.sweep(self.now)
            self.work()

    def left(self, openid: str = "oA") -> int:
        return message_store.budget(ACCOUNT, openid).left(self.now)


def taken() -> list[str]:
    """Take everything from the queue."""
    url, bodies = settings().outgoing_queue_url, []
    while (
        found := clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages")
    ):
        for message in found:
            clients.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def tasks() -> list[dict[str, Any]]:
    return [json.loads(body) for body in taken()]


@pytest.fixture
def account(cloud: None) -> str:
    add_unit(ACCOUNT, name="云岭税务", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id=ACCOUNT,
            name="云岭税务",
            unit="yunling",
            kind=AccountKind.SUBSCRIPTION,
            appid="wx0123456789abcdef",
        )
    )
    accounts.store.keep_secrets(
        ACCOUNT, Secrets(app_secret=SecretStr("right"), token=SecretStr("tok"))
    )
    return ACCOUNT


@pytest.fixture
def empty(account: str) -> Iterator[Desk]:
    """A desk with nobody at it."""
    yield Desk()


@pytest.fixture
def hire(empty: Desk) -> Callable[..., None]:
    def hired(agent_id: str, *, on: bool = True, **details: Any) -> None:
        agent_store.keep_agent(ACCOUNT, desk.Agent(id=agent_id, name=agent_id, **details))
        if on:
            desk.go_on_duty(ACCOUNT, by=local(agent_id), now=empty.now)

    return hired


@pytest.fixture
def office(empty: Desk, hire: Callable[..., None]) -> Desk:
    """王 and 李 are on duty; 王 has been idle longer."""
    hire("wang")
    empty.forward(seconds=1)
    hire("li")
    empty.forward(seconds=1)
    return empty
