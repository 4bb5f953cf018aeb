"""The topics that a changed item belongs to: ``articles:{unit}``, ``calendar:{account}``, ``jobs:{person}``. Pure."""

from __future__ import annotations

from typing import Final

_BY_PARTITION: Final = {
    "ARTICLES": "articles",
    "ISSUES": "calendar",
    "DELIVERIES": "calendar",
    "ALLOWANCE": "calendar",
    "LIVE": "desk",
    "DESK": "desk",
    "OFFERED": "offers",
    "OFFERS": "offers",
    "JOBS": "jobs",
}
"""The first part of a partition key, and the kind of topic of the second."""


def topics_of(pk: str, sk: str) -> frozenset[str]:
    """The topics that the item under this key belongs to; most items belong to none."""
    kind, _, rest = pk.partition("#")
    first = rest.partition("#")[0]
    if kind in _BY_PARTITION and first:
        return frozenset({f"{_BY_PARTITION[kind]}:{first}"})
    if kind == "ARTICLE" and first:  # its comments
        return frozenset({f"article:{first}"})
    if kind == "FOLLOWER" and sk.startswith("SAID#"):
        return frozenset({f"desk:{first}"})
    if kind == "OFFER" and first:
        account = sk.removeprefix("ACCOUNT#") if sk.startswith("ACCOUNT#") else ""
        return frozenset({f"offer:{first}"} | ({f"offers:{account}"} if account else set()))
    return frozenset()
