"""Which way a session may go, as data: the guard, the command line and later the buttons read this table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.desk.errors import IllegalAction
from chalicelib.desk.models import Moment, ServiceSession
from chalicelib.desk.models import SessionState as S


class Action(StrEnum):
    """What can be done to a session."""

    ASSIGN = "assign"
    TAKE = "take"
    TRANSFER = "transfer"
    """To another agent, who has it at once."""
    REQUEUE = "requeue"
    """Back to the queue, in its old place: to a team, a skill, or because its agent vanished."""
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    IDLE = "idle"
    LEAVE = "leave"


class Who(StrEnum):
    """Who may do it."""

    OWNER = "owner"
    """The agent who has it."""
    LEAD = "lead"
    """The lead of its team."""
    AGENT = "agent"
    """Any other agent."""
    RESCUER = "rescuer"
    """Any other agent, once the follower of an open session has waited too long for its owner."""
    ROBOT = "robot"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from this state, by this action, to that state."""

    source: S
    action: Action
    target: S
    who: frozenset[Who]


def _row(source: S, action: Action, target: S, who: Iterable[Who]) -> Transition:
    return Transition(source, action, target, frozenset(who))


_IN_CHARGE = (Who.OWNER, Who.LEAD)
_ANYBODY = (Who.OWNER, Who.LEAD, Who.AGENT)

TABLE: Final[tuple[Transition, ...]] = (
    _row(S.PENDING, Action.ASSIGN, S.OPEN, [Who.ROBOT]),
    _row(S.PENDING, Action.TAKE, S.OPEN, _ANYBODY),
    _row(S.PENDING, Action.TRANSFER, S.OPEN, [Who.LEAD]),
    _row(S.PENDING, Action.REQUEUE, S.PENDING, [Who.LEAD]),
    _row(S.PENDING, Action.ESCALATE, S.PENDING, [Who.ROBOT]),
    # Nobody answered and nothing is left to say: whoever closes it says so by name.
    _row(S.PENDING, Action.RESOLVE, S.RESOLVED, _ANYBODY),
    _row(S.PENDING, Action.LEAVE, S.RESOLVED, [Who.ROBOT]),
    _row(S.OPEN, Action.TRANSFER, S.OPEN, [*_IN_CHARGE, Who.RESCUER]),
    _row(S.OPEN, Action.REQUEUE, S.PENDING, [*_IN_CHARGE, Who.ROBOT]),
    _row(S.OPEN, Action.ESCALATE, S.OPEN, [Who.ROBOT]),
    _row(S.OPEN, Action.RESOLVE, S.RESOLVED, _IN_CHARGE),
    _row(S.OPEN, Action.IDLE, S.RESOLVED, [Who.ROBOT]),
    _row(S.OPEN, Action.LEAVE, S.RESOLVED, [Who.ROBOT]),
)

NAMES: Final[dict[S, str]] = {S.PENDING: "排队中", S.OPEN: "服务中", S.RESOLVED: "已结束"}
ACTION_NAMES: Final[dict[Action, str]] = {
    Action.ASSIGN: "自动分配",
    Action.TAKE: "接入",
    Action.TRANSFER: "转接",
    Action.REQUEUE: "退回排队",
    Action.ESCALATE: "升级",
    Action.RESOLVE: "结束",
    Action.IDLE: "闲置结束",
    Action.LEAVE: "粉丝取消关注",
}
ROBOT: Final = "机器人"


def find(session: ServiceSession, action: Action, who: Who) -> Transition | None:
    """The row that lets ``who`` do ``action`` to this session now, if there is one."""
    for row in TABLE:
        if row.source is session.state and row.action is action and who in row.who:
            return row
    return None


def move(
    session: ServiceSession,
    action: Action,
    who: Who,
    *,
    at: datetime,
    by: str,
    note: str = "",
    **changes: Any,
) -> ServiceSession:
    """The session after ``action``, with ``changes`` to its fields and a line in its history.

    Raises ``IllegalAction``.
    """
    row = find(session, action, who)
    if row is None:
        raise IllegalAction(_refusal(session, action))
    moment = Moment(at=at, what=ACTION_NAMES[action], by=by, note=note)
    changes |= {"state": row.target, "history": (*session.history, moment)}
    return session.model_copy(update=changes)


def _refusal(session: ServiceSession, action: Action) -> str:
    start = f"会话 {session.ticket} {NAMES[session.state]}"
    if session.state is S.OPEN and any(
        row.source is S.OPEN and row.action is action for row in TABLE
    ):
        return f"{start}，由坐席“{session.owner}”负责；只有对方或组长可以{ACTION_NAMES[action]}。"
    return f"{start}，不能{ACTION_NAMES[action]}。"
