"""Questions into groups that mean the same: what is known from before first, and new groups of the rest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

import numpy as np

from chalicelib import knowledge
from chalicelib.insight.topics import second_view
from chalicelib.insight.topics.linkage import Clusters
from chalicelib.insight.topics.neighbours import neighbours
from chalicelib.insight.topics.second_view import View

DAMPED: Final = 0.5
"""See ``retrieval.rows``; chosen with ``alike_among`` on labelled questions (docs/decisions/0221)."""
_NEAREST: Final = 24
"""Neighbours of a question that are looked at."""


class Group(NamedTuple):
    """Texts that mean the same."""

    known: int
    """The group of before that they belong to; -1 for a new one."""
    texts: tuple[int, ...]
    """Positions of the texts, the most central first; none of those of before."""


def alike_among(texts: int) -> float:
    """The mean nearness of two groups from which they are one, among so many texts.

    Where there are few it rises by 0.028 whenever there are e times as many: more questions are more that sound alike and
    mean something else. Beyond ten thousand the terms themselves tell more, and it stays.
    """
    return min(max(0.25 + 0.028 * log(max(texts, 1) / 10_000), 0.15), 0.255)


def grouped(
    texts: Sequence[str],
    known: Sequence[Sequence[str]] = (),
    *,
    alike: float | None = None,
    view: View | None = None,
) -> list[Group]:
    """Group different texts. Of the ``known`` groups each is given by some texts that belong to it, one at least.

    Every text is in one group, alone where nothing is like it; the same texts in the same order make the same groups.
    With a second ``view``, meaning counts beside letters where there are no more than ``second_view.MOST`` texts.
    Time and memory grow with their number, not with its square (docs/insight.md).
    """
    before = [text for group in known for text in group]
    if not texts:
        return []
    vectors = None
    count = len(before) + len(texts)
    if view is not None and count <= second_view.MOST:
        vectors = view([*before, *texts])
    if alike is None:
        alike = alike_among(count) if vectors is None else second_view.alike_among(count)
    rows = knowledge.retrieval.rows([*before, *texts], damped=DAMPED)
    starts = np.cumsum([0, *(len(group) for group in known)])
    clusters = Clusters(
        rows,
        [range(a, b) for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)],
        vectors,
    )
    if vectors is None:
        edges = neighbours(rows, alike, _NEAREST)
    else:
        edges = clusters.between(*second_view.candidates(rows, vectors))
    if before:
        clusters.assign(edges, alike)
    clusters.join(edges, alike)
    of_head = {int(start): nth for nth, start in enumerate(starts[:-1])}
    labels, near = clusters.labels()[len(before) :], clusters.centrality()[len(before) :]
    order = np.lexsort((-near, labels))
    heads = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return [
        Group(of_head.get(int(labels[members[0]]), -1), tuple(members.tolist()))
        for members in np.split(order, heads[1:])
    ]
