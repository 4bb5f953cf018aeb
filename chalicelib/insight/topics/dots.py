"""Dots of many pairs of rows at once. Pure; numpy on one core."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROOM: Final = 2_000_000
"""Numbers of the table in which some rows are written out over all terms."""
_AT_ONCE: Final = 500_000
"""Terms of other rows that are looked up in it at once."""


class Lines(NamedTuple):
    """Rows of weighted terms that lie anywhere in two arrays."""

    begins: Ints
    lengths: Ints
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]


def lines(rows: knowledge.retrieval.Rows) -> Lines:
    """Rows where they lie."""
    return Lines(rows.starts[:-1], np.diff(rows.starts), rows.columns, rows.weights)


class WrittenOut:
    """A table in which a few rows at a time are written out over all terms, to be laid beside many others."""

    def __init__(self, terms: int) -> None:
        self._terms = max(terms, 1)
        self._most = max(1, _ROOM // self._terms)
        self._table = np.zeros(self._most * self._terms, np.float32)

    def dots(self, rows: Lines, some: Ints, others: Lines, beside: Ints) -> Floats:
        """The dot of each of ``some`` of the rows with the one of the others that stands beside it."""
        found = np.zeros(len(some))
        order = np.argsort(some, kind="stable")
        some, beside = some[order], beside[order]
        lengths = others.lengths[beside]
        looked_up = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        begins = np.flatnonzero(np.diff(some, prepend=-1))
        ends = np.append(begins[1:], len(some))
        line = 0
        while line < len(begins):
            # A part ends where its rows fill the table, or where there is enough to look up.
            enough = np.searchsorted(looked_up[ends], looked_up[begins[line]] + _AT_ONCE, "right")
            after = min(max(int(enough), line + 1), line + self._most, len(begins))
            part = slice(begins[line], ends[after - 1])
            found[order[part]] = self._part(rows, some[part], others, beside[part])
            line = after
        return found

    def _part(self, rows: Lines, some: Ints, others: Lines, beside: Ints) -> Floats:
        new = np.diff(some, prepend=-1) != 0
        written = some[new]
        sizes = rows.lengths[written]
        own = spans(rows.begins[written], sizes)
        cells = np.repeat(np.arange(len(written)) * self._terms, sizes) + rows.columns[own]
        self._table[cells] = rows.weights[own]
        lengths = others.lengths[beside]
        at = spans(others.begins[beside], lengths)
        line = (np.cumsum(new) - 1) * self._terms
        products = self._table[np.repeat(line, lengths) + others.columns[at]] * others.weights[at]
        self._table[cells] = 0
        dots: Floats = np.bincount(
            np.repeat(np.arange(len(beside)), lengths), products, len(beside)
        ).astype(np.float64, copy=False)
        return dots


def spans(begins: Ints, lengths: Ints) -> Ints:
    """All positions of some spans, one after the other."""
    ends = np.cumsum(lengths)
    whole = int(ends[-1]) if len(ends) else 0
    positions: Ints = np.arange(whole) + np.repeat(begins - (ends - lengths), lengths)
    return positions
