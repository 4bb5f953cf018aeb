"""Limits on starts, against programs that play: of a network and of a quiz, by the minute.

A network is known by a hash with the day's salt, which is gone two days later; its address stands nowhere. Thousands of
telephones share an address of a mobile network, so its limit is wide: it stops a program, not a crowd. One quiz gets half of
what API Gateway lets through to all works, so that it takes the place of no other.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from typing import Final

from chalicelib.quizzes import store
from chalicelib.quizzes.errors import TooMany

NETWORK_STARTS: Final = 240
"""Starts that a network makes in a minute."""
QUIZ_STARTS: Final = 4800
"""Starts of a quiz in a minute, of 300 forms a second that API Gateway lets through."""
SHARDS: Final = 16
_held: dict[str, str] = {}


def check(place: str, address: str, attempt_id: str, now: datetime) -> None:
    """Count a start of the quiz at ``place``; raises ``TooMany``. A start that is refused later stays counted."""
    minute = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M}"
    network = f"QUIZRATE#{network_of(address, _salt(now))}"
    if not store.took(network, f"{place}#{minute}", NETWORK_STARTS, now):
        raise TooMany("您所在的网络这一分钟里答题的人太多，请过一分钟再试。")
    shard = int(attempt_id[8:16], 16) % SHARDS
    if not store.took(f"QUIZRATE#{place}#{shard}", f"ALL#{minute}", QUIZ_STARTS // SHARDS, now):
        raise TooMany("这一分钟里答题的人太多，请过一分钟再试。")


def network_of(address: str, salt: str) -> str:
    """A network under a name that says nothing of it: an IPv4 address, or the first half of an IPv6 one, hashed."""
    try:
        known = ip_address(address)
    except ValueError:
        known = ip_address("0.0.0.0")  # noqa: S104 - nobody's address
    bare = known.packed[:8] if isinstance(known, IPv6Address) else known.packed
    return hashlib.sha256(bytes.fromhex(salt) + bare).hexdigest()[:32]


def forget() -> None:
    """Drop what is held (tests)."""
    _held.clear()


def _salt(now: datetime) -> str:
    day = f"{now.astimezone(UTC):%Y-%m-%d %H}"
    if day not in _held:
        _held.clear()
        _held[day] = store.salt(now)
    return _held[day]
