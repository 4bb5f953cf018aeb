"""审核流程: the stages of a unit's review, and from which unit they come."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel

from chalicelib import newsroom, people, units
from chalicelib.application.deeds import deeds
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.newsroom import AFTER_RETURN_NAMES, Workflow
from chalicelib.people import NEWSROOM, ROLE_NAMES
from chalicelib.transitions import Deed

router = Router()
_ACTIONS = {
    "set": ("保存审核流程", "newsroom:workflow:set"),
    "unset": ("沿用上级单位的流程", "newsroom:workflow:set"),
}


class WorkflowSeen(BaseModel):
    """The workflow in force in a unit."""

    workflow: Workflow
    set_at: str
    """The unit that it is set at; empty: the one that units without any have."""
    set_at_name: str
    own: bool
    """Whether it is set at this very unit."""
    able: list[list[str]]
    """For each stage the ids of those who may decide there now."""
    seen: str
    """To be sent along with a change, so that nobody's change is lost."""
    roles: list[Choice]
    after_return: list[Choice]
    actions: list[Deed]


class NewWorkflow(BaseModel):
    """A workflow in the place of the one that was seen."""

    workflow: Workflow
    seen: str


@router.get("/workflows", tags=["workflows"], summary="一个单位的审核流程")
def workflow(unit: Annotated[str, Query(max_length=40)]) -> WorkflowSeen:
    """The workflow in force, who may decide, and where it comes from."""
    return _seen(unit)


@router.put("/workflows/<unit>", tags=["workflows"], summary="设定审核流程")
def set_workflow(unit: Annotated[str, Path(max_length=40)], new: NewWorkflow) -> WorkflowSeen:
    """Put a workflow in force for a unit and those below that have none nearer."""
    newsroom.set_workflow(unit, new.workflow, by=actor(), now=utc_now(), seen=new.seen)
    return _seen(unit)


@router.delete("/workflows/<unit>", tags=["workflows"], summary="取消设定，沿用上级单位的流程")
def unset_workflow(unit: Annotated[str, Path(max_length=40)]) -> WorkflowSeen:
    """Have a unit inherit its workflow again."""
    newsroom.unset_workflow(unit, by=actor(), now=utc_now())
    return _seen(unit)


def _seen(unit: str) -> WorkflowSeen:
    found, at = newsroom.seen_workflow(unit, by=actor())
    known = people.people_for(unit)
    names = {one.id: one.name for one in units.lineage(unit)}
    own = at == unit
    blocked = {} if own else {"unset": "本单位没有设定自己的流程"}
    return WorkflowSeen(
        workflow=found,
        set_at=at or "",
        set_at_name=names.get(at or "", ""),
        own=own,
        able=[
            sorted({*stage.people, *(one.id for one in known if stage.lets(one))})
            for stage in found.stages
        ],
        seen=newsroom.workflow_mark(found, at),
        roles=[Choice(value=role.value, label=ROLE_NAMES[role]) for role in NEWSROOM],
        after_return=[
            Choice(value=one.value, label=name) for one, name in AFTER_RETURN_NAMES.items()
        ],
        actions=list(deeds(people.permissions_of(actor(), unit), _ACTIONS, blocked)),
    )
