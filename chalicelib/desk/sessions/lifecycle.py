"""The course of a session: changes by messages, and its due times. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.desk.agents.hours import after_working, open_at, opens_after
from chalicelib.desk.models import EXTERNAL, ServiceSession, SessionState, Team

WINDOW: Final = timedelta(hours=48)
"""How long after a follower's message WeChat takes messages to them (sheet §2.7)."""
SUMMARY: Final = 60
"""Characters of the question that lists show."""


def session_id(account_id: str, key: str, at: datetime) -> str:
    """The same for the same message, so that a repetition by the stream opens nothing."""
    digest = hashlib.sha256(f"{account_id}\x1f{key}".encode()).hexdigest()[:12]
    return f"s-{at.astimezone(SHANGHAI):%Y%m%d}-{digest}"


def mark_of(at: datetime, key: str) -> str:
    """A message's place among the follower's messages: sorts by time, then by key."""
    return f"{int(at.timestamp()):012d}#{key}"


def heard(session: ServiceSession, at: datetime, key: str, text: str = "") -> ServiceSession:
    """The session after the follower's message ``key`` of ``at``; the same one if it is known already."""
    mark = mark_of(at, key)
    if mark <= session.heard:
        return session
    changes = {
        "heard": mark,
        "heard_at": at,
        "unanswered_since": session.unanswered_since or at,
        "summary": summary(text) or session.summary,
        # A new message opens WeChat's window again.
        "escalated": min(session.escalated, 1),
    }
    return session.model_copy(update=changes)


def answered(session: ServiceSession, at: datetime) -> ServiceSession:
    """The session after an agent's message of ``at``; the same one if a later one is known."""
    if session.replied_at is not None and session.replied_at >= at:
        return session
    return session.model_copy(
        update={
            "replied_at": at,
            "first_reply_at": session.first_reply_at or at,
            "unanswered_since": session.heard_at if session.heard_at > at else None,
            "escalated": 0,
        }
    )


def due(session: ServiceSession, team: Team, now: datetime) -> datetime | None:
    """When the session has to be checked next (``timers``); None: nothing happens by itself."""
    moments: list[datetime | None]
    window_ends = session.heard_at + WINDOW if session.escalated < 2 else None
    match session.state:
        case SessionState.PENDING:
            moments = [window_ends]
            # Once escalated it is offered again and again: who was to assign it may have died.
            again = after_working(team.hours, now, team.escalate_after)
            moments.append(again if session.escalated else too_long(session, team))
            if not open_at(team.hours, now):
                moments.append(opens_after(team.hours, now))
        case SessionState.OPEN if session.owner == EXTERNAL:
            # The hotline has timers of its own; here only WeChat's window counts.
            moments = [window_ends if session.unanswered_since else None]
        case SessionState.OPEN if session.unanswered_since is not None:
            # Once escalated it is checked again and again: its agent may go off duty and keep it.
            again = after_working(team.hours, now, team.escalate_after)
            moments = [window_ends, again if session.escalated else too_long(session, team)]
        case SessionState.OPEN:
            moments = [idle_at(session, team)]
        case _:
            moments = []
    return min((moment for moment in moments if moment is not None), default=None)


def too_long(session: ServiceSession, team: Team) -> datetime | None:
    """When the follower will have waited too long: for an agent, or for an answer of the one they have."""
    since = session.waiting_since
    if session.state is SessionState.OPEN and session.unanswered_since is not None:
        since = max(session.unanswered_since, session.assigned_at or session.opened_at)
    return after_working(team.hours, since, team.escalate_after)


def idle_at(session: ServiceSession, team: Team) -> datetime:
    """When an answered session goes back to the robot, unless somebody writes."""
    times = (session.heard_at, session.replied_at, session.assigned_at)
    last = max(at for at in times if at is not None)
    return last + timedelta(minutes=team.idle_after)


def summary(text: str) -> str:
    """One line of what a follower wrote."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1] + "…"
