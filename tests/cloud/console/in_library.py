"""A library in the city: passages, a picture that ends soon and one whose right has ended, one that is retired."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import materials
from chalicelib.actor import local
from chalicelib.application import material_files
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import objects
from chalicelib.materials import (
    Licence,
    LicenceKind,
    Material,
    MaterialKind,
    MaterialScope,
    MaterialText,
)
from chalicelib.people import Role
from tests.cloud.console.world import person_of
from tests.cloud.newsroom.people import PNG, png

EDITOR = local("li")
UPLOAD = "m" * 24


def fill(unit: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    first, gone = (_passage(unit, f"{mark}{title}") for title in ("提示语", "旧提示语"))
    materials.retire(gone.id, f"{mark}合同终止", by=EDITOR, now=now)
    pictures = [_picture(unit, f"{mark}大厅", 3), _picture(unit, f"{mark}旧大厅", -3)]
    for role in Role:
        objects.write(f"uploads/{person_of(role)}/{UPLOAD}", PNG, "image/png")
    return {
        "material_id": first.id,
        "material_version": str(first.version),
        "retired_material": gone.id,
        "picture_material": pictures[0].id,
        "expired_material": pictures[1].id,
        "upload": UPLOAD,
    }


def _passage(unit: str, title: str) -> Material:
    return materials.add(
        unit,
        MaterialKind.TEXT,
        MaterialText(title=title),
        passage=f"{title}：请预约。",
        by=EDITOR,
        now=utc_now(),
    )


def _picture(unit: str, title: str, days: int) -> Material:
    now = utc_now()
    ends = (now + timedelta(days=days)).astimezone(SHANGHAI).date()
    licence = Licence(kind=LicenceKind.BOUGHT, by=f"{title}图片社", until=ends)
    file = material_files.keep(png(900, 383 + days), f"{title}.png", by=EDITOR, now=now)
    text = MaterialText(
        title=title,
        description=f"{title}正门全景，雨天也能用。",
        tags=(title[:12], "实景"),
        matter="办税服务",
        licence=licence,
        scope=MaterialScope(accounts=(unit,)),
    )
    return materials.add(unit, MaterialKind.PICTURE, text, file=file.key, by=EDITOR, now=now)
