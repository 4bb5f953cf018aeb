"""Items of this package. Entries are added, never changed.

| pk | sk | attributes |
|---|---|---|
| ``AUDIT#{unit}`` | ``L#{time}#{random}`` | ``doc`` (AuditEntry); in ``GSI1`` by ``AUDIT#{unit}`` and time |

An article's entries lie with the article (newsroom/articles/audit.py) and appear in the same index.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from chalicelib.actor import Actor
from chalicelib.audit.models import AuditEntry, Change
from chalicelib.cloud import table

SORT: Final = "L#"
"""How the sort keys of entries begin, and those of the chain's links."""
ENTRIES: Final = ("AUDIT#", "ARTICLE#")
"""The partitions of entries."""
HEARD: Final = (*ENTRIES, "AUDITCHAIN")
"""The partitions of which the stream tells the chain: entries that are new, and whatever happens to one or to a link."""
_LAST: Final = "9"
"""Later than every time."""


class Place(NamedTuple):
    """Where an entry stands in the index, from which its list goes on."""

    time: str
    pk: str
    sk: str


def entry_of(
    actor: Actor,
    action: str,
    *,
    unit: str,
    at: datetime,
    object: str = "",
    changes: Iterable[Change] = (),
    note: str = "",
    **more: Any,
) -> AuditEntry:
    """The entry of a change by ``actor`` at ``at`` (aware); ``more`` are further fields of ``AuditEntry``."""
    return AuditEntry(
        unit=unit,
        object=object,
        action=action,
        by=actor.person,
        known_by=actor.known_by,
        identity=actor.identity,
        on_behalf=actor.on_behalf,
        request=actor.request,
        at=at,
        changes=tuple(changes),
        note=note,
        **more,
    )


def write_action(entry: AuditEntry) -> table.Action:
    """The write of an entry, as part of the transaction that makes the change."""
    return table.put_action(_item(entry), only_new=True)


def record(entry: AuditEntry) -> None:
    """Write an entry on its own, for a change that is no transaction."""
    table.put(_item(entry), only_new=True)


def of_unit(unit: str, since: datetime | None = None) -> Iterator[AuditEntry]:
    """Everything that was done in a unit since then, oldest first; an entry appears a moment after it is written."""
    start = None if since is None else _stamp(since)
    found = table.due(f"AUDIT#{unit}", _LAST, since=start)
    return (AuditEntry.model_validate_json(str(item["doc"])) for item in found)


def newest_of_unit(
    unit: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Place | None = None,
) -> Iterator[tuple[AuditEntry, Place]]:
    """Everything that was done in a unit from ``since`` to ``until``, newest first, each entry with its place.

    ``after`` is the place of the entry that the first one follows.
    """
    start = "0" if since is None else _stamp(since)
    end = (
        _LAST if until is None else f"{_stamp(until)}~"
    )  # its article, if any, stands behind the time
    if after is not None:
        # Beyond the bounds there is nothing to go on from; the index would refuse the question.
        if after.time < start:
            return
        if after.time > end:
            after = None
    key = None if after is None else {"pk": after.pk, "sk": after.sk, "gsi1sk": after.time}
    for item in table.due(f"AUDIT#{unit}", end, since=start, newest_first=True, after=key):
        entry = AuditEntry.model_validate_json(str(item["doc"]))
        yield entry, Place(str(item["gsi1sk"]), str(item["pk"]), str(item["sk"]))


def indexed(entry: AuditEntry) -> table.Item:
    """The attributes that every entry has, wherever it lies."""
    return {
        "doc": entry.model_dump_json(),
        "gsi1pk": f"AUDIT#{entry.unit}",
        "gsi1sk": f"{_stamp(entry.at)}#{entry.article}",
    }


def _item(entry: AuditEntry) -> table.Item:
    sk = f"L#{_stamp(entry.at)}#{secrets.token_hex(4)}"
    return {"pk": f"AUDIT#{entry.unit}", "sk": sk, **indexed(entry)}


def _stamp(at: datetime) -> str:
    """A time as text that sorts, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
