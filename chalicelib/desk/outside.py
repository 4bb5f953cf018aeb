"""Sessions that somebody outside this desk has (the hotline bridge): handed out, spoken in, given back.

The robot is silent meanwhile, WeChat's window and budget hold as for agents, and the session stays in the lists.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.desk import answers, duty, lines, lookup, progress, store, words
from chalicelib.desk.errors import CannotSend
from chalicelib.desk.models import OUTSIDE, Ending, Line, LineKind, ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.transitions import Action, Who, move


def hand_out(
    account_id: str, word: str, now: datetime, *, agent_id: str = "", note: str = ""
) -> ServiceSession:
    """Give a session to the outside: by its agent or lead, or (without) by the robot out of the queue.

    Raises ``UnknownSession``, ``NotAllowed`` or ``Moved``. Twice is once.
    """
    session = lookup.find(account_id, word, now)
    if session.owner == OUTSIDE and session.state is S.OPEN:
        return session
    given = move(
        session,
        Action.TRANSFER if agent_id else Action.ASSIGN,
        duty.who_is(session, agent_id) if agent_id else Who.ROBOT,
        at=now,
        by=agent_id or OUTSIDE,
        note=f"→ {OUTSIDE} {note}".strip(),
        owner=OUTSIDE,
        assigned_at=now,
        first_assigned_at=session.first_assigned_at or now,
        wanted="",
    )
    saved = progress.save(session, given, now)
    if session.owner:
        duty.pull(account_id, session.owner, now)
    return saved


def say(
    account_id: str, session_id: str, text: str, by: str, key: str, now: datetime
) -> list[Line]:
    """Queue what somebody outside wrote; twice with one ``key`` is once.

    What WeChat would refuse is kept as a note that says so, and comes back empty: the agents see it, nothing is lost.
    """
    session = store.find(account_id, session_id)
    if session is None or not session.live:
        return []
    try:
        queued = lines.queue(
            account_id,
            session.openid,
            words.parts(text),
            session=session.id,
            kind=LineKind.REPLY,
            by=f"{OUTSIDE} {by}".strip(),
            now=now,
            keep_days=progress.keep_days(account_id),
            key=f"{session.id}#{key}",
        )
    except (CannotSend, lines.TooMany) as error:
        why = str(error) or "微信不再接收，等对方再来消息"
        kept = f"热线的答复没有发出（{why}）：{text}"
        lines.note(
            account_id,
            session.openid,
            kept,
            session=session.id,
            by=OUTSIDE,
            now=now,
            keep_days=progress.keep_days(account_id),
            key=f"{session.id}#{key}#note",
        )
        return []
    answers.dispatch(queued)
    return queued


def resolve(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """The outside is done: the robot speaks again. Twice is once."""

    def done(before: ServiceSession) -> ServiceSession:
        if before.owner != OUTSIDE:
            return before
        return move(
            before,
            Action.RESOLVE,
            Who.OWNER,
            at=now,
            by=OUTSIDE,
            resolved_at=now,
            ending=Ending.ANSWERED,
        )

    return progress.change(account_id, session_id, done, now)


def give_back(account_id: str, session_id: str, why: str, now: datetime) -> ServiceSession | None:
    """The outside does not take it: back to its old place in the queue, and on to who is free. Twice is once."""

    def back(before: ServiceSession) -> ServiceSession:
        if before.owner != OUTSIDE:
            return before
        return move(
            before, Action.REQUEUE, Who.ROBOT, at=now, by=OUTSIDE, note=why, owner="", wanted=""
        )

    session = progress.change(account_id, session_id, back, now)
    return duty.assign(session, now) if session is not None and session.live else session


def tell_delay(account_id: str, session_id: str, now: datetime) -> bool:
    """Tell the follower that it takes longer, if a message is left for the answer too."""
    session = store.find(account_id, session_id)
    if session is None or not session.live:
        return False
    return answers.tell(session, words.DELAYED, now, spare=1)
