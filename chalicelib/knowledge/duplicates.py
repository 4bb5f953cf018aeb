"""Entries that ask nearly the same: two answers to one question make the robot unsure of both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from chalicelib.knowledge.models import FaqEntry, Standing

ALIKE: Final = 0.7
"""Cosine from which two questions are shown to a person; a person decides, so it may err on the side of more."""
_NEAREST: Final = 6


class Near(NamedTuple):
    """Two entries that ask alike."""

    similarity: float
    """0 to 1."""
    first: str
    second: str
    asked: str
    """What of the first entry is alike."""
    known: str
    """What of the second is."""


def near_duplicates(
    entries: Sequence[FaqEntry],
    *,
    only: Collection[str] | None = None,
    alike: float = ALIKE,
) -> list[Near]:
    """Pairs of live entries whose questions or variants are alike, the likest first.

    ``only`` looks for the neighbours of these ids (what a file brings) instead of all.
    """
    from chalicelib.knowledge import retrieval

    live = [one for one in entries if one.standing is not Standing.RETIRED]
    texts = [(at, text) for at, one in enumerate(live) for text in (one.question, *one.variants)]
    if len(live) < 2:
        return []
    index = retrieval.build(list(enumerate(text for _, text in texts)))
    found: dict[frozenset[str], Near] = {}
    for at, text in texts:
        if only is not None and live[at].id not in only:
            continue
        for hit in index.search(text, _NEAREST + len(live[at].variants)):
            other, known = texts[hit.entry]
            if other == at or hit.score < alike:
                continue
            pair = frozenset((live[at].id, live[other].id))
            near = Near(min(float(hit.score), 1.0), live[at].id, live[other].id, text, known)
            if pair not in found or found[pair].similarity < near.similarity:
                found[pair] = near
    return sorted(found.values(), key=lambda near: (-near.similarity, near.first, near.second))
