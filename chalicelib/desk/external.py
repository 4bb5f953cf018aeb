"""External sessions: the hotline behind the desk has them. Handed over, answered, given back.

The robot is silent meanwhile, WeChat's window and budget hold as for agents, and the session stays in the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import table
from chalicelib.desk import assignment, presence
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import acting
from chalicelib.desk.errors import CannotSend, SessionChanged
from chalicelib.desk.labels import ACTION_NAMES
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.models import (
    EXTERNAL,
    Action,
    AgentMessage,
    Ending,
    MessageKind,
    MessageState,
    ServiceSession,
    Who,
)
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.notices import save_and_tell, tell
from chalicelib.desk.sender import SenderFor, TryLater, send_messages
from chalicelib.desk.sessions import lookup, store, updates
from chalicelib.desk.sessions.transitions import move

_MOST_TRIES: Final = 10
"""Of one message that WeChat refuses again and again, each after another message of the follower."""

Also = Callable[[ServiceSession], Sequence[table.Action]]


class SendOutcome(StrEnum):
    """The outcome of an answer of the hotline."""

    SENT = "sent"
    ON_ITS_WAY = "on_its_way"
    """Not sent yet, or WeChat can't be reached: try again in a while."""
    WAITS_FOR_FOLLOWER = "waits_for_follower"
    """WeChat takes nothing until the follower writes again."""
    REFUSED = "refused"
    """It can't be sent as it is."""
    UNCONFIRMED = "unconfirmed"
    """It may have arrived, or not; it is not sent again."""
    TOO_LATE = "too_late"
    """The session is the hotline's no more: the desk has the answer as a note."""


_NOTED: Final = {
    SendOutcome.WAITS_FOR_FOLLOWER: "热线已答复，等粉丝再来消息时自动发出",
    SendOutcome.REFUSED: "热线已答复，微信没有接受，没有发给粉丝",
    SendOutcome.UNCONFIRMED: "热线已答复，但不知道粉丝是否收到，请核对后再决定是否补发",
}
"""What the desk's agents read of an answer that did not, or may not, have reached the follower."""


def set_automatic_takeover(account_id: str, enabled: bool, now: datetime) -> None:
    """Store whether a hotline takes over sessions automatically, so that replies count on it."""
    agent_store.keep_external(account_id, enabled)
    presence.refresh(account_id, now)


def hand_over(
    account_id: str,
    ref: str,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    also: Also = lambda _session: (),
) -> ServiceSession:
    """Hand a session over to the hotline: by an agent, or by the system itself (``SYSTEM``).

    ``also`` gives the writes that belong into the same transaction, for the session as it is found. Raises
    ``UnknownSession``, ``IllegalAction``, ``PermissionDenied`` or ``SessionChanged``. Twice is once.
    """
    automatic = by.known_by is KnownBy.SYSTEM
    agent = None if automatic else acting(account_id, by, "hotline:session:give", now)
    session = lookup.find(account_id, ref, now)
    if session.owner == EXTERNAL and session.state is S.OPEN:
        return session
    by_agent = Action.TRANSFER if session.state is S.OPEN else Action.TAKE
    given = move(
        session,
        by_agent if agent else Action.ASSIGN,
        assignment.part_of(session, agent) if agent else Who.ROBOT,
        at=now,
        by=agent.agent_id if agent else EXTERNAL,
        note=f"→ 热线 {note}".strip(),
        owner=EXTERNAL,
        assigned_at=now,
        first_assigned_at=session.first_assigned_at or now,
    )
    writes = list(also(session))
    if agent:
        changes = updates.changes(session, given)
        writes.append(agent.entry_action(f"session:{session.id}", now, changes=changes))
    saved = updates.save(session, given, now, also=writes)
    if session.owner:
        assignment.fill(account_id, session.owner, now)
    return saved


def say(
    account_id: str,
    session_id: str,
    text: str,
    by: str,
    key: str,
    *,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
    too_late: bool = False,
) -> SendOutcome:
    """Send an answer of the hotline, as far as WeChat takes it now; with one ``key`` it is sent once.

    With ``too_late`` it belongs to an earlier time that the session was handed over.

    Again with the same key goes on where it stopped. An answer that can't reach the follower, or may not have, is kept
    as a note with the reason: the agents see it, nothing is lost. Raises what ``sender_for`` raises of the account.
    """
    session = store.find(account_id, session_id)
    if (
        session is None or not session.openid
    ):  # erased: there is nobody to tell, nor to note it with
        return SendOutcome.TOO_LATE
    if too_late or session.owner != EXTERNAL or not session.live:
        _note(session, f"热线在会话离开后答复，没有发给粉丝：{text}", f"{key}#late", clock())
        return SendOutcome.TOO_LATE
    try:
        parts = texts.parts(text)
    except CannotSend as error:
        _note(session, f"热线的答复不能发送（{error}）：{text}", f"{key}#refused", clock())
        return SendOutcome.REFUSED
    doubtful = False
    for number, part in enumerate(parts):
        outcome = _send_part(session, part, by, f"{session.id}#{key}#{number}", sender_for, clock)
        if outcome is SendOutcome.UNCONFIRMED:
            doubtful = True
        elif outcome is not SendOutcome.SENT:
            if outcome in _NOTED:
                _note(session, f"{_NOTED[outcome]}：{text}", f"{key}#{outcome}", clock())
            return outcome
    if doubtful:
        told = f"{_NOTED[SendOutcome.UNCONFIRMED]}：{text}"
        _note(session, told, f"{key}#{SendOutcome.UNCONFIRMED}", clock())
        return SendOutcome.UNCONFIRMED
    return SendOutcome.SENT


def resolve(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """The hotline is done: the robot speaks again, the follower is asked once for a rating. Twice is once."""
    for _ in range(_MOST_TRIES):
        before = store.find(account_id, session_id)
        if before is None or not before.live or before.owner != EXTERNAL:
            return before
        done = move(
            before,
            Action.RESOLVE,
            Who.OWNER,
            at=now,
            by=EXTERNAL,
            resolved_at=now,
            ending=Ending.ANSWERED,
        )
        asking = texts.survey(session_id)
        try:
            return save_and_tell(before, done, asking, now, told={"surveyed": True})
        except SessionChanged:
            continue
    raise SessionChanged(f"会话 {session_id} 一直在被别处更新，请重试。")


def give_back(account_id: str, session_id: str, why: str, now: datetime) -> ServiceSession | None:
    """The hotline does not take it: back to its old place in the queue, then assigned. Twice is once."""

    def back(before: ServiceSession) -> ServiceSession:
        if before.owner != EXTERNAL:
            return before
        return move(before, Action.REQUEUE, Who.ROBOT, at=now, by=EXTERNAL, note=why, owner="")

    session = updates.change(account_id, session_id, back, now)
    return assignment.assign(session, now) if session is not None and session.live else session


def ended_it(session: ServiceSession) -> bool:
    """Whether it was the hotline that resolved the session, or gave it back."""
    actions = [moment.what for moment in session.history if moment.by == EXTERNAL]
    ends = (ACTION_NAMES[Action.RESOLVE], ACTION_NAMES[Action.REQUEUE])
    return bool(actions) and actions[-1] in ends


def tell_delay(account_id: str, session_id: str, now: datetime) -> bool:
    """Tell the follower once that it takes longer, if a message is left for the answer too; True if they are told."""
    session = store.find(account_id, session_id)
    if session is None or not session.live:
        return False
    return tell(session, texts.DELAYED, now, spare=1, key=f"{session.id}#delayed")


def _send_part(
    session: ServiceSession,
    text: str,
    by: str,
    key: str,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
) -> SendOutcome:
    """Send one message. After a refusal because nothing was left, the follower's next message allows another try."""
    try:
        for attempt in range(_MOST_TRIES):
            [message] = _queue(session, text, by, f"{key}#{attempt}", clock())
            if message.state is MessageState.REFUSED:
                continue
            [message] = send_messages(
                session.account, session.openid, [message.id], sender_for, clock
            )
            return _outcome(message, clock())
    except message_store.TooMany:
        return SendOutcome.WAITS_FOR_FOLLOWER
    except (message_store.Contested, TryLater):
        return SendOutcome.ON_ITS_WAY
    return SendOutcome.REFUSED


def _outcome(message: AgentMessage, now: datetime) -> SendOutcome:
    if message.state is MessageState.REFUSED:
        left = message_store.budget(message.account, message.openid).left(now)
        return SendOutcome.REFUSED if left else SendOutcome.WAITS_FOR_FOLLOWER
    if message.unconfirmed(now):
        return SendOutcome.UNCONFIRMED
    on_its_way = message.state in (MessageState.QUEUED, MessageState.SENDING)
    return SendOutcome.ON_ITS_WAY if on_its_way else SendOutcome.SENT


def _queue(
    session: ServiceSession, text: str, by: str, key: str, now: datetime
) -> list[AgentMessage]:
    author = f"{EXTERNAL} {by}".strip()
    written = message_store.written(
        session, [text], kind=MessageKind.REPLY, by=author, now=now, key=key
    )
    return message_store.queue_once(written)


def _note(session: ServiceSession, text: str, key: str, now: datetime) -> None:
    [note] = message_store.written(
        session, [text], kind=MessageKind.NOTE, by=EXTERNAL, now=now, key=f"{session.id}#{key}"
    )
    message_store.keep_note(note)
