"""Pseudonyms: what the archive calls a follower.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``PSEUDONYM`` | ``name`` (random): what the archive of facts calls this follower; without this item nobody can tell whose facts are whose |

The name is random and is made once, by the write that comes first. It is not computed from the openid, so there is no
key that could leak, and an openid that somebody knows confirms nothing. It lies among the person's own items: their
erasure deletes it, and what the archive holds of them is nobody's from then on.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers import partition

PSEUDONYM: Final = "PSEUDONYM"


def pseudonyms(followers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The pseudonym of each follower (account and openid); those that have none get one.

    Two who make one at once agree on the first. Of whom nothing is kept any more, gets one that is not kept either: a fact
    that comes after its person's erasure names them to nobody.
    """
    wanted = {follower: (partition(*follower), PSEUDONYM) for follower in followers}
    found = batches.get_many(list(wanted.values()))
    return {
        follower: str(found[key]["name"]) if key in found else _made(*key)
        for follower, key in wanted.items()
    }


def pseudonym_of(account_id: str, openid: str) -> str:
    """A person's pseudonym; empty where there is none."""
    item = table.get(partition(account_id, openid), PSEUDONYM, consistent=True)
    return "" if item is None else str(item["name"])


def erase(account_id: str, openid: str) -> int:
    """Delete a person's pseudonym; returns how many there were. Twice is once."""
    if not pseudonym_of(account_id, openid):
        return 0
    table.delete(partition(account_id, openid), PSEUDONYM)
    return 1


def _made(pk: str, sk: str) -> str:
    name = secrets.token_hex(8)
    if next(table.query(pk, limit=1, consistent=True), None) is None:
        return name
    try:
        table.put({"pk": pk, "sk": sk, "name": name}, only_new=True)
    except ConditionFailed as error:
        old = error.old or table.get(pk, sk, consistent=True)
        if old is None:  # erased this very moment: the queue tells it again
            raise
        return str(old["name"])
    return name
