"""The features of a message laid beside the entries nearest to it: one row of numbers an entry.

All of it is arithmetic on the terms that both hold; no word of any language stands here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval.dense import Nearness
from chalicelib.knowledge.retrieval.index import TINY, Asked, Floats, Index, Ints, best
from chalicelib.knowledge.retrieval.text import CHARACTER, PAIR, WORD, Terms, heard

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


class Compared(NamedTuple):
    """A message laid beside all texts of an index: what both stages begin with."""

    asked: Asked
    clause: Terms | None
    """What the message says after its last pause; None where it is of one breath."""
    cosines: Floats
    """T."""


def compare(index: Index, text: str) -> Compared:
    """Lay a message beside all texts."""
    said = heard(text, traditional=index.traditional)
    asked = index.ask(said.whole)
    return Compared(asked, said.clause, index.cosines(asked))


def candidates(index: Index, text: str, meaning: Nearness | None = None) -> Candidates:
    """The ``CONSIDERED`` entries nearest to ``text``, with what is seen of them: see ``look``."""
    return look(index, compare(index, text), meaning)


def look(index: Index, compared: Compared, meaning: Nearness | None = None) -> Candidates:
    """The ``CONSIDERED`` entries nearest to a message, with what is seen of them.

    With ``meaning``, the columns of ``DENSE`` follow those of ``LEXICAL``, and nearness is the mean of both cosines.
    """
    cosines = compared.cosines
    near = cosines if meaning is None else (cosines + meaning.scores) / 2
    chosen = best(index.nearest(near), CONSIDERED, above=0 if meaning is None else -np.inf)
    if not len(chosen):
        width = len(names(dense=meaning is not None))
        return Candidates(_NOBODY, np.zeros(0), np.zeros((0, width)))
    group = _Group.of(index, chosen, near)
    columns = _lexical(index, compared, group)
    if meaning is not None:
        columns += _dense(cosines, meaning, group)
    return Candidates(
        index.entries[group.nearest].astype(np.int64),
        cosines[group.nearest],
        np.concatenate(columns).reshape(len(columns), -1).T,
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
    alone: bool
    """Whether every entry has one text."""

    @classmethod
    def of(cls, index: Index, chosen: Ints, near: Floats) -> _Group:
        first = index.bounds[chosen]
        sizes = index.bounds[chosen + 1] - first
        starts = np.cumsum(sizes) - sizes
        alone = len(first) == int(starts[-1]) + int(sizes[-1])
        if alone:
            return cls(first, starts, sizes, first, first, alone)
        texts = np.arange(sizes.sum()) + np.repeat(first - starts, sizes)
        order = np.lexsort((-near[texts], np.repeat(np.arange(len(chosen)), sizes)))
        texts = texts[order]
        return cls(texts, starts, sizes, first, texts[starts], alone)

    def seen(self, values: Floats) -> list[Floats]:
        """The highest, the second highest and the mean of each entry's texts: three columns."""
        mine = values[self.texts]
        if self.alone:
            return [mine, np.zeros(len(mine)), mine]
        return [self.top(mine), self._second(mine), np.add.reduceat(mine, self.starts) / self.sizes]

    def top(self, mine: Floats) -> Floats:
        """The highest of each entry: of a value, or a row of values, a text."""
        found: Floats = mine if self.alone else np.maximum.reduceat(mine, self.starts)
        return found

    def _second(self, mine: Floats) -> Floats:
        """The second highest; 0 where there is one text."""
        owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        ordered = mine[np.lexsort((-mine, owner))]
        at = np.minimum(self.starts + 1, len(ordered) - 1)
        return np.where(self.sizes > 1, ordered[at], 0.0)


def _lexical(index: Index, compared: Compared, group: _Group) -> list[Floats]:
    asked = compared.asked
    held = index.held(asked, group.texts)
    nearest = held[group.starts]
    shared = nearest @ _by_kind(asked)
    share, square = shared[:, :3], shared[:, 3:]
    entry = share if group.alone else group.top(held) @ _by_kind(asked)[:, :3]
    whole = np.array([asked.rarity[kind].sum() for kind in asked.kinds])
    length = np.sqrt([asked.weight[kind] @ asked.weight[kind] for kind in asked.kinds])
    norms = index.norms[group.nearest].astype(np.float64)
    sums = index.sums[group.nearest].astype(np.float64)
    letters = np.maximum(index.lengths[group.nearest].astype(np.float64), 1)
    kinds = square / np.maximum(norms * length, TINY)
    of_asked, of_held = share / np.maximum(whole, TINY), share / np.maximum(sums, TINY)
    of_entry = entry / np.maximum(whole, TINY)
    rarest = np.log(len(index.entries) + 1) + 1
    missed, extra = (whole - share) / rarest, np.maximum(sums - share, 0) / rarest
    mine = max(asked.length, 1)
    cosines = group.seen(compared.cosines)
    return [
        *cosines,
        cosines[0]
        if compared.clause is None
        else _clause(index, asked, compared.clause, held, group),
        np.log(group.sizes),
        (group.nearest != group.firsts).astype(np.float64),
        *kinds.T,
        *of_asked.T,
        *of_held.T,
        of_entry[:, CHARACTER],
        of_entry[:, WORD],
        missed[:, CHARACTER],
        missed[:, WORD],
        extra[:, CHARACTER],
        extra[:, WORD],
        _run(nearest[:, asked.kinds[PAIR]]) / np.minimum(letters, mine),
        np.log(letters),
        np.abs(np.log(letters / mine)),
    ]


def _by_kind(asked: Asked) -> Floats:
    """N × 6: of each term its rarity, in the column of its kind; then the same by its weight."""
    table = np.zeros((len(asked.terms), 6))
    for at, kind in enumerate(asked.kinds):
        table[kind, at] = asked.rarity[kind]
        table[kind, 3 + at] = asked.rarity[kind] * asked.weight[kind]
    return table


def _dense(cosines: Floats, meaning: Nearness, group: _Group) -> list[Floats]:
    seen = group.seen(meaning.scores)
    return [
        *seen,
        (seen[0] + group.top(cosines[group.texts])) / 2,
        group.top(meaning.apart(group.texts, group.nearest, CONSIDERED)),
        meaning.crowds[group.nearest].astype(np.float64),
    ]


def _clause(index: Index, asked: Asked, clause: Terms, held: Floats, group: _Group) -> Floats:
    """Cosine of the last clause."""
    said = np.sort(clause.keys)
    inside = said[np.minimum(np.searchsorted(said, asked.terms), len(said) - 1)] == asked.terms
    weight = asked.weight * inside
    length = float(np.sqrt(weight @ weight)) or 1.0
    cosines = held @ (weight * asked.rarity) * index.per_length[group.texts] / length
    return group.top(cosines)


def _run(pairs: Floats) -> Floats:
    """Of each text, the longest run of the message's neighbouring pairs that it holds, in characters.

    ``pairs``: which of them each text holds, in the order in which the message first says them; repeated ones are rare.
    """
    places = np.arange(1, pairs.shape[1] + 1)
    broken = np.maximum.accumulate(np.where(pairs > 0, 0, places), axis=1)
    longest: Floats = (places - broken).max(axis=1, initial=0).astype(np.float64)
    return longest + (longest > 0)


def names(*, dense: bool) -> tuple[str, ...]:
    """The columns of ``Candidates.rows``."""
    return LEXICAL + DENSE if dense else LEXICAL
