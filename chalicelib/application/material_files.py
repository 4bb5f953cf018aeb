"""A file that becomes a material, and a material that goes into an article: the library and the newsroom joined."""

from __future__ import annotations

from datetime import datetime

from chalicelib import materials, newsroom, people
from chalicelib.actor import Actor
from chalicelib.cloud import objects
from chalicelib.errors import Field
from chalicelib.materials import (
    BadMaterial,
    MaterialFile,
    MaterialKind,
    MaterialNotUsable,
    UnknownMaterial,
)
from chalicelib.newsroom import ArticleKind
from chalicelib.values import Value


class TakenMaterial(Value):
    """A material as an article holds it."""

    key: str
    """Object key of the file; empty for a passage."""
    url: str
    """Opens for some minutes; empty for a passage."""
    width: int
    height: int
    text: str
    """Of a passage."""
    remark: str
    """The loss on the way, in one phrase; empty: none."""


def take(unit: str, upload: str, name: str, *, by: Actor, now: datetime) -> MaterialFile:
    """Look at a file that was sent and keep it, with what articles will hold of it.

    Raises ``BadMaterialFile``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, materials.EDIT, unit)
    return keep(materials.files.body_of(upload, by=by), name, by=by, now=now)


def keep(body: bytes, name: str, *, by: Actor, now: datetime) -> MaterialFile:
    """Keep a file for this person to name within a week. Raises ``BadMaterialFile``."""
    content, file = materials.files.looked_at(body, name)
    if content.kind is MaterialKind.PICTURE:
        file = _picture(file, body)
    elif content.kind in (MaterialKind.VIDEO, MaterialKind.AUDIO):
        file = _media(file, body)
    return materials.files.keep(file, body, by=by, now=now)


def put_into(
    material_id: str, unit: str, *, cover: bool = False, by: Actor, now: datetime, account: str = ""
) -> TakenMaterial:
    """A material for an article of a unit, if the unit may use it today.

    Raises ``UnknownMaterial``, ``MaterialNotUsable``, ``BadMaterial``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, "newsroom:article:write", unit)
    material, above = materials.get(material_id), materials.lineage(unit)
    if not materials.rules.seen_by(material, above):
        raise UnknownMaterial(material_id)
    found = materials.rules.problems(material, above, materials.rules.day_of(now), account)
    if found:
        labels = materials.labels
        said = "、".join(labels.PROBLEMS[one] for one in found)
        raise MaterialNotUsable(
            f"素材“{material.text.title}”{said}：{labels.MENDED[found[0]]}。",
            state=material.state.value,
        )
    latest = material.latest
    if latest.file is None:
        return TakenMaterial(key="", url="", width=0, height=0, text=latest.text, remark="")
    if not latest.file.articles:
        why = latest.file.remark or "这类文件只能下载，不能放进稿件"
        raise BadMaterial(f"“{material.text.title}”{why}。", fields=[Field("material", why)])
    key = latest.file.articles[-1 if cover else 0]
    return TakenMaterial(
        key=key,
        url=objects.link(key),
        width=latest.file.width,
        height=latest.file.height,
        text="",
        remark=latest.file.remark,
    )


def _picture(file: MaterialFile, body: bytes) -> MaterialFile:
    """With the picture as a body and as a cover hold it, both stored."""
    in_body = newsroom.store_picture(body)
    as_cover = newsroom.store_picture(body, cover=True)
    return file.model_copy(
        update={
            "width": as_cover.width,
            "height": as_cover.height,
            "articles": tuple(dict.fromkeys((in_body.key, as_cover.key))),
            "remark": as_cover.remark,
        }
    )


def _media(file: MaterialFile, body: bytes) -> MaterialFile:
    """With the key under which an article holds it; a file that WeChat refuses is kept with the reason."""
    kind = ArticleKind.VIDEO if file.kind is MaterialKind.VIDEO else ArticleKind.AUDIO
    try:
        key = newsroom.store_media(body, kind).key
    except newsroom.UnreadableFile as error:
        problem = error.fields[0].problem
        return file.model_copy(update={"remark": f"不能作为微信音视频发送：{problem}"[:120]})
    return file.model_copy(update={"articles": (key,)})
