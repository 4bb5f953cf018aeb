"""Which rows are near to which: the search that the clustering begins with. Pure; numpy on one core.

Rows are searched one after the other among those before them, by their rarest terms first and within a budget, so that a
hundred thousand questions that all say 怎么 don't cost the square of their number.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge

BUDGET: Final = 3000
"""Postings that are looked at for one row."""
_CONSIDERED: Final = 64
"""Rows that are looked at closely."""
_PROMISING: Final = 0.5
"""Share of the wanted cosine that the terms within the budget must bring."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Edges(NamedTuple):
    """Pairs of rows that are near to each other, each pair once, the later row first."""

    first: Ints
    second: Ints
    near: Floats
    """The cosine."""


def neighbours(
    rows: knowledge.retrieval.Rows, least: float, most: int, *, budget: int = BUDGET
) -> Edges:
    """Of each row up to ``most`` of the rows before it whose cosine is ``least`` or more, the nearest ones."""
    search = _Search(rows)
    found = [search.before(row, least, most, budget) for row in range(len(rows.starts) - 1)]
    first = np.repeat(np.arange(len(found)), [len(others) for others, _ in found])
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.float32))
    return Edges(
        first.astype(np.int64),
        np.concatenate([others for others, _ in found] or [nothing[0]]),
        np.concatenate([near for _, near in found] or [nothing[1]]),
    )


class _Search:
    def __init__(self, rows: knowledge.retrieval.Rows) -> None:
        self.rows = rows
        owners = np.repeat(np.arange(len(rows.starts) - 1, dtype=np.int32), np.diff(rows.starts))
        order = np.argsort(rows.columns, kind="stable")
        self.texts, self.weights = owners[order], rows.weights[order]
        sizes = np.bincount(rows.columns, minlength=rows.terms)
        self.begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))[:-1]
        self.held = np.zeros(rows.terms, np.int64)
        """Of each term, how many of the rows before hold it: the postings that count so far."""
        self.row = np.zeros(rows.terms, np.float32)

    def before(self, row: int, least: float, most: int, budget: int) -> tuple[Ints, Floats]:
        own = slice(self.rows.starts[row], self.rows.starts[row + 1])
        terms, weights = self.rows.columns[own], self.rows.weights[own]
        held = self.held[terms]
        kept = max(int(np.searchsorted(np.cumsum(held), budget, "right")), 1)
        found = self._sums(row, terms[:kept], weights[:kept], held[:kept])
        self.held[terms] += 1
        others = np.flatnonzero(found >= least * (1.0 if kept >= len(terms) else _PROMISING))
        if len(others) > _CONSIDERED:
            others = others[np.argpartition(-found[others], _CONSIDERED)[:_CONSIDERED]]
        near = found[others] if kept >= len(terms) else self._exact(others, terms, weights)
        close = near >= least
        others, near = others[close], near[close]
        if len(others) > most:
            best = np.argpartition(-near, most)[:most]
            others, near = others[best], near[best]
        return others.astype(np.int64), near.astype(np.float32)

    def _sums(
        self, row: int, terms: NDArray[np.int32], weights: Floats, held: Ints
    ) -> NDArray[np.float64]:
        if not held.sum():
            return np.zeros(0)
        spans = [
            slice(b, b + n) for b, n in zip(self.begins[terms].tolist(), held.tolist(), strict=True)
        ]
        texts = np.concatenate([self.texts[span] for span in spans])
        products = np.concatenate([self.weights[span] for span in spans]) * np.repeat(weights, held)
        return np.asarray(np.bincount(texts, products, row), np.float64)

    def _exact(self, others: NDArray[np.intp], terms: NDArray[np.int32], weights: Floats) -> Floats:
        if not len(others):
            return np.zeros(0, np.float32)
        self.row[terms] = weights
        near = dots(self.rows, others, self.row)
        self.row[terms] = 0
        return near


def dots(rows: knowledge.retrieval.Rows, some: NDArray[np.intp], row: Floats) -> Floats:
    """The dot of some rows with one that is written out over all terms."""
    starts = rows.starts[some]
    lengths = rows.starts[some + 1] - starts
    ends = np.cumsum(lengths)
    at = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
    owners = np.repeat(np.arange(len(some)), lengths)
    sums: Floats = np.bincount(owners, row[rows.columns[at]] * rows.weights[at], len(some)).astype(
        np.float32
    )
    return sums
