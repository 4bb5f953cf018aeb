"""A province with two cities and a county, people who send and decide, and the queue between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from chalicelib import contributions, newsroom, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.application import contribution_work, control_tasks
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import clients
from chalicelib.contributions import Contribution
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.units import OrgUnit, UnitLevel
from tests.cloud.newsroom.people import composed

MONDAY: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TREE = (
    ("sheng", UnitLevel.PROVINCE, None),
    ("qing", UnitLevel.CITY, "sheng"),
    ("bai", UnitLevel.CITY, "sheng"),
    ("zhiping", UnitLevel.COUNTY, "qing"),
)


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


LI, WANG, ZONG, GUAN, QIN, PING = map(person, ("li", "wang", "zong", "guan", "qin", "ping"))
"""Editors, chief and controller of the province; editors of a city and of a county."""


@dataclass
class World:
    """The clock, and the function of the queue."""

    now: datetime = field(default_factory=lambda: MONDAY)

    def written(self, **changes: object) -> contributions.Written:
        return contributions.Written.model_validate(
            {
                "kind": "lead",
                "title": "自助办税机进社区",
                "text": "社区新设自助办税机，三天办了两百件。",
                "matter": "纳税服务",
                "contact": {"name": "秦某", "phone": "0871-12345"},
                **changes,
            }
        )

    def begun(
        self, unit: str = "qing", to: str = "sheng", by: Actor = QIN, **changes: object
    ) -> Contribution:
        return contribution_work.begin(unit, to, self.written(**changes), by=by, now=self.now)

    def sent(
        self, unit: str = "qing", to: str = "sheng", by: Actor = QIN, **changes: object
    ) -> Contribution:
        return contribution_work.send(self.begun(unit, to, by, **changes).id, by=by, now=self.now)

    def article(self, unit: str = "qing", by: Actor = QIN, **text: str) -> newsroom.StoredArticle:
        return newsroom.create(composed(**text), unit=unit, by=by, now=self.now)

    def sent_article(self, **changes: object) -> Contribution:
        return self.sent(kind="article", article=self.article().id, text="", **changes)

    def adopt(self, one: Contribution, by: Actor = LI) -> Contribution:
        return contribution_work.adopt(one.id, by=by, now=self.now)

    def minute(self, after: timedelta = timedelta(0)) -> None:
        """The minute's sweep, so much later, and what it queued; each message twice."""
        self.now += after
        contribution_work.sweep(self.now)
        while bodies := taken():
            for body in bodies * 2:
                control_tasks.carry_out(body, clock=lambda: self.now)


def taken() -> list[str]:
    sqs, url = clients.sqs(), settings().control_queue_url
    bodies = []
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        bodies.append(message["Body"])
    return bodies


@pytest.fixture
def world(cloud: None) -> World:
    for unit, level, parent in TREE:
        units.store.add_unit(OrgUnit(id=unit, name=f"{unit}税务局", level=level, parent=parent))
    for name, unit, role in (
        ("li", "sheng", Role.EDITOR),
        ("wang", "sheng", Role.EDITOR),
        ("zong", "sheng", Role.CHIEF),
        ("guan", "sheng", Role.CONTROLLER),
        ("qin", "qing", Role.EDITOR),
        ("bo", "bai", Role.EDITOR),
        ("ping", "zhiping", Role.EDITOR),
    ):
        people.add_staff(name, unit, [role], by=SYSTEM, now=MONDAY)
    return World()
