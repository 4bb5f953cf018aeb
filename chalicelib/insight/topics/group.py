"""Questions into groups that mean the same: what is known from before first, and new groups of the rest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

import numpy as np

from chalicelib import knowledge
from chalicelib.insight.topics.linkage import Clusters
from chalicelib.insight.topics.neighbours import Edges, neighbours

DAMPED: Final = 0.5
"""See ``retrieval.rows``; chosen with ``alike_among`` on labelled questions (docs/decisions/0221)."""
_NEAREST: Final = 24
"""Neighbours of a question that are looked at."""
_PASSES: Final = 3


class Group(NamedTuple):
    """Texts that mean the same."""

    known: int
    """The group of before that they belong to; -1 for a new one."""
    texts: tuple[int, ...]
    """Positions of the texts, the most central first; none of those of before."""


def alike_among(texts: int) -> float:
    """The mean nearness of two groups from which they are one, among so many texts.

    It rises by 0.028 whenever there are e times as many: more questions are more that sound alike and mean something else.
    """
    return max(0.25 + 0.028 * log(max(texts, 1) / 10_000), 0.15)


def grouped(
    texts: Sequence[str], known: Sequence[Sequence[str]] = (), *, alike: float | None = None
) -> list[Group]:
    """Group different texts. Of the ``known`` groups each is given by some texts that belong to it, one at least.

    Every text is in one group, alone where nothing is like it; the same texts in the same order make the same groups.
    Thirty thousand took 24 seconds of one busy core and 216 MB; more was not measured.
    """
    before = [text for group in known for text in group]
    if not texts:
        return []
    if alike is None:
        alike = alike_among(len(before) + len(texts))
    rows = knowledge.retrieval.rows([*before, *texts], damped=DAMPED)
    starts = np.cumsum([0, *(len(group) for group in known)])
    clusters = Clusters(
        rows,
        [range(a, b) for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)],
    )
    edges = neighbours(rows, alike, _NEAREST)
    if before:
        clusters.assign(edges, alike)
    joined = clusters.join(edges, alike)
    for _ in range(_PASSES - 1):
        if not joined:
            break
        # Clusters have other neighbours than their rows had, and a row's nearest may all have become one with it.
        means, heads = clusters.rows()
        near = neighbours(means, alike, _NEAREST)
        joined = clusters.join(Edges(heads[near.first], heads[near.second], near.near), alike)
    of_head = {int(start): nth for nth, start in enumerate(starts[:-1])}
    labels = clusters.labels()[len(before) :]
    found: list[Group] = []
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        head = int(labels[members[0]])
        near_mean = clusters.centrality(rows, head, members + len(before))
        central = members[np.argsort(-near_mean, kind="stable")]
        found.append(Group(of_head.get(head, -1), tuple(central.tolist())))
    return found
