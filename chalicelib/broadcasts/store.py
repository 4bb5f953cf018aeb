"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``BROADCASTS#{account}`` | product id | ``doc`` (Broadcast), ``version``; in ``GSI1`` under ``BROADCAST`` and the time of what is to be told next |
| ``BROADCASTS#{account}`` | ``{product id}#COUNT`` | ``wished``; of each round ``told_{round}``, ``not_told_{round}`` |
| ``BROADCASTWISH#{account}#{product}#{shard:02d}`` | openid | that they want to be reminded; ``round`` in which they were told last; ``expires_at`` seven days after the stream |
| ``FOLLOWER#{account}#{openid}`` | ``LIVE#{product}`` | the same, with the person; ``expires_at`` |
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from chalicelib.broadcasts.errors import UnknownBroadcast
from chalicelib.broadcasts.models import KEPT, Broadcast, Reminders, What, due
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed

SHARDS: Final = 8
_DUE: Final = "BROADCAST"


def find(account: str, product: str) -> Broadcast | None:
    """A stream as it was published last, or None."""
    item = table.get(_pk(account), product, consistent=True)
    return Broadcast.model_validate_json(str(item["doc"])) if item else None


def get(account: str, product: str) -> Broadcast:
    """A stream as it was published last. Raises ``UnknownBroadcast``."""
    found = find(account, product)
    if found is None:
        raise UnknownBroadcast(product)
    return found


def put_action(one: Broadcast) -> table.Action:
    """The write of a stream over the version before it, for a transaction."""
    if one.version == 1:
        return table.put_action(_item(one), only_new=True)
    return table.put_if_action(_item(one), "version = :before", {":before": one.version - 1})


def advance(one: Broadcast) -> bool:
    """Write a stream over the version before it; False where somebody was faster."""
    try:
        table.transact([put_action(one)])
    except ConditionFailed:
        return False
    return True


def waiting(now: datetime, limit: int) -> list[Broadcast]:
    """Streams of which something is to be told now."""
    found = table.due(_DUE, f"{stamp(now)}~", limit=limit)
    return [Broadcast.model_validate_json(str(item["doc"])) for item in found]


def wish(account: str, openid: str, product: str) -> bool:
    """Note that a follower wants to be reminded; False where they did before. Raises ``UnknownBroadcast``."""
    one = get(account, product)
    expires = int((one.ends + KEPT).timestamp())
    person: table.Item = {"pk": _person(account, openid), "sk": f"LIVE#{product}", "expires_at": expires}  # fmt: skip
    listed: table.Item = {"pk": _wishes(account, product, openid), "sk": openid, "expires_at": expires}  # fmt: skip
    try:
        table.transact(
            [
                table.put_action(person, only_new=True),
                table.put_action(listed, only_new=True),
                _count(account, product, {"wished": 1}),
            ]
        )
    except ConditionFailed:
        return False
    return True


def wishes(account: str, product: str, shard: int, after: str, limit: int) -> list[str]:
    """Openids of who wants to be reminded, in one shard, from ``after`` on."""
    pk = f"BROADCASTWISH#{account}#{product}#{shard:02d}"
    found = table.query(pk, after=after, limit=limit, consistent=True)
    return [str(item["sk"]) for item in found]


def mark_actions(
    account: str, product: str, openid: str, round_: str, *, told: bool
) -> list[table.Action]:
    """What marks somebody as told in a round (or as one who cannot be), and counts it, for a transaction.

    Refused, at its first action, where they were marked in this round before, or have been erased.
    """
    name = f"{'told' if told else 'not_told'}_{round_}"
    noted = table.update_action(
        _wishes(account, product, openid),
        openid,
        "SET #round = :round",
        {":round": round_},
        condition="attribute_exists(pk) AND (attribute_not_exists(#round) OR #round <> :round)",
        names={"#round": "round"},
    )
    return [noted, _count(account, product, {name: 1})]


def round_of(one: Broadcast, what: What) -> str:
    """What is told of which start, as a part of keys and names."""
    return f"{what.value}_{int(one.starts.timestamp())}"


def numbers(account: str, product: str) -> Reminders:
    """A stream's reminders in numbers, of its last round."""
    item = table.get(_pk(account), f"{product}#COUNT", consistent=True) or {}
    last = str(item.get("last", ""))
    return Reminders(
        wished=int(item.get("wished", 0)),
        told=int(item.get(f"told_{last}", 0)),
        not_told=int(item.get(f"not_told_{last}", 0)),
    )


def begin_round(account: str, product: str, round_: str) -> None:
    """Note which round is the last."""
    table.update(_pk(account), f"{product}#COUNT", "SET #last = :last", {":last": round_}, names={"#last": "last"})  # fmt: skip


def of_follower(account: str, openid: str) -> Iterator[str]:
    """Ids of the streams of which somebody wants to be reminded."""
    for item in table.query(_person(account, openid), "LIVE#", consistent=True):
        yield str(item["sk"]).removeprefix("LIVE#")


def erase(account: str, openid: str) -> int:
    """Forget what somebody wished; returns how much. Twice is harmless."""
    number = 0
    for product in list(of_follower(account, openid)):
        table.delete(_wishes(account, product, openid), openid)
        table.delete(_person(account, openid), f"LIVE#{product}")
        number += 1
    return number


def _item(one: Broadcast) -> table.Item:
    item: table.Item = {
        "pk": _pk(one.account),
        "sk": one.id,
        "doc": one.model_dump_json(),
        "version": one.version,
    }
    following = due(one)
    if following is not None:
        item |= {"gsi1pk": _DUE, "gsi1sk": f"{stamp(following.at)}#{one.id}"}
    return item


def _count(account: str, product: str, added: dict[str, int]) -> table.Action:
    sums = ", ".join(f"{name} :{at}" for at, name in enumerate(added))
    values = {f":{at}": number for at, number in enumerate(added.values())}
    return table.update_action(_pk(account), f"{product}#COUNT", f"ADD {sums}", values)


def _wishes(account: str, product: str, openid: str) -> str:
    shard = int(hashlib.sha256(openid.encode()).hexdigest()[:4], 16) % SHARDS
    return f"BROADCASTWISH#{account}#{product}#{shard:02d}"


def _pk(account: str) -> str:
    return f"BROADCASTS#{account}"


def _person(account: str, openid: str) -> str:
    return f"FOLLOWER#{account}#{openid}"
