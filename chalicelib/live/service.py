"""The use cases of live changes: open a connection, watch topics, ring, ask for counts."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from chalicelib import accounts, people, units
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import sockets
from chalicelib.live import store
from chalicelib.live.errors import BadTicket
from chalicelib.units import UnknownUnit

MOST_TOPICS: Final = 60
"""Topics that one page watches at most."""
_OF_UNITS: Final = frozenset(
    {"articles", "board", "columns", "inspection", "offers", "orders", "relays", "takedowns"}
)
_OF_ACCOUNTS: Final = frozenset({"calendar", "desk", "offers", "question-topics"})
_OF_SELF: Final = frozenset({"jobs"})
_OF_ALL: Final = frozenset(
    {
        "article",
        "booking",
        "hall",
        "matrix",
        "offer",
        "order",
        "relay",
        "session",
        "takedown",
        "talk",
        "wall",
    }
)
"""Of one thing by its id, or of all of a kind: that it changed tells nothing, and the API decides who may see it."""


def ticket(by: Actor, now: datetime) -> str:
    """A secret that opens one connection for this person within a minute."""
    secret = secrets.token_urlsafe(32)
    store.put_ticket(secret, by.person, int(now.timestamp()))
    return secret


def connected(connection: str, secret: str, now: datetime) -> None:
    """A page opened a connection. Raises ``BadTicket``; the connection is then refused."""
    person = store.take_ticket(secret, int(now.timestamp())) if secret else None
    if person is None:
        raise BadTicket
    store.put_connection(connection, person, int(now.timestamp()))


def watch(connection: str, topics: Iterable[str], now: datetime) -> list[str]:
    """Let a connection watch these topics instead of those before; returns the ones that its person may watch."""
    person = store.person_of(connection)
    if person is None:
        return []
    by = Actor(person=person, known_by=KnownBy.SIGN_IN)
    allowed = _allowed(by, topics)
    store.put_watched(connection, allowed, int(now.timestamp()))
    return allowed


def closed(connection: str) -> None:
    """A connection ended; twice is once."""
    store.delete_connection(connection)


def changes(topics: Iterable[str], by: Actor) -> dict[str, int]:
    """How often something of each topic has changed, of those that the person may watch."""
    return {topic: store.counted(topic) for topic in _allowed(by, topics)}


def ring(topics: Collection[str], now: datetime) -> None:
    """Something of these topics changed: count, and ring every page that watches.

    Running it twice counts and rings twice, which makes a page ask once more. A connection that is gone is forgotten.
    """
    rung: dict[str, list[str]] = {}
    for topic in sorted(topics):
        store.count_up(topic, int(now.timestamp()))
        for connection in store.watchers(topic):
            rung.setdefault(connection, []).append(topic)
    for connection, named in rung.items():
        if not sockets.send(connection, {"changed": named}):
            store.delete_connection(connection)


def _allowed(by: Actor, topics: Iterable[str]) -> list[str]:
    asked = sorted({topic for topic in topics if 0 < len(topic) <= 80})[:MOST_TOPICS]
    return [topic for topic in asked if _may(by, topic)]


def _may(by: Actor, topic: str) -> bool:
    kind, _, of = topic.partition(":")
    if not of:
        return False
    if kind in _OF_ALL:
        return True
    if kind in _OF_SELF:
        return of == by.person
    found = []
    if kind in _OF_UNITS and units.unit(of) is not None:
        found.append(of)
    if kind in _OF_ACCOUNTS:
        with contextlib.suppress(UnknownAccount):
            found.append(accounts.state(of).account.unit)
    try:
        return bool(found) and all(people.may(by, "units:unit:read", unit) for unit in found)
    except UnknownUnit:
        return False
