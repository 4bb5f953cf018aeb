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
from chalicelib.desk.messages import outgoing_text
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.models import OUTSIDE, Ending, Line, LineKind, LineState, ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sender import Send, TryLater, send_lines
from chalicelib.desk.sessions import lookup, store, updates
from chalicelib.desk.sessions.transitions import DEEDS, Action, Who, move

_MOST_TRIES: Final = 10
"""Of one message that WeChat refuses again and again, each after another word of the follower."""

Also = Callable[[ServiceSession], Sequence[table.Action]]


class Spoken(StrEnum):
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


def stand_behind(account_id: str, *, serves: bool, now: datetime) -> None:
    """Say whether followers are taken from outside by themselves, so that replies count on it."""
    agent_store.keep_outside(account_id, serves)
    assignment.refresh(account_id, now)


def hand_out(
    account_id: str,
    word: str,
    now: datetime,
    *,
    agent_id: str = "",
    note: str = "",
    also: Also = lambda _session: (),
) -> ServiceSession:
    """Give a session to the outside: by its agent, its lead or whoever takes it, or (without) by the robot.

    ``also`` says what has to be written in the same transaction for the session as it is found. Raises
    ``UnknownSession``, ``NotAllowed`` or ``Moved``. Twice is once.
    """
    session = lookup.find(account_id, word, now)
    if session.owner == OUTSIDE and session.state is S.OPEN:
        return session
    by_agent = Action.TRANSFER if session.state is S.OPEN else Action.TAKE
    given = move(
        session,
        by_agent if agent_id else Action.ASSIGN,
        assignment.who_is(session, agent_id) if agent_id else Who.ROBOT,
        at=now,
        by=agent_id or OUTSIDE,
        note=f"→ 热线 {note}".strip(),
        owner=OUTSIDE,
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
) -> Spoken:
    """Send what somebody outside wrote, as far as WeChat takes it now; with one ``key`` it is sent once.

    Again with the same key goes on where it stopped. What can't reach the follower is kept as a note that says
    so: the agents see it, nothing is lost.
    """
    session = store.find(account_id, session_id)
    if session is None:
        return Spoken.TOO_LATE
    if session.owner != OUTSIDE or not session.live:
        _note(session, f"热线在会话离开后答复，没有发给粉丝：{text}", f"{key}#late", clock())
        return Spoken.TOO_LATE
    try:
        parts = outgoing_text.parts(text)
    except CannotSend as error:
        _note(session, f"热线的答复不能发送（{error}）：{text}", f"{key}#refused", clock())
        return Spoken.REFUSED
    for number, part in enumerate(parts):
        spoken = _part(session, part, by, f"{session.id}#{key}#{number}", send, clock)
        if spoken is Spoken.WAITS:
            _note(session, f"热线已答复，等粉丝再来消息时自动发出：{text}", f"{key}#waits", clock())
        if spoken is not Spoken.SAID:
            return spoken
    return Spoken.SAID


def resolve(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """The outside is done: the robot speaks again, the follower is asked once how it was. Twice is once."""
    asked = False

    def done(before: ServiceSession) -> ServiceSession:
        nonlocal asked
        asked = False
        if before.owner != OUTSIDE:
            return before
        asked = message_store.budget(account_id, before.openid).left(now) > 0
        return move(
            before,
            Action.RESOLVE,
            Who.OWNER,
            at=now,
            by=OUTSIDE,
            resolved_at=now,
            ending=Ending.ANSWERED,
            surveyed=asked,
        )

    session = updates.change(account_id, session_id, done, now)
    if session is not None and asked:
        agent_actions.tell(
            session, outgoing_text.survey(session.id), now, key=f"{session.id}#survey"
        )
    return session


def give_back(account_id: str, session_id: str, why: str, now: datetime) -> ServiceSession | None:
    """The outside does not take it: back to its old place in the queue, and on to who is free. Twice is once."""

    def back(before: ServiceSession) -> ServiceSession:
        if before.owner != OUTSIDE:
            return before
        return move(before, Action.REQUEUE, Who.ROBOT, at=now, by=OUTSIDE, note=why, owner="")

    session = updates.change(account_id, session_id, back, now)
    return assignment.assign(session, now) if session is not None and session.live else session


def ended_it(session: ServiceSession) -> bool:
    """Whether it was the outside that resolved the session, or gave it back."""
    deeds = [moment.what for moment in session.history if moment.by == OUTSIDE]
    return bool(deeds) and deeds[-1] in (DEEDS[Action.RESOLVE], DEEDS[Action.REQUEUE])


def tell_delay(account_id: str, session_id: str, now: datetime) -> bool:
    """Tell the follower once that it takes longer, if a message is left for the answer too; whether they know."""
    session = store.find(account_id, session_id)
    if session is None or not session.live:
        return False
    return agent_actions.tell(
        session, outgoing_text.DELAYED, now, spare=1, key=f"{session.id}#delayed"
    )


def _part(
    session: ServiceSession,
    text: str,
    by: str,
    key: str,
    send: Send,
    clock: Callable[[], datetime],
) -> Spoken:
    """One message. Where WeChat said that nothing is left, it is another try's after the follower's next word."""
    try:
        for attempt in range(_MOST_TRIES):
            [line] = _queue(session, text, by, f"{key}#{attempt}", clock())
            if line.state is LineState.REFUSED:
                continue
            [line] = send_lines(session.account, session.openid, [line.id], send, clock)
            return _spoken(line, clock())
    except message_store.TooMany:
        return Spoken.WAITS
    except (message_store.Contested, TryLater):
        return Spoken.SOON
    return Spoken.REFUSED


def _spoken(line: Line, now: datetime) -> Spoken:
    if line.state is LineState.REFUSED:
        left = message_store.budget(line.account, line.openid).left(now)
        return Spoken.REFUSED if left else Spoken.WAITS
    on_its_way = line.state in (LineState.QUEUED, LineState.SENDING)
    return Spoken.SOON if on_its_way and not line.unconfirmed(now) else Spoken.SAID


def _queue(session: ServiceSession, text: str, by: str, key: str, now: datetime) -> list[Line]:
    return message_store.queue(
        session.account,
        session.openid,
        [text],
        session=session.id,
        kind=LineKind.REPLY,
        by=f"{OUTSIDE} {by}".strip(),
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
        by=OUTSIDE,
        now=now,
        keep_days=updates.keep_days(session.account),
        key=f"{session.id}#{key}",
    )
