"""Notices: messages that the robot sends in a session on the desk's behalf, and the way of all messages to the worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib.cloud import queues, table
from chalicelib.desk.errors import SessionChanged
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.models import AgentMessage, MessageKind, ServiceSession
from chalicelib.desk.sessions import store, updates
from chalicelib.settings import settings

_TRIES: Final = 5


def tell(
    session: ServiceSession, text: str, now: datetime, *, spare: int = 0, key: str = ""
) -> bool:
    """Have the robot send a message in a session, if WeChat takes it and leaves ``spare`` messages to agents.

    With a ``key`` it is sent once; again it is True too.
    """
    written = _written(session, text, now, key)
    try:
        queued = (
            message_store.queue_once(written, spare=spare)
            if key
            else message_store.queue(written, spare=spare)
        )
    except (message_store.TooMany, message_store.Contested):
        return False
    dispatch(queued)
    return True


def save_and_tell(
    before: ServiceSession,
    after: ServiceSession,
    text: str,
    now: datetime,
    *,
    spare: int = 0,
    told: Mapping[str, Any] | None = None,
    also: Sequence[table.Action] = (),
) -> ServiceSession:
    """Write the next state of a session, and in the same transaction what the robot tells the follower of it.

    Who dies afterwards has lost neither, and told nobody twice. Where WeChat takes no message, or would leave fewer than
    ``spare``, the state is written alone; ``told`` changes it where the follower is told. Raises ``SessionChanged`` or
    ``NoCapacity``.
    """
    for _ in range(_TRIES):
        try:
            queued, writes = message_store.counted(_written(before, text, now), spare=spare)
        except message_store.TooMany:
            break
        with_it = after.model_copy(update=dict(told or {}))
        try:
            saved = updates.save(before, with_it, now, also=[*also, *writes])
        except SessionChanged:
            fresh = store.find(before.account, before.id)
            if fresh is None or fresh.version != before.version:
                raise
            continue  # the follower's budget changed, not the session
        dispatch(queued)
        return saved
    return updates.save(before, after, now, also=also)


def dispatch(queued: Sequence[AgentMessage]) -> None:
    """Have messages of one follower sent, in their order. What fails here, or dies before, is made good by the sweep."""
    first = queued[0]
    body = {
        "kind": "lines",
        "account": first.account,
        "openid": first.openid,
        "lines": [message.id for message in queued],
    }
    queues.wake(settings().outgoing_queue_url, json.dumps(body))


def _written(
    session: ServiceSession, text: str, now: datetime, key: str = ""
) -> list[AgentMessage]:
    return message_store.written(session, [text], kind=MessageKind.CLOSING, by="", now=now, key=key)
