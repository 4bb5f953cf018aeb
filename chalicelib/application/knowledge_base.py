"""The knowledge base (知识库) as people look at it and change it, entry by entry."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from chalicelib import knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.entry_text import EntryText
from chalicelib.errors import Conflict
from chalicelib.knowledge import FaqEntry, FaqStatus, Knowledge, KnowledgeVersion, Standing
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "knowledge:entry:read"
EDIT: Final = "knowledge:entry:edit"
MANY: Final = 2000
"""Entries from which no request compiles them or compares them all with each other: a job does."""
SOON: Final = timedelta(days=30)
"""An entry that ends so soon is due for a look."""


class Validity(StrEnum):
    """Which entries are looked for by their time."""

    ANY = ""
    HOLDS = "holds"
    DUE = "due"
    EXPIRED = "expired"


class Wanted(Value):
    """Which entries a list has."""

    words: str = ""
    state: FaqStatus | None = None
    owner: str = ""
    audience: str = ""
    validity: Validity = Validity.ANY


class Listing(NamedTuple):
    """The entries that were looked for, and what there is to choose among."""

    rows: Sequence[knowledge.versions.Listed]
    version: int
    states: Counter[FaqStatus]
    owners: list[str]
    audiences: list[str]
    deeds: tuple[Deed, ...]


def mark_of(entry: FaqEntry | None) -> int:
    """Tells one content of an entry from another; 0 for none. For ``If-Match``."""
    if entry is None:
        return 0
    return int(hashlib.sha256(entry.model_dump_json().encode()).hexdigest()[:12], 16)


def entries_for(account_id: str, wanted: Wanted, *, by: Actor, now: datetime) -> Listing:
    """The entries of the working version that are ``wanted``. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    every = _every(account_id)
    return Listing(
        rows=every.listed if wanted == Wanted() else every.wanted(wanted, now),
        version=every.shown.number,
        states=every.states,
        owners=every.owners,
        audiences=every.audiences,
        deeds=deeds(
            people.permissions_of(by, account.unit),
            {"add": ("新增问答", EDIT), "import": ("导入", EDIT)},
        ),
    )


def add_entry(account_id: str, text: EntryText, *, by: Actor, now: datetime) -> FaqEntry:
    """Make a draft version with one more entry. Raises ``BadEntry``, ``EntryExists`` and like ``versions.edit``."""
    account_for(by, EDIT, account_id)
    new = knowledge.files.entry_of(text.cells())

    def change(known: Knowledge) -> Knowledge:
        after = knowledge.versions.with_entries(known, [new], replace=False)
        if len(after.entries) == len(known.entries):
            raise EntryExists(new.question)
        return after

    knowledge.versions.edit(account_id, change, by=by, source="faq add", now=now)
    return new


def save_entry(
    account_id: str,
    entry_id: str,
    text: EntryText,
    *,
    seen: int,
    by: Actor,
    now: datetime,
    source: str = "faq edit",
) -> KnowledgeVersion | None:
    """Make a draft version with an entry as it was typed; None where nothing changes.

    ``seen`` is the mark of the content that was edited. Raises ``Conflict`` where it is another one by now,
    ``NoSuchEntry``, ``BadEntry`` and like ``versions.edit``.
    """
    account_for(by, EDIT, account_id)

    def change(known: Knowledge) -> Knowledge:
        before = knowledge.versions.entry(known, entry_id)
        require_same(before, seen)
        after = edited(before, text)
        return knowledge.versions.with_entries(known, [after], replace=False)

    return knowledge.versions.edit(account_id, change, by=by, source=source, now=now)


def edited(before: FaqEntry, text: EntryText) -> FaqEntry:
    """An entry as it was typed over what it was. Raises ``BadEntry``."""
    cells = text.cells()
    if before.standing is Standing.DRAFT and text.standing == "draft" and text.answer.strip():
        # Who writes the answer of a draft means it to be given.
        del cells["standing"]
    return knowledge.versions.edited(before, cells, drop_variants=before.variants)


def set_standing(
    account_id: str, entry_id: str, standing: Standing, *, by: Actor, now: datetime
) -> KnowledgeVersion | None:
    """Make a draft version in which an entry is retired, or in use again. Raises like ``save_entry``."""
    account_for(by, EDIT, account_id)
    cells = {"standing": knowledge.labels.STANDING_NAMES[standing]}
    source = "faq retire" if standing is Standing.RETIRED else "faq edit"
    return knowledge.versions.edit_entry(account_id, entry_id, cells, by=by, now=now, source=source)


def require_same(before: FaqEntry | None, seen: int) -> None:
    """Raises ``Conflict`` where an entry is not what the editor saw."""
    if mark_of(before) != seen:
        raise Conflict("刚刚有人改过这条问答，您的修改还没有保存。请对照后再保存。")


class EntryExists(knowledge.KnowledgeError, Conflict):
    """An entry that asks just this is there already; a new one would replace it."""

    def __init__(self, question: str) -> None:
        super().__init__(f"已有问答“{question}”，没有保存。请修改那一条。")


class _Every:
    """All entries of a version beside those in force, with what lists look for: made once for two contents."""

    def __init__(
        self,
        account_id: str,
        shown: knowledge.versions.Edition,
        released: knowledge.versions.Edition,
    ) -> None:
        self.shown, self.released = shown, released
        self.listed: list[knowledge.versions.Listed] = knowledge.versions.listed(account_id, shown)
        self.states = Counter(one.status for one in self.listed)
        entries = shown.knowledge.entries
        self.owners = sorted({one.owner for one in entries if one.owner})
        self.audiences = sorted({one.audience for one in entries if one.audience})

    def holds(
        self, shown: knowledge.versions.Edition, released: knowledge.versions.Edition
    ) -> bool:
        """Whether it is still the same: contents never change, a version's state does."""
        return (
            self.shown.version == shown.version
            and self.shown.knowledge is shown.knowledge
            and self.released.knowledge is released.knowledge
        )

    def wanted(self, wanted: Wanted, now: datetime) -> list[knowledge.versions.Listed]:
        """The entries that fit."""
        words = wanted.words.casefold().split()
        return [
            one
            for one, text in zip(self.listed, self._texts, strict=True)
            if all(word in text for word in words) and _fits(one, wanted, now)
        ]

    @cached_property
    def _texts(self) -> list[str]:
        return [_searched(one.entry) for one in self.listed]


_LISTED: dict[str, _Every] = {}
_MOST_LISTED: Final = 4


def _every(account_id: str) -> _Every:
    shown, released = (
        knowledge.versions.working(account_id),
        knowledge.versions.in_force(account_id),
    )
    held = _LISTED.pop(account_id, None)
    if held is None or not held.holds(shown, released):
        held = _Every(account_id, shown, released)
    _LISTED[account_id] = held  # the last one asked for goes last
    while len(_LISTED) > _MOST_LISTED:
        del _LISTED[next(iter(_LISTED))]
    return held


def _fits(one: knowledge.versions.Listed, wanted: Wanted, now: datetime) -> bool:
    entry = one.entry
    return (
        (wanted.state is None or one.status is wanted.state)
        and (not wanted.owner or entry.owner == wanted.owner)
        and (not wanted.audience or entry.audience == wanted.audience)
        and (wanted.validity is Validity.ANY or wanted.validity in _validities(entry, now))
    )


def _validities(entry: FaqEntry, now: datetime) -> Iterator[Validity]:
    if entry.holds(now):
        yield Validity.HOLDS
    if entry.standing is Standing.LIVE and entry.valid_until is not None:
        if entry.valid_until <= now:
            yield Validity.EXPIRED
        elif entry.valid_until <= now + SOON:
            yield Validity.DUE


def _searched(entry: FaqEntry) -> str:
    parts: Iterable[str] = (entry.id, entry.question, *entry.variants, entry.answer)
    return "\n".join(parts).casefold()
