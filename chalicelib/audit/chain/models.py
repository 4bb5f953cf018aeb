"""Seals, links, anchors, and what a verification finds. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib.audit.chain.digests import Algorithm
from chalicelib.values import Value

MOST: Final = 98
"""Entries of one link: a transaction takes a hundred writes, two of them for the link and the end of the chain."""


class Seal(Value):
    """What the chain holds of one entry."""

    pk: str
    sk: str
    unit: str
    digest: str
    """Of the entry's item, with all its attributes."""
    noted: AwareDatetime
    """When the stream noted the entry: the same at every try."""
    old: bool = False
    """Whether it was taken in later by a person: ``noted`` says when, and the time before is on the entry's own word."""


class Link(Value):
    """One link: some entries, and the hash of the link before."""

    number: int
    """From 1, without a gap."""
    at: AwareDatetime
    algorithm: Algorithm
    previous: str
    """Hash of the link before; empty in the first one."""
    count: int
    """Entries in all links so far, this one included."""
    entries: tuple[Seal, ...]


class StoredLink(Value):
    """A link as it lies in the table: the hash is over ``doc`` just as it stands there."""

    number: int
    """As its key says."""
    link: Link | None
    """None where ``doc`` cannot be read."""
    doc: str
    hash: str


class Anchor(Value):
    """The end of the chain at one time, as it lies under Object Lock."""

    number: int
    hash: str
    count: int
    at: AwareDatetime
    previous: str = ""
    """Key of the anchor before."""
    previous_digest: str = ""
    """Digest of the bytes of the anchor before."""


class Anchored(Value):
    """An anchor and where it lies."""

    key: str
    digest: str
    number: int
    at: AwareDatetime


class Head(Value):
    """The end of the chain."""

    version: int = 0
    """Of this record: every write asks for the one that it read."""
    number: int
    hash: str
    count: int
    begun_at: AwareDatetime
    at: AwareDatetime
    """Of the last link."""
    algorithm: Algorithm
    due_at: AwareDatetime
    """When the next anchor is due."""
    anchoring: Anchor | None = None
    """An anchor that was begun."""
    anchored: Anchored | None = None
    """The last one."""
    taken_in: bool = False
    """Whether the entries before the chain were taken in: from then on one that is missing from it was inserted."""


class Kind(StrEnum):
    """What can be wrong."""

    LINK_CHANGED = "link_changed"
    LINK_MISSING = "link_missing"
    LINK_BROKEN = "link_broken"
    END_CUT = "end_cut"
    HEAD_CHANGED = "head_changed"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_MISSING = "entry_missing"
    ENTRY_INSERTED = "entry_inserted"
    ENTRY_TWICE = "entry_twice"
    ENTRY_LATE = "entry_late"
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_CHANGED = "anchor_changed"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_OPEN = "anchor_open"
    SEEN_CHANGED = "seen_changed"
    SEEN_REMOVED = "seen_removed"


KIND_NAMES: Final = {
    Kind.LINK_CHANGED: "链环被改动",
    Kind.LINK_MISSING: "链环缺失",
    Kind.LINK_BROKEN: "链环与前一环不衔接",
    Kind.END_CUT: "链尾被截断",
    Kind.HEAD_CHANGED: "链尾的记录与链不符",
    Kind.ENTRY_CHANGED: "条目被改动",
    Kind.ENTRY_MISSING: "条目被删除",
    Kind.ENTRY_INSERTED: "条目不在链中（插入的）",
    Kind.ENTRY_TWICE: "条目在链中出现两次",
    Kind.ENTRY_LATE: "条目写的时间早于实际写入",
    Kind.ANCHOR_DIFFERS: "链与锚点不符",
    Kind.ANCHOR_CHANGED: "锚点被改动",
    Kind.ANCHOR_MISSING: "锚点缺失",
    Kind.ANCHOR_OPEN: "锚点没有对象锁保护",
    Kind.SEEN_CHANGED: "改动当时已发现",
    Kind.SEEN_REMOVED: "删除当时已发现",
}
NOTICES: Final = frozenset({Kind.ENTRY_LATE, Kind.ANCHOR_OPEN})
"""What a person looks at, and no proof of tampering."""


class Finding(Value):
    """One thing that is wrong, by name."""

    kind: Kind
    what: str
    """Key of the entry, number of the link, key of the anchor."""
    unit: str = ""
    detail: str = ""
    at: AwareDatetime | None = None
    """When it was seen, where the stream saw it."""


class Verification(Value):
    """What one verification looked at, and found."""

    at: AwareDatetime
    by: str
    unit: str = ""
    """Empty: all units."""
    since: AwareDatetime | None = None
    first: int = 0
    last: int = 0
    """The links that were looked at."""
    until: AwareDatetime | None = None
    """When the last of them was made."""
    links: int = 0
    entries: int = 0
    anchors: int = 0
    waiting: int = 0
    """Entries that wait for their link."""
    before: int = 0
    """Entries from before the chain."""
    findings: tuple[Finding, ...] = ()
    """The first of them."""
    found: int = 0
    notices: int = 0

    @property
    def passed(self) -> bool:
        """Whether nothing was found but notices."""
        return self.found == self.notices
