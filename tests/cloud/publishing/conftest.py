"""A planned push, a clock that is moved by hand, and a WeChat in the process."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from PIL import Image
from pydantic import SecretStr

from chalicelib import accounts, newsroom, publishing, units
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce, Secrets
from chalicelib.actor import local
from chalicelib.cloud import clients
from chalicelib.publishing import Delivery, Way
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from chalicelib.wechat.events import MassSendJobFinish
from tests.cloud.publishing.platform import Platform

NOW = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
SLOT = NOW + timedelta(hours=1)


def _image(kind: str, colour: str) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (900, 500), colour).save(body, kind)
    return body.getvalue()


FILES = {
    "cover.png": _image("PNG", "navy"),
    "a.jpg": _image("JPEG", "red"),
    "b.png": _image("PNG", "green"),
}
ROOM = dict.fromkeys((Scarce.MASS, Scarce.MASS_TO_ALL), Limit(count=100, per=Period.DAY))
"""These tests are about single pushes, whose number is the calendar's business."""
TEXT = "---\ntitle: 个税汇算\nauthor: 省局\ndigest: 要点\ncover: cover.png\n---\n正文\n\n![](a.jpg)\n![](b.png)\n"


RUNS: Counter[str] = Counter()
"""Whole deliveries that the proofs lived through, by proof; docs/reliability.md says how many there were."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for proof, number in sorted(RUNS.items()):
        terminalreporter.write_line(f"proof: {proof}: {number:,}")


@dataclass
class Clock:
    """A clock that moves when told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def timestamp(self) -> float:
        """Seconds since the epoch."""
        return self.now.timestamp()

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Desk:
    """One push, from planning to its end."""

    clock: Clock
    wechat: Platform
    delivery_id: str

    @property
    def delivery(self) -> Delivery:
        return publishing.get(self.delivery_id)

    def work(self) -> None:
        """Everything that is due now is done."""
        while publishing.deliver(
            self.delivery_id, channel_for=lambda account: self.wechat, clock=self.clock
        ):
            pass

    def minute(self) -> None:
        """A minute passes; the sweeper queues what is due, a worker takes it from the queue."""
        self.clock.forward(minutes=1)
        publishing.sweep(self.clock.now)
        for _ in range(queued()):
            self.work()

    def minutes(self, number: int) -> None:
        for _ in range(number):
            self.minute()

    def to_slot(self) -> None:
        self.clock.now = self.delivery.at
        self.work()


def queued() -> int:
    """Take everything from the queue; returns how many messages there were."""
    return len(taken())


def taken() -> list[str]:
    """Take everything from the queue."""
    bodies, url = [], settings().delivery_queue_url
    sqs = clients.sqs()
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def event(
    msg_id: int, status: str = "send success", sent: int = 100, failed: int = 0
) -> MassSendJobFinish:
    return MassSendJobFinish.model_validate(
        {
            "ToUserName": "gh_1",
            "FromUserName": "mphelper",
            "CreateTime": "1796086800",
            "MsgType": "event",
            "Event": "MASSSENDJOBFINISH",
            "MsgID": str(msg_id),
            "Status": status,
            "TotalCount": "120",
            "FilterCount": str(sent + failed),
            "SentCount": str(sent),
            "ErrorCount": str(failed),
            "ArticleUrlResult": {
                "Count": "1",
                "ResultList": {
                    "item": {"ArticleIdx": "1", "ArticleUrl": "http://mp.weixin.qq.com/s/1"}
                },
            },
        }
    )


@pytest.fixture
def account(cloud: None) -> str:
    """An account of a unit where nobody is registered: roles do not count there yet."""
    units.add_unit("p", name="云岭省税务局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="省税务",
            unit="p",
            kind=AccountKind.SERVICE,
            appid="wx0123456789",
            limits=ROOM,
        )
    )
    accounts.store.keep_secrets(
        "province", Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"), aes_key=None)
    )
    return "province"


@pytest.fixture
def plan(account: str) -> Callable[..., Delivery]:
    def planned(
        text: str = TEXT,
        at: datetime = SLOT,
        now: datetime = NOW,
        way: Way = Way.MASS,
        title: str | None = None,
    ) -> Delivery:
        written = composed(text)
        if title is not None:
            named = written.article.model_copy(update={"title": title})
            written = replace(written, article=named)
        return publishing.plan_push(written, account, at=at, by=local("编辑"), now=now, way=way)

    return planned


@cache
def composed(text: str) -> newsroom.Composed:
    """An article as an editor's machine makes it; pictures take their time, so each text once."""
    return newsroom.compose(text, FILES.get)


@pytest.fixture
def desk(plan: Callable[..., Delivery]) -> Desk:
    clock = Clock()
    return Desk(clock, Platform(clock), plan().id)
