"""Screenshots and papers that are evidence of a finding, or proof that it was put right.

| key | body |
|---|---|
| ``inspection-evidence/{unit}/{digest}.{ending}`` | a picture or PDF, as somebody gave it |

A finding names one as ``file:{unit}/{digest}.{ending}#{name}`` among its evidence and proofs.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple

from chalicelib import inspection, people
from chalicelib.actor import Actor
from chalicelib.cloud import objects
from chalicelib.errors import Field, Invalid, NotFound
from chalicelib.inspection import Finding

READ: Final = "inspection:finding:read"
MOST_BYTES: Final = 4 * 1024 * 1024
_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"%PDF-", "pdf", "application/pdf"),
)
_NO_DIGITS: Final = str.maketrans("0123456789", "ghijklmnop")
"""A finding's texts are masked where digits look like somebody's number: its own names hold none."""
_REF: Final = re.compile(r"file:([a-z0-9-]+/[a-p]+\.(?:png|jpg|pdf))#(.+)")


class Kept(NamedTuple):
    """A file that can be named in a finding."""

    ref: str
    name: str


class UnknownFile(NotFound):
    """The finding names no such file."""

    def __init__(self) -> None:
        super().__init__("这个问题没有这份文件。")


def keep(unit: str, name: str, body: bytes, *, by: Actor) -> Kept:
    """Keep a file for a finding of a unit; the same one twice is one. It is seen once a step of a finding names it.

    Raises ``Invalid`` or ``PermissionDenied``.
    """
    people.require(by, READ, unit)
    kind = next(((end, mime) for sign, end, mime in _KINDS if body.startswith(sign)), None)
    if kind is None:
        raise Invalid("只收 PNG、JPEG 图片和 PDF。", fields=[Field("file", "格式不对")])
    if len(body) > MOST_BYTES:
        raise Invalid("文件太大，最多 4 MB。", fields=[Field("file", "太大")])
    digest = hashlib.sha256(body).hexdigest()[:24].translate(_NO_DIGITS)
    place = f"{unit}/{digest}.{kind[0]}"
    objects.write(_key(place), body, kind[1])
    plain = re.sub(r"[\r\n#]+", " ", name).strip()[:80] or "文件"
    return Kept(f"file:{place}#{plain}", plain)


def link_for(finding_id: str, ref: str, *, by: Actor) -> tuple[str, str]:
    """Name and address of a file of a finding, for some minutes.

    Raises ``UnknownFinding``, ``UnknownFile`` or ``PermissionDenied``.
    """
    finding = inspection.get(finding_id)
    people.require(by, READ, finding.unit)
    found = _REF.fullmatch(ref) if ref in _named(finding) else None
    # What somebody typed into a finding of one unit opens no file of another.
    if found is None or found[1].split("/")[0] not in finding.lineage:
        raise UnknownFile
    return found[2], objects.link(_key(found[1]), save_as=found[2])


def _named(finding: Finding) -> tuple[str, ...]:
    return (*finding.evidence, *finding.proofs)


def _key(place: str) -> str:
    return f"inspection-evidence/{place}"
