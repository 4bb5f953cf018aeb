"""Entries of the audit log for orders and receipts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import audit
from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import table

READ: Final = "orders:order:read"
DRAFT: Final = "orders:order:draft"
ISSUE: Final = "orders:order:issue"
ANSWER: Final = "orders:order:answer"
CLOSE: Final = "orders:order:close"


def entry_action(
    by: Actor,
    permission: str,
    unit: str,
    order_id: str,
    *,
    at: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
    note: str = "",
) -> table.Action:
    """The entry of a deed, as a write that belongs to the deed's own."""
    entry = audit.entry_of(
        by,
        permission,
        unit=unit,
        at=at,
        object=f"order:{order_id}",
        changes=audit.changes_between(before, after),
        note=note,
    )
    return audit.write_action(entry)


def worker_for(person: str) -> Actor:
    """The worker, which carries out what this person has ordered."""
    return Actor(person=person, known_by=KnownBy.SYSTEM, on_behalf=True)
