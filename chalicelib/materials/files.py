"""Files of materials: straight into the bucket, then looked at and taken.

| key | body |
|---|---|
| ``materials/{sha256}.{ending}`` | a file as it came, under the name of its content |
| ``materials/small/{sha256}.jpg`` | a small picture of it |

A file stays as long as a version of a material names it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime
from pathlib import PurePath
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.errors import Field
from chalicelib.materials import store
from chalicelib.materials.content import MOST_BYTES, Content, content_of
from chalicelib.materials.errors import BadMaterialFile
from chalicelib.materials.models import MaterialFile, MaterialKind
from chalicelib.materials.thumbnail import small_picture
from chalicelib.values import Value

EDIT: Final = "materials:material:edit"
_SECONDS: Final = 900
_NAME: Final = re.compile(r"^[A-Za-z0-9_-]{20,40}$")


class MaterialTicket(Value):
    """Where and how a browser sends one file (a form of S3)."""

    upload: str
    url: str
    fields: dict[str, str]
    most: int
    """Bytes."""


def ticket(unit: str, *, by: Actor) -> MaterialTicket:
    """Permission to send one file within a quarter of an hour. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, EDIT, unit)
    name = secrets.token_urlsafe(18)
    form = objects.upload_form(_upload(by, name), most=MOST_BYTES, seconds=_SECONDS)
    return MaterialTicket(upload=name, url=form.url, fields=form.fields, most=MOST_BYTES)


def body_of(upload: str, *, by: Actor) -> bytes:
    """A file that this person has sent. Raises ``BadMaterialFile``."""
    try:
        return objects.read(_upload(by, upload))
    except CloudNotFound as error:
        raise BadMaterialFile(
            "文件没有传完，请再传一次。", fields=[Field("upload", "没有收到")]
        ) from error


def looked_at(body: bytes, name: str) -> tuple[Content, MaterialFile]:
    """A file as a value, before anything is stored. Raises ``BadMaterialFile``."""
    content = content_of(body, name)
    key = f"materials/{hashlib.sha256(body).hexdigest()}.{content.ending}"
    made = MaterialFile(
        key=key,
        name=PurePath(name).name[:120],
        kind=content.kind,
        media_type=content.media_type,
        size=len(body),
    )
    return content, made


def keep(file: MaterialFile, body: bytes, *, by: Actor, now: datetime) -> MaterialFile:
    """Store a file with a small picture of it, for this person to name within a week. Twice is once."""
    kept = file
    if file.kind is MaterialKind.PICTURE and (small := small_picture(body)):
        kept = file.model_copy(update={"thumb": f"materials/small/{file.digest}.jpg"})
        objects.write(kept.thumb, small, "image/jpeg")
    objects.write(file.key, body, file.media_type)
    store.sent(by.person, kept, now)
    return kept


def named(key: str, there: MaterialFile | None, *, by: Actor) -> MaterialFile:
    """The file of this key: one that stands already, or that this person sent. Raises ``BadMaterialFile``."""
    if there is not None and there.key == key:
        return there
    found = store.was_sent(by.person, key)
    if found is None:
        raise BadMaterialFile("文件没有上传，请再传一次。", fields=[Field("file", "没有上传")])
    return found


def link(file: MaterialFile, *, save: bool = False) -> str:
    """An address under which a browser shows or saves it, for some minutes."""
    return objects.link(file.key, save_as=file.name if save else "")


def small_link(file: MaterialFile) -> str:
    """An address of its small picture; empty: there is none."""
    return objects.link(file.thumb) if file.thumb else ""


def _upload(by: Actor, name: str) -> str:
    if not _NAME.match(name):
        raise BadMaterialFile("文件编号不对，请再传一次。", fields=[Field("upload", "编号不对")])
    return f"uploads/{by.person}/{name}"
