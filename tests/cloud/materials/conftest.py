"""A province with two cities, their people, and pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from chalicelib import materials, newsroom, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.application import material_files
from chalicelib.materials import Material, MaterialKind, MaterialText
from chalicelib.newsroom import StoredArticle, Written
from chalicelib.people import Role
from chalicelib.units import OrgUnit, UnitLevel

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def person(name: str) -> Actor:
    return Actor(person=name, known_by=KnownBy.SIGN_IN)


LI, CHU, ZONG, QIN = map(person, ("li", "chu", "zong", "qin"))
"""Editor, reviewer and chief of the province; editor of a city."""


def picture(colour: str = "#336699", size: tuple[int, int] = (900, 383)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()


@dataclass
class Library:
    """The library of the province."""

    now: datetime = NOW

    def sent(self, body: bytes, name: str = "图.png", by: Actor = LI) -> str:
        return material_files.keep(body, name, by=by, now=self.now).key

    def add(
        self,
        title: str = "办税大厅",
        body: bytes | None = None,
        *,
        unit: str = "sheng",
        by: Actor = LI,
        **text: object,
    ) -> Material:
        written = MaterialText.model_validate({"title": title, **text})
        key = self.sent(body or picture(), by=by)
        return materials.add(unit, MaterialKind.PICTURE, written, file=key, by=by, now=self.now)

    def article(
        self, one: Material, *, unit: str = "sheng", by: Actor = LI, title: str = "征期提示"
    ) -> StoredArticle:
        return newsroom.create_from(unit, written(one, title), by=by, now=self.now)


def written(one: Material, title: str = "征期提示") -> Written:
    file = one.latest.file
    assert file is not None
    body, cover = file.articles[0], file.articles[-1]
    return Written(
        fields={"title": title, "cover": cover}, body=f"请提前预约。\n\n![大厅]({body})\n"
    )


@pytest.fixture
def library(cloud: None) -> Library:
    for unit, parent in (("sheng", None), ("qing", "sheng"), ("bai", "sheng")):
        level = UnitLevel.CITY if parent else UnitLevel.PROVINCE
        units.store.add_unit(OrgUnit(id=unit, name=f"{unit}税务局", level=level, parent=parent))
    for name, unit, role in (
        ("li", "sheng", Role.EDITOR),
        ("chu", "sheng", Role.REVIEWER1),
        ("zong", "sheng", Role.CHIEF),
        ("qin", "qing", Role.EDITOR),
        ("bo", "bai", Role.EDITOR),
    ):
        people.add_staff(name, unit, [role], by=SYSTEM, now=NOW)
    return Library()
