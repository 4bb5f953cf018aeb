"""A city with one of everything, a person for each role there, and a neighbour with every role elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from chalicelib import accounts, newsroom, people, publishing, units
from chalicelib.actor import SYSTEM, local
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import composed

NOW: Final = datetime(2026, 11, 28, 9, tzinfo=UTC)
MARK: Final = "甲市"
"""Stands in every name of the city: an answer for the neighbour has it nowhere."""
NEIGHBOUR: Final = "neighbour"
"""Holds every role in the city next to it."""
ABOVE: Final = "above"
"""An operator of the province."""


def person_of(role: Role) -> str:
    """Who holds just this role in the city."""
    return f"r.{role.value}"


def fill() -> dict[str, str]:
    """Make it; returns the id of each thing of the city by the name that routes give it."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    for unit, name in (("jia", f"{MARK}局"), ("yi", "乙市局")):
        units.add_unit(unit, name=name, level=UnitLevel.CITY, parent="province")
    by = local("ops")
    for role in Role:
        people.add_staff(person_of(role), "jia", [role], by=by, now=NOW, name=f"{MARK}{role.value}")
    people.add_staff("li", "jia", [Role.EDITOR], by=by, now=NOW, name=f"{MARK}李")
    people.add_staff(NEIGHBOUR, "yi", list(Role), by=by, now=NOW, name="乙市全能")
    people.add_staff(ABOVE, "province", [Role.OPERATOR], by=by, now=NOW, name="省运维")
    for one, name, appid in (
        ("jia", f"{MARK}税务", "wxjia12345"),
        ("yi", "乙市税务", "wxyi123456"),
    ):
        accounts.add_account(
            account(id=one, name=name, unit=one, appid=appid), SECRETS, by=SYSTEM, now=NOW
        )
    article = newsroom.create(
        composed(title=f"{MARK}稿件"),
        unit="jia",
        by=local("li"),
        now=NOW,
    )
    issue = publishing.plan_issue(
        "jia", at=datetime(2027, 1, 4, 2, tzinfo=UTC), by=SYSTEM, now=NOW, title=f"{MARK}专题"
    )
    return {
        "unit": "jia",
        "account": "jia",
        "person": "li",
        "article": article.id,
        "issue": issue.id,
    }
