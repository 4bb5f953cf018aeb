"""A province with an account, a city below it, and the people of three stages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from chalicelib import accounts, newsroom, people, products, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.cloud import objects
from chalicelib.newsroom import ArticleAction, Workflow
from chalicelib.people import Role
from chalicelib.products import Form, Product
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account

NOW: Final = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
LI, CHU, FU, ZHONG, ZONG, QIN = (
    Actor(person=name, known_by=KnownBy.SIGN_IN)
    for name in ("li", "chu", "fu", "zhong", "zong", "qin")
)
STAGES: Final = (
    ("初审", Role.REVIEWER1),
    ("复审", Role.REVIEWER2),
    ("终审", Role.REVIEWER3),
)
OUTLINE: Final[dict[str, Any]] = {
    "root": "小规模纳税人减免",
    "branches": [{"text": "谁能享受", "children": [{"text": "月销售额"}]}, {"text": "怎么办理"}],
}


@pytest.fixture
def house(cloud: None) -> None:
    """The people and what they belong to."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    for person, unit, role in (
        ("li", "province", Role.EDITOR),
        ("qin", "city", Role.EDITOR),
        ("chu", "province", Role.REVIEWER1),
        ("fu", "province", Role.REVIEWER2),
        ("zhong", "province", Role.REVIEWER3),
        ("zong", "province", Role.CHIEF),
    ):
        people.add_staff(person, unit, [role], by=SYSTEM, now=NOW, name=f"{person}的名字")
    for one, appid in (("province", "wxprovince"), ("city", "wxcity12345")):
        accounts.add_account(
            account(id=one, name=f"{one}税务", unit=one, appid=appid), SECRETS, by=SYSTEM, now=NOW
        )
    stages = [{"name": name, "roles": [role]} for name, role in STAGES]
    workflow = Workflow.model_validate({"stages": stages})
    newsroom.set_workflow("province", workflow, by=SYSTEM, now=NOW)


def made(title: str = "减免导图", **more: Any) -> Product:
    """A new mind map of the province that lacks nothing."""
    given = {"account": "province", "by": LI, "now": NOW, "content": OUTLINE, **more}
    return products.new("province", Form.MINDMAP, title, **given)


def files(product: Product) -> Product:
    """Its files, as the job would note them."""
    key = f"works/{product.id}/{product.revision}/mindmap.png"
    objects.write(key, b"\x89PNG\r\n\x1a\n", "image/png")
    return products.files_made(product.id, product.revision, {"mindmap.png": key}, now=NOW)


def decide(product: Product, action: str, by: Actor, note: str = "") -> Product:
    """A decision on the latest revision."""
    revision = products.get(product.id).revision
    return products.decide(
        product.id, ArticleAction(action), revision=revision, by=by, now=NOW, note=note
    )


def approved(title: str = "减免导图") -> Product:
    """A mind map with its files, through three stages."""
    product = files(made(title))
    decide(product, "submit", LI)
    for person in (CHU, FU, ZHONG):
        product = decide(product, "approve", person)
    return product
