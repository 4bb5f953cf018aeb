"""One entry of the knowledge, with everything that is known of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.duplicates import alike_to
from chalicelib.application.entry_text import EntryText, text_of
from chalicelib.application.knowledge_base import EDIT, READ, mark_of
from chalicelib.knowledge import FaqEntry, FaqStatus, Standing
from chalicelib.transitions import Deed
from chalicelib.values import Value

_RECENT: Final = timedelta(days=90)
_DEEDS: Final = {"edit": ("修改", EDIT), "retire": ("停用", EDIT), "revive": ("重新启用", EDIT)}


class Used(Value):
    """How an entry was used in the last ninety days."""

    hits: int
    helpful: int
    unhelpful: int


class EntryView(NamedTuple):
    """One entry with everything that is known of it."""

    entry: FaqEntry
    text: EntryText
    state: FaqStatus
    mark: int
    version: int
    released: EntryText | None
    """What followers get now; None where it never was in force."""
    holds: bool
    used: Used
    alike: list[knowledge.quality.SimilarPair] | None
    """None where too many entries are unreleased to look through."""
    deeds: tuple[Deed, ...]


def entry_for(account_id: str, entry_id: str, *, by: Actor, now: datetime) -> EntryView:
    """One entry of the working version. Raises ``NoSuchEntry``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    shown = knowledge.versions.working(account_id)
    entry = knowledge.versions.entry(shown.knowledge, entry_id)
    in_force = knowledge.versions.in_force(account_id).knowledge
    released = next((one for one in in_force.entries if one.id == entry_id), None)
    state = knowledge.versions.statuses(account_id, shown)[entry_id]
    tally = knowledge.quality.tallies(account_id, now - _RECENT, now).get(entry_id)
    retired = entry.standing is Standing.RETIRED
    blocked = {"retire": "已经停用"} if retired else {"revive": "没有停用"}
    return EntryView(
        entry=entry,
        text=text_of(entry),
        state=state,
        mark=mark_of(entry),
        version=shown.number,
        released=text_of(released) if released else None,
        holds=entry.holds(now),
        used=Used(hits=tally.hits, helpful=tally.helpful, unhelpful=tally.unhelpful)
        if tally
        else Used(hits=0, helpful=0, unhelpful=0),
        alike=alike_to(account_id, shown, entry),
        deeds=deeds(people.permissions_of(by, account.unit), _DEEDS, blocked),
    )
