"""A province with cities and counties that have an account each, a relay over them, and what the stream tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from chalicelib import newsroom, people, publishing, relays, units, works
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import control_tasks, relay_article, relay_follow
from chalicelib.cloud import table
from chalicelib.people import Role
from chalicelib.publishing import Delivery, DeliveryState, Recall
from chalicelib.relays import PlannedStep, Relay, RelayPlan, RelayStep
from chalicelib.units import UnitLevel
from chalicelib.works import Work, WorkKind
from tests.cloud.distribution.conftest import account
from tests.cloud.newsroom.people import NOW, newsroom_of
from tests.cloud.orders.conftest import taken
from tests.cloud.publishing.inside import delivery_store

TREE = (
    ("qing", UnitLevel.CITY, "province"),
    ("bai", UnitLevel.CITY, "province"),
    ("zhiping", UnitLevel.COUNTY, "qing"),
    ("yunshan", UnitLevel.COUNTY, "bai"),
)
ORDER = ("province", "qing", "bai", "zhiping", "yunshan")


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


LI, ZONG, PING = map(person, ("li", "zongbian", "ping"))
"""Editor and chief of the province; editor of a county."""


@dataclass
class Track:
    """What people do with relays, and a clock."""

    now: datetime = field(default_factory=lambda: NOW)

    def plan(self, number: int = 5, **changes: object) -> RelayPlan:
        steps = tuple(
            PlannedStep(
                title=f"第{relays.planning.numeral(nth + 1)}计",
                account=ORDER[nth % len(ORDER)],
                due_at=self.now + timedelta(days=nth + 1),
                text=f"要点{nth + 1}",
            )
            for nth in range(number)
        )
        given = {"title": "减税降费36计", "account": "province", "steps": steps, **changes}
        return RelayPlan.model_validate(given)

    def started(self, number: int = 5, **changes: object) -> Relay:
        relay = relays.planning.begin("province", self.plan(number, **changes), by=LI, now=self.now)
        return relays.planning.start(relay.id, by=ZONG, now=self.now)

    def write(self, relay: Relay, number: int, by: Actor = LI) -> str:
        return relay_article.begin(relay.id, f"s{number:02d}", by=by, now=self.now)

    def review(self, article: str) -> None:
        """The review says yes, and the stream tells of it twice."""
        newsroom.submit(article, by=local("li"), now=self.now)
        self.review_quietly(article)
        self.tell_article(article)

    def review_quietly(self, article: str) -> None:
        """All stages say yes to what was submitted, and nobody tells."""
        for name in ("chu", "fu", "zhong"):
            newsroom.approve(article, by=local(name), now=self.now)

    def push(self, relay: Relay, number: int, article: str) -> Delivery:
        """The article goes out by its account; nobody has told the relay yet."""
        step = self.step(relay, number)
        issue = publishing.plan_issue(
            step.account,
            at=self.now + timedelta(hours=3 + number),
            by=local("li"),
            now=self.now,
            article_ids=[article],
            off_slot=True,
        )
        issue = publishing.schedule(issue.id, by=local("li"), now=self.now, off_slot=True)
        assert issue.delivery is not None
        before = publishing.get(issue.delivery)
        after = before.model_copy(
            update={
                "state": DeliveryState.CONFIRMED,
                "msg_id": 7,
                "first_tried_at": self.now,
                "urls": (f"https://mp.weixin.qq.com/s/{number}",),
            }
        )
        delivery_store.save(before, after)
        return publishing.get(issue.delivery)

    def out(self, relay: Relay, number: int) -> Delivery:
        """A step the whole way, and the stream told twice."""
        article = self.write(relay, number)
        self.review(article)
        delivery = self.push(relay, number, article)
        self.tell_delivery(delivery)
        return delivery

    def take_down(self, delivery: Delivery) -> Delivery:
        before = publishing.get(delivery.id)
        recall = Recall(at=self.now, by="li", reason="税率写错", done_at=self.now)
        delivery_store.save(
            before,
            before.model_copy(update={"recalls": (recall,), "state": DeliveryState.RECALLED}),
        )
        return publishing.get(delivery.id)

    def tell_article(self, article: str) -> None:
        unit = newsroom.get_article(article).unit
        self._tell(f"ARTICLES#{unit}", article)

    def tell_delivery(self, delivery: Delivery) -> None:
        self._tell(f"DELIVERIES#{delivery.account}", delivery.id)

    def _tell(self, pk: str, sk: str) -> None:
        item = table.get(pk, sk, consistent=True)
        assert item is not None
        relay_follow.follow(None, item, self.now)
        relay_follow.follow(None, item, self.now)

    def minute(self, after: timedelta = timedelta(0)) -> None:
        """The minute's sweep, so much later, and what it queued, each message twice."""
        self.now += after
        relay_follow.sweep(self.now)
        while bodies := taken():
            for body in bodies:
                control_tasks.carry_out(body, clock=lambda: self.now)
                control_tasks.carry_out(body, clock=lambda: self.now)

    def step(self, relay: Relay, number: int) -> RelayStep:
        return relays.get(relay.id).steps[number - 1]

    def states(self, relay: Relay) -> str:
        """``out turn waiting``."""
        return " ".join(one.state.value for one in relays.get(relay.id).steps)

    def page(self, relay: Relay) -> Work:
        return works.get("province", WorkKind.RELAY, relay.id, consistent=True)

    def linked(self, relay: Relay) -> list[int]:
        """Numbers of the steps that the public page links to."""
        return [one["number"] for one in self.page(relay).content["steps"] if one["url"]]


@pytest.fixture
def track(cloud: None) -> Track:
    newsroom_of("province")
    for unit, level, parent in TREE:
        units.add_unit(unit, name=f"{unit}税务局", level=level, parent=parent)
    for one in ORDER:
        account(one, one)
    people.add_staff("ping", "zhiping", [Role.EDITOR], by=SYSTEM, now=NOW)
    taken()
    return Track()
