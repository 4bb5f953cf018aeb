"""Contents of versions that this process has read: they never change, and pages ask for the same two again and again."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple

from chalicelib.knowledge.models import FaqEntry, Knowledge, KnowledgeVersion
from chalicelib.knowledge.versions import store

MOST: Final = 30_000
"""Entries and documents that are held in all: some 150 MB where they are long."""


class _Key(NamedTuple):
    account: str
    version: int
    at: datetime
    """An account that was removed and added again begins at 1 again."""


_held: dict[_Key, Knowledge] = {}
_one = Lock()


def content(account_id: str, version: KnowledgeVersion) -> Knowledge:
    """The content of a version. Raises ``NoSuchVersion``."""
    key = _Key(account_id, version.version, version.at)
    with _one:
        found = _held.pop(key, None)
        if found is not None:
            _held[key] = found  # the last one asked for goes last
            return found
    read = store.read(account_id, version.version)
    with _one:
        kept = next((one for at, one in reversed(_held.items()) if at.account == account_id), None)
        found = _sharing(read, kept) if kept else read
        _held[key] = found
        while len(_held) > 1 and sum(map(_size, _held.values())) > MOST:
            del _held[next(iter(_held))]
    return found


def forget() -> None:
    """Drop what is held (tests)."""
    with _one:
        _held.clear()


def _sharing(read: Knowledge, kept: Knowledge) -> Knowledge:
    """The same content, with the entries of another version where they are equal: held once, and compared at a glance."""
    known = {one.id: one for one in kept.entries}

    def shared(one: FaqEntry) -> FaqEntry:
        other = known.get(one.id)
        return other if other is not None and other == one else one

    return read.model_copy(update={"entries": tuple(shared(one) for one in read.entries)})


def _size(known: Knowledge) -> int:
    return len(known.entries) + len(known.policies)
