"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``SIGN-IN#{digest of state}`` | ``BEGUN`` | ``doc`` (Begun): a sign-in under way, ``expires_at`` |
| ``SESSION#{digest of id}`` | ``SESSION`` | ``doc`` (Session), ``expires_at``; in ``GSI1`` by ``SESSIONS#{person}`` and time |

Ids and states are stored as SHA-256: who reads the table cannot sign in with what stands there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.sign_in.models import Begun, Session

_LAST: Final = "9"
"""Later than every time."""


def digest(secret: str) -> str:
    """A secret as the table knows it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def put_begun(state: str, begun: Begun) -> None:
    """Remember a sign-in under way."""
    table.put(
        {
            "pk": f"SIGN-IN#{digest(state)}",
            "sk": "BEGUN",
            "doc": begun.model_dump_json(),
            "expires_at": int(begun.ends_at.timestamp()),
        }
    )


def take_begun(state: str) -> Begun | None:
    """The sign-in that ``state`` belongs to, which is forgotten by that: a state works once."""
    pk = f"SIGN-IN#{digest(state)}"
    try:
        item = table.update(pk, "BEGUN", "SET taken = :yes", {":yes": True},
                            condition="attribute_exists(pk) AND attribute_not_exists(taken)")  # fmt: skip
    except ConditionFailed:
        return None
    return Begun.model_validate_json(str(item["doc"]))


def put_session(session_id: str, session: Session) -> None:
    """Write a session."""
    table.put(_item(digest(session_id), session))


def get_session(session_id: str) -> Session | None:
    """The session with this id. Consistent: one that was ended a moment ago is not seen again."""
    item = table.get(f"SESSION#{digest(session_id)}", "SESSION", consistent=True)
    return Session.model_validate_json(str(item["doc"])) if item else None


def touch_session(session_id: str, session: Session) -> None:
    """Write a session again unless it was ended meanwhile."""
    item = _item(digest(session_id), session)
    table.update(
        str(item["pk"]),
        str(item["sk"]),
        "SET doc = :doc, expires_at = :expires",
        {":doc": item["doc"], ":expires": item["expires_at"]},
        condition="attribute_exists(pk)",
    )


def delete_session(session_id: str) -> None:
    """Forget a session; one that is gone is no error."""
    table.delete(f"SESSION#{digest(session_id)}", "SESSION")


def sessions_of(person: str) -> Iterator[Session]:
    """The sessions of a person, those among them that have run out."""
    for item in table.due(f"SESSIONS#{person}", _LAST):
        yield Session.model_validate_json(str(item["doc"]))


def delete_sessions(person: str) -> int:
    """Forget all sessions of a person; returns how many there were."""
    found: Iterator[table.Item] = table.due(f"SESSIONS#{person}", _LAST)
    keys = [(str(item["pk"]), str(item["sk"])) for item in found]
    for pk, sk in keys:
        table.delete(pk, sk)
    return len(keys)


def _item(key: str, session: Session) -> table.Item:
    return {
        "pk": f"SESSION#{key}",
        "sk": "SESSION",
        "doc": session.model_dump_json(),
        "expires_at": int(session.ends_at.timestamp()),
        "gsi1pk": f"SESSIONS#{session.person}",
        "gsi1sk": stamp(session.began_at),
    }
