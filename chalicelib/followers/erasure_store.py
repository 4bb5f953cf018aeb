"""Erasures that wait or go on, and the end of what this package keeps of a person.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``ERASE`` | ``doc`` (Erasure), ``version``; ``gsi1pk`` = ``ERASURES``, ``gsi1sk`` = due time: the erasure of this person's data, until it is done |

The item lies with the person, so that nothing names them any more once the last step has removed it. Whoever works on
an erasure moves its due time first: a worker that dies leaves it to the sweep, and two do not work on it at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers.erasure import Erasure, Why, joined
from chalicelib.followers.store import STATE, partition

ERASE: Final = "ERASE"
_DUE: Final = "ERASURES"
_LEASE: Final = timedelta(minutes=5)
"""For which a worker has an erasure to itself: far longer than a function runs."""
_COMPARED: Final = ("default_at", "moved_at", "session", "deferred")
"""Of a state: what tells that it was written meanwhile."""
_FOLLOWING: Final = ("moved_at", "following", "followed_at", "scene")
_HELD: Final = ("session", "owner", "waiting")


def ask(asked: Erasure) -> Erasure:
    """Keep an erasure, or join it to the one that is kept; returns that one. Twice is once (``erasure.joined``)."""
    while True:  # ends: every refusal is another write of this item, and those are finite
        item = _get(asked.account, asked.openid)
        if item is None:
            try:
                table.put(_item(asked, 1), only_new=True)
            except ConditionFailed:
                continue
            return asked
        before = _erasure(item)
        after = joined(before, asked)
        if after == before or _replace(item, after):
            return after


def waiting(account_id: str, openid: str) -> Erasure | None:
    """The erasure of a person that is not done; None while there is none."""
    item = _get(account_id, openid)
    return None if item is None else _erasure(item)


def call_off(account_id: str, openid: str) -> bool:
    """Call off what leaving asked for, if nothing is erased yet: the follower is back. Twice changes nothing."""
    item = _get(account_id, openid)
    if item is None:
        return False
    erasure = _erasure(item)
    if erasure.begun or erasure.why is not Why.UNFOLLOWED:
        return False
    try:
        table.transact([_gone(item)])
    except ConditionFailed:
        return False
    return True


def due(until: datetime, most: int) -> Iterator[tuple[str, str]]:
    """Account and openid of the erasures that are due, those due longest first."""
    for item in table.due(_DUE, stamp(until), limit=most):
        account_id, _, openid = str(item["pk"]).removeprefix("FOLLOWER#").partition("#")
        yield account_id, openid


def claim(account_id: str, openid: str, now: datetime) -> Erasure | None:
    """Take a due erasure for one worker; None where there is none, it is not due, or another worker has it."""
    item = _get(account_id, openid)
    if item is None or str(item["gsi1sk"]) > stamp(now):
        return None
    erasure = _erasure(item)
    return erasure if _replace(item, erasure, due_at=now + _LEASE) else None


def begin(erasure: Erasure, found: dict[str, int]) -> Erasure | None:
    """Write down what is kept before anything is erased; None where the erasure was called off or changed."""
    item = _get(erasure.account, erasure.openid)
    if item is None or _erasure(item) != erasure:
        return None
    begun = erasure.model_copy(update={"found": found})
    return begun if _replace(item, begun, due_at=None) else None


def pause(erasure: Erasure, until: datetime) -> None:
    """Leave the rest to another worker, from ``until`` on."""
    item = _get(erasure.account, erasure.openid)
    if item is not None:
        _replace(item, _erasure(item), due_at=until)


def finish(erasure: Erasure, *, also: Sequence[table.Action]) -> bool:
    """Forget the erasure, with the writes ``also``, all or none.

    False, and nothing written, where it was done before, or changed: there is more to do then.
    """
    item = _get(erasure.account, erasure.openid)
    if item is None or _erasure(item) != erasure:
        return False
    try:
        table.transact([_gone(item), *also])
    except ConditionFailed:
        return False
    return True


def follows(account_id: str, openid: str) -> bool:
    """Whether a person follows as far as is known."""
    item = table.get(partition(account_id, openid), STATE, consistent=True)
    return item is not None and bool(item.get("following", False))


def kept_state(account_id: str, openid: str) -> table.Item | None:
    """The follower's state with all its attributes; None where there is none."""
    return table.get(partition(account_id, openid), STATE, consistent=True)


def others(account_id: str, openid: str, known: Iterable[str]) -> list[table.Item]:
    """A person's items whose sort keys begin with none of ``known``, this package's aside."""
    beginnings = (*known, STATE, ERASE)
    found = table.query(partition(account_id, openid), consistent=True)
    return [item for item in found if not str(item["sk"]).startswith(beginnings)]


def erase_others(erasure: Erasure, known: Iterable[str]) -> int:
    """Erase those items too, unless they say that they are younger than the cut; returns how many.

    Every domain erases its own. This is for items that a version before or after this one wrote.
    """
    cut, number = int(erasure.cut.timestamp()), 0
    for item in others(erasure.account, erasure.openid, known):
        if int(item.get("at", 0)) <= cut:
            table.delete(str(item["pk"]), str(item["sk"]))
            number += 1
    return number


def erase_state(erasure: Erasure) -> int:
    """Erase the follower's state but for what is younger than the cut; returns whether something went, as a number.

    A session that is still named began after the cut: the desk has ended the others.
    """
    cut = int(erasure.cut.timestamp())
    while True:  # ends: every refusal is another write of the state, and those are finite
        item = kept_state(erasure.account, erasure.openid)
        if item is None:
            return 0
        after = _younger(item, cut)
        if after == item and not _empty(item):
            return 0
        try:
            table.transact([_changed(item, after)])
        except ConditionFailed:
            continue
        return 1


def _younger(item: table.Item, cut: int) -> table.Item:
    """What stays of a state; nothing but its keys where nothing is younger."""
    stays: table.Item = {"pk": item["pk"], "sk": item["sk"]}
    if int(item.get("default_at", 0)) > cut:
        stays["default_at"] = item["default_at"]
    if int(item.get("moved_at", 0)) > cut:
        stays |= {name: item[name] for name in _FOLLOWING if name in item}
    if item.get("session"):
        stays |= {name: item[name] for name in _HELD if name in item}
    looks = json.loads(str(item.get("deferred", "{}")))
    kept = {key: look for key, look in looks.items() if int(look["at"]) > cut}
    if kept:
        stays["deferred"] = item["deferred"] if kept == looks else json.dumps(kept)
    return stays


def _changed(item: table.Item, after: table.Item) -> table.Action:
    pk, sk = str(item["pk"]), str(item["sk"])
    names = {f"#{name}": name for name in _COMPARED}
    values = {f":was_{name}": item[name] for name in _COMPARED if name in item} | {":pk": pk}
    condition = "pk = :pk" + "".join(
        f" AND #{name} = :was_{name}" if name in item else f" AND attribute_not_exists(#{name})"
        for name in _COMPARED
    )
    if _empty(after):
        return table.delete_action(pk, sk, values, condition=condition, names=names)
    gone = [name for name in item if name not in after]
    names |= {f"#{name}": name for name in gone}
    expression = f"REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else ""
    if after.get("deferred", item.get("deferred")) != item.get("deferred"):
        expression = f"SET #deferred = :deferred {expression}"
        values[":deferred"] = after["deferred"]
    return table.update_action(pk, sk, expression, values, condition=condition, names=names)


def _empty(state: table.Item) -> bool:
    return set(state) <= {"pk", "sk"}


def _get(account_id: str, openid: str) -> table.Item | None:
    return table.get(partition(account_id, openid), ERASE, consistent=True)


def _replace(item: table.Item, after: Erasure, *, due_at: datetime | None = None) -> bool:
    """Write the next state of an erasure; False where somebody else did. Its due time moves where one is given.

    An erasure that others joined something to becomes due again as that says.
    """
    at = stamp(due_at) if due_at else str(item["gsi1sk"])
    if due_at is None and after.due_at != _erasure(item).due_at:
        at = stamp(after.due_at)
    version = int(item["version"])
    new = _item(after, version + 1) | {"gsi1sk": at}
    try:
        table.update(
            str(item["pk"]),
            ERASE,
            "SET doc = :doc, version = :next, gsi1sk = :at",
            {
                ":doc": new["doc"],
                ":next": version + 1,
                ":at": at,
                ":version": version,
            },
            condition="version = :version",
        )
    except ConditionFailed:
        return False
    return True


def _gone(item: table.Item) -> table.Action:
    return table.delete_action(
        str(item["pk"]), ERASE, {":version": item["version"]}, condition="version = :version"
    )


def _item(erasure: Erasure, version: int) -> table.Item:
    return {
        "pk": partition(erasure.account, erasure.openid),
        "sk": ERASE,
        "doc": erasure.model_dump_json(),
        "version": version,
        "gsi1pk": _DUE,
        "gsi1sk": stamp(erasure.due_at),
    }


def _erasure(item: table.Item) -> Erasure:
    return Erasure.model_validate_json(str(item["doc"]))
