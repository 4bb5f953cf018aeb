"""Writing a session's next state: its due time, the queue's counters, and another try after a conflict."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.audit import Change, changes_between
from chalicelib.cloud import queues, table
from chalicelib.cloud.afterwards import afterwards
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.errors import SessionChanged
from chalicelib.desk.models import EXTERNAL, FIRST_TEAM, ServiceSession, Team
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sessions import lifecycle, lookup, store
from chalicelib.settings import settings

_TRIES: Final = 6


def keep_days(account_id: str) -> int:
    """Days for which the account keeps messages. Raises ``UnknownAccount``."""
    return accounts.state(account_id).account.retention_days


def team_of(session: ServiceSession) -> Team:
    """The team whose hours and limits hold for the session."""
    known = agent_store.teams(session.account)
    return known.get(session.team) or known.get(FIRST_TEAM) or next(iter(known.values()))


def changes(before: ServiceSession, after: ServiceSession) -> tuple[Change, ...]:
    """The changes of a session that the audit log keeps."""
    kept = {"state", "owner", "team", "skill"}
    return changes_between(before.model_dump(include=kept), after.model_dump(include=kept))


def save(
    before: ServiceSession,
    after: ServiceSession,
    now: datetime,
    *,
    also: Sequence[table.Action] = (),
) -> ServiceSession:
    """Write the next state of a session, ``also`` in the same transaction; returns it as it is now.

    Raises ``SessionChanged`` or ``NoCapacity`` (``store.save``).
    """
    due_at = lifecycle.due(after, team_of(after), now)
    after = after.model_copy(update={"due_at": due_at})
    saved = store.save(before, after, now=now, keep_days=keep_days(after.account), also=also)
    # Beside the transaction: a queue of thousands would meet on the account's item. What is lost here is counted
    # anew when the desk opens and closes (presence.refresh).
    waited, waits = before.state is S.PENDING, saved.state is S.PENDING
    if waited != waits:
        with afterwards("queue counter"):
            accounts.left_queue(saved.account, 1 if waited else -1)
    if before.owner == EXTERNAL and (saved.owner != EXTERNAL or not saved.live):
        _tell_hotline(saved)
    return saved


def change(
    account_id: str,
    session_id: str,
    step: Callable[[ServiceSession], ServiceSession],
    now: datetime,
) -> ServiceSession | None:
    """Change a live session by ``step``, again where others change it; returns it, or None where there is none.

    A step that changes nothing writes nothing.
    """
    for _ in range(_TRIES):
        before = store.find(account_id, session_id)
        if before is None or not before.live:
            return before
        after = step(before)
        if after == before:
            return before
        try:
            return save(before, after, now)
        except SessionChanged:
            continue
    raise SessionChanged(f"会话 {session_id} 一直在被别处更新，请重试。")


def act(
    account_id: str, ref: str, now: datetime, deed: Callable[[ServiceSession], ServiceSession]
) -> ServiceSession:
    """Do somebody's deed on the session that ``ref`` names; returns it as it is then.

    It is done again where the session was written meanwhile and is still in the same hands: a reply that went out, or the
    follower's next words, are no reason to refuse. Raises ``UnknownSession``, ``SessionChanged`` where another person
    was first, and what ``deed`` raises.
    """
    session = lookup.find(account_id, ref, now)
    for _ in range(_TRIES - 1):
        try:
            return deed(session)
        except SessionChanged:
            fresh = lookup.find(account_id, session.id, now)
            if (fresh.state, fresh.owner) != (session.state, session.owner):
                raise
            session = fresh
    return deed(session)


def _tell_hotline(left: ServiceSession) -> None:
    """Queue a task that tells the hotline that it no longer has a session, unless it ended that itself.

    A crash or a failure here loses nothing: the hotline's cases are checked now and then (``hotline.worker``).
    """
    if left.history[-1].by == EXTERNAL:
        return
    task = {"kind": EXTERNAL, "account": left.account, "session": left.id}
    queues.wake(settings().outgoing_queue_url, json.dumps(task))
