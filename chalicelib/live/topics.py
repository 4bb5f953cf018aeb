"""The topics that a changed item belongs to: ``articles:{unit}``, ``calendar:{account}``, ``wall:pushes``. Pure."""

from __future__ import annotations

import hashlib
from typing import Final

_BY_PARTITION: Final = {
    "ARTICLE": "article",  # its comments
    "ARTICLES": "articles",
    "ISSUES": "calendar",
    "DELIVERIES": "calendar",
    "ALLOWANCE": "calendar",
    "DESK": "desk",
    "OFFERED": "offers",
    "OFFERS": "offers",
    "ORDER": "order",
    "ORDERS": "orders",
    "ORDERED": "orders",
    "ORDERS_URGED": "orders",
    "JOBS": "jobs",
    "QTOPICS": "question-topics",
    "TOPICS": "board",
    "COLUMNS": "columns",
    "CONTRIBUTION": "contribution",
    "CONTRIBUTIONS": "contributions",
    "CONTRIBUTED": "contributions",
    "RELAY": "relay",
    "RELAYS": "relays",
    "RELAYSTEPS": "relays",
    "SLOTS": "hall",
    "BOOKING": "booking",
    "FINDINGSOF": "inspection",
    "TAKEDOWN": "takedown",
    "TAKEDOWNS": "takedowns",
    "WALL": "wall",
}
"""The first part of a partition key, and the kind of topic of the second."""


def topics_of(pk: str, sk: str) -> frozenset[str]:
    """The topics that the item under this key belongs to; most items belong to none."""
    kind, _, rest = pk.partition("#")
    first, _, last = rest.partition("#")
    if kind == "LIVE" and first:
        return frozenset({f"desk:{first}", f"session:{sk}"})
    if kind in _BY_PARTITION and first:
        return frozenset({f"{_BY_PARTITION[kind]}:{first}"})
    if kind == "MATRIXHEALTH" and first:
        return frozenset({"matrix:all"})
    if kind == "FOLLOWER" and sk.startswith("SAID#"):
        return frozenset({talk(first, last)})
    if kind == "OFFER" and first:
        account = sk.removeprefix("ACCOUNT#") if sk.startswith("ACCOUNT#") else ""
        return frozenset({f"offer:{first}"} | ({f"offers:{account}"} if account else set()))
    return frozenset()


def talk(account_id: str, openid: str) -> str:
    """The topic of what agents say to one follower; nobody can tell from it who that is."""
    digest = hashlib.sha256(f"{account_id}\x1f{openid}".encode()).hexdigest()[:16]
    return f"talk:{account_id}.{digest}"
