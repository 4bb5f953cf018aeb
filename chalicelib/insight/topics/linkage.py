"""Average linkage: clusters whose members are alike on average become one, the nearest first. Pure; numpy on one core.

The mean cosine between the members of two clusters is the dot of the means of their rows, so a cluster is one row with a
size. Two clusters join where each is the other's nearest; the order of joins changes nothing for average linkage then.
A leader that draws in everything near itself, and chains of neighbours, are what this is instead of (docs/decisions/0221).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.insight.topics.neighbours import Edges, Floats, Ints, dots

LONGEST: Final = 60
"""Terms of a cluster's mean that are kept, the heaviest: the rest weighs next to nothing."""


class Clusters:
    """Clusters of rows, joined step by step."""

    def __init__(self, rows: knowledge.retrieval.Rows, known: Sequence[Sequence[int]] = ()) -> None:
        """Each row a cluster of its own, but for those that are ``known`` to be one.

        Of clusters that are known no two become one.
        """
        count = len(rows.starts) - 1
        self.columns = [
            rows.columns[b:e] for b, e in zip(rows.starts[:-1], rows.starts[1:], strict=True)
        ]
        self.weights = [
            rows.weights[b:e] for b, e in zip(rows.starts[:-1], rows.starts[1:], strict=True)
        ]
        self.sizes = np.ones(count, np.int64)
        self.known = np.zeros(count, bool)
        self.parent = np.arange(count)
        self._row = np.zeros(rows.terms, np.float32)
        for group in known:
            for row in group[1:]:
                self._join(group[0], row)
            self.known[group[0]] = True

    def labels(self) -> Ints:
        """Of each row, the first row of its cluster."""
        parent = self.parent
        while True:
            above = parent[parent]
            if (above == parent).all():
                return parent
            parent = above

    def assign(self, edges: Edges, least: float) -> None:
        """Put each row that is near to something known into the known cluster whose mean is nearest.

        Done before rows join each other: in a crowd of its own a row would go where the crowd goes.
        """
        to = self.labels()
        first, second, near = _once(
            to[edges.first], to[edges.second], edges.near.astype(np.float64)
        )
        some = self.known[first] != self.known[second]
        first, second, near = first[some], second[some], near[some]
        known = np.where(self.known[first], first, second)
        row = np.where(self.known[first], second, first)
        self._near_again(known, row, near, self.known)
        order = np.lexsort((known, -near, row))
        heads = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
        for nth in heads[near[heads] >= least].tolist():
            self._join(int(known[nth]), int(row[nth]))

    def join(self, edges: Edges, least: float) -> int:
        """Join clusters along edges while their mean cosine is ``least`` or more; returns how many joins there were."""
        joined = 0
        to = self.labels()
        first, second, near = _once(
            to[edges.first], to[edges.second], edges.near.astype(np.float64)
        )
        self._near_again(first, second, near, self.sizes > 1)
        while len(first):
            keep = (near >= least) & ~(self.known[first] & self.known[second])
            first, second, near = first[keep], second[keep], near[keep]
            pairs = _mutual(first, second, near, len(self.sizes))
            if not len(pairs):
                break
            joined += len(pairs)
            moved = np.zeros(len(self.sizes), bool)
            to = np.arange(len(self.sizes))
            for one, other in pairs.tolist():
                into, gone = (other, one) if self._goes(one, other) else (one, other)
                self._join(into, gone)
                moved[into], to[gone] = True, into
            first, second, near = _once(to[first], to[second], near)
            self._near_again(first, second, near, moved)
        return joined

    def rows(self) -> tuple[knowledge.retrieval.Rows, Ints]:
        """The clusters as rows, and of each the first row of its cluster."""
        heads = np.flatnonzero(self.parent == np.arange(len(self.parent)))
        lengths = np.array([len(self.columns[head]) for head in heads], np.int64)
        columns = np.concatenate([self.columns[head] for head in heads])
        weights = np.concatenate([self.weights[head] for head in heads])
        owners = np.repeat(np.arange(len(heads)), lengths)
        held = np.bincount(columns, minlength=len(self._row))
        order = np.lexsort((held[columns], owners))
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        return knowledge.retrieval.Rows(
            starts, columns[order], weights[order], len(self._row)
        ), heads

    def centrality(self, rows: knowledge.retrieval.Rows, cluster: int, members: Ints) -> Floats:
        """How near some of the first rows are to a cluster's mean."""
        self._row[self.columns[cluster]] = self.weights[cluster]
        near = dots(rows, members, self._row)
        self._row[self.columns[cluster]] = 0
        return near

    def _goes(self, one: int, other: int) -> bool:
        """Whether the first of two goes into the second: what is known stays, else the earlier row."""
        if self.known[one] != self.known[other]:
            return bool(self.known[other])
        return other < one

    def _join(self, into: int, gone: int) -> None:
        a, b = self.sizes[into], self.sizes[gone]
        columns = np.concatenate((self.columns[into], self.columns[gone]))
        weights = np.concatenate(
            (self.weights[into] * (a / (a + b)), self.weights[gone] * (b / (a + b)))
        )
        terms, at = np.unique(columns, return_inverse=True)
        sums = np.bincount(at, weights, len(terms)).astype(np.float32)
        if len(terms) > LONGEST:
            heavy = np.sort(np.argpartition(-sums, LONGEST)[:LONGEST])
            terms, sums = terms[heavy], sums[heavy]
        self.columns[into], self.weights[into] = terms, sums
        self.columns[gone], self.weights[gone] = terms[:0], sums[:0]
        self.sizes[into] += self.sizes[gone]
        self.parent[gone] = into

    def _near_again(
        self, first: Ints, second: Ints, near: NDArray[np.float64], moved: NDArray[np.bool_]
    ) -> None:
        """Reckon the edges of clusters that have moved, in place."""
        turned = moved[first] | moved[second]
        if not turned.any():
            return
        of = np.where(moved[first], first, second)[turned]
        others = np.where(moved[first], second, first)[turned]
        order = np.argsort(of, kind="stable")
        edges = np.flatnonzero(turned)[order]
        begins = np.flatnonzero(np.diff(of[order], prepend=-1))
        for begin, end in zip(begins, np.append(begins[1:], len(edges)), strict=True):
            cluster = of[order[begin]]
            self._row[self.columns[cluster]] = self.weights[cluster]
            some = others[order[begin:end]]
            lengths = [len(self.columns[one]) for one in some]
            columns = np.concatenate([self.columns[one] for one in some])
            products = np.concatenate([self.weights[one] for one in some]) * self._row[columns]
            owners = np.repeat(np.arange(len(some)), lengths)
            near[edges[begin:end]] = np.bincount(owners, products, len(some))
            self._row[self.columns[cluster]] = 0


def _mutual(first: Ints, second: Ints, near: NDArray[np.float64], count: int) -> Ints:
    """Pairs of which each is the other's nearest, as rows; of equally near ones the earliest."""
    of = np.concatenate((first, second))
    other = np.concatenate((second, first))
    order = np.lexsort((other, -np.concatenate((near, near)), of))
    heads = order[np.flatnonzero(np.diff(of[order], prepend=-1))]
    best = np.full(count, -1, np.int64)
    best[of[heads]] = other[heads]
    some = np.flatnonzero(best >= 0)
    mutual = some[(best[best[some]] == some) & (some < best[some])]
    return np.stack((mutual, best[mutual]), axis=1)


def _once(
    first: Ints, second: Ints, near: NDArray[np.float64]
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Edges between different clusters, each once."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    apart = low != high
    low, high, near = low[apart], high[apart], near[apart]
    order = np.lexsort((-near, high, low))
    low, high, near = low[order], high[order], near[order]
    new = np.ones(len(low), bool)
    new[1:] = (np.diff(low) != 0) | (np.diff(high) != 0)
    return low[new], high[new], near[new]
