"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``STATE`` | ``default_at``, ``owner``, ``session``, ``waiting``, ``deferred``, ``following``, ``followed_at``, ``left_at``, ``scene``, ``moved_at`` |

The same partition holds the follower's messages (conversation/store.py), so that one query erases a person.
"""

from __future__ import annotations

from contextlib import suppress

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers.models import FollowerState

STATE = "STATE"


def partition(account_id: str, openid: str) -> str:
    """The partition of one follower of one account."""
    return f"FOLLOWER#{account_id}#{openid}"


def state(account_id: str, openid: str) -> FollowerState:
    """What a reply needs to know; eventually consistent, one read."""
    item = table.get(partition(account_id, openid), STATE)
    if item is None:
        return FollowerState()
    return FollowerState(
        int(item.get("default_at", 0)),
        str(item.get("owner", "")),
        str(item.get("session", "")),
        int(item.get("waiting", 0)),
        str(item.get("deferred", "")),
    )


def followed(account_id: str, openid: str, at: int, scene: str) -> None:
    """Note that somebody follows since ``at``.

    Run twice, or after a later event, it changes nothing. Of two events in one second the stream's later one stands.
    """
    _move(
        account_id,
        openid,
        at,
        "SET following = :yes, followed_at = :at, moved_at = :at, scene = :scene",
        {":yes": True, ":scene": scene},
    )


def left(account_id: str, openid: str, at: int) -> None:
    """Note that somebody stopped following at ``at``; as idempotent as ``followed``."""
    _move(
        account_id,
        openid,
        at,
        "SET following = :no, left_at = :at, moved_at = :at REMOVE #owner",
        {":no": False},
        names={"#owner": "owner"},
    )


def _move(
    account_id: str,
    openid: str,
    at: int,
    expression: str,
    values: dict[str, table.Value],
    names: dict[str, str] | None = None,
) -> None:
    # A later event that has been seen makes this one old news.
    with suppress(ConditionFailed):
        table.update(
            partition(account_id, openid),
            STATE,
            expression,
            values | {":at": at},
            condition="attribute_not_exists(moved_at) OR moved_at <= :at",
            names=names,
        )
