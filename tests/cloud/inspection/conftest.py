"""A province with a city and a county, an account each, and the people who inspect them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib import accounts, people, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import clients
from chalicelib.people import Role
from chalicelib.units import UnitLevel

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


def signed_in(person: str) -> Actor:
    """A person at the console, whose roles count."""
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


ZONG, GUAN, LI, WANG = (signed_in(one) for one in ("zong", "guan", "li", "wang"))
"""The province's chief and controller; the county's editor and chief."""


@pytest.fixture
def matrix(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three units with an account each."""
    queue = clients.sqs().create_queue(QueueName="rongmei-control")
    monkeypatch.setenv("RONGMEI_CONTROL_QUEUE_URL", queue["QueueUrl"])
    above = None
    for id, name, level in (
        ("sheng", "示例省税务局", UnitLevel.PROVINCE),
        ("shi", "示例市税务局", UnitLevel.CITY),
        ("xian", "示例县税务局", UnitLevel.COUNTY),
    ):
        units.add_unit(id, name=name, level=level, parent=above)
        account = OfficialAccount(
            id=id, name=name, unit=id, kind=AccountKind.SUBSCRIPTION, appid=f"wx0000{id}"
        )
        accounts.store.add_account(account)
        above = id
    for person, unit, role in (
        ("zong", "sheng", Role.CHIEF),
        ("guan", "sheng", Role.CONTROLLER),
        ("li", "xian", Role.EDITOR),
        ("wang", "xian", Role.CHIEF),
    ):
        people.add_staff(person, unit, [role], by=local("ops"), now=NOW)
    yield
