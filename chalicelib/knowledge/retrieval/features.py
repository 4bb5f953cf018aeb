"""The features of a message laid beside the entries nearest to it: one row of numbers an entry.

All of it is arithmetic on the terms that both hold; no word of any language stands here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval.dense import Nearness
from chalicelib.knowledge.retrieval.index import Asked, Floats, Index, Ints, best
from chalicelib.knowledge.retrieval.text import CHARACTER, PAIR, WORD, last_clause, terms

CONSIDERED: Final = 20
"""Entries that are looked at closely."""

LEXICAL: Final = (
    "cosine",
    "cosine_second",
    "cosine_mean",
    "cosine_clause",
    "texts",
    "variant",
    "cosine_characters",
    "cosine_pairs",
    "cosine_words",
    "asked_characters",
    "asked_pairs",
    "asked_words",
    "held_characters",
    "held_pairs",
    "held_words",
    "entry_characters",
    "entry_words",
    "missed_characters",
    "missed_words",
    "extra_characters",
    "extra_words",
    "run",
    "length",
    "length_gap",
)
"""Columns of a row.

``cosine``: of the entry's nearest text; ``_second``: of its second nearest; ``_mean``: of all; ``_clause``: of the
message's last clause; then of one kind of terms alone. ``texts``: how many it has (logarithm); ``variant``: 1 when
the nearest is not the question itself.
``asked``: share of the message that the text holds, by rarity; ``held``: share of the text that the message holds;
``entry``: share of the message that any text of the entry holds. ``missed``, ``extra``: what is not shared, as an amount.
``run``: longest run of characters in common, as a share of the shorter.
``length``: of the text, ``length_gap``: of both apart (logarithms).
"""

DENSE: Final = ("dense", "dense_second", "dense_mean", "fused", "dense_apart", "dense_crowd")
"""Columns of the second stage: cosine of the meaning, its mean with ``cosine``, what is left of it after what all
candidates have in common was taken away, and how near the nearest text has its neighbours."""


class Candidates(NamedTuple):
    """The entries nearest to a message."""

    entries: Ints
    scores: Floats
    """The cosine of each."""
    rows: Floats
    """One row each, one column a feature."""

    def only(self, kept: NDArray[np.bool_]) -> Candidates:
        """Those that are kept."""
        return Candidates(self.entries[kept], self.scores[kept], self.rows[kept])


def candidates(index: Index, text: str, meaning: Nearness | None = None) -> Candidates:
    """The ``CONSIDERED`` entries nearest to ``text``, with what is seen of them.

    With ``meaning``, the columns of ``DENSE`` follow those of ``LEXICAL``, and nearness is the mean of both cosines.
    """
    asked = index.ask(terms(text, traditional=index.traditional))
    cosine = index.cosines(asked)
    near = cosine if meaning is None else (cosine + meaning.scores) / 2
    nearest = np.maximum.reduceat(near, index.firsts) if len(near) else near
    chosen = best(nearest, CONSIDERED)
    if meaning is None:
        chosen = chosen[nearest[chosen] > 0]
    if not len(chosen):
        width = len(LEXICAL) + (0 if meaning is None else len(DENSE))
        return Candidates(_NOBODY, np.zeros(0), np.zeros((0, width)))
    group = _Group.of(index, chosen, near)
    columns = _lexical(index, asked, cosine, group, text)
    if meaning is not None:
        columns += _dense(cosine, meaning, group)
    return Candidates(
        index.entries[group.nearest].astype(np.int64),
        cosine[group.nearest],
        np.stack(columns, axis=1),
    )


_NOBODY: Final = np.zeros(0, np.int64)


class _Group(NamedTuple):
    """All texts of the chosen entries, entry by entry."""

    texts: Ints
    starts: Ints
    sizes: Ints
    firsts: Ints
    """Of each entry, the text that it was entered with: the question; the others are its variants."""
    nearest: Ints
    """Of each entry, its nearest text. In ``texts`` it stands first."""

    @classmethod
    def of(cls, index: Index, chosen: Ints, near: Floats) -> _Group:
        first = index.firsts[chosen]
        last = np.append(index.firsts, len(index.entries))[chosen + 1]
        sizes = last - first
        starts = np.cumsum(sizes) - sizes
        texts = np.arange(sizes.sum()) + np.repeat(first - starts, sizes)
        order = np.lexsort((-near[texts], np.repeat(np.arange(len(chosen)), sizes)))
        texts = texts[order]
        return cls(texts, starts, sizes, first, texts[starts])

    def top(self, values: Floats) -> Floats:
        return np.maximum.reduceat(values[self.texts], self.starts)

    def mean(self, values: Floats) -> Floats:
        return np.add.reduceat(values[self.texts], self.starts) / self.sizes

    def second(self, values: Floats) -> Floats:
        """The second highest; 0 where there is one text."""
        owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        mine = values[self.texts]
        ordered = mine[np.lexsort((-mine, owner))]
        at = np.minimum(self.starts + 1, len(ordered) - 1)
        return np.where(self.sizes > 1, ordered[at], 0.0)


def _lexical(index: Index, asked: Asked, cosine: Floats, group: _Group, text: str) -> list[Floats]:
    held = _held(index, asked, group.texts)
    nearest = held[group.starts]
    entry = np.maximum.reduceat(held, group.starts)
    of_kind = [asked.kinds == kind for kind in (CHARACTER, PAIR, WORD)]
    share = np.stack([nearest @ (asked.rarity * kind) for kind in of_kind], axis=1)
    square = np.stack([nearest @ (asked.rarity * asked.weight * kind) for kind in of_kind], axis=1)
    whole = np.array([asked.rarity @ kind for kind in of_kind])
    length = np.sqrt([asked.weight**2 @ kind for kind in of_kind])
    norms = index.norms[group.nearest].astype(np.float64)
    sums = index.sums[group.nearest].astype(np.float64)
    letters = index.lengths[group.nearest].astype(np.float64)
    kinds = square / np.maximum(norms * length, _TINY)
    of_asked, of_held = share / np.maximum(whole, _TINY), share / np.maximum(sums, _TINY)
    rarest = np.log(len(index.entries) + 1) + 1
    missed, extra = (whole - share) / rarest, np.maximum(sums - share, 0) / rarest
    mine = max(asked.length, 1)
    return [
        group.top(cosine),
        group.second(cosine),
        group.mean(cosine),
        _clause(asked, held, index, group, text, group.top(cosine)),
        np.log(group.sizes),
        (group.nearest != group.firsts).astype(np.float64),
        *kinds.T,
        *of_asked.T,
        *of_held.T,
        entry @ (asked.rarity * of_kind[CHARACTER]) / max(whole[CHARACTER], _TINY),
        entry @ (asked.rarity * of_kind[WORD]) / max(whole[WORD], _TINY),
        missed[:, CHARACTER],
        missed[:, WORD],
        extra[:, CHARACTER],
        extra[:, WORD],
        _run(asked, nearest) / np.maximum(np.minimum(letters, mine), 1),
        np.log(np.maximum(letters, 1)),
        np.abs(np.log(np.maximum(letters, 1) / mine)),
    ]


_TINY: Final = 1e-9


def _dense(cosine: Floats, meaning: Nearness, group: _Group) -> list[Floats]:
    top = group.top(meaning.scores)
    apart = meaning.apart(group.texts, group.nearest, CONSIDERED)
    return [
        top,
        group.second(meaning.scores),
        group.mean(meaning.scores),
        (top + group.top(cosine)) / 2,
        np.maximum.reduceat(apart, group.starts),
        meaning.crowds[group.nearest].astype(np.float64),
    ]


def _held(index: Index, asked: Asked, texts: Ints) -> Floats:
    """Which text holds which term of the message: one row a text."""
    row = np.full(len(index.entries), -1, np.int32)
    row[texts] = np.arange(len(texts))
    at = row[asked.texts]
    here = at >= 0
    held = np.zeros((len(texts), len(asked.terms)))
    held[at[here], asked.owners[here]] = 1.0
    return held


def _clause(
    asked: Asked, held: Floats, index: Index, group: _Group, text: str, whole: Floats
) -> Floats:
    """Cosine of the last clause; of the whole message where there is one clause."""
    clause = last_clause(text, traditional=index.traditional)
    if clause is None:
        return whole
    inside = np.fromiter((int(term) in clause.counts for term in asked.terms), bool, len(held[0]))
    weight = asked.weight * inside
    length = float(np.sqrt(weight @ weight)) or 1.0
    cosines = held @ (weight * asked.rarity) / (index.lengths_all[group.texts] * length)
    return np.maximum.reduceat(cosines, group.starts)


def _run(asked: Asked, held: Floats) -> Floats:
    """Of each text, the longest run of the message's neighbouring pairs that it holds, in characters."""
    # The message's first occurrence of each pair stands in its order; repeated ones are rare.
    pairs = held[:, asked.kinds == PAIR]
    places = np.arange(1, pairs.shape[1] + 1)
    broken = np.maximum.accumulate(np.where(pairs > 0, 0, places), axis=1)
    longest: Floats = (places - broken).max(axis=1, initial=0).astype(np.float64)
    return longest + (longest > 0)


def names(*, dense: bool) -> tuple[str, ...]:
    """The columns of ``Candidates.rows``."""
    return LEXICAL + DENSE if dense else LEXICAL
