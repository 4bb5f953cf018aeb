"""What is said in sessions, and what WeChat still lets us say.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``KF`` | ``doc`` (Budget): customer-service messages left and until when, ``expires_at`` |
| ``FOLLOWER#{account}#{openid}`` | ``SAID#{ms:013d}#{random}``, ``SAID#K{digest}#{n}`` | ``doc`` (AgentMessage): an agent's message or note, ``state``, ``tried``, ``problem``, ``expires_at``; in ``GSI1`` under ``DESK`` while queued |

Both lie with the follower's own messages: a session is read with two queries, and erased with the person.

custom/send knows no idempotency key. A message is therefore counted against the budget and put here in one
transaction, before anything is sent; marked as being sent; sent; and marked with what came of it. Whoever finds the
second mark and no third does not know, and never sends again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib import followers
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.messages.reply_window import Budget, renewed, spend
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState

SAID: Final = "SAID#"
_KF: Final = "KF"
_TRIES: Final = 5
_RETRY_AFTER: Final = timedelta(minutes=1)
"""A message still queued after this is queued again."""
_BUDGET_KEPT: Final = timedelta(days=3)


class TooMany(Exception):
    """More messages than WeChat takes."""


class Contested(Exception):
    """Others changed the same budget again and again."""


def budget(account_id: str, openid: str) -> Budget:
    """What WeChat still takes for this follower."""
    item = table.get(followers.partition(account_id, openid), _KF, consistent=True)
    return _budget(item)


def record_inbound(
    account_id: str, openid: str, at: datetime, key: str, *, tapped: bool, spent: int
) -> None:
    """Count the right that a follower's word gives. Telling it twice changes nothing (``budget.renewed``).

    The word is older than its telling: what was sent in between counts against it, as WeChat counts it.
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
    """Write what ``change`` makes of the budget, whoever else is at it."""
    pk = followers.partition(account_id, openid)
    for _ in range(_TRIES):
        item = table.get(pk, _KF, consistent=True)
        before = _budget(item)
        after = change(before)
        if after == before:
            return
        try:
            table.transact([_budget_action(pk, item, after, now)])
        except ConditionFailed:
            continue
        return
    raise Contested


def queue(
    account_id: str,
    openid: str,
    texts: Sequence[str],
    *,
    session: str,
    kind: MessageKind,
    by: str,
    now: datetime,
    keep_days: int,
    spare: int = 0,
    key: str = "",
) -> list[AgentMessage]:
    """Count messages against the budget and keep them as queued, all or none.

    With ``key`` (of whoever says it) they are queued once, however often this is called: the second time those of
    the first come back. Raises ``TooMany`` unless ``spare`` messages are left afterwards.
    """
    pk = followers.partition(account_id, openid)
    made = [
        AgentMessage(
            id=_keyed_id(key, number) if key else _line_id(now, number),
            account=account_id,
            openid=openid,
            session=session,
            kind=kind,
            by=by,
            text=text,
            at=now,
            state=MessageState.QUEUED,
        )
        for number, text in enumerate(texts)
    ]
    for _ in range(_TRIES):
        if key and find(account_id, openid, made[0].id):
            kept = (find(account_id, openid, one.id) for one in made)
            return [one for one in kept if one is not None]
        item = table.get(pk, _KF, consistent=True)
        after = spend(_budget(item), len(made), now)
        if after is None or after.left(now) < spare:
            raise TooMany
        made = [one.model_copy(update={"heard": after.heard}) for one in made]
        puts = [table.put_action(_item(one, keep_days), only_new=True) for one in made]
        try:
            table.transact([_budget_action(pk, item, after, now), *puts])
        except ConditionFailed:
            continue
        return made
    raise Contested


def note(
    account_id: str,
    openid: str,
    text: str,
    *,
    session: str,
    by: str,
    now: datetime,
    keep_days: int,
    key: str = "",
) -> AgentMessage:
    """Keep a private note; with ``key`` it is kept once, however often this is called."""
    made = AgentMessage(
        id=_keyed_id(key, 0) if key else _line_id(now, 0),
        account=account_id,
        openid=openid,
        session=session,
        kind=MessageKind.NOTE,
        by=by,
        text=text,
        at=now,
        state=MessageState.KEPT,
    )
    try:
        table.put(_item(made, keep_days), only_new=True)
    except ConditionFailed:
        return find(account_id, openid, made.id) or made
    return made


def find(account_id: str, openid: str, line_id: str) -> AgentMessage | None:
    """One line as it is now."""
    item = table.get(followers.partition(account_id, openid), line_id, consistent=True)
    return None if item is None else _line(item)


def of_follower(account_id: str, openid: str) -> Iterator[AgentMessage]:
    """Everything that agents, and the robot on their behalf, said and noted; in order of time."""
    pk = followers.partition(account_id, openid)
    return map(_line, table.query(pk, SAID, consistent=True))


def mark_sending(of: AgentMessage, now: datetime) -> bool:
    """Say that the message is being sent; False where somebody said so before.

    Where the follower wrote since it was counted, WeChat will count it against that word's right, and so does this.
    Raises ``TooMany`` where nothing is left of it.
    """
    pk = followers.partition(of.account, of.openid)
    sending = table.update_action(
        pk,
        of.id,
        "SET #state = :sending, tried = :now REMOVE gsi1pk, gsi1sk",
        {
            ":sending": MessageState.SENDING.value,
            ":queued": MessageState.QUEUED.value,
            ":now": int(now.timestamp()),
        },
        condition="#state = :queued",
        names={"#state": "state"},
    )
    for _ in range(_TRIES):
        item = table.get(pk, _KF, consistent=True)
        held, actions = _budget(item), [sending]
        if held.heard != of.heard:
            after = spend(held, 1, now)
            if after is None:
                raise TooMany
            actions.append(_budget_action(pk, item, after, now))
        try:
            table.transact(actions)
        except ConditionFailed as error:
            if error.index == 1:
                continue
            return False
        return True
    raise Contested


def record_result(of: AgentMessage, state: MessageState, problem: str = "") -> AgentMessage:
    """Say what came of a message; the last word of whoever marked it."""
    item = table.update(
        followers.partition(of.account, of.openid),
        of.id,
        "SET #state = :state, problem = :problem REMOVE gsi1pk, gsi1sk",
        {":state": state.value, ":problem": problem},
        names={"#state": "state"},
    )
    return _line(item)


def put_back(of: AgentMessage, now: datetime) -> None:
    """Queue a message again that surely was not sent."""
    table.update(
        followers.partition(of.account, of.openid),
        of.id,
        "SET #state = :state, gsi1pk = :due, gsi1sk = :at REMOVE tried",
        {":state": MessageState.QUEUED.value, ":due": DUE, ":at": stamp(now + _RETRY_AFTER)},
        names={"#state": "state"},
    )


def _line_id(now: datetime, number: int) -> str:
    ms = int(now.timestamp() * 1000) + number
    return f"{SAID}{ms:013d}#{secrets.token_hex(4)}"


def _keyed_id(key: str, number: int) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"{SAID}K{digest}#{number}"


def _budget(item: table.Item | None) -> Budget:
    return Budget() if item is None else Budget.model_validate_json(str(item["doc"]))


def _budget_action(pk: str, item: table.Item | None, after: Budget, now: datetime) -> table.Action:
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
        item |= {"gsi1pk": DUE, "gsi1sk": stamp(of.at + _RETRY_AFTER)}
    return item


def _line(item: table.Item) -> AgentMessage:
    tried = datetime.fromtimestamp(int(item["tried"]), UTC) if "tried" in item else None
    changing = {
        "state": item["state"],
        "tried_at": tried,
        "problem": str(item.get("problem", "")),
    }
    return AgentMessage.model_validate(json.loads(str(item["doc"])) | changing)
