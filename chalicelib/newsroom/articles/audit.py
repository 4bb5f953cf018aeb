"""The log (操作记录): who did what to which revision, when. Entries are added, never changed.

| pk | sk | attributes |
|---|---|---|
| ``ARTICLE#{id}`` | ``L#{version:06d}`` | ``doc`` (Entry); in ``GSI1`` by ``AUDIT#{unit}`` and time |
| ``AUDIT#{unit}`` | ``L#{time}#{random}`` | the same, for what concerns no article: staff, workflow |

An article's entry is written in the transaction that makes the change, under the number of the version that it
made: a change without an entry, an entry without a change, or two entries for one change cannot be.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.cloud import table

_LAST: Final = "9"
"""Later than every time."""


class Entry(BaseModel):
    """One line of the log."""

    model_config = ConfigDict(frozen=True)

    unit: str
    article: str = ""
    """Empty where no article is concerned."""
    revision: int | None = None
    action: str
    by: str
    at: AwareDatetime
    state: str = ""
    """Of the article, afterwards."""
    stage: str = ""
    """Of the review that was decided."""
    emergency: bool = False
    note: str = ""
    previous: str = ""
    """SHA-256 of the article's entry before this one."""


def digest(entry: Entry) -> str:
    """What the next entry names this one by."""
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()


def article_entry(entry: Entry, version: int) -> table.Action:
    """The write of an article's entry, as part of the transaction that makes ``version``."""
    item = {"pk": f"ARTICLE#{entry.article}", "sk": f"L#{version:06d}", **_rest(entry)}
    return table.put_action(item, only_new=True)


def unit_entry(entry: Entry) -> table.Action:
    """The write of an entry that concerns no article, as part of the change's transaction."""
    sk = f"L#{_stamp(entry.at)}#{secrets.token_hex(4)}"
    return table.put_action({"pk": f"AUDIT#{entry.unit}", "sk": sk, **_rest(entry)}, only_new=True)


def of_article(article_id: str) -> Iterator[Entry]:
    """Everything that was done to an article, oldest first."""
    found = table.query(f"ARTICLE#{article_id}", "L#", consistent=True)
    return (_entry(item) for item in found)


def of_unit(unit: str, since: datetime | None = None) -> Iterator[Entry]:
    """Everything that was done in a unit since then, oldest first; seen there a moment after it happened."""
    start = None if since is None else _stamp(since)
    return (_entry(item) for item in table.due(f"AUDIT#{unit}", _LAST, since=start))


def unbroken(entries: list[Entry]) -> bool:
    """Whether each entry of an article names the one before it."""
    before = ["", *(digest(entry) for entry in entries)]
    return all(entry.previous == expected for entry, expected in zip(entries, before, strict=False))


def _rest(entry: Entry) -> table.Item:
    return {
        "doc": entry.model_dump_json(),
        "gsi1pk": f"AUDIT#{entry.unit}",
        "gsi1sk": f"{_stamp(entry.at)}#{entry.article}",
    }


def _entry(item: table.Item) -> Entry:
    return Entry.model_validate_json(str(item["doc"]))


def _stamp(at: datetime) -> str:
    """A time as text that sorts: UTC, always the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
