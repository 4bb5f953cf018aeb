"""Chain, entries and anchors held against each other. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib.audit.chain.anchoring import ReadAnchor, key_of
from chalicelib.audit.chain.digests import canonical, holds
from chalicelib.audit.chain.models import Anchor, Finding, Head, Kind, Seal, StoredLink
from chalicelib.clock import shown
from chalicelib.cloud.items import Item

LATE: Final = timedelta(hours=1)
"""An entry that says so much less than the stream noted was written later than it says."""


class Trusted(NamedTuple):
    """A place of the chain up to which everything held."""

    number: int = 0
    hash: str = ""
    entries: int = 0


def check_link(stored: StoredLink, before: Trusted) -> tuple[Trusted, list[Finding]]:
    """One link against the one before it; the place behind it, and what is wrong."""
    what = f"链环 {stored.number}"
    found = [
        Finding(kind=Kind.LINK_MISSING, what=f"链环 {number}")
        for number in _few(before.number + 1, stored.number)
    ]
    link = stored.link
    if link is None or not _own(stored):
        found.append(Finding(kind=Kind.LINK_CHANGED, what=what))
    elif not found and link.previous != before.hash:
        detail = f"链环 {before.number} 改动后重算过，或这一环是换上的"
        found.append(Finding(kind=Kind.LINK_BROKEN, what=what, detail=detail))
    elif not found and link.count != before.entries + len(link.entries):
        found.append(Finding(kind=Kind.LINK_CHANGED, what=what, detail="条数不符"))
    count = link.count if link is not None else before.entries
    return Trusted(stored.number, stored.hash, count), found


def check_entry(seal: Seal, item: Item | None) -> Finding | None:
    """One entry against what the chain holds of it."""
    what = f"{seal.pk} {seal.sk}"
    if item is None:
        return Finding(
            kind=Kind.ENTRY_MISSING, what=what, unit=seal.unit, detail=f"写于 {shown(seal.noted)}"
        )
    if not holds(seal.digest, canonical(item)):
        return Finding(
            kind=Kind.ENTRY_CHANGED, what=what, unit=seal.unit, detail=f"现在写着：{told(item)}"
        )
    at = time_of(item)
    if not seal.old and at is not None and seal.noted - at > LATE:
        detail = f"写着 {shown(at)}，实际写入 {shown(seal.noted)}：{told(item)}"
        return Finding(kind=Kind.ENTRY_LATE, what=what, unit=seal.unit, detail=detail)
    return None


def inserted(item: Item) -> Finding:
    """An entry that no link holds."""
    return Finding(
        kind=Kind.ENTRY_INSERTED,
        what=f"{item['pk']} {item['sk']}",
        unit=str(item.get("gsi1pk", "")).removeprefix("AUDIT#"),
        detail=told(item),
    )


def check_end(head: Head | None, last: Trusted) -> list[Finding]:
    """The record of the chain's end against the last link."""
    if head is None:
        gone = Finding(kind=Kind.HEAD_CHANGED, what="链尾的记录", detail="没有了")
        return [gone] if last.number else []
    if head.number > last.number:
        detail = f"应到链环 {head.number}，只到 {last.number}"
        return [Finding(kind=Kind.END_CUT, what=f"链环 {last.number + 1}", detail=detail)]
    if (head.number, head.hash, head.count) != last:
        return [
            Finding(kind=Kind.HEAD_CHANGED, what="链尾的记录", detail=f"记着链环 {head.number}")
        ]
    return []


def check_anchor(read: ReadAnchor, before: ReadAnchor | None) -> list[Finding]:
    """One anchor in itself, and against the one before it (None: this is the first that is looked at)."""
    found: list[Finding] = []
    if read.later:
        detail = f"有 {read.later} 个后来的版本；按最早的版本核对"
        found.append(Finding(kind=Kind.ANCHOR_CHANGED, what=read.key, detail=detail))
    if read.anchor is None:
        return [*found, Finding(kind=Kind.ANCHOR_CHANGED, what=read.key, detail="读不出来")]
    if key_of(read.anchor) != read.key:
        found.append(Finding(kind=Kind.ANCHOR_CHANGED, what=read.key, detail="内容与名称不符"))
    if read.mode != "COMPLIANCE":
        found.append(Finding(kind=Kind.ANCHOR_OPEN, what=read.key))
    if before is not None and before.anchor is not None:
        found += _follows(read.anchor, read.key, before)
    return found


def gone(previous: str, key: str) -> Finding:
    """The anchor before the first one that is there."""
    return Finding(kind=Kind.ANCHOR_MISSING, what=previous, detail=f"应在 {key} 之前")


def check_last_anchor(head: Head | None, last: ReadAnchor | None) -> list[Finding]:
    """The last anchor against the record of the chain's end."""
    said = head.anchored if head else None
    if said is None:
        return []
    if last is None or last.key < said.key:
        return [Finding(kind=Kind.ANCHOR_MISSING, what=said.key)]
    if last.key == said.key and not holds(said.digest, last.body):
        return [Finding(kind=Kind.ANCHOR_CHANGED, what=said.key)]
    return []


def against_link(read: ReadAnchor, stored: StoredLink) -> list[Finding]:
    """An anchor against the link of its number."""
    made = read.anchor
    count = stored.link.count if stored.link else 0
    if made is None or (made.hash, made.count) == (stored.hash, count):
        return []
    detail = f"链环 {made.number} 或它以前的在 {shown(made.at)} 之后重算过"
    return [Finding(kind=Kind.ANCHOR_DIFFERS, what=read.key, detail=detail)]


def beyond(anchors: Iterable[ReadAnchor], last: int) -> Iterator[Finding]:
    """Anchors of links that are gone."""
    for one in anchors:
        if one.anchor is not None and one.anchor.number > last:
            detail = f"锚点记着链环 {one.anchor.number}，链只到 {last}"
            yield Finding(kind=Kind.END_CUT, what=one.key, detail=detail)


def trusted(read: ReadAnchor) -> Trusted:
    """The place of the chain that an anchor vouches for."""
    made = read.anchor
    return Trusted(made.number, made.hash, made.count) if made else Trusted()


def time_of(item: Item) -> datetime | None:
    """The time that an entry names."""
    try:
        at = datetime.fromisoformat(json.loads(str(item["doc"]))["at"])
    except (KeyError, TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def told(item: Item) -> str:
    """An entry in a line: time, person, action, thing. Nothing else of it, which may be personal."""
    try:
        doc = json.loads(str(item["doc"]))
        parts = [doc.get("at", ""), doc.get("by", ""), doc.get("action", ""), doc.get("object", "")]
    except (KeyError, TypeError, ValueError, AttributeError):
        return "读不出来"
    return " ".join(str(one) for one in parts if one)[:200]


def _follows(made: Anchor, key: str, before: ReadAnchor) -> list[Finding]:
    if made.previous != before.key:
        return [gone(made.previous or "（第一个）", key)]
    if not holds(made.previous_digest, before.body):
        return [Finding(kind=Kind.ANCHOR_CHANGED, what=before.key)]
    return []


def _own(stored: StoredLink) -> bool:
    """Whether a link is what its own hash and key say."""
    link = stored.link
    return (
        link is not None
        and link.number == stored.number
        and stored.hash.startswith(f"{link.algorithm.value}:")
        and holds(stored.hash, stored.doc.encode())
    )


def _few(first: int, end: int) -> Iterator[int]:
    """The first of many numbers that are missing, and their last."""
    numbers = range(first, end)
    yield from numbers if len(numbers) <= 20 else (*numbers[:19], numbers[-1])
