"""A unit with the people who write and review there, and an article of theirs."""

from __future__ import annotations

import hashlib
import struct
import zlib
from datetime import UTC, datetime

from chalicelib import newsroom, people, units
from chalicelib.actor import local
from chalicelib.newsroom import Article, Composed, Picture, StoredArticle
from chalicelib.people import Role
from chalicelib.units import UnitLevel

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def png(width: int, height: int) -> bytes:
    """A grey picture of that size, in pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


PNG = png(900, 383)
STAFF = {
    "li": [Role.EDITOR],
    "wang": [Role.EDITOR],
    "chu": [Role.REVIEWER1],
    "fu": [Role.REVIEWER2],
    "zhong": [Role.REVIEWER3],
    "zongbian": [Role.CHIEF],
    "fuzong": [Role.CHIEF],
}


def add_unit(unit: str = "province", parent: str | None = None) -> None:
    """A unit; its people hold no roles yet."""
    level = UnitLevel.PROVINCE if parent is None else UnitLevel.CITY
    units.add_unit(
        unit, name="云岭省税务局" if parent is None else "青溪市税务局", level=level, parent=parent
    )


def newsroom_of(unit: str = "province") -> None:
    """A unit with everybody whom a review needs."""
    try:
        units.lineage(unit)
    except units.UnknownUnit:
        add_unit(unit)
    for person, roles in STAFF.items():
        people.add_staff(person, unit, roles, by=local("ops"), now=NOW)


def composed(
    title: str = "办税服务厅开放时间", body: str = "工作日九点开门，十七点关门。"
) -> Composed:
    """An editor's file, composed."""
    name = hashlib.sha256(PNG).hexdigest()
    cover = Picture(key=f"articles/pictures/{name}.png", media_type="image/png", size=len(PNG))
    article = Article(title=title, html=f"<section><p>{body}</p></section>", cover=cover)
    return Composed(article, {cover.key: PNG})


def an_article(unit: str = "province", by: str = "li", **text: str) -> StoredArticle:
    """A draft of one of the unit's editors."""
    return newsroom.create(composed(**text), unit=unit, by=local(by), now=NOW)


def approved_article(unit: str = "province", by: str = "li", **text: str) -> StoredArticle:
    """An article that has been through all three stages; the unit needs ``newsroom_of`` first."""
    made = an_article(unit, by, **text)
    newsroom.submit(made.id, by=local(by), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(made.id, by=local(person), now=NOW)
    return newsroom.get_article(made.id)
