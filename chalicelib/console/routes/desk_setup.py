"""坐席设置: agents, teams, working hours."""

from __future__ import annotations

from datetime import date

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib import desk
from chalicelib.application.desk_setup import SetupSeen, setup_seen
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor

router = Router()

_TAG = "desk-setup"


class AgentIn(BaseModel):
    """An agent; their id is that of the person."""

    name: str = Field(min_length=1, max_length=40)
    team: str = Field(max_length=40)
    skills: list[str] = Field(max_length=20)
    capacity: int


class TeamIn(BaseModel):
    """A team, but for its hours."""

    name: str = Field(min_length=1, max_length=40)
    skills: list[str] = Field(max_length=20)
    lead: str = Field(max_length=40)
    escalate_after: int
    idle_after: int


class SpanIn(BaseModel):
    """A stretch of a working day, such as 09:00 to 12:00."""

    since: str = Field(pattern=r"^\d{2}:\d{2}$")
    until: str = Field(pattern=r"^\d{2}:\d{2}$")


class HoursIn(BaseModel):
    """When a team works; what lies between two spans is the lunch break."""

    weekdays: list[int] = Field(min_length=1, max_length=7)
    spans: list[SpanIn] = Field(min_length=1, max_length=6)
    holidays: list[date] = Field(max_length=200)
    workdays: list[date] = Field(max_length=100)
    every_team: bool = False


@router.get("/desk/<account>/setup", tags=[_TAG], summary="坐席、组与工作时间")
def show(account: str) -> SetupSeen:
    """All of it."""
    return setup_seen(actor(), account, utc_now())


@router.put("/desk/<account>/agents/<agent>", tags=[_TAG], summary="登记或修改坐席")
def keep_agent(account: str, agent: str, body: AgentIn) -> SetupSeen:
    """Add an agent, or change one."""
    changes = {"id": agent, **body.model_dump()}
    desk.setup.add_agent(account, changes, by=actor(), now=utc_now())
    return show(account)


@router.delete("/desk/<account>/agents/<agent>", tags=[_TAG], summary="移除坐席")
def remove_agent(account: str, agent: str) -> SetupSeen:
    """Remove one who has no session left."""
    desk.setup.remove_agent(account, agent, by=actor(), now=utc_now())
    return show(account)


@router.put("/desk/<account>/teams/<team>", tags=[_TAG], summary="新建或修改坐席组")
def keep_team(account: str, team: str, body: TeamIn) -> SetupSeen:
    """Add a team, or change one."""
    desk.setup.set_team(account, team, body.model_dump(), by=actor(), now=utc_now())
    return show(account)


@router.delete("/desk/<account>/teams/<team>", tags=[_TAG], summary="删除坐席组")
def remove_team(account: str, team: str) -> SetupSeen:
    """Remove one without agents and sessions."""
    desk.setup.remove_team(account, team, by=actor(), now=utc_now())
    return show(account)


@router.put("/desk/<account>/teams/<team>/hours", tags=[_TAG], summary="设置工作时间")
def set_hours(account: str, team: str, body: HoursIn) -> SetupSeen:
    """Set a team's hours, or with ``every_team`` those of all."""
    desk.setup.set_hours(
        account,
        None if body.every_team else team,
        by=actor(),
        now=utc_now(),
        spans=",".join(f"{one.since}-{one.until}" for one in body.spans),
        weekdays=",".join(map(str, body.weekdays)),
        holidays=[one.isoformat() for one in body.holidays],
        workdays=[one.isoformat() for one in body.workdays],
        forget_days=True,
    )
    return show(account)
