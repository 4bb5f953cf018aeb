"""坐席设置: who answers for an account, in which teams, at which hours."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from chalicelib import accounts, desk, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.desk import Presence, Team
from chalicelib.roles import Role
from chalicelib.transitions import Deed
from chalicelib.values import Value


class AgentCandidate(Value):
    """A person with the role 坐席 who is no agent here yet."""

    id: str
    name: str


class SetupSeen(Value):
    """The desk's settings."""

    at: AwareDatetime
    agents: tuple[Presence, ...]
    teams: tuple[Team, ...]
    open_teams: tuple[str, ...]
    """Ids of the teams that work at this moment."""
    candidates: tuple[AgentCandidate, ...]
    """Only for who may change something."""
    own_desk: bool
    """Whether followers of this account come to this desk at all."""
    edit: Deed


def setup_seen(by: Actor, account: str, now: datetime) -> SetupSeen:
    """The settings as their page shows them. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    found = accounts.state(account).account
    people.require(by, "desk:session:read", found.unit)
    agents, teams = desk.presences(account), desk.teams(account)
    edit = deed("edit", "修改", denied(by, "desk:setup:edit", found.unit))
    return SetupSeen(
        at=now,
        agents=tuple(agents),
        teams=tuple(teams.values()),
        open_teams=tuple(one.id for one in teams.values() if desk.open_at(one.hours, now)),
        candidates=tuple(_candidates(found.unit, {one.agent.id for one in agents}))
        if edit.allowed
        else (),
        own_desk=found.agents is accounts.Agents.OWN,
        edit=edit,
    )


def _candidates(unit: str, known: set[str]) -> list[AgentCandidate]:
    return [
        AgentCandidate(id=one.id, name=one.name or one.id)
        for one in people.list_staff(unit)
        if Role.AGENT in one.roles and one.id not in known
    ]
