"""Entries that ask nearly the same: two answers to one question make the robot unsure of both.

Ten thousand entries are compared with each other, so not each with each: put the terms of all texts in one order, the
rarest first, and two texts whose cosine reaches a bound share a term of what stands before the point from which the
rest is too light to reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.knowledge.models import FaqEntry, Standing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

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


def near_duplicates(
    entries: Sequence[FaqEntry],
    *,
    only: Collection[str] | None = None,
    alike: float = ALIKE,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[SimilarPair]:
    """Pairs of entries, none retired, whose questions or variants are alike, the likest first.

    ``only`` looks for the neighbours of these ids (what a file brings) instead of all. ``progress`` gets how many of
    all texts are compared.
    """
    live = [one for one in entries if one.standing is not Standing.RETIRED]
    texts = [_Text(one.id, text) for one in live for text in (one.question, *one.variants)]
    if not texts:
        return []
    found: dict[frozenset[str], SimilarPair] = {}
    for at, other, similarity in _Texts(texts, only).alike(alike, progress):
        one, two = texts[at], texts[other]
        pair = frozenset((one.entry, two.entry))
        if pair not in found or found[pair].similarity < similarity:
            found[pair] = SimilarPair(similarity, one.entry, two.entry, one.text, two.text)
    return sorted(found.values(), key=lambda near: (-near.similarity, near.first, near.second))


class _Texts:
    """T texts as numbers: of each its terms, the rarest of all first, with weights of length 1 together."""

    def __init__(self, texts: Sequence[_Text], only: Collection[str] | None) -> None:
        import numpy as np

        from chalicelib.knowledge.retrieval.index import terms_of

        keys = [terms_of(one.text) for one in texts]
        self.sizes: Ints = np.array([len(one) for one in keys], np.int64)
        self.starts: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.sizes)))
        known, at, held = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
        rarity: Floats = np.log((len(texts) + 1) / (held + 1)) + 1
        rank = np.empty(len(known), np.int64)
        rank[np.lexsort((known, -rarity))] = np.arange(len(known))
        owner = np.repeat(np.arange(len(texts)), self.sizes)
        order = np.lexsort((rank[at], owner))
        self.terms: Ints = rank[at][order]
        weights: Floats = rarity[at][order]
        lengths = np.sqrt(np.bincount(owner, weights**2, len(texts)))
        self.weights: Floats = weights / np.maximum(lengths, 1e-9)[owner]
        self.owner: Ints = owner
        self.count = len(known)
        entries = {name: n for n, name in enumerate(dict.fromkeys(one.entry for one in texts))}
        self.entries: Ints = np.array([entries[one.entry] for one in texts], np.int64)
        self.wanted: NDArray[np.bool_] = np.array(
            [only is None or one.entry in only for one in texts]
        )

    def alike(
        self, bound: float, progress: Callable[[int, int], None]
    ) -> Iterator[tuple[int, int, float]]:
        """Pairs of texts of two entries that reach the bound, and their cosine: each pair once, a wanted text first."""
        import numpy as np

        if not len(self.terms):
            return
        first, holders, from_ = self._before(bound)
        weight = np.zeros(self.count)
        for at in np.flatnonzero(self.wanted):
            progress(int(at), len(self.sizes))
            begin, end = self.starts[at], self.starts[at + 1]
            mine = self.terms[begin:end]
            spans = [holders[from_[t] : from_[t + 1]] for t in mine[first[begin:end]]]
            if not spans:
                continue
            met = np.unique(np.concatenate(spans))
            # Of two that are both wanted, the later one in the list looks for the earlier.
            met = met[(self.entries[met] != self.entries[at]) & ~(self.wanted[met] & (met > at))]
            if not len(met):
                continue
            weight[mine] = self.weights[begin:end]
            cosines = self._cosines(met, weight)
            weight[mine] = 0.0
            for n in np.flatnonzero(cosines >= bound):
                yield self._in_order(int(at), int(met[n]), min(float(cosines[n]), 1.0))

    def _in_order(self, at: int, other: int, cosine: float) -> tuple[int, int, float]:
        """Of two wanted ones the earlier stands first."""
        both = self.wanted[other] and self.wanted[at]
        return (other, at, cosine) if both and other < at else (at, other, cosine)

    def _before(self, bound: float) -> tuple[NDArray[np.bool_], Ints, Ints]:
        """Terms after which the rest of a text is too light to reach the bound, and the texts that hold each of them.

        As a mark of every term of every text, and as postings: texts, and where those of each term begin.
        """
        import numpy as np

        squares = self.weights**2
        # What is left of a text before each of its terms.
        sums = np.cumsum(squares) - squares
        left = 1.0 - (sums - sums[np.minimum(self.starts[:-1], len(sums) - 1)][self.owner])
        first: NDArray[np.bool_] = left >= bound**2 - 1e-9
        terms, owners = self.terms[first], self.owner[first]
        order = np.lexsort((owners, terms))
        counts = np.bincount(terms, minlength=self.count)
        return first, owners[order], np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))

    def _cosines(self, others: Ints, weight: Floats) -> Floats:
        """Cosine of each of some texts to the one whose weights stand in ``weight`` by term."""
        import numpy as np

        sizes = self.sizes[others]
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1]) + np.repeat(self.starts[others] - (ends - sizes), sizes)
        products: Floats = self.weights[places] * weight[self.terms[places]]
        of = np.repeat(np.arange(len(others)), sizes)
        return np.asarray(np.bincount(of, products, len(others)), np.float64)
