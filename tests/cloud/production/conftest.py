"""A province whose topics become several products, an account, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from chalicelib import accounts, newsroom, people, topics, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.newsroom import Workflow
from chalicelib.people import Role
from chalicelib.topics import ProductForm, Topic, TopicText, Wanted
from chalicelib.units import OrgUnit, UnitLevel
from tests.cloud.accounts.made import SECRETS, account

MONDAY: Final = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
UNIT: Final = "sheng"


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


LI, WANG, ZONG, FU = map(person, ("li", "wang", "zong", "fu"))
"""Two editors, the chief, and a reviewer of the province."""


@dataclass
class Works:
    """The clock, and a topic ordered in several forms."""

    now: datetime = MONDAY

    def topic(self, title: str = "增值税新规") -> Topic:
        return topics.new_topic(UNIT, TopicText(title=title), by=WANG, now=self.now)

    def ordered(self, *forms: ProductForm, days: int = 3, to: str = "li") -> Topic:
        due = self.now + timedelta(days=days)
        wanted = [Wanted(person=to, form=form, due_at=due) for form in forms]
        return topics.order(self.topic().id, wanted, by=WANG, now=self.now)


@pytest.fixture
def works(cloud: None) -> Works:
    units.store.add_unit(OrgUnit(id=UNIT, name="云岭省税务局", level=UnitLevel.PROVINCE))
    units.store.add_unit(OrgUnit(id="qing", name="青溪", level=UnitLevel.CITY, parent=UNIT))
    for name, role in (
        ("li", Role.EDITOR),
        ("wang", Role.EDITOR),
        ("zong", Role.CHIEF),
        ("fu", Role.REVIEWER2),
    ):
        people.add_staff(name, UNIT, [role], by=SYSTEM, now=MONDAY)
    accounts.add_account(
        account(id="sheng-hao", name="云岭税务", unit=UNIT, appid="wxsheng1234"),
        SECRETS,
        by=SYSTEM,
        now=MONDAY,
    )
    one_stage = Workflow.model_validate({"stages": [{"name": "终审", "roles": [Role.CHIEF]}]})
    newsroom.set_workflow(UNIT, one_stage, by=SYSTEM, now=MONDAY)
    return Works()
