"""Entries looked up: by id, by state and owner, by the end of their validity, by use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.knowledge.errors import NoSuchEntry
from chalicelib.knowledge.models import FaqEntry, FaqStatus, Knowledge, Standing, Tally
from chalicelib.knowledge.quality.counters import tallies
from chalicelib.knowledge.versions.service import Edition, statuses, working


class Listed(NamedTuple):
    """An entry with its state."""

    entry: FaqEntry
    status: FaqStatus


class Used(NamedTuple):
    """The use of one entry over some days."""

    tally: Tally
    question: str | None
    """None where the entry was removed meanwhile."""


def entry(knowledge: Knowledge, entry_id: str) -> FaqEntry:
    """The entry of this id. Raises ``NoSuchEntry``."""
    for one in knowledge.entries:
        if one.id == entry_id:
            return one
    raise NoSuchEntry(entry_id)


def listed(
    account_id: str,
    shown: Edition,
    *,
    search: str = "",
    owner: str | None = None,
    status: FaqStatus | None = None,
) -> list[Listed]:
    """The entries of an edition whose question, variants or answer hold ``search``, of one owner and state or of all."""
    states = statuses(account_id, shown)
    return [
        Listed(one, states[one.id])
        for one in shown.knowledge.entries
        if (status is None or states[one.id] is status)
        and (owner is None or one.owner == owner)
        and search in "\n".join((one.question, *one.variants, one.answer))
    ]


def due(
    knowledge: Knowledge, *, now: datetime, within: timedelta, owner: str | None = None
) -> list[FaqEntry]:
    """Live entries that have expired or will ``within`` so long, of one owner or of all; soonest first."""
    found = [
        one
        for one in knowledge.entries
        if one.standing is Standing.LIVE
        and one.valid_until is not None
        and one.valid_until <= now + within
        and (owner is None or one.owner == owner)
    ]
    return sorted(found, key=lambda one: (str(one.valid_until), one.id))


def used(account_id: str, *, now: datetime, span: timedelta) -> list[Used]:
    """The use of every entry that answered in the last ``span`` (whole days), the most used first."""
    told = tallies(account_id, now - span + timedelta(days=1), now)
    named = {one.id: one.question for one in working(account_id).knowledge.entries}
    rows = sorted(told.values(), key=lambda one: (-one.hits, one.entry))
    return [Used(one, named.get(one.entry)) for one in rows]
