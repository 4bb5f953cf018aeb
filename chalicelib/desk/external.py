"""Sessions that somebody outside this desk has (the hotline bridge): handed out, spoken in, given back.

The robot is silent meanwhile, WeChat's window and budget hold as for agents, and the session stays in the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.cloud import table
from chalicelib.desk import agent_actions, assignment
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.errors import CannotSend
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.models import (
    EXTERNAL,
    AgentMessage,
    Ending,
    MessageKind,
    MessageState,
    ServiceSession,
)
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sender import Send, TryLater, send_messages
from chalicelib.desk.sessions import lookup, store, updates
from chalicelib.desk.sessions.transitions import ACTION_NAMES, Action, Who, move

_MOST_TRIES: Final = 10
"""Of one message that WeChat refuses again and again, each after another word of the follower."""

Also = Callable[[ServiceSession], Sequence[table.Action]]


class SendOutcome(StrEnum):
    """What came of something that was said from outside."""

    SAID = "said"
    SOON = "soon"
    """On its way, or WeChat can't be reached: look again in a while."""
    WAITS = "waits"
    """WeChat takes nothing until the follower writes again."""
    REFUSED = "refused"
    """It can't be sent as it is."""
    TOO_LATE = "too_late"
    """The session is not the outside's any more: the desk has it as a note."""


def set_automatic_takeover(account_id: str, *, serves: bool, now: datetime) -> None:
    """Say whether followers are taken from outside by themselves, so that replies count on it."""
    agent_store.keep_external(account_id, serves)
    assignment.refresh(account_id, now)


def hand_out(
    account_id: str,
    ref: str,
    now: datetime,
    *,
    agent_id: str = "",
    note: str = "",
    also: Also = lambda _session: (),
) -> ServiceSession:
    """Give a session to the outside: by its agent, its lead or whoever takes it, or (without) by the robot.

    ``also`` says what has to be written in the same transaction for the session as it is found. Raises
    ``UnknownSession``, ``IllegalAction`` or ``SessionChanged``. Twice is once.
    """
    session = lookup.find(account_id, ref, now)
    if session.owner == EXTERNAL and session.state is S.OPEN:
        return session
    by_agent = Action.TRANSFER if session.state is S.OPEN else Action.TAKE
    given = move(
        session,
        by_agent if agent_id else Action.ASSIGN,
        assignment.who_is(session, agent_id) if agent_id else Who.ROBOT,
        at=now,
        by=agent_id or EXTERNAL,
        note=f"→ 热线 {note}".strip(),
        owner=EXTERNAL,
        assigned_at=now,
        first_assigned_at=session.first_assigned_at or now,
    )
    saved = updates.save(session, given, now, also=also(session))
    if session.owner:
        assignment.pull(account_id, session.owner, now)
    return saved


def pass_by(session: ServiceSession, now: datetime) -> ServiceSession:
    """The outside does not take a new session: the desk's own people are offered it."""
    return assignment.assign(session, now)


def say(
    account_id: str,
    session_id: str,
    text: str,
    by: str,
    key: str,
    *,
    send: Send,
    clock: Callable[[], datetime],
) -> SendOutcome:
    """Send what somebody outside wrote, as far as WeChat takes it now; with one ``key`` it is sent once.

    Again with the same key goes on where it stopped. What can't reach the follower is kept as a note that says
    so: the agents see it, nothing is lost.
    """
    session = store.find(account_id, session_id)
    if session is None:
        return SendOutcome.TOO_LATE
    if session.owner != EXTERNAL or not session.live:
        _note(session, f"热线在会话离开后答复，没有发给粉丝：{text}", f"{key}#late", clock())
        return SendOutcome.TOO_LATE
    try:
        parts = texts.parts(text)
    except CannotSend as error:
        _note(session, f"热线的答复不能发送（{error}）：{text}", f"{key}#refused", clock())
        return SendOutcome.REFUSED
    for number, part in enumerate(parts):
        spoken = _part(session, part, by, f"{session.id}#{key}#{number}", send, clock)
        if spoken is SendOutcome.WAITS:
            _note(session, f"热线已答复，等粉丝再来消息时自动发出：{text}", f"{key}#waits", clock())
        if spoken is not SendOutcome.SAID:
            return spoken
    return SendOutcome.SAID


def resolve(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """The outside is done: the robot speaks again, the follower is asked once how it was. Twice is once."""
    asked = False

    def done(before: ServiceSession) -> ServiceSession:
        nonlocal asked
        asked = False
        if before.owner != EXTERNAL:
            return before
        asked = message_store.budget(account_id, before.openid).left(now) > 0
        return move(
            before,
            Action.RESOLVE,
            Who.OWNER,
            at=now,
            by=EXTERNAL,
            resolved_at=now,
            ending=Ending.ANSWERED,
            surveyed=asked,
        )

    session = updates.change(account_id, session_id, done, now)
    if session is not None and asked:
        agent_actions.tell(session, texts.survey(session.id), now, key=f"{session.id}#survey")
    return session


def give_back(account_id: str, session_id: str, why: str, now: datetime) -> ServiceSession | None:
    """The outside does not take it: back to its old place in the queue, and on to who is free. Twice is once."""

    def back(before: ServiceSession) -> ServiceSession:
        if before.owner != EXTERNAL:
            return before
        return move(before, Action.REQUEUE, Who.ROBOT, at=now, by=EXTERNAL, note=why, owner="")

    session = updates.change(account_id, session_id, back, now)
    return assignment.assign(session, now) if session is not None and session.live else session


def ended_it(session: ServiceSession) -> bool:
    """Whether it was the outside that resolved the session, or gave it back."""
    deeds = [moment.what for moment in session.history if moment.by == EXTERNAL]
    return bool(deeds) and deeds[-1] in (ACTION_NAMES[Action.RESOLVE], ACTION_NAMES[Action.REQUEUE])


def tell_delay(account_id: str, session_id: str, now: datetime) -> bool:
    """Tell the follower once that it takes longer, if a message is left for the answer too; whether they know."""
    session = store.find(account_id, session_id)
    if session is None or not session.live:
        return False
    return agent_actions.tell(session, texts.DELAYED, now, spare=1, key=f"{session.id}#delayed")


def _part(
    session: ServiceSession,
    text: str,
    by: str,
    key: str,
    send: Send,
    clock: Callable[[], datetime],
) -> SendOutcome:
    """One message. Where WeChat said that nothing is left, it is another try's after the follower's next word."""
    try:
        for attempt in range(_MOST_TRIES):
            [line] = _queue(session, text, by, f"{key}#{attempt}", clock())
            if line.state is MessageState.REFUSED:
                continue
            [line] = send_messages(session.account, session.openid, [line.id], send, clock)
            return _spoken(line, clock())
    except message_store.TooMany:
        return SendOutcome.WAITS
    except (message_store.Contested, TryLater):
        return SendOutcome.SOON
    return SendOutcome.REFUSED


def _spoken(line: AgentMessage, now: datetime) -> SendOutcome:
    if line.state is MessageState.REFUSED:
        left = message_store.budget(line.account, line.openid).left(now)
        return SendOutcome.REFUSED if left else SendOutcome.WAITS
    on_its_way = line.state in (MessageState.QUEUED, MessageState.SENDING)
    return SendOutcome.SOON if on_its_way and not line.unconfirmed(now) else SendOutcome.SAID


def _queue(
    session: ServiceSession, text: str, by: str, key: str, now: datetime
) -> list[AgentMessage]:
    return message_store.queue(
        session.account,
        session.openid,
        [text],
        session=session.id,
        kind=MessageKind.REPLY,
        by=f"{EXTERNAL} {by}".strip(),
        now=now,
        keep_days=updates.keep_days(session.account),
        key=key,
    )


def _note(session: ServiceSession, text: str, key: str, now: datetime) -> None:
    message_store.note(
        session.account,
        session.openid,
        text,
        session=session.id,
        by=EXTERNAL,
        now=now,
        keep_days=updates.keep_days(session.account),
        key=f"{session.id}#{key}",
    )
