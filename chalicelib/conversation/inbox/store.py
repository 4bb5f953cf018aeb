"""Items of this package (reply-book versions: versions.py).

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``IN#{key}`` | a message or event: ``push`` (wire fields), ``decision``, ``type``, ``at``, ``received``, ``expires_at`` |
| ``SYSTEM#{account}`` | ``IN#{key}`` | what WeChat's own senders push, with the attributes of a follower's message |

``key`` is the push's dedupe key: WeChat's second and third try meet the first one's item and its decision.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.conversation.ladder.climb import DEFAULT_EVERY
from chalicelib.conversation.models import Decision, Rung
from chalicelib.followers import STATE, partition
from chalicelib.wechat.body import Fields
from chalicelib.wechat.push import Push

PREFIX = "IN#"
_LARGEST = 64 * 1024
"""Characters of a push that are kept; at four bytes each still far below DynamoDB's 400 KB."""


class Recorded(NamedTuple):
    """What came of recording a push."""

    decision: Decision
    first: bool
    """False where an earlier try had been recorded: its decision stands."""


class DefaultTaken(Exception):
    """Another message of the same follower got the default reply within the hour."""


def record(
    account_id: str, push: Push, wire: Fields, decision: Decision, now: int, keep_days: int
) -> Recorded:
    """Put push and decision on record in one write, if the push is new; else return what stands there.

    ``now`` is Unix time in seconds. A default reply moves the follower's clock in the same write, so that two
    messages at once don't both get one: raises ``DefaultTaken`` to the later.
    """
    item = _item(account_id, push, wire, decision, now, keep_days)
    try:
        if decision.rung is Rung.DEFAULT:
            table.transact([table.put_action(item, only_new=True), _default_given(item["pk"], now)])
        else:
            table.put(item, only_new=True)
    except ConditionFailed as error:
        if error.index == 1:
            raise DefaultTaken from error
        old = error.old or table.get(str(item["pk"]), str(item["sk"]), consistent=True)
        if old is None:
            raise
        return Recorded(Decision.model_validate_json(str(old["decision"])), first=False)
    return Recorded(decision, first=True)


def _default_given(pk: table.Value, now: int) -> table.Action:
    return table.update_action(
        str(pk),
        STATE,
        "SET default_at = :now",
        {":now": now, ":hour_ago": now - DEFAULT_EVERY},
        condition="attribute_not_exists(default_at) OR default_at <= :hour_ago",
    )


def _item(
    account_id: str, push: Push, wire: Fields, decision: Decision, now: int, keep_days: int
) -> dict[str, table.Value]:
    kept = json.dumps(wire, ensure_ascii=False, separators=(",", ":"))
    if len(kept) > _LARGEST:
        kept = json.dumps({"cut": kept[: _LARGEST // 4]}, ensure_ascii=False)
    return {
        "pk": partition(account_id, push.from_user) if push.follower else f"SYSTEM#{account_id}",
        "sk": PREFIX + push.key,
        "type": push.msg_type,
        "push": kept,
        "decision": decision.model_dump_json(exclude_none=True),
        "at": push.created,
        "received": now,
        "expires_at": now + keep_days * 86400,
    }
