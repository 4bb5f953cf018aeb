"""Permissions of relays, and their entries in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.relays.errors import BadRelay
from chalicelib.relays.models import REASON_CHARS, Relay

READ: Final = "relays:relay:read"
EDIT: Final = "relays:relay:edit"
RUN: Final = "relays:relay:run"
MAKE: Final = "relays:step:make"


def entry_action(
    by: Actor,
    permission: str,
    unit: str,
    relay_id: str,
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
        object=f"relay:{relay_id}",
        changes=audit.changes_between(before, after),
        note=note,
    )
    return audit.write_action(entry)


def reason_of(reason: str) -> str:
    """A reason as it is kept. Raises ``BadRelay`` where there is none."""
    if not reason.strip():
        raise BadRelay("请说明原因。", fields=[Field("reason", "没有填写")])
    return reason.strip()[:REASON_CHARS]


def require_reader(by: Actor, relay: Relay) -> None:
    """Raises ``PermissionDenied`` unless a person reads relays of its unit, or of the unit of one of its steps."""
    if people.may(by, READ, relay.unit):
        return
    for unit in sorted({one.unit for one in relay.steps}):
        if people.may(by, READ, unit):
            return
    people.require(by, READ, relay.unit)
