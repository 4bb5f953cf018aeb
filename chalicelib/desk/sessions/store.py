"""Sessions.

| pk | sk | attributes |
|---|---|---|
| ``LIVE#{account}`` | session id | ``doc`` (ServiceSession), ``version``: pending or open; in ``GSI1`` under ``DESK`` by due time |
| ``SESSIONS#{account}#{day}`` | session id | ``doc``, ``rating``, ``expires_at``: resolved, under the day it was asked for |

A session that is pending or open lies among the live ones, which are few: the queue, the agents' views and ``watch``
read them all at once, consistently. The write that resolves it moves it to its day, so that a province's thousands
a day neither make that partition grow nor meet in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

from chalicelib import followers
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.errors import NoCapacity, SessionChanged
from chalicelib.desk.models import EXTERNAL, ServiceSession
from chalicelib.desk.models import SessionState as S

_NOBODY: Final[dict[str, Any]] = dict.fromkeys(
    ("openid", "key", "ticket", "summary", "heard"), ""
) | {"rating": 0}
"""Of a session whose follower was erased."""


class Occupied(Exception):
    """The follower has another session."""


def add(session: ServiceSession) -> ServiceSession:
    """Store a new session and note it in the follower's state; a session of the same id stays and comes back.

    Raises ``Occupied``.
    """
    try:
        table.transact(
            [
                table.put_action(_live_item(session), only_new=True),
                followers.held_action(
                    session.account, session.openid, session.id, waiting=session.number
                ),
            ]
        )
    except ConditionFailed as error:
        if error.index == 1:
            raise Occupied from error
        return find(session.account, session.id) or session
    return session


def find(account_id: str, session_id: str) -> ServiceSession | None:
    """One session, live or resolved."""
    item = table.get(f"LIVE#{account_id}", session_id, consistent=True)
    if item is None:
        item = table.get(_archive(account_id, session_id), session_id, consistent=True)
    return None if item is None else _session(item)


def live_sessions(account_id: str) -> list[ServiceSession]:
    """Every pending and open session, in the order of their numbers."""
    found = map(_session, table.query(f"LIVE#{account_id}", consistent=True))
    return sorted(found, key=lambda session: session.number)


def sessions_of_day(account_id: str, day: date) -> Iterator[ServiceSession]:
    """Sessions that were asked for on ``day`` (Asia/Shanghai) and are resolved."""
    yield from map(_session, table.query(f"SESSIONS#{account_id}#{day:%Y%m%d}"))


def save(
    before: ServiceSession,
    after: ServiceSession,
    *,
    now: datetime,
    keep_days: int,
    also: Sequence[table.Action] = (),
) -> ServiceSession:
    """Write ``after`` if the session still is what ``before`` was; returns it with its new version.

    The follower's state and the agents' loads follow in the same transaction. Raises ``SessionChanged`` if somebody wrote
    meanwhile, ``NoCapacity`` if the agent who should have it is off duty or has no room.
    """
    after = after.model_copy(update={"version": before.version + 1})
    moves = _loads(before, after, now)
    held = _held(before, after)
    try:
        table.transact([*_writes(before, after, keep_days), *moves, *held, *also])
    except ConditionFailed as error:
        if moves and error.index == len(_writes(before, after, keep_days)):
            raise NoCapacity(after.account, after.owner) from error
        raise SessionChanged(f"会话 {before.ticket} 刚被别处更新，请重试。") from error
    return after


def leave_alone(pk: str, sk: str) -> None:
    """Remove the due time of an item of the desk, which would come back every minute for ever."""
    with suppress(ConditionFailed):  # not there, or not due
        table.update(pk, sk, "REMOVE gsi1pk, gsi1sk", {":due": DUE}, condition="gsi1pk = :due")


def rate(account_id: str, session_id: str, openid: str, stars: int) -> bool:
    """Store a follower's rating of their session; the first one stays. False where the session is not theirs."""
    session = find(account_id, session_id)
    if session is None or session.openid != openid or session.live:
        return False
    try:
        table.update(
            _archive(account_id, session_id),
            session_id,
            "SET rating = :stars",
            {":stars": stars},
            condition="attribute_exists(pk) AND attribute_not_exists(rating)",
        )
    except ConditionFailed:
        return False
    return True


def drop(session: ServiceSession) -> None:
    """Delete a session that goes on, of an account that is gone."""
    table.delete(f"LIVE#{session.account}", session.id)


def hide(account_id: str, session_id: str, openid: str) -> bool:
    """Take person, words and rating out of a resolved session of this person; the rest stays for the desk's figures.

    False where it is gone, another's, or was done before.
    """
    item = table.get(_archive(account_id, session_id), session_id, consistent=True)
    if item is None or (session := _session(item)).openid != openid:
        return False
    history = tuple(one.model_copy(update={"note": ""}) for one in session.history)
    hidden = session.model_copy(update=_NOBODY | {"history": history})
    try:
        table.update(
            str(item["pk"]),
            session_id,
            "SET doc = :doc REMOVE rating",
            {":doc": hidden.model_dump_json(), ":was": item["doc"]},
            condition="doc = :was",
        )
    except ConditionFailed:
        return False
    return True


def _writes(before: ServiceSession, after: ServiceSession, keep_days: int) -> list[table.Action]:
    pk, values = f"LIVE#{before.account}", {":version": before.version}
    if after.live:
        index = _index(after)
        set_index = ", gsi1pk = :pk, gsi1sk = :sk" if index else " REMOVE gsi1pk, gsi1sk"
        return [
            table.update_action(
                pk,
                before.id,
                "SET doc = :doc, version = :after" + set_index,
                {
                    **values,
                    ":doc": after.model_dump_json(),
                    ":after": after.version,
                    **({":pk": index["gsi1pk"], ":sk": index["gsi1sk"]} if index else {}),
                },
                condition="version = :version",
            )
        ]
    resolved: table.Item = {
        "pk": _archive(after.account, after.id),
        "sk": after.id,
        "doc": after.model_dump_json(),
        # With the message that asked for it, not after: an erasure finds the session from there.
        "expires_at": int((after.opened_at + timedelta(days=keep_days)).timestamp()),
    }
    return [
        table.delete_action(pk, before.id, values, condition="version = :version"),
        table.put_action(resolved),
    ]


def _loads(before: ServiceSession, after: ServiceSession, now: datetime) -> list[table.Action]:
    """Changes of the agents' loads; the one who takes it comes first, because that may be refused."""
    if before.owner == after.owner and after.live:
        return []
    had, has = (
        one.owner if one.state is S.OPEN and one.owner != EXTERNAL else ""
        for one in (before, after)
    )
    if had == has:
        return []
    took = [agent_store.took_action(after.account, has, now)] if has else []
    gave = [agent_store.gave_action(after.account, had, now)] if had else []
    return [*took, *gave]


def _held(before: ServiceSession, after: ServiceSession) -> list[table.Action]:
    """Changes of the follower's state."""
    if not after.live:
        return [followers.released_action(after.account, after.openid, after.id)]
    if (before.state, before.owner) == (after.state, after.owner):
        return []
    waiting = after.number if after.state is S.PENDING else 0
    return [
        followers.held_action(
            after.account, after.openid, after.id, owner=after.owner, waiting=waiting
        )
    ]


def _live_item(session: ServiceSession) -> table.Item:
    return {
        "pk": f"LIVE#{session.account}",
        "sk": session.id,
        "doc": session.model_dump_json(),
        "version": session.version,
        **_index(session),
    }


def _index(session: ServiceSession) -> table.Item:
    if session.due_at is None:
        return {}
    return {"gsi1pk": DUE, "gsi1sk": stamp(session.due_at)}


def _archive(account_id: str, session_id: str) -> str:
    # The id names its day: the session is found by it alone.
    return f"SESSIONS#{account_id}#{session_id[2:10]}"


def _session(item: table.Item) -> ServiceSession:
    session = ServiceSession.model_validate_json(str(item["doc"]))
    return session.model_copy(update={"rating": int(item.get("rating", 0))})
