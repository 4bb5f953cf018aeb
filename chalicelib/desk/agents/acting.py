"""A person who acts at an account's desk: permission, heartbeat, entries of the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib import accounts, audit, people
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry, Change
from chalicelib.cloud import table
from chalicelib.desk.agents import store


@dataclass(frozen=True, slots=True)
class Acting:
    """An actor who holds a permission at an account's desk."""

    by: Actor
    account: str
    unit: str
    permission: str

    @property
    def agent_id(self) -> str:
        """The id of the agent who acts: an agent's id is the id of the person."""
        return self.by.person

    @property
    def supervises(self) -> bool:
        """Whether this person is over all agents of the account, one of them or not."""
        return people.may(self.by, "desk:session:supervise", self.unit)

    def entry(
        self, object: str, now: datetime, *, changes: Iterable[Change] = (), note: str = ""
    ) -> AuditEntry:
        """The entry of the change in the audit log; ``object`` is kind and id, such as ``session:s-…``."""
        return audit.entry_of(
            self.by,
            self.permission,
            unit=self.unit,
            at=now,
            object=object,
            changes=changes,
            note=note,
        )

    def entry_action(
        self, object: str, now: datetime, *, changes: Iterable[Change] = (), note: str = ""
    ) -> table.Action:
        """The write of the entry, for the transaction that makes the change."""
        return audit.write_action(self.entry(object, now, changes=changes, note=note))

    def record(
        self, object: str, now: datetime, *, changes: Iterable[Change] = (), note: str = ""
    ) -> None:
        """Write the entry on its own, after a change that is no transaction."""
        audit.record(self.entry(object, now, changes=changes, note=note))


def permitted(account_id: str, by: Actor, permission: str) -> Acting:
    """The actor, who holds the permission. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``."""
    unit = accounts.state(account_id).account.unit
    people.require(by, permission, unit)
    return Acting(by, account_id, unit, permission)


def acting(account_id: str, by: Actor, permission: str, now: datetime) -> Acting:
    """The same for an action of an agent; it counts as a heartbeat, whichever way it came in and however it ends.

    Raises as ``permitted`` does. Whether the person is an agent is left to the action.
    """
    found = permitted(account_id, by, permission)
    store.heartbeat(account_id, found.agent_id, now)
    return found
