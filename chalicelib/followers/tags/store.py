"""Items of tags.

| pk | sk | attributes |
|---|---|---|
| ``TAGS#{account}`` | ``RULE#{id}`` | ``doc`` (TagRule) |
| ``TAGS#{account}`` | ``WANTED#{tag}#{openid}`` | ``at`` (epoch s): a follower who waits to be tagged |
| ``TAGS#{account}`` | ``WORK`` | ``claim`` and ``lease`` (epoch s) of the function that tags; ``gsi1pk`` = ``TAGGINGS``, ``gsi1sk`` = when to go on, while anybody waits |
| ``FOLLOWER#{account}#{openid}`` | ``TAG#{tag}`` | ``at`` (epoch s), ``rule``: a tag that a rule gave |
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers.store import partition
from chalicelib.followers.tags.models import TagRule

KIND: Final = "TAG#"
LEASE: Final = timedelta(minutes=3)
_DUE: Final = "TAGGINGS"
_WORK: Final = "WORK"
_TOGETHER: Final = timedelta(seconds=30)
"""So long others may join a call for fifty."""


def rules(account: str) -> list[TagRule]:
    """The rules of an account, in the order of their ids."""
    found = table.query(_pk(account), "RULE#")
    return [TagRule.model_validate_json(str(item["doc"])) for item in found]


def save_rule(account: str, rule: TagRule) -> None:
    """Write a rule."""
    table.put({"pk": _pk(account), "sk": f"RULE#{rule.id}", "doc": rule.model_dump_json()})


def remove_rule(account: str, rule: str) -> TagRule | None:
    """Remove a rule; returns what it was."""
    item = table.get(_pk(account), f"RULE#{rule}", consistent=True)
    if item is None:
        return None
    table.delete(_pk(account), f"RULE#{rule}")
    return TagRule.model_validate_json(str(item["doc"]))


def want(account: str, openid: str, rule: TagRule, at: int, now: datetime) -> bool:
    """Have a follower tagged by a rule; whether it is news. Twice is once.

    Who waits is written first: killed in between, the follower waits again and is tagged again, which changes nothing.
    """
    key = f"{KIND}{rule.tag}"
    if table.get(partition(account, openid), key) is not None:
        return False
    table.put({"pk": _pk(account), "sk": f"WANTED#{rule.tag}#{openid}", "at": at})
    _wake(account, now + _TOGETHER)
    table.put({"pk": partition(account, openid), "sk": key, "at": at, "rule": rule.id})
    return True


def wanted(account: str, most: int) -> tuple[int, list[str]]:
    """A tag and up to ``most`` followers who wait for it; none where nobody waits."""
    tag, found = 0, list[str]()
    for item in table.query(_pk(account), "WANTED#", limit=most, consistent=True):
        _, number, openid = str(item["sk"]).split("#", 2)
        if found and int(number) != tag:
            break
        tag = int(number)
        found.append(openid)
    return tag, found


def waiting(account: str, most: int = 1000) -> int:
    """How many wait to be tagged, up to ``most``."""
    return sum(1 for _ in table.query(_pk(account), "WANTED#", limit=most))


def done(account: str, tag: int, openid: str) -> None:
    """A follower waits no longer. Twice is harmless."""
    table.delete(_pk(account), f"WANTED#{tag}#{openid}")


def claim(account: str, mark: str, now: datetime) -> bool:
    """Take an account's tagging for one function; False where another one has it."""
    try:
        table.update(
            _pk(account),
            _WORK,
            "SET claim = :mark, lease = :until",
            {":mark": mark, ":until": _until(now), ":now": int(now.timestamp())},
            condition="attribute_not_exists(lease) OR lease < :now",
        )
    except ConditionFailed:
        return False
    return True


def let_go(account: str, mark: str, again: datetime | None) -> None:
    """Let another function go on at a time; None: nobody waits."""
    due = "SET lease = :none, gsi1pk = :due, gsi1sk = :at"
    values: table.Item = {":none": 0, ":mark": mark}
    if again is not None:
        values |= {":due": _DUE, ":at": stamp(again)}
    try:
        table.update(
            _pk(account),
            _WORK,
            due if again is not None else "SET lease = :none REMOVE gsi1pk, gsi1sk",
            values,
            condition="claim = :mark",
        )
    except ConditionFailed:
        return


def due(now: datetime, most: int = 20) -> Iterator[str]:
    """Accounts in which somebody has waited long enough."""
    for item in table.due(_DUE, stamp(now), limit=most):
        yield str(item["pk"]).removeprefix("TAGS#")


def kept(account: str, openid: str) -> list[table.Item]:
    """The tags that rules gave one follower."""
    return list(table.query(partition(account, openid), KIND, consistent=True))


def erase(account: str, openid: str, until: int) -> int:
    """Erase the tags that rules gave a person until then, and their place among those who wait; returns how many."""
    number = 0
    for item in kept(account, openid):
        if int(item["at"]) <= until:
            tag = str(item["sk"]).removeprefix(KIND)
            done(account, int(tag), openid)
            table.delete(str(item["pk"]), str(item["sk"]))
            number += 1
    return number


def _wake(account: str, at: datetime) -> None:
    try:
        table.update(
            _pk(account),
            _WORK,
            "SET gsi1pk = :due, gsi1sk = :at",
            {":due": _DUE, ":at": stamp(at)},
            condition="attribute_not_exists(gsi1pk)",
        )
    except ConditionFailed:
        return


def _until(now: datetime) -> int:
    return int((now + LEASE).timestamp())


def _pk(account: str) -> str:
    return f"TAGS#{account}"
