"""The ways that a session may go, as data: the guard, the command line and a page read this table."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from chalicelib.desk.errors import IllegalAction
from chalicelib.desk.labels import ACTION_NAMES, STATE_NAMES
from chalicelib.desk.models import Action, Moment, ServiceSession, Who
from chalicelib.desk.models import SessionState as S
from chalicelib.transitions import Table, row

_IN_CHARGE: Final = (Who.OWNER, Who.LEAD)
_ANYBODY: Final = (Who.OWNER, Who.LEAD, Who.AGENT)

TABLE: Final[Table[S, Action, Who, ServiceSession]] = Table(
    lambda session: session.state,
    [
        row(S.PENDING, Action.ASSIGN, S.OPEN, Who.ROBOT),
        row(S.PENDING, Action.TAKE, S.OPEN, _ANYBODY),
        row(S.PENDING, Action.TRANSFER, S.OPEN, Who.LEAD),
        row(S.PENDING, Action.REQUEUE, S.PENDING, Who.LEAD),
        row(S.PENDING, Action.ESCALATE, S.PENDING, Who.ROBOT),
        # Nobody answered and nothing is left to say: whoever closes it says so by name.
        row(S.PENDING, Action.RESOLVE, S.RESOLVED, _ANYBODY),
        row(S.PENDING, Action.LEAVE, S.RESOLVED, Who.ROBOT),
        row(S.OPEN, Action.TRANSFER, S.OPEN, [*_IN_CHARGE, Who.RESCUER]),
        row(S.OPEN, Action.REQUEUE, S.PENDING, [*_IN_CHARGE, Who.ROBOT]),
        row(S.OPEN, Action.ESCALATE, S.OPEN, Who.ROBOT),
        row(S.OPEN, Action.RESOLVE, S.RESOLVED, _IN_CHARGE),
        row(S.OPEN, Action.IDLE, S.RESOLVED, Who.ROBOT),
        row(S.OPEN, Action.LEAVE, S.RESOLVED, Who.ROBOT),
    ],
)

ROBOT: Final = "机器人"
"""Who stands in a session's history where no person acts."""


def allows(session: ServiceSession, action: Action, who: Who) -> bool:
    """Whether ``who`` may do ``action`` to this session now."""
    return TABLE.find(session, action, [who]) is not None


def move(
    session: ServiceSession,
    action: Action,
    who: Who,
    *,
    at: datetime,
    by: str,
    to: str = "",
    note: str = "",
    **changes: Any,
) -> ServiceSession:
    """The session after ``action``, with ``changes`` to its fields and a line in its history.

    Raises ``IllegalAction``.
    """
    found = TABLE.find(session, action, [who])
    if found is None:
        raise IllegalAction(
            _refusal(session, action),
            state=session.state,
            possible=TABLE.possible(session, [who]),
        )
    moment = Moment(at=at, what=ACTION_NAMES[action], by=by, to=to, note=note)
    changes |= {"state": found.target, "history": (*session.history, moment)}
    return session.model_copy(update=changes)


def _refusal(session: ServiceSession, action: Action) -> str:
    start = f"会话 {session.ticket} {STATE_NAMES[session.state]}"
    if session.state is S.OPEN and action in TABLE.possible(session, Who):
        return f"{start}，由坐席“{session.owner}”负责；只有对方或组长可以{ACTION_NAMES[action]}。"
    return f"{start}，不能{ACTION_NAMES[action]}。"
