"""Entries that ask nearly the same: two answers to one question make the robot unsure of both.

Ten thousand entries are compared with each other, so not each with each: put the terms of all texts in one order, the
rarest first, and two texts whose cosine reaches a bound share a term of what stands before the point from which the
rest is too light to reach it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from chalicelib.knowledge.models import FaqEntry, Standing

ALIKE: Final = 0.7
"""Cosine from which two questions are shown to a person; a person decides, so it may err on the side of more."""


class SimilarPair(NamedTuple):
    """Two entries that ask alike."""

    similarity: float
    """0 to 1."""
    first: str
    second: str
    asked: str
    """The question or variant of the first entry that is alike."""
    known: str
    """The one of the second entry."""


class _Text(NamedTuple):
    entry: str
    text: str
    weights: Mapping[int, float]
    """Of each term, rarest first; together of length 1."""


def near_duplicates(
    entries: Sequence[FaqEntry], *, only: Collection[str] | None = None, alike: float = ALIKE
) -> list[SimilarPair]:
    """Pairs of entries, none retired, whose questions or variants are alike, the likest first.

    ``only`` looks for the neighbours of these ids (what a file brings) instead of all.
    """
    live = [one for one in entries if one.standing is not Standing.RETIRED]
    texts = _weighed([(one.id, text) for one in live for text in (one.question, *one.variants)])
    found: dict[frozenset[str], SimilarPair] = {}
    for one, other in _neighbours(texts, alike):
        if only is not None and one.entry not in only and other.entry not in only:
            continue
        first, second = (one, other) if only is None or one.entry in only else (other, one)
        pair = frozenset((one.entry, other.entry))
        similarity = _cosine(one.weights, other.weights)
        if similarity >= alike and (pair not in found or found[pair].similarity < similarity):
            found[pair] = SimilarPair(
                similarity, first.entry, second.entry, first.text, second.text
            )
    return sorted(found.values(), key=lambda near: (-near.similarity, near.first, near.second))


def _weighed(texts: Sequence[tuple[str, str]]) -> list[_Text]:
    from chalicelib.knowledge.retrieval.text import terms

    counts = [terms(text).counts for _, text in texts]
    held = Counter(term for count in counts for term in count)
    rarity = {term: math.log((len(texts) + 1) / (size + 1)) + 1 for term, size in held.items()}
    weighed = []
    for (entry, text), count in zip(texts, counts, strict=True):
        length = math.hypot(*(rarity[term] for term in count)) or 1.0
        order = sorted(count, key=lambda term: (-rarity[term], term))
        weighed.append(_Text(entry, text, {term: rarity[term] / length for term in order}))
    return weighed


def _neighbours(texts: Sequence[_Text], alike: float) -> Iterator[tuple[_Text, _Text]]:
    """Pairs of two entries that can reach the bound, each pair of texts once."""
    holders: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        met: set[int] = set()
        for term in _before(one.weights, alike):
            met.update(holders[term])
            holders[term].append(at)
        yield from ((texts[other], one) for other in met if texts[other].entry != one.entry)


def _before(weights: Mapping[int, float], alike: float) -> Iterator[int]:
    """The terms after which the rest is too light."""
    left = 1.0
    for term, weight in weights.items():
        if left < alike**2:
            return
        yield term
        left -= weight**2


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    return min(sum(weight * other[term] for term, weight in one.items() if term in other), 1.0)
