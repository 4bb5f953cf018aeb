"""Timers of the desk: a wait that is too long, silence, an absent agent. They act where no person does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.desk import assignment, presence
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.errors import SessionChanged
from chalicelib.desk.messages import texts
from chalicelib.desk.models import EXTERNAL, Action, Ending, ServiceSession, Team, Who
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.notices import save_and_tell
from chalicelib.desk.sessions import lifecycle, store, updates
from chalicelib.desk.sessions.transitions import ROBOT, move


@dataclass(frozen=True, slots=True)
class Check:
    """A session that is due, at the moment it is checked."""

    session: ServiceSession
    team: Team
    now: datetime

    @property
    def unanswered(self) -> bool:
        """Whether the follower waits for an answer."""
        return self.session.unanswered_since is not None


@dataclass(frozen=True, slots=True)
class Timer:
    """One row: where this holds of a session that is due, this is done; rows below it are not asked."""

    name: str
    holds: Callable[[Check], bool]
    do: Callable[[Check], ServiceSession]


def check_session(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """Check a session that is due; returns it as it is afterwards, None where there is none any more."""
    session = store.find(account_id, session_id)
    if session is None or not session.live or session.due_at is None or session.due_at > now:
        return session
    check = Check(session, updates.team_of(session), now)
    timer = next(one for one in TIMERS if one.holds(check))
    try:
        return timer.do(check)
    except SessionChanged:
        return store.find(account_id, session_id)  # somebody acts: it has another due time now


def check_agent(account_id: str, agent_id: str, now: datetime) -> list[ServiceSession]:
    """Check an agent who gave no heartbeat: others get an absent agent's sessions, and the followers are told.

    Again after a crash it goes on with the sessions that are left.
    """
    if not agent_store.mark_absent(account_id, agent_id, now):
        return []
    note = f"坐席 {agent_id} 失联"
    returned = assignment.give_back(
        account_id, agent_id, now, by=ROBOT, note=note, told=texts.AGENT_LOST
    )
    agent_store.finish_absence(account_id, agent_id)
    presence.refresh(account_id, now)
    return returned


def _window_passed(check: Check) -> bool:
    session = check.session
    passed = check.now >= session.heard_at + lifecycle.WINDOW
    return check.unanswered and session.escalated < 2 and passed


def _report_window(check: Check) -> ServiceSession:
    # Reported, because from here on only the follower can begin again.
    note = "48 小时内没有人答复，微信不再允许主动回复"
    return _escalate(check, 2, "window", note)


def _external(check: Check) -> bool:
    return check.session.owner == EXTERNAL


def _leave(check: Check) -> ServiceSession:
    return check.session


def _waited_too_long(check: Check) -> bool:
    if not check.unanswered or check.session.escalated:
        return False
    too_long = lifecycle.too_long(check.session, check.team)
    return too_long is not None and check.now >= too_long


def _ask_everybody(check: Check) -> ServiceSession:
    pending = check.session.state is S.PENDING
    reason, what = ("waiting", "排队") if pending else ("unanswered", "未获答复")
    note = f"{what}超过 {check.team.escalate_after} 分钟{_lead_is_asked(check)}，全部坐席可接"
    session = _escalate(check, 1, reason, note)
    if assignment.agent_is_absent(session):
        return _reclaim(Check(session, check.team, check.now))
    return assignment.assign(session, check.now)


def _lead_is_asked(check: Check) -> str:
    lead = check.team.lead
    names = {one.agent.id: one.agent.name for one in agent_store.presences(check.session.account)}
    return f"，请组长“{names.get(lead, lead)}”处理" if lead else ""


def _agent_is_absent(check: Check) -> bool:
    return assignment.agent_is_absent(check.session)


def _reclaim(check: Check) -> ServiceSession:
    note = f"坐席 {check.session.owner} 不在岗"
    return assignment.reclaim(check.session, check.now, by=ROBOT, note=note, told=texts.AGENT_LOST)


def _idle(check: Check) -> bool:
    session = check.session
    answered = session.state is S.OPEN and not check.unanswered
    return answered and check.now >= lifecycle.idle_at(session, check.team)


def _end(check: Check) -> ServiceSession:
    session, now = check.session, check.now
    ended = move(
        session,
        Action.IDLE,
        Who.ROBOT,
        at=now,
        by=ROBOT,
        resolved_at=now,
        ending=Ending.IDLE,
    )
    saved = save_and_tell(session, ended, texts.CLOSED_IDLE, now)
    assignment.fill(session.account, session.owner, now)
    return saved


def _otherwise(check: Check) -> bool:
    return True


def _assign(check: Check) -> ServiceSession:
    session, now = check.session, check.now
    assigned = assignment.assign(session, now)
    # A session that nobody gets is written for its next due time.
    return updates.save(session, session, now) if assigned == session else assigned


TIMERS: Final = (
    Timer("unanswered until WeChat's window passed: report it", _window_passed, _report_window),
    Timer("external: leave it to the hotline's timers", _external, _leave),
    Timer("unanswered for too long: escalate, ask everybody", _waited_too_long, _ask_everybody),
    Timer("escalated, its agent is absent: give it to others", _agent_is_absent, _reclaim),
    Timer("answered, nobody writes any more: end it", _idle, _end),
    Timer("otherwise: assign it, or wait for the next due time", _otherwise, _assign),
)
"""The first row that holds acts; their order is the rule."""


def _escalate(check: Check, level: int, reason: str, note: str) -> ServiceSession:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    session, now = check.session, check.now
    raised = move(session, Action.ESCALATE, Who.ROBOT, at=now, by=ROBOT, note=note, escalated=level)
    saved = updates.save(session, raised, now)
    telemetry.count(Metric.DESK_ESCALATED, Reason=reason)
    telemetry.logger.warning(
        "session escalated",
        extra={"account": session.account, "session": session.id, "reason": reason},
    )
    return saved
