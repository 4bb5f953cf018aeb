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
from chalicelib.audit import AuditEntry, Change
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
    """Put a workflow in force for a unit. Reviews that have begun end by the workflow they began with.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, "newsroom:workflow:set", unit)
    before, _ = workflow_for(unit)
    put = table.put_action({"pk": _WORKFLOWS, "sk": unit, "doc": workflow.model_dump_json()})
    entry = _entry(unit, "workflow_set", by, now, before=_stages(before), after=_stages(workflow))
    table.transact([put, audit.write_action(entry)])


def unset_workflow(unit: str, *, by: Actor, now: datetime) -> None:
    """Have a unit inherit its workflow again; a unit without one of its own is left as it is.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, "newsroom:workflow:set", unit)
    item = table.get(_WORKFLOWS, unit, consistent=True)
    if item is None:
        return
    doc = str(item["doc"])
    # Only the workflow that was read is removed: if somebody changed it meanwhile, it stays, and the command says so.
    removal = table.delete_action(_WORKFLOWS, unit, {":doc": doc}, condition="doc = :doc")
    before = _stages(Workflow.model_validate_json(doc))
    entry = _entry(unit, "workflow_unset", by, now, before=before, after="")
    table.transact([removal, audit.write_action(entry)])


def _stages(workflow: Workflow) -> str:
    return " → ".join(stage.name for stage in workflow.stages)


def _entry(
    unit: str, action: str, by: Actor, now: datetime, *, before: str, after: str
) -> AuditEntry:
    return audit.entry_of(
        by,
        action,
        unit=unit,
        at=now,
        object=f"workflow:{unit}",
        changes=[Change(field="stages", before=before, after=after)],
        note=after,
    )
