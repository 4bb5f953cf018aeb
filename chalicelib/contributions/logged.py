"""Permissions of this package, and entries of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.contributions.errors import OwnContribution
from chalicelib.contributions.models import Contribution

READ: Final = "contributions:contribution:read"
SEND: Final = "contributions:contribution:send"
DECIDE: Final = "contributions:contribution:decide"
CALL: Final = "contributions:call:make"
SET: Final = "contributions:settings:set"
EXPORT: Final = "contributions:ranking:export"


def entry(
    by: Actor,
    permission: str,
    unit: str,
    object_: str,
    *,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    note: str = "",
) -> AuditEntry:
    """The entry of a deed."""
    return audit.entry_of(
        by,
        permission,
        unit=unit,
        at=at,
        object=object_,
        changes=audit.changes_between(before or {}, after or {}),
        note=note,
    )


def state_entry(
    by: Actor,
    permission: str,
    unit: str,
    before: Contribution,
    after: Contribution,
    *,
    at: datetime,
    note: str = "",
) -> AuditEntry:
    """The entry of a step of a contribution."""
    return entry(
        by,
        permission,
        unit,
        f"contribution:{after.id}",
        at=at,
        before={"state": before.state.value},
        after={"state": after.state.value},
        note=note or after.written.title,
    )


def require_read(by: Actor, one: Contribution) -> None:
    """Raises ``PermissionDenied`` unless the actor reads for the sender, or, once it was sent, for the receiver."""
    if one.sent_at is not None and people.may(by, READ, one.to):
        return
    people.require(by, READ, one.unit)


def require_decider(by: Actor, one: Contribution) -> None:
    """Raises ``PermissionDenied``, or ``OwnContribution`` for the person who wrote or sent it."""
    people.require(by, DECIDE, one.to)
    if by.person in (one.by, one.sent_by):
        raise OwnContribution(one.id, by.person)
