"""Which rows are near to which: the search that the clustering begins with. Pure; numpy on one core.

Each row is searched among those before it, by its rarest terms and within a budget, so that a hundred thousand questions
that all say 怎么 don't cost the square of their number. Many rows are searched at once: a term that two rows share is one
number, which begins with both and ends with what the term weighs; sorting brings together what belongs together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.insight.topics.dots import Floats, Ints, WrittenOut, lines, spans

_BUDGET: Final = 3000
"""Postings that are looked at for one row."""
_OF_ALL: Final = 200_000_000
"""Postings that are looked at for all rows together: where there are very many, each row gets less."""
_CONSIDERED: Final = 48
"""Rows that are looked at closely."""
_PROMISING: Final = 0.5
"""Share of the wanted cosine that the terms within the budget must bring."""
_AT_ONCE: Final = 200_000
"""Postings that are looked at together: what a processor keeps at hand."""
_NEAR_BITS: Final = 22
_ONE: Final = (1 << _NEAR_BITS) - 1
_OTHER_BITS: Final = 24
_OTHER: Final = (1 << _OTHER_BITS) - 1
_MOST_ROWS: Final = 1 << (63 - _NEAR_BITS - _OTHER_BITS)
"""Rows that are searched at once: what is left of a number."""


class Edges(NamedTuple):
    """Pairs of rows that are near to each other, each pair once, the later row first."""

    first: Ints
    second: Ints
    near: Floats
    """The cosine."""

    def where(self, some: NDArray[np.bool_]) -> Edges:
        """Some of these edges."""
        return Edges(self.first[some], self.second[some], self.near[some])


def neighbours(
    rows: knowledge.retrieval.Rows, least: float, most: int, *, budget: int | None = None
) -> Edges:
    """Of each row up to ``most`` of the rows before it whose cosine is ``least`` or more, the nearest ones."""
    search = _Search(rows, budget or min(_BUDGET, _OF_ALL // max(len(rows.starts) - 1, 1)))
    table, written = WrittenOut(rows.terms), lines(rows)
    parts = [_nothing()]
    for found in search.promising(least):
        partly = ~search.whole[found.first]
        first, second = found.first[partly], found.second[partly]
        found.near[partly] = table.dots(written, first, written, second)
        close = found.near >= least
        parts.append(_nearest(found.where(close), most))
    return Edges(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.near for part in parts]),
    )


class _Search:
    def __init__(self, rows: knowledge.retrieval.Rows, budget: int) -> None:
        self._rows = rows
        count = len(rows.starts) - 1
        lengths = np.diff(rows.starts)
        owners = np.repeat(np.arange(count, dtype=np.int32), lengths)
        # Sorted as one number, for that is several times as fast as sorting positions.
        order = np.sort(rows.columns.astype(np.int64) << 32 | np.arange(len(owners))) & 0xFFFFFFFF
        self._texts, self._weights = owners[order], rows.weights[order]
        begins = np.cumsum(np.bincount(rows.columns, minlength=rows.terms))
        begins = np.concatenate((np.zeros(1, np.int64), begins))[:-1]
        self._ends = np.empty(len(owners), np.int64)
        """Of each term of a row, where in its postings the rows before end."""
        self._ends[order] = np.arange(len(order))
        held = self._ends - begins[rows.columns]
        so_far = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))
        kept = so_far[1:] - so_far[rows.starts[:-1]][owners] <= budget
        self.whole = np.bincount(owners, kept, count) == lengths
        """Of each row, whether all its terms are within the budget."""
        # The rarest one always counts, by its latest postings where there are too many.
        kept[rows.starts[:-1][lengths > 0]] = True
        self._held = np.where(kept, np.minimum(held, budget), 0)

    def promising(self, least: float) -> Iterator[Edges]:
        """Pairs that the terms within the budget bring near enough, part by part: their cosine by these terms."""
        rows = self._rows
        looked_at = np.concatenate((np.zeros(1, np.int64), np.cumsum(self._held)))[rows.starts]
        begin = 0
        while begin < len(rows.starts) - 1:
            end = int(np.searchsorted(looked_at, looked_at[begin] + _AT_ONCE, "right")) - 1
            end = min(max(end, begin + 1), begin + _MOST_ROWS)
            found = self._together(begin, end)
            wanted = np.where(self.whole[found.first], least, least * _PROMISING)
            yield _nearest(found.where(found.near >= wanted), _CONSIDERED)
            begin = end

    def _together(self, begin: int, end: int) -> Edges:
        """All pairs of some rows with rows before them."""
        rows = self._rows
        own = slice(rows.starts[begin], rows.starts[end])
        held = self._held[own]
        row = np.repeat(np.arange(end - begin), np.diff(rows.starts[begin : end + 1]))
        at = spans(self._ends[own] - held, held)
        weights = self._weights[at] * np.repeat(rows.weights[own], held)
        shared = np.repeat(row << (_OTHER_BITS + _NEAR_BITS), held)
        shared |= self._texts[at].astype(np.int64) << _NEAR_BITS
        shared |= np.minimum(weights * _ONE, _ONE).astype(np.int64)
        shared.sort()
        pairs = shared >> _NEAR_BITS
        ends = np.flatnonzero(pairs[1:] != pairs[:-1])
        ends = np.append(ends, np.arange(len(pairs))[-1:])
        # The sum of what stands between two ends: several times as fast as ``reduceat``.
        near = np.diff(np.cumsum(shared & _ONE)[ends], prepend=0)
        pairs = pairs[ends]
        return Edges((pairs >> _OTHER_BITS) + begin, pairs & _OTHER, near / _ONE)


def _nearest(edges: Edges, most: int) -> Edges:
    """Of each first row the ``most`` nearest, in order: the nearest first, of equally near ones the earliest."""
    if not len(edges.first):
        return edges
    begin = int(edges.first.min())
    key = (edges.first - begin) << _NEAR_BITS
    key |= _ONE - np.minimum(edges.near * _ONE, _ONE).astype(np.int64)
    key = key << _OTHER_BITS | edges.second
    key.sort()
    row = key >> (_OTHER_BITS + _NEAR_BITS)
    heads = np.flatnonzero(np.diff(row, prepend=-1))
    place = np.arange(len(row)) - np.repeat(heads, np.diff(np.append(heads, len(row))))
    key, row = key[place < most], row[place < most]
    near = (_ONE - (key >> _OTHER_BITS & _ONE)) / _ONE
    return Edges(row + begin, key & _OTHER, near)


def _nothing() -> Edges:
    return Edges(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
