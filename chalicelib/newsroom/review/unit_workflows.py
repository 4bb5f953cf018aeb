"""The workflows by which units review their articles.

| pk | sk | attributes |
|---|---|---|
| ``WORKFLOWS`` | unit | ``doc`` (Workflow): who has to agree |

A workflow holds for a unit and for those below that have none nearer.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.newsroom.articles.labels import AFTER_RETURN_NAMES
from chalicelib.newsroom.articles.workflow import DEFAULT, Workflow
from chalicelib.newsroom.errors import WorkflowChanged
from chalicelib.people import ROLE_NAMES

_WORKFLOWS: Final = "WORKFLOWS"
_CHANGED: Final = "刚刚有人改过审核流程，您的修改还没有保存。请对照后再保存。"


def workflow_for(unit: str) -> tuple[Workflow, str | None]:
    """A unit's workflow, and the unit it is set at (None: the default). Raises ``UnknownUnit``."""
    for above in units.lineage(unit):
        item = table.get(_WORKFLOWS, above.id, consistent=True)
        if item is not None:
            return Workflow.model_validate_json(str(item["doc"])), above.id
    return DEFAULT, None


def read_ahead(unit: str, person_id: str) -> None:
    """Read the roles of a person and the workflow for a unit in one call, for a message that needs both.

    Raises ``UnknownUnit``.
    """
    above = [one.id for one in units.lineage(unit)]
    roles = (people.staff_key(person_id, one) for one in above)
    batches.read_ahead([*roles, *((_WORKFLOWS, one) for one in above)])


def seen_workflow(unit: str, *, by: Actor) -> tuple[Workflow, str | None]:
    """The same for a person who looks at it. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "newsroom:workflow:read", unit)
    return workflow_for(unit)


def units_naming(person_id: str) -> list[str]:
    """The units whose workflow names this person for a stage: there a person decides without any role."""
    found = []
    for item in table.query(_WORKFLOWS, consistent=True):
        stages = Workflow.model_validate_json(str(item["doc"])).stages
        if any(person_id in stage.people for stage in stages):
            found.append(str(item["sk"]))
    return found


def workflow_mark(workflow: Workflow, set_at: str | None) -> str:
    """A short text that differs where the workflow, or the unit that it is set at, differs."""
    return hashlib.sha256(f"{set_at}{workflow.model_dump_json()}".encode()).hexdigest()[:16]


def set_workflow(
    unit: str, workflow: Workflow, *, by: Actor, now: datetime, seen: str | None = None
) -> None:
    """Put a workflow in force for a unit. Reviews that have begun end by the workflow they began with.

    ``seen`` is the mark of the one that the person saw. Raises ``WorkflowChanged`` where another is in force
    meanwhile, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, "newsroom:workflow:set", unit)
    own = table.get(_WORKFLOWS, unit, consistent=True)
    before, at = workflow_for(unit)
    if seen is not None and seen != workflow_mark(before, at):
        raise WorkflowChanged(_CHANGED)
    put = table.update_action(
        _WORKFLOWS,
        unit,
        "SET doc = :doc",
        {":doc": workflow.model_dump_json()} | ({":old": own["doc"]} if own else {}),
        condition="doc = :old" if own else "attribute_not_exists(pk)",
    )
    entry = _entry(unit, "workflow_set", by, now, before=before, after=workflow)
    try:
        table.transact([put, audit.write_action(entry)])
    except ConditionFailed as error:
        raise WorkflowChanged(_CHANGED) from error


def unset_workflow(unit: str, *, by: Actor, now: datetime) -> None:
    """Have a unit inherit its workflow again; a unit without one of its own is left as it is.

    Raises ``PermissionDenied``, ``UnknownUnit``, or ``WorkflowChanged`` where somebody else sets one meanwhile.
    """
    people.require(by, "newsroom:workflow:set", unit)
    item = table.get(_WORKFLOWS, unit, consistent=True)
    if item is None:
        return
    doc = str(item["doc"])
    # Only the workflow that was read is removed: if somebody changed it meanwhile, it stays, and the command says so.
    removal = table.delete_action(_WORKFLOWS, unit, {":doc": doc}, condition="doc = :doc")
    before = Workflow.model_validate_json(doc)
    entry = _entry(unit, "workflow_unset", by, now, before=before, after=None)
    try:
        table.transact([removal, audit.write_action(entry)])
    except ConditionFailed as error:
        raise WorkflowChanged(_CHANGED) from error


def _entry(
    unit: str, action: str, by: Actor, now: datetime, *, before: Workflow, after: Workflow | None
) -> AuditEntry:
    return audit.entry_of(
        by,
        action,
        unit=unit,
        at=now,
        object=f"workflow:{unit}",
        changes=audit.changes_between(_written(before), _written(after) if after else {}),
        note=" → ".join(stage.name for stage in after.stages) if after else "",
    )


def _written(workflow: Workflow) -> dict[str, str]:
    """A workflow as the log shows it: each stage with who decides there."""
    stages = (
        f"{stage.name}（{'、'.join([*(ROLE_NAMES[role] for role in stage.roles), *stage.people])}）"
        for stage in workflow.stages
    )
    return {
        "stages": " → ".join(stages),
        "after_return": AFTER_RETURN_NAMES[workflow.after_return],
        "after_edit": f"第 {workflow.after_edit} 审",
        "emergency": "允许" if workflow.emergency else "不允许",
    }
