"""What asks nearly like one entry, found in the index that messages are looked up in: of ten thousand in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from chalicelib.knowledge.models import FaqEntry
from chalicelib.knowledge.quality.duplicates import ALIKE, SimilarPair

if TYPE_CHECKING:
    from chalicelib.knowledge.compiled.reader import CompiledKnowledge


def neighbours(
    entry: FaqEntry,
    compiled: CompiledKnowledge,
    known: Mapping[str, FaqEntry],
    alike: float = ALIKE,
) -> list[SimilarPair]:
    """Other entries of the index that ask alike, the likest first; ``entry`` may be one that is not in it.

    ``known`` are the entries of the compiled version that count, by their ids. The cosine is that of the index: what
    is alike there is what makes the robot unsure.
    """
    found: dict[str, SimilarPair] = {}
    for one in _pairs(entry, compiled, known, alike):
        if one.second not in found or found[one.second].similarity < one.similarity:
            found[one.second] = one
    return sorted(found.values(), key=lambda near: (-near.similarity, near.second))


def _pairs(
    entry: FaqEntry, compiled: CompiledKnowledge, known: Mapping[str, FaqEntry], alike: float
) -> Iterator[SimilarPair]:
    import numpy as np

    from chalicelib.knowledge.retrieval.text import terms

    if not compiled.ids:
        return
    index = compiled.index
    for text in (entry.question, *entry.variants):
        asked = index.ask(terms(text, traditional=index.traditional))
        near = index.cosines(asked)
        for at in np.flatnonzero(near >= alike):
            number = index.entries[at]
            other = known.get(compiled.ids[number])
            if other is None or other.id == entry.id:
                continue
            ways = (other.question, *other.variants)
            way = ways[int(at - np.searchsorted(index.entries, number))]
            yield SimilarPair(min(float(near[at]), 1.0), entry.id, other.id, text, way)
