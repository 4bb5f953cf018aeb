"""Audit entries of the versions of an account's knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.knowledge.models import Knowledge


def entry(
    by: Actor,
    action: str,
    unit: str,
    account_id: str,
    number: int,
    now: datetime,
    changes: Iterable[Change],
    note: str = "",
) -> table.Action:
    """The write of an entry about version ``number``, for the transaction of the change."""
    return audit.write_action(
        audit.entry_of(
            by,
            action,
            unit=unit,
            at=now,
            object=f"knowledge:{account_id}/{number}",
            changes=changes,
            note=note,
        )
    )


def counts(before: Knowledge, after: Knowledge) -> tuple[Change, ...]:
    """The numbers of entries and documents, where an edit changes them."""
    return audit.changes_between(
        {"entries": len(before.entries), "policies": len(before.policies)},
        {"entries": len(after.entries), "policies": len(after.policies)},
    )
