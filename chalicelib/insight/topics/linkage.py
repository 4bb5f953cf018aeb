"""Average linkage: clusters whose members are alike on average become one, the nearest first. Pure; numpy on one core.

The mean cosine between the members of two clusters is the dot of the means of their rows, so a cluster is one row with a
size. Two clusters join where each is the other's nearest; the order of joins changes nothing for average linkage then,
and all of a step are done together. A leader that draws in everything near itself, and chains of neighbours, are what
this is instead of (docs/decisions/0221).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.insight.topics.dots import Floats, Ints, Lines, WrittenOut, lines, spans
from chalicelib.insight.topics.neighbours import Edges
from chalicelib.insight.topics.second_view import Vectors, both

LONGEST: Final = 60
"""Terms of a cluster's mean that are kept, the heaviest: the rest weighs next to nothing."""
_OTHER_BITS: Final = 24
_OTHER: Final = (1 << _OTHER_BITS) - 1
_NEAR_BITS: Final = 38


class Clusters:
    """Clusters of rows, joined step by step."""

    def __init__(
        self,
        rows: knowledge.retrieval.Rows,
        known: Sequence[Sequence[int]] = (),
        vectors: Vectors | None = None,
    ) -> None:
        """Each row a cluster of its own, but for those that are ``known`` to be one.

        Of clusters that are known no two become one. With ``vectors``, one a row, nearness is that of both views.
        """
        count = len(rows.starts) - 1
        self._rows = self._means = lines(rows)
        self._terms = rows.terms
        self._table = WrittenOut(rows.terms)
        self._vectors = None if vectors is None else vectors.copy()
        self._sizes = np.ones(count, np.int64)
        self._known = np.zeros(count, bool)
        self._parent = np.arange(count)
        into = [(group[0], row) for group in known for row in group[1:]]
        self._join(*np.array(into, np.int64).reshape(-1, 2).T)
        self._known[[group[0] for group in known]] = True

    def labels(self) -> Ints:
        """Of each row, the first row of its cluster."""
        parent = self._parent
        while True:
            above = parent[parent]
            if (above == parent).all():
                return parent
            parent = above

    def assign(self, edges: Edges, least: float) -> None:
        """Put each row that is near to something known into the known cluster whose mean is nearest.

        Done before rows join each other: in a crowd of its own a row would go where the crowd goes.
        """
        edges = self._between(edges)
        some = self._known[edges.first] != self._known[edges.second]
        first, second = edges.first[some], edges.second[some]
        known = np.where(self._known[first], first, second)
        row = np.where(self._known[first], second, first)
        near = self.near(known, row)
        order = np.lexsort((known, -near, row))
        heads = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
        heads = heads[near[heads] >= least]
        self._join(known[heads], row[heads])

    def join(self, edges: Edges, least: float) -> None:
        """Join clusters along edges while their mean cosine is ``least`` or more."""
        first, second, near = self._between(edges)
        while True:
            keep = (near >= least) & ~(self._known[first] & self._known[second])
            first, second, near = first[keep], second[keep], near[keep]
            one, other = _mutual(first, second, near, len(self._sizes))
            if not len(one):
                return
            # What is known stays, else the earlier row.
            turned = self._known[other]
            into, gone = np.where(turned, other, one), np.where(turned, one, other)
            self._join(into, gone)
            moved = np.zeros(len(self._sizes), bool)
            moved[into] = moved[gone] = True
            again = moved[first] | moved[second]
            new = _once(self._parent[first[again]], self._parent[second[again]])
            first, second, near = (
                np.concatenate((old[~again], fresh))
                for old, fresh in zip((first, second, near), (*new, self.near(*new)), strict=True)
            )

    def centrality(self) -> Floats:
        """How near each row is to the mean of its cluster."""
        return self._table.dots(self._means, self.labels(), self._rows, np.arange(len(self._sizes)))

    def _between(self, edges: Edges) -> Edges:
        """The edges between rows as edges between the clusters that they belong to."""
        to = self.labels()
        first, second = to[edges.first], to[edges.second]
        again = (self._sizes[first] > 1) | (self._sizes[second] > 1)
        new = _once(first[again], second[again])
        return Edges(
            np.concatenate((first[~again], new[0])),
            np.concatenate((second[~again], new[1])),
            np.concatenate((edges.near[~again], self.near(*new))),
        )

    def between(self, first: Ints, second: Ints) -> Edges:
        """The edges between the clusters of some pairs of rows."""
        to = self.labels()
        pairs = _once(to[first], to[second])
        return Edges(*pairs, self.near(*pairs))

    def near(self, first: Ints, second: Ints) -> Floats:
        """How near pairs of clusters are."""
        near = self._table.dots(self._means, first, self._means, second)
        return near if self._vectors is None else both(near, self._vectors, first, second)

    def _join(self, into: Ints, gone: Ints) -> None:
        """Let clusters go into others that stay, several into one where so told."""
        stays = np.unique(into)
        members = np.concatenate((stays, gone))
        owners = np.searchsorted(stays, np.concatenate((stays, into)))
        sizes = np.bincount(owners, self._sizes[members], len(stays)).astype(np.int64)
        lengths = self._means.lengths[members]
        at = spans(self._means.begins[members], lengths)
        share = (self._sizes[members] / sizes[owners]).astype(np.float32)
        keys = np.repeat(owners * self._terms, lengths) + self._means.columns[at]
        terms, places = np.unique(keys, return_inverse=True)
        weighed = self._means.weights[at] * np.repeat(share, lengths)
        weights = np.bincount(places, weighed, len(terms)).astype(np.float64, copy=False)
        self._write(stays, terms // max(self._terms, 1), terms % max(self._terms, 1), weights)
        if self._vectors is not None:
            means = np.zeros((len(stays), self._vectors.shape[1]), np.float32)
            np.add.at(means, owners, self._vectors[members] * share[:, None])
            self._vectors[stays] = means
        self._sizes[stays] = sizes
        self._parent[gone] = into

    def _write(self, clusters: Ints, owners: Ints, columns: Ints, weights: Floats) -> None:
        """Write the means of some clusters anew: the heaviest of these terms, of which the owners rise."""
        order = np.lexsort((-weights, owners))
        heads = np.flatnonzero(np.diff(owners, prepend=-1))
        place = np.arange(len(owners)) - np.repeat(heads, np.diff(np.append(heads, len(owners))))
        kept = order[place < LONGEST]
        old = self._means
        begins, lengths = old.begins.copy(), old.lengths.copy()
        lengths[clusters] = np.bincount(owners[kept], minlength=len(clusters))
        begins[clusters] = len(old.columns) + np.cumsum(lengths[clusters]) - lengths[clusters]
        self._means = Lines(
            begins,
            lengths,
            np.concatenate((old.columns, columns[kept].astype(np.int32))),
            np.concatenate((old.weights, weights[kept].astype(np.float32))),
        )


def _mutual(first: Ints, second: Ints, near: Floats, count: int) -> tuple[Ints, Ints]:
    """Pairs of which each is the other's nearest, the earlier one first; of equally near ones the earliest."""
    heights = np.minimum(near * (1 << _NEAR_BITS), 1 << _NEAR_BITS).astype(np.int64) << _OTHER_BITS
    best = np.full(count, -1, np.int64)
    np.maximum.at(best, first, heights | (_OTHER - second))
    np.maximum.at(best, second, heights | (_OTHER - first))
    nearest = _OTHER - (best & _OTHER)
    some = np.flatnonzero(best >= 0)
    mutual = some[(nearest[nearest[some]] == some) & (some < nearest[some])]
    return mutual, nearest[mutual]


def _once(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Edges between different clusters, each once."""
    apart = first != second
    low = np.minimum(first, second)[apart]
    high = np.maximum(first, second)[apart]
    pairs: NDArray[np.int64] = np.unique(low << _OTHER_BITS | high)
    return pairs >> _OTHER_BITS, pairs & _OTHER
