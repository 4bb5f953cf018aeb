"""Who gets a session: the longest idle agent who knows the matter and has room. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.desk.models import FIRST_TEAM, Presence, ServiceSession, Team


def route(skill: str, teams: Iterable[Team]) -> Team:
    """The team that a question about ``skill`` goes to: who names it, else who answers anything, else the first."""
    known = sorted(teams, key=lambda team: (team.id != FIRST_TEAM, team.id))
    if not known:
        return Team(id=FIRST_TEAM, name="坐席")
    named = [team for team in known if skill and skill in team.skills]
    general = [team for team in known if not team.skills]
    return [*named, *general, *known][0]


def may_answer(session: ServiceSession, presence: Presence, teams: Mapping[str, Team]) -> bool:
    """Whether this agent is asked for this session; once it escalated, everybody is."""
    agent = presence.agent
    if session.escalated:
        return True
    if session.wanted:
        return agent.id == session.wanted
    if agent.team != session.team:
        return bool(session.skill) and session.skill in agent.skills
    team = teams.get(agent.team)
    of_team = team.skills if team else ()
    if not session.skill or session.skill in (*agent.skills, *of_team):
        return True
    # Nobody is asked for a skill that the team leaves to specialists, unless it has none.
    return not of_team and not agent.skills


def has_room(presence: Presence) -> bool:
    """Whether this agent is there and has fewer sessions than they may."""
    return presence.on_duty and presence.load < presence.agent.capacity


def ranked(
    session: ServiceSession, presences: Iterable[Presence], teams: Mapping[str, Team]
) -> list[Presence]:
    """Agents to offer the session to, best first: fewest sessions, then longest idle."""
    fit = (one for one in presences if has_room(one) and may_answer(session, one, teams))
    return sorted(fit, key=lambda one: (one.load, one.idle_since, one.agent.id))


def queue(
    waiting: Iterable[ServiceSession], presence: Presence, teams: Mapping[str, Team]
) -> list[ServiceSession]:
    """What this agent is offered, in order: those given back keep their old number, and so come first."""
    fit = (one for one in waiting if may_answer(one, presence, teams))
    return sorted(fit, key=lambda one: (one.wanted != presence.agent.id, one.number))
