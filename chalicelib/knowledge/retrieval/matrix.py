"""Texts as rows of weighted terms, weighed against each other: what clusters of questions are made of.

The terms and their rarity are the index's own. All texts are taken apart together, as arrays: one by one, a hundred
thousand questions took longer than everything that is done with their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval.index import TINY, Floats, Ints, offsets, rarities
from chalicelib.knowledge.retrieval.text import (
    CHARACTER_BITS,
    KIND_BITS,
    PAIR,
    at_large,
    normalise,
    word_term,
)

_PART: Final = 2000
"""Texts that are cut into words at a time."""
_END: Final = "\n"
"""Between two texts: no normalised text holds it, and no word spans it."""


class Rows(NamedTuple):
    """Texts as rows of weighted terms: the dot of two rows is their cosine, where they are not damped."""

    starts: Ints
    """T + 1: where a text's terms begin."""
    columns: NDArray[np.int32]
    """Terms, numbered from 0; within a row the rarest first. A term that one text alone holds is left out, and terms
    that the same texts hold are one."""
    weights: NDArray[np.float32]
    terms: int
    """How many terms there are."""


def rows(texts: Sequence[str], *, damped: float = 0.0) -> Rows:
    """Weigh the terms of all these texts against each other.

    ``damped`` gives every text a part that no other text has, so large as this share of what a text is on average: short
    texts, which are near to much that they don't mean, are near to less.
    """
    held = _held([normalise(text) for text in texts])
    sizes = np.bincount(held.at, minlength=len(held.keys))
    squares = rarities(held.keys, sizes, len(texts), held.at_large) ** 2
    of_texts = np.bincount(held.owners, squares[held.at], len(texts))
    lengths = np.sqrt(of_texts + damped * (of_texts.mean() if len(texts) else 0.0))
    kept, squares = _one_of_equals(held, sizes, squares, len(texts))
    number = np.full(len(held.keys), -1, np.int32)
    number[kept] = np.arange(len(kept))
    columns = number[held.at]
    owners, columns = held.owners[columns >= 0], columns[columns >= 0]
    rarest_first = owners.astype(np.int64) * (len(texts) + 1) + sizes[kept][columns]
    order = np.argsort(rarest_first, kind="stable")
    owners, columns = owners[order], columns[order]
    weights = np.sqrt(squares)[columns] / np.maximum(lengths[owners], TINY)
    return Rows(
        starts=offsets(np.bincount(owners, minlength=len(texts))),
        columns=columns,
        weights=weights.astype(np.float32),
        terms=len(kept),
    )


class _Held(NamedTuple):
    """Which text holds which term, each once, text by text."""

    owners: NDArray[np.int32]
    at: NDArray[np.int32]
    """Positions in ``keys``."""
    keys: NDArray[np.uint64]
    """All terms."""
    at_large: Floats
    """Of each of ``keys``, how rare it is in Chinese at large."""


def _one_of_equals(held: _Held, sizes: Ints, squares: Floats, texts: int) -> tuple[Ints, Floats]:
    """Of the terms that stand in the same texts, and in two at least, one; and the square of what all of them weigh.

    A word of two characters is a pair as well: every cosine stays what it was, and there is less to search.
    """
    # The texts of a term as one number: the sum of a number that each text has by chance, always the same.
    marks = _marks(texts)
    places = np.zeros(len(held.keys), np.uint64)
    np.add.at(places, held.at, marks[held.owners])
    shared = np.flatnonzero(sizes > 1)
    _, first, equals = np.unique(places[shared], return_index=True, return_inverse=True)
    together = np.bincount(equals, squares[shared], len(first)).astype(np.float64, copy=False)
    return shared[first], together


def _marks(number: int) -> NDArray[np.uint64]:
    """Numbers as if by chance, by splitmix64 (Steele, Lea, Flood 2014): the bundle has no ``numpy.random``."""
    marks = np.arange(1, number + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        marks = (marks ^ marks >> np.uint64(shift)) * np.uint64(factor)
    return marks ^ marks >> np.uint64(31)


class _Words(NamedTuple):
    """The words of some texts, one after the other."""

    owners: Ints
    at: Ints
    """Positions in ``different``."""
    different: Sequence[str]


def _held(normal: Sequence[str]) -> _Held:
    points = np.frombuffer(_END.join(normal).encode("utf-32-le"), np.uint32).astype(np.uint64)
    ends = points == ord(_END)
    of_point = np.cumsum(ends)
    inside = ~(ends[:-1] | ends[1:])
    characters, at_character = np.unique(points[~ends], return_inverse=True)
    first, second = points[:-1][inside], points[1:][inside]
    pairs, at_pair = np.unique(
        first << np.uint64(CHARACTER_BITS) | second | np.uint64(PAIR << KIND_BITS),
        return_inverse=True,
    )
    words = _words(normal)
    spoken = np.array([word_term(word) for word in words.different], np.uint64)
    keys = np.concatenate((characters, pairs, spoken))
    # Text and term as one number, which is sorted several times as fast as two.
    many = max(len(keys), 1)
    both = np.concatenate(
        (
            of_point[~ends] * many + at_character,
            of_point[:-1][inside] * many + at_pair + len(characters),
            words.owners * many + words.at + len(characters) + len(pairs),
        )
    )
    both.sort()
    both = both[np.diff(both, prepend=-1) != 0]
    return _Held(
        owners=(both // many).astype(np.int32),
        at=(both % many).astype(np.int32),
        keys=keys,
        at_large=np.concatenate(
            (
                np.array([at_large(chr(point)) for point in characters.tolist()], np.float64),
                np.zeros(len(pairs)),
                np.array([at_large(word) for word in words.different], np.float64),
            )
        ),
    )


def _words(normal: Sequence[str]) -> _Words:
    # rjieba brings its dictionary: 0.2 s that only who searches pays.
    import rjieba

    numbers = {_END: 0}
    said: list[Ints] = [np.zeros(0, np.int64)]
    for first in range(0, len(normal), _PART):
        cut = chain(rjieba.cut(_END.join(normal[first : first + _PART])), (_END,))
        said.append(np.fromiter((numbers.setdefault(word, len(numbers)) for word in cut), np.int64))
    found = np.concatenate(said)
    ends = found == 0
    return _Words(np.cumsum(ends)[~ends], found[~ends] - 1, list(numbers)[1:])
