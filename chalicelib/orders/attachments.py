"""Files of orders and reports: straight into the bucket, then checked and taken (docs/decisions/0146).

| key | body |
|---|---|
| ``orders/{digest}.{kind}`` | an attachment of an order or a report, under the name of its content |
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.errors import Field
from chalicelib.orders import logged
from chalicelib.orders.errors import BadFile
from chalicelib.orders.models import OrderFile
from chalicelib.values import Value

MOST_BYTES: Final = 20 * 1024 * 1024
_SECONDS: Final = 600
_KEPT: Final = timedelta(days=7)
_NAME: Final = re.compile(r"^[A-Za-z0-9_-]{20,40}$")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
BEGINS: Final[dict[str, tuple[bytes, str]]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "ofd": (_ZIP, "application/ofd"),
    "doc": (_OLE, "application/msword"),
    "xls": (_OLE, "application/vnd.ms-excel"),
    "wps": (_OLE, "application/vnd.ms-works"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "gif": (b"GIF8", "image/gif"),
    "txt": (b"", "text/plain; charset=utf-8"),
}
"""Kind of file → how it begins, and its media type."""
_ALIASES: Final = {"jpeg": "jpg", "et": "xls"}


class FileTicket(Value):
    """Where and how a browser sends one file (a form of S3)."""

    upload: str
    url: str
    fields: dict[str, str]
    most: int
    """Bytes."""


def ticket(unit: str, *, by: Actor) -> FileTicket:
    """Permission to send one file within ten minutes, for who drafts or answers orders in a unit.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    _require(by, unit)
    name = secrets.token_urlsafe(18)
    form = objects.upload_form(_upload(by, name), most=MOST_BYTES, seconds=_SECONDS)
    return FileTicket(upload=name, url=form.url, fields=form.fields, most=MOST_BYTES)


def take(unit: str, upload: str, name: str, *, by: Actor, now: datetime) -> OrderFile:
    """Check a file that was sent and keep it. Raises ``BadFile``, ``PermissionDenied`` or ``UnknownUnit``."""
    _require(by, unit)
    try:
        body = objects.read(_upload(by, upload))
    except CloudNotFound as error:
        raise BadFile("文件没有传完，请再传一次。", fields=[Field("upload", "没有收到")]) from error
    return keep(body, name, by=by, now=now)


def keep(body: bytes, name: str, *, by: Actor, now: datetime) -> OrderFile:
    """Keep a file under the name of its content, for this person to attach within a week. Raises ``BadFile``."""
    kind = checked(body, name)
    key = f"orders/{hashlib.sha256(body).hexdigest()[:40]}.{kind}"
    made = OrderFile(key=key, name=PurePath(name).name[:120], kind=kind, size=len(body))
    objects.write(key, body, BEGINS[kind][1])
    table.put(
        {
            "pk": f"ORDERFILES#{by.person}",
            "sk": key,
            "doc": made.model_dump_json(),
            "expires_at": int((now + _KEPT).timestamp()),
        }
    )
    return made


def checked(body: bytes, name: str) -> str:
    """The kind of a file, by its name and its first bytes. Raises ``BadFile``. Pure."""
    ending = PurePath(name).suffix.lstrip(".").lower()
    kind = _ALIASES.get(ending, ending)
    if kind not in BEGINS:
        kinds = "、".join(BEGINS)
        raise BadFile(f"不收这种文件，可以是：{kinds}。", fields=[Field("name", "类型不收")])
    if not body or len(body) > MOST_BYTES:
        problem = "是空的" if not body else f"超过 {MOST_BYTES // 1024 // 1024} MB"
        raise BadFile(f"文件{problem}。", fields=[Field("upload", problem)])
    if not body.startswith(BEGINS[kind][0]) or (kind == "txt" and b"\0" in body):
        raise BadFile(
            f"文件“{PurePath(name).name[:60]}”的内容不是 {kind}。",
            fields=[Field("upload", "内容与类型不符")],
        )
    return kind


def check(
    wanted: Iterable[OrderFile], there: Iterable[OrderFile], *, by: Actor, now: datetime
) -> None:
    """Raises ``BadFile`` where somebody attaches what neither they have sent nor was attached before."""
    known = set(there)
    for one in wanted:
        if one in known:
            continue
        item = table.get(f"ORDERFILES#{by.person}", one.key)
        if item is None or OrderFile.model_validate_json(str(item["doc"])) != one:
            raise BadFile(
                f"附件“{one.name}”没有上传，请再传一次。", fields=[Field("attachments", "没有上传")]
            )


def link(one: OrderFile) -> str:
    """An address under which a browser saves it, for some minutes."""
    return objects.link(one.key, save_as=one.name)


def _require(by: Actor, unit: str) -> None:
    # Who may draft may answer, too: one permission decides.
    people.require(by, logged.ANSWER, unit)


def _upload(by: Actor, name: str) -> str:
    if not _NAME.match(name):
        raise BadFile("文件编号不对，请再传一次。", fields=[Field("upload", "编号不对")])
    return f"uploads/{by.person}/{name}"
