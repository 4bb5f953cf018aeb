"""A province with two cities, counties and townships, people who issue and answer, and the queue between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from chalicelib import orders, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.application import control_tasks
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import clients
from chalicelib.orders import (
    Order,
    OrderAddress,
    OrderEvidence,
    OrderKind,
    Receipt,
    Report,
)
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.units import OrgUnit, UnitLevel

MONDAY: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TREE = (
    ("sheng", UnitLevel.PROVINCE, None),
    ("qing", UnitLevel.CITY, "sheng"),
    ("bai", UnitLevel.CITY, "sheng"),
    ("zhiping", UnitLevel.COUNTY, "qing"),
    ("yunshan", UnitLevel.COUNTY, "qing"),
    ("hekou", UnitLevel.TOWNSHIP, "zhiping"),
)
BELOW = tuple(sorted(unit for unit, _, parent in TREE if parent))


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


GUAN, ZONG, LI, QIN, PING = map(person, ("guan", "zong", "li", "qin", "ping"))
"""Controller, chief and editor of the province; editors of a city and of a county."""


@dataclass
class Control:
    """The clock, and the function of the queue."""

    now: datetime = field(default_factory=lambda: MONDAY)
    failed: list[str] = field(default_factory=list)

    def draft(self, **changes: object) -> Order:
        written = orders.Draft.model_validate(
            {
                "kind": OrderKind.SUBMISSION,
                "title": "报送征期值班表",
                "text": "请报送值班表。",
                "wants": (OrderEvidence.TEXT,),
                **changes,
            }
        )
        return orders.draft("sheng", written, by=LI, now=self.now)

    def issued(self, *, deliver: bool = True, **changes: object) -> Order:
        order = orders.issue(self.draft(**changes).id, by=GUAN, now=self.now)
        if order.first:
            order = orders.approve(order.id, by=ZONG, now=self.now)
        if deliver:
            self.work()
        return orders.get(order.id)

    def work(self, times: int = 2) -> int:
        """Carry out everything in the queue, each message so often; one that fails stops no other."""
        done = 0
        while bodies := taken():
            for body in bodies:
                for _ in range(times):
                    try:
                        control_tasks.carry_out(body, clock=lambda: self.now)
                    except Exception as error:
                        self.failed.append(f"{body}: {error}")
            done += len(bodies)
        return done

    def minute(self, after: timedelta = timedelta(0)) -> None:
        """The minute's sweep, so much later, and what it queued."""
        self.now += after
        orders.sweep(self.now)
        self.work()

    def receipt(self, order: Order, unit: str) -> Receipt:
        return orders.receipt(order.id, unit)

    def sign(self, order: Order, unit: str, by: Actor = SYSTEM) -> Receipt:
        return orders.sign(order.id, unit, by=by, now=self.now)

    def report(self, order: Order, unit: str, text: str = "已报送。", why: str = "") -> Receipt:
        return orders.report(order.id, unit, Report(text=text, why=why), by=SYSTEM, now=self.now)


def taken() -> list[str]:
    sqs, url = clients.sqs(), settings().control_queue_url
    bodies = []
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        bodies.append(message["Body"])
    return bodies


def address(*some: str) -> OrderAddress:
    return OrderAddress(way=orders.AddressWay.LIST, units=some)


@pytest.fixture
def control(cloud: None) -> Control:
    for unit, level, parent in TREE:
        units.store.add_unit(OrgUnit(id=unit, name=f"{unit}税务局", level=level, parent=parent))
    for name, unit, role in (
        ("guan", "sheng", Role.CONTROLLER),
        ("zong", "sheng", Role.CHIEF),
        ("li", "sheng", Role.EDITOR),
        ("qin", "qing", Role.EDITOR),
        ("qin.zong", "qing", Role.CHIEF),
        ("ping", "zhiping", Role.EDITOR),
    ):
        people.add_staff(name, unit, [role], by=SYSTEM, now=MONDAY)
    return Control()
