"""Texts as the page sends them, and the people who send them."""

from __future__ import annotations

from typing import Any

from chalicelib import people
from chalicelib.actor import local
from chalicelib.cloud import objects
from chalicelib.newsroom import Picture
from chalicelib.people import Role
from tests.cloud.newsroom.people import NOW, PNG, add_unit, newsroom_of

COVER = Picture.of(PNG, "image/png")


def staff() -> None:
    """A province with its newsroom and an agent; a city with an editor."""
    newsroom_of("province")
    add_unit("city", "province")
    people.add_staff("zuo1", "province", [Role.AGENT], by=local("ops"), now=NOW)
    people.add_staff("qx.li", "city", [Role.EDITOR], by=local("ops"), now=NOW)
    objects.write(COVER.key, PNG, COVER.media_type)


def typed(
    title: str = "居民医保缴费指南", body: str = "登录账号就能缴。", **fields: str
) -> dict[str, Any]:
    """A text of the editor, with a cover."""
    return {"fields": {"title": title, "cover": COVER.key, **fields}, "body": body}


def new(unit: str = "province", **text: str) -> dict[str, Any]:
    """The body of a request that makes an article."""
    return {"unit": unit, "text": typed(**text)}
