"""Files that a browser sends: straight into the bucket, then looked at and taken, or left to expire.

| key | body |
|---|---|
| ``uploads/{person}/{random}`` | a file on its way into an article; deleted after a day |
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.errors import Field
from chalicelib.newsroom.articles import library
from chalicelib.newsroom.errors import UnreadableFile
from chalicelib.newsroom.models import ArticleKind, Picture
from chalicelib.values import Value

MOST_BYTES: Final = 30 * 1024 * 1024
_SECONDS: Final = 600
_NAME: Final = re.compile(r"^[A-Za-z0-9_-]{20,40}$")


class Ticket(Value):
    """Where and how a browser sends one file (a form of S3)."""

    upload: str
    """Its name in the calls that follow."""
    url: str
    fields: dict[str, str]
    most: int
    """Bytes."""


class TakenPicture(Value):
    """A picture that articles can show."""

    key: str
    url: str
    """Opens for some minutes."""
    width: int
    height: int
    remark: str
    """The loss on the way, in one phrase; empty: none."""


class TakenMedia(Value):
    """A video or voice that an article can be."""

    key: str
    url: str
    """Opens for some minutes."""
    size: int
    """Bytes."""


def ticket(unit: str, *, by: Actor) -> Ticket:
    """Permission to send one file within ten minutes. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "newsroom:article:write", unit)
    name = secrets.token_urlsafe(18)
    form = objects.upload_form(_key(by, name), most=MOST_BYTES, seconds=_SECONDS)
    return Ticket(upload=name, url=form.url, fields=form.fields, most=MOST_BYTES)


def take_picture(
    unit: str, upload: str, *, cover: bool, by: Actor, now: datetime, name: str = ""
) -> TakenPicture:
    """Make an uploaded file a picture that WeChat takes: upright, without metadata, small enough; the library has it.

    Raises ``UnreadableFile``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, "newsroom:article:write", unit)
    taken = store_picture(body_of(upload, by=by), cover=cover)
    library.note(unit, [library.kept(taken.key, by, now, (taken.width, taken.height), name)])
    return taken


def take_media(unit: str, upload: str, *, kind: ArticleKind, by: Actor) -> TakenMedia:
    """Make an uploaded file the video or voice of an article. Raises ``UnreadableFile``, ``PermissionDenied``."""
    people.require(by, "newsroom:article:write", unit)
    return store_media(body_of(upload, by=by), kind)


def store_media(body: bytes, kind: ArticleKind) -> TakenMedia:
    """Store a video or voice as WeChat takes it. Raises ``UnreadableFile``."""
    from chalicelib.newsroom.composing.media import media_file

    made = media_file(body, kind)
    if isinstance(made, str):
        raise UnreadableFile(f"这个文件用不了：{made}。", fields=[Field("upload", made)])
    objects.write(made.key, body, made.media_type)
    return TakenMedia(key=made.key, url=objects.link(made.key), size=made.size)


def store_picture(body: bytes, *, cover: bool = False) -> TakenPicture:
    """Store a picture as WeChat takes it. Raises ``UnreadableFile``."""
    from chalicelib.newsroom.composing import imaging

    made = imaging.library_picture(body) if cover else imaging.body_picture(body)
    if isinstance(made, str):
        raise UnreadableFile(f"这张图片用不了：{made}。", fields=[Field("upload", made)])
    file: Picture = made.file
    objects.write(file.key, made.body, file.media_type)
    return TakenPicture(
        key=file.key,
        url=objects.link(file.key),
        width=made.width,
        height=made.height,
        remark=made.remark,
    )


def body_of(upload: str, *, by: Actor) -> bytes:
    """A file that this person has sent. Raises ``UnreadableFile``."""
    try:
        return objects.read(_key(by, upload))
    except CloudNotFound as error:
        raise UnreadableFile(
            "文件没有传完，请再传一次。", fields=[Field("upload", "没有收到")]
        ) from error


def _key(by: Actor, name: str) -> str:
    if not _NAME.match(name):
        raise UnreadableFile("文件编号不对，请再传一次。", fields=[Field("upload", "编号不对")])
    return f"uploads/{by.person}/{name}"
