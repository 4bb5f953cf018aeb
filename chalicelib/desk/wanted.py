"""Messages that tell a follower an answer they wanted to be told: the same way as an agent's, in no session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk import follower_events
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState
from chalicelib.desk.notices import dispatch


def message_id(key: str) -> str:
    """The id of the message that is written with this key."""
    return message_store.keyed_id(key, 0)


def tell_wanted(
    account_id: str,
    openid: str,
    text: str,
    *,
    key: str,
    now: datetime,
    spare: int = 0,
    also: Sequence[table.Action] = (),
) -> bool:
    """Count a message against what WeChat still takes, and queue it, in one transaction with ``also``.

    False where WeChat takes none, or
    would leave fewer than ``spare``. Raises ``ConditionFailed`` with the index of a condition of ``also`` that does not
    hold, or ``Contested``.
    """
    wanted = AgentMessage(
        id=message_id(key),
        account=account_id,
        openid=openid,
        session="",
        kind=MessageKind.TOLD,
        by="",
        text=text,
        at=now,
        state=MessageState.QUEUED,
    )
    follower_events.record_last_words(account_id, openid, now)
    for _ in range(message_store.TRIES):
        try:
            queued, writes = message_store.counted([wanted], spare=spare)
        except message_store.TooMany:
            return False
        try:
            table.transact([*also, *writes])
        except ConditionFailed as error:
            if error.index is not None and error.index < len(also):
                raise
            continue  # the follower's budget was changed meanwhile
        dispatch(queued)
        return True
    raise message_store.Contested
