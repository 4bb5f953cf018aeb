"""Messages of agents, and each follower's budget of customer-service messages.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``KF`` | ``doc`` (Budget): customer-service messages left and until when, ``expires_at`` |
| ``FOLLOWER#{account}#{openid}`` | ``SAID#{ms:013d}#{random}``, ``SAID#K{digest}#{n}`` | ``doc`` (AgentMessage): an agent's message or note, ``state``, ``tried``, ``problem``, ``expires_at``; in ``GSI1`` under ``DESK`` while queued or sending |

Both lie with the follower's own messages: a session is read with two queries, and erased with the follower.

custom/send knows no idempotency key. A message is therefore counted against the budget and stored here in one
transaction, before anything is sent; then marked as ``sending``; sent; and its result recorded. A message marked
``sending`` without a result has an unknown outcome; it is never resent. It stays in the index, so that the sweep
finds it and the agents are told (``marks``).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib import followers
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.messages.reply_window import Budget, renewed, spend
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState, ServiceSession
from chalicelib.desk.sessions.updates import keep_days

SAID: Final = "SAID#"
_KF: Final = "KF"
TRIES: Final = 5
RETRY_AFTER: Final = timedelta(minutes=1)
"""A message still queued after this is queued again."""
_BUDGET_KEPT: Final = timedelta(days=3)


class TooMany(Exception):
    """More messages than WeChat takes."""


class Contested(Exception):
    """Others changed the same budget again and again."""


def budget(account_id: str, openid: str) -> Budget:
    """The messages that WeChat still takes for this follower."""
    return read_budget(followers.partition(account_id, openid))[1]


def budgets_ahead(account_id: str, openids: Iterable[str]) -> None:
    """Read the budgets of several followers in one call; ``budget`` of each then asks for nothing (``read_ahead``)."""
    batches.read_ahead((followers.partition(account_id, openid), _KF) for openid in openids)


def read_budget(pk: str) -> tuple[table.Item | None, Budget]:
    """A follower's budget, and the item that a write of it has to find again (``budget_action``)."""
    item = table.get(pk, _KF, consistent=True)
    return item, Budget() if item is None else Budget.model_validate_json(str(item["doc"]))


def record_inbound(
    account_id: str, openid: str, at: datetime, key: str, *, tapped: bool, spent: int
) -> None:
    """Count the right to answer that a follower's message gives. Twice changes nothing (``reply_window.renewed``).

    The stream tells of a message some time after it was written: messages sent in between count against its right, as
    WeChat counts them.
    """
    since = sum(
        line.tried_at is not None and line.tried_at >= at
        for line in of_follower(account_id, openid)
    )
    change_budget(
        account_id,
        openid,
        lambda before: renewed(before, at, key, tapped=tapped, spent=spent + since),
        at,
    )


def change_budget(
    account_id: str, openid: str, change: Callable[[Budget], Budget], now: datetime
) -> None:
    """Write the budget that ``change`` makes, again where others write it. Raises ``Contested``."""
    pk = followers.partition(account_id, openid)
    for _ in range(TRIES):
        item, before = read_budget(pk)
        after = change(before)
        if after == before:
            return
        try:
            table.transact([budget_action(pk, item, after, now)])
        except ConditionFailed:
            continue
        return
    raise Contested


def written(
    session: ServiceSession,
    texts: Sequence[str],
    *,
    kind: MessageKind,
    by: str,
    now: datetime,
    key: str = "",
) -> list[AgentMessage]:
    """Texts as messages of a session, not stored yet.

    Their ids follow from ``key`` (of whoever writes them), so that they can be queued once (``queue_once``); without
    a key every call makes new ones. Pure but for that.
    """
    return [
        AgentMessage(
            id=keyed_id(key, number) if key else _new_id(now, number),
            account=session.account,
            openid=session.openid,
            session=session.id,
            kind=kind,
            by=by,
            text=text,
            at=now,
            state=MessageState.KEPT if kind is MessageKind.NOTE else MessageState.QUEUED,
        )
        for number, text in enumerate(texts)
    ]


def queue(
    messages: Sequence[AgentMessage], *, spare: int = 0, also: Sequence[table.Action] = ()
) -> list[AgentMessage]:
    """Count one follower's messages against the budget and keep them as queued, all or none, ``also`` with them.

    Raises ``TooMany`` unless ``spare`` messages are left afterwards, or ``Contested``.
    """
    for _ in range(TRIES):
        queued = _try_to_queue(messages, spare, also)
        if queued is not None:
            return queued
    raise Contested


def counted(
    messages: Sequence[AgentMessage], *, spare: int = 0
) -> tuple[list[AgentMessage], list[table.Action]]:
    """The messages as ``queue`` would keep them, and the writes for a transaction of somebody else.

    Raises ``TooMany``. The first write is that of the budget: its condition fails where others change it meanwhile.
    """
    account_id, openid, now = messages[0].account, messages[0].openid, messages[0].at
    pk, days = followers.partition(account_id, openid), keep_days(account_id)
    item, held = read_budget(pk)
    after = spend(held, len(messages), now)
    if after is None or after.left(now) < spare:
        raise TooMany
    kept = [one.model_copy(update={"heard": after.heard}) for one in messages]
    puts = [table.put_action(_item(one, days), only_new=True) for one in kept]
    return kept, [budget_action(pk, item, after, now), *puts]


def queue_once(messages: Sequence[AgentMessage], *, spare: int = 0) -> list[AgentMessage]:
    """The same for messages that were written with a key: again, those of the first time come back."""
    for _ in range(TRIES):
        kept = _found(messages) or _try_to_queue(messages, spare, ())
        if kept is not None:
            return kept
    raise Contested


def keep_note(note: AgentMessage) -> AgentMessage:
    """Keep a private note; one that was written with a key is kept once, however often this is called."""
    try:
        table.put(_item(note, keep_days(note.account)), only_new=True)
    except ConditionFailed:
        return find_message(note.account, note.openid, note.id) or note
    return note


def find_message(account_id: str, openid: str, message_id: str) -> AgentMessage | None:
    """One message as it is now; None where it is erased."""
    item = table.get(followers.partition(account_id, openid), message_id, consistent=True)
    return None if item is None else read_message(item)


def of_follower(account_id: str, openid: str) -> Iterator[AgentMessage]:
    """Messages and notes of agents, and of the robot on the desk's behalf, in order of time; keyed ones last."""
    pk = followers.partition(account_id, openid)
    return map(read_message, table.query(pk, SAID, consistent=True))


def _try_to_queue(
    messages: Sequence[AgentMessage], spare: int, also: Sequence[table.Action]
) -> list[AgentMessage] | None:
    """The messages as they are queued; None where somebody else changed the budget meanwhile."""
    kept, writes = counted(messages, spare=spare)
    try:
        table.transact([*writes, *also])
    except ConditionFailed:
        return None
    return kept


def _found(messages: Sequence[AgentMessage]) -> list[AgentMessage] | None:
    """The same messages as they are stored; None where the first of them is not."""
    first = messages[0]
    if find_message(first.account, first.openid, first.id) is None:
        return None
    stored = (find_message(one.account, one.openid, one.id) for one in messages)
    return [one for one in stored if one is not None]


def _new_id(now: datetime, number: int) -> str:
    ms = int(now.timestamp() * 1000) + number
    return f"{SAID}{ms:013d}#{secrets.token_hex(4)}"


def keyed_id(key: str, number: int) -> str:
    """The id of the message of this number that is written with a key."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"{SAID}K{digest}#{number}"


def budget_action(pk: str, item: table.Item | None, after: Budget, now: datetime) -> table.Action:
    """The write of a budget; its condition fails where it is not ``item`` any more."""
    values: dict[str, table.Value] = {
        ":doc": after.model_dump_json(),
        ":expires": int((now + _BUDGET_KEPT).timestamp()),
    }
    condition = "attribute_not_exists(pk)"
    if item is not None:
        values[":before"] = item["doc"]
        condition = "doc = :before"
    return table.update_action(
        pk, _KF, "SET doc = :doc, expires_at = :expires", values, condition=condition
    )


def _item(of: AgentMessage, keep_days: int) -> table.Item:
    item: table.Item = {
        "pk": followers.partition(of.account, of.openid),
        "sk": of.id,
        "doc": of.model_dump_json(exclude={"state", "tried_at", "problem"}),
        "state": of.state.value,
        "expires_at": int((of.at + timedelta(days=keep_days)).timestamp()),
    }
    if of.state is MessageState.QUEUED:
        item |= {"gsi1pk": DUE, "gsi1sk": stamp(of.at + RETRY_AFTER)}
    return item


def read_message(item: table.Item) -> AgentMessage:
    """The message that an item holds."""
    tried = datetime.fromtimestamp(int(item["tried"]), UTC) if "tried" in item else None
    changing = {
        "state": item["state"],
        "tried_at": tried,
        "problem": str(item.get("problem", "")),
    }
    return AgentMessage.model_validate(json.loads(str(item["doc"])) | changing)
