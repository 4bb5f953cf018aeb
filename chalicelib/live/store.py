"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``TICKET#{digest}`` | ``TICKET`` | ``person``: who may open one connection with it, ``expires_at`` |
| ``CONNECTION#{connection}`` | ``CONNECTION`` | ``person``, ``topics`` (with blanks between), ``expires_at`` |
| ``WATCHERS#{topic}`` | connection | ``expires_at`` |
| ``CHANGES#{topic}`` | ``CHANGES`` | ``n``: counts up with every change; ``expires_at`` |
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed

TICKET_SECONDS: Final = 60
CONNECTION_SECONDS: Final = 2 * 3600 + 600
"""A connection of API Gateway lasts two hours at most."""
COUNTED_SECONDS: Final = 30 * 86400


def put_ticket(secret: str, person: str, now: int) -> None:
    """Let ``person`` open one connection with this secret, within a minute."""
    table.put(
        {
            **_ticket(secret),
            "person": person,
            "ends": now + TICKET_SECONDS,
            "expires_at": now + 3600,
        }
    )


def take_ticket(secret: str, now: int) -> str | None:
    """The person of a ticket, which is used up by that."""
    key = _ticket(secret)
    try:
        item = table.update(
            key["pk"],
            key["sk"],
            "SET used = :yes",
            {":yes": True, ":now": now},
            condition="attribute_exists(pk) AND attribute_not_exists(used) AND ends >= :now",
        )
    except ConditionFailed:
        return None
    return str(item["person"])


def put_connection(connection: str, person: str, now: int) -> None:
    """Remember an open connection."""
    table.put({**_connection(connection), "person": person, "topics": "", **_ends(now)})


def person_of(connection: str) -> str | None:
    """Whose connection it is; None where it is not known."""
    item = table.get(**_connection(connection), consistent=True)
    return str(item["person"]) if item else None


def put_watched(connection: str, topics: Collection[str], now: int) -> None:
    """Let a connection watch these topics, and no others."""
    before = _topics(connection)
    for topic in before - set(topics):
        table.delete(f"WATCHERS#{topic}", connection)
    for topic in topics:
        table.put({"pk": f"WATCHERS#{topic}", "sk": connection, **_ends(now)})
    key = _connection(connection)
    table.update(
        key["pk"], key["sk"], "SET topics = :topics", {":topics": " ".join(sorted(topics))}
    )


def delete_connection(connection: str) -> None:
    """Forget a connection and what it watched; one that is gone is no error."""
    for topic in _topics(connection):
        table.delete(f"WATCHERS#{topic}", connection)
    table.delete(**_connection(connection))


def watchers(topic: str) -> Iterator[str]:
    """The connections that watch a topic."""
    return (str(item["sk"]) for item in table.query(f"WATCHERS#{topic}"))


def count_up(topic: str, now: int) -> None:
    """Note that something of a topic changed."""
    table.update(
        f"CHANGES#{topic}",
        "CHANGES",
        "SET expires_at = :expires ADD n :one",
        {":one": 1, ":expires": now + COUNTED_SECONDS},
    )


def counted(topic: str) -> int:
    """How often something of a topic has changed."""
    item = table.get(f"CHANGES#{topic}", "CHANGES", consistent=True)
    return int(item["n"]) if item else 0


def _topics(connection: str) -> set[str]:
    item = table.get(**_connection(connection), consistent=True)
    return set(str(item.get("topics", "")).split()) if item else set()


def _connection(connection: str) -> dict[str, str]:
    return {"pk": f"CONNECTION#{connection}", "sk": "CONNECTION"}


def _ticket(secret: str) -> dict[str, str]:
    return {"pk": f"TICKET#{hashlib.sha256(secret.encode()).hexdigest()}", "sk": "TICKET"}


def _ends(now: int) -> dict[str, int]:
    return {"expires_at": now + CONNECTION_SECONDS}
