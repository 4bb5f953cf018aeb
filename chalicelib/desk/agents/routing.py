"""Who gets a session: the longest idle agent who knows the matter and has room. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from chalicelib.desk.models import FIRST_TEAM, Presence, ServiceSession, Team


def route(skill: str, teams: Iterable[Team]) -> Team:
    """The team that a question about ``skill`` goes to: who names it, else who answers anything, else the first."""
    known = sorted(teams, key=lambda team: (team.id != FIRST_TEAM, team.id))
    if not known:
        return Team(id=FIRST_TEAM, name="坐席")
    named = [team for team in known if skill and skill in team.skills]
    general = [team for team in known if not team.skills]
    return [*named, *general, *known][0]


def may_answer(
    session: ServiceSession, presence: Presence, teams: Mapping[str, Team], named: Collection[str]
) -> bool:
    """Whether this agent is asked for this session; once it escalated, everybody is.

    ``named`` are the skills that somebody at the desk has (``skills``): what nobody has, anybody answers.
    """
    if session.escalated:
        return True
    agent = presence.agent
    if session.skill and session.skill in named:
        return session.skill in _skills(presence, teams)
    return agent.team == session.team


def skills(presences: Iterable[Presence], teams: Mapping[str, Team]) -> frozenset[str]:
    """Every skill that somebody at the desk has, on duty or not."""
    return frozenset(skill for one in presences for skill in _skills(one, teams))


def has_room(presence: Presence) -> bool:
    """Whether this agent is there and has fewer sessions than they may."""
    return presence.on_duty and presence.load < presence.agent.capacity


def ranked(
    session: ServiceSession, presences: Sequence[Presence], teams: Mapping[str, Team]
) -> list[Presence]:
    """Agents to offer the session to, best first: fewest sessions, then longest idle."""
    named = skills(presences, teams)
    fit = (one for one in presences if has_room(one) and may_answer(session, one, teams, named))
    return sorted(fit, key=lambda one: (one.load, one.idle_since, one.agent.id))


def queue(
    waiting: Iterable[ServiceSession],
    presence: Presence,
    presences: Sequence[Presence],
    teams: Mapping[str, Team],
) -> list[ServiceSession]:
    """The sessions that this agent is offered, in order: those given back keep their old number, and so come first."""
    named = skills(presences, teams)
    fit = (one for one in waiting if may_answer(one, presence, teams, named))
    return sorted(fit, key=lambda one: one.number)


def _skills(presence: Presence, teams: Mapping[str, Team]) -> set[str]:
    team = teams.get(presence.agent.team)
    return {*presence.agent.skills, *(team.skills if team else ())}
