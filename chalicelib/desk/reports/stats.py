"""Figures of the desk over some days, and the answers that it still owes. Pure but for the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from chalicelib.clock import SHANGHAI
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.labels import ACTION_NAMES
from chalicelib.desk.models import Action, Ending, ServiceSession, Team
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import lifecycle, store
from chalicelib.values import Value


class Figures(Value):
    """Of one agent, or of all."""

    who: str
    """Agent id; empty for the whole desk."""
    sessions: int = 0
    answered: int = 0
    escalated: int = 0
    idle: int = 0
    rated: int = 0
    rating: float | None = None
    """Mean of the stars."""
    first_reply_seconds: float | None = None
    """Median, from the follower's asking."""
    waited_seconds: float | None = None
    """Median, until an agent had the session."""


class Promise(Value):
    """A follower who waits for an answer: with a ticket number, and since when."""

    session: ServiceSession
    due: datetime | None
    """When they should have had an agent, in working time; None: the team never works."""
    overdue: bool
    window_ends: datetime
    """After this WeChat takes no answer until they write again."""


def promises(account_id: str, now: datetime) -> list[Promise]:
    """Everybody who waits for an answer, whose window ends soonest first."""
    teams = agent_store.teams(account_id)
    found = []
    for session in store.live_sessions(account_id):
        if session.unanswered_since is None:
            continue
        team = teams.get(session.team) or next(iter(teams.values()))
        found.append(_promise(session, team, now))
    return sorted(found, key=lambda one: one.window_ends)


def figures(account_id: str, since: datetime, now: datetime) -> list[Figures]:
    """The desk's figures for sessions asked for since then, the whole first, then each agent."""
    asked = sessions_between(account_id, since, now)
    return [reckon("", asked), *(reckon(who, _of(asked, who)) for who in _owners(asked))]


def sessions_between(account_id: str, since: datetime, until: datetime) -> list[ServiceSession]:
    """Every session asked for from ``since`` to the end of the day of ``until``, live or over: a query a day, and one more."""
    day, last = since.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    found = store.live_sessions(account_id)
    while day <= last:
        found.extend(store.sessions_of_day(account_id, day))
        day += timedelta(days=1)
    return [
        one
        for one in found
        if one.opened_at >= since and one.opened_at.astimezone(SHANGHAI).date() <= last
    ]


def reckon(who: str, sessions: Sequence[ServiceSession]) -> Figures:
    """The figures of these sessions."""
    stars = [session.rating for session in sessions if session.rating]
    return Figures(
        who=who,
        sessions=len(sessions),
        answered=sum(session.first_reply_at is not None for session in sessions),
        escalated=sum(
            any(moment.what == ACTION_NAMES[Action.ESCALATE] for moment in session.history)
            for session in sessions
        ),
        idle=sum(session.ending is Ending.IDLE for session in sessions),
        rated=len(stars),
        rating=round(sum(stars) / len(stars), 2) if stars else None,
        first_reply_seconds=_median(
            session.first_reply_at - session.opened_at
            for session in sessions
            if session.first_reply_at
        ),
        waited_seconds=_median(
            session.first_assigned_at - session.opened_at
            for session in sessions
            if session.first_assigned_at
        ),
    )


def _promise(session: ServiceSession, team: Team, now: datetime) -> Promise:
    due = lifecycle.too_long(session, team)
    return Promise(
        session=session,
        due=due,
        overdue=session.escalated > 0 or (due is not None and due <= now),
        window_ends=session.heard_at + lifecycle.WINDOW,
    )


def _owners(sessions: Iterable[ServiceSession]) -> list[str]:
    return sorted({session.owner for session in sessions if session.owner})


def _of(sessions: Iterable[ServiceSession], who: str) -> list[ServiceSession]:
    return [
        session for session in sessions if session.owner == who and session.state is not S.PENDING
    ]


def _median(spans: Iterable[timedelta]) -> float | None:
    found = [span.total_seconds() for span in spans]
    return median(found) if found else None
