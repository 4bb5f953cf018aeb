"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``STATE`` | ``default_at``, ``default_for``, ``owner``, ``session``, ``waiting``, ``deferred`` (written by the second look), ``news`` (answers to tell at the next word), ``following``, ``followed_at``, ``left_at``, ``scene``, ``moved_at`` |

The same partition holds the follower's messages (conversation/inbox/store.py), so that one query erases a person.
"""

from __future__ import annotations

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers.models import FollowerState

STATE = "STATE"
FOLLOWS_SINCE = "attribute_not_exists(left_at) OR left_at < :since"
"""Of a ``STATE``, which says when somebody left last; nobody asks for something, or is told it, in between."""
_NO_OTHER = "attribute_not_exists(#session) OR #session = :session"


def partition(account_id: str, openid: str) -> str:
    """The partition of one follower of one account."""
    return f"FOLLOWER#{account_id}#{openid}"


def state(account_id: str, openid: str, *, consistent: bool = False) -> FollowerState:
    """The state of a follower; one read, eventually consistent unless asked otherwise."""
    item = table.get(partition(account_id, openid), STATE, consistent=consistent)
    if item is None:
        return FollowerState()
    return FollowerState(
        int(item.get("default_at", 0)),
        str(item.get("owner", "")),
        str(item.get("session", "")),
        int(item.get("waiting", 0)),
        str(item.get("deferred", "")),
        str(item.get("news", "")),
        str(item.get("default_for", "")),
    )


def followed(account_id: str, openid: str, at: int, scene: str) -> bool:
    """Note that somebody follows since ``at``; False where a later event is known.

    Run twice, or after a later event, it changes nothing. Of two events in one second the stream's later one stands.
    """
    return _move(
        account_id,
        openid,
        at,
        "SET following = :yes, followed_at = :at, moved_at = :at, scene = :scene",
        {":yes": True, ":scene": scene},
    )


def left(account_id: str, openid: str, at: int) -> bool:
    """Note that somebody stopped following at ``at``; as idempotent as ``followed``. The desk ends their session.

    False where a later event is known: they are back.
    """
    return _move(
        account_id,
        openid,
        at,
        # Whoever comes back later is told nothing that they asked for before.
        "SET following = :no, left_at = :at, moved_at = :at REMOVE news",
        {":no": False},
    )


def found_following(account_id: str, openid: str, at: int) -> bool:
    """Note that somebody follows at ``at``, as WeChat's list says and no event told; False where it is known, or an
    event is later. Run twice it says the same.
    """
    return _move(
        account_id,
        openid,
        at,
        "SET following = :yes, followed_at = :at, moved_at = :at REMOVE scene",
        {":yes": True, ":no": False},
        news="attribute_not_exists(following) OR following = :no OR followed_at = :at",
    )


def found_gone(account_id: str, openid: str, at: int) -> bool:
    """Note that somebody no longer follows at ``at``, as WeChat's list says and no event told; as ``found_following``."""
    return _move(
        account_id,
        openid,
        at,
        "SET following = :no, left_at = :at, moved_at = :at REMOVE news",
        {":yes": True, ":no": False},
        news="attribute_not_exists(following) OR following = :yes OR left_at = :at",
    )


def follows_since_action(account_id: str, openid: str, at: int) -> table.Action:
    """A condition of a transaction: the person follows, and has not left since ``at`` (Unix seconds)."""
    return table.check_action(partition(account_id, openid), STATE, FOLLOWS_SINCE, {":since": at})


def held_action(
    account_id: str, openid: str, session: str, *, owner: str = "", waiting: int = 0
) -> table.Action:
    """Write into a transaction that this service session has the follower: waiting, or served by ``owner``.

    Refused where another session has them: a follower has one at a time.
    """
    return table.update_action(
        partition(account_id, openid),
        STATE,
        "SET #session = :session, #owner = :owner, waiting = :waiting",
        {":session": session, ":owner": owner, ":waiting": waiting},
        condition=_NO_OTHER,
        names={"#session": "session", "#owner": "owner"},
    )


def released_action(account_id: str, openid: str, session: str) -> table.Action:
    """Write into a transaction that this service session is over: the robot speaks again."""
    return table.update_action(
        partition(account_id, openid),
        STATE,
        "REMOVE #session, #owner, waiting",
        {":session": session},
        condition=_NO_OTHER,
        names={"#session": "session", "#owner": "owner"},
    )


def _move(
    account_id: str,
    openid: str,
    at: int,
    expression: str,
    values: dict[str, table.Value],
    *,
    news: str = "",
) -> bool:
    condition = "(attribute_not_exists(moved_at) OR moved_at <= :at)"
    try:
        table.update(
            partition(account_id, openid),
            STATE,
            expression,
            values | {":at": at},
            condition=f"{condition} AND ({news})" if news else condition,
        )
    except ConditionFailed:
        # A later event that has been seen makes this one old news.
        return False
    return True
