"""The workflows by which units review their articles.

| pk | sk | attributes |
|---|---|---|
| ``WORKFLOWS`` | unit | ``doc`` (Workflow): who has to agree |

A workflow holds for a unit and for those below that have none nearer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.newsroom.articles.workflow import DEFAULT, Workflow

_WORKFLOWS: Final = "WORKFLOWS"


def workflow_for(unit: str) -> tuple[Workflow, str | None]:
    """A unit's workflow, and the unit it is set at (None: the default). Raises ``UnknownUnit``."""
    for above in units.lineage(unit):
        item = table.get(_WORKFLOWS, above.id, consistent=True)
        if item is not None:
            return Workflow.model_validate_json(str(item["doc"])), above.id
    return DEFAULT, None


def set_workflow(unit: str, workflow: Workflow, *, by: Actor, now: datetime) -> None:
    """Put a workflow in force for a unit. Reviews that have begun end by the one they began with."""
    people.require(by, "newsroom:workflow:set", unit)
    note = " → ".join(stage.name for stage in workflow.stages)
    put = table.put_action({"pk": _WORKFLOWS, "sk": unit, "doc": workflow.model_dump_json()})
    table.transact([put, audit.write_action(_entry(unit, "workflow_set", by, now, note))])


def unset_workflow(unit: str, *, by: Actor, now: datetime) -> None:
    """Have a unit inherit its workflow again; one that has none is left as it is."""
    people.require(by, "newsroom:workflow:set", unit)
    item = table.get(_WORKFLOWS, unit, consistent=True)
    if item is None:
        return
    gone = _deleted(str(item["doc"]), _WORKFLOWS, unit)
    table.transact([gone, audit.write_action(_entry(unit, "workflow_unset", by, now, ""))])


def _entry(unit: str, action: str, by: Actor, now: datetime, note: str) -> AuditEntry:
    return audit.entry_of(by, action, unit=unit, at=now, object=f"workflow:{unit}", note=note)


def _deleted(doc: str, pk: str, sk: str) -> table.Action:
    # Only what was read goes: what somebody changed meanwhile stays, and the command says so.
    return table.delete_action(pk, sk, {":doc": doc}, condition="doc = :doc")
