"""The second view: how near questions are in meaning, by vectors of their own. Numpy on one core.

Two questions are as near as the mean of both views, of letters and of meaning, and the mean of a cluster's vectors stands
for its members as the mean of their rows does. Vectors take a thirtieth of a second each, so this is for the count of a
day that is over, and for so many questions as a function has time for. They are kept nowhere. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.insight.topics.dots import Floats, Ints
from chalicelib.insight.topics.neighbours import neighbours

MOST: Final = 3000
"""Questions that vectors are made of: a minute and a half of a function."""
_SHARE: Final = 0.4
"""Of meaning; the rest is of letters."""
_NEAREST: Final = 24
_LEAST: Final = 0.1, 0.3
"""Cosines of letters and of meaning from which two questions are looked at."""
_BLOCK: Final = 512

Vectors = NDArray[np.float32]
View = Callable[[Sequence[str]], Vectors]
"""From texts to vectors of length 1, in the same order."""


def alike_among(texts: int) -> float:
    """The mean nearness of two groups from which they are one, among so many texts (docs/decisions/0225)."""
    return max(0.375 + 0.028 * log(max(texts, 1) / 3000), 0.3)


def both(letters: Floats, vectors: Vectors, first: Ints, second: Ints) -> Floats:
    """How near pairs are by both views, given their cosines by letters."""
    near = np.empty(len(first))
    for begin in range(0, len(first), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        meant = (vectors[first[part]] * vectors[second[part]]).sum(axis=1)
        near[part] = (1 - _SHARE) * letters[part] + _SHARE * meant
    return near


def candidates(rows: knowledge.retrieval.Rows, vectors: Vectors) -> tuple[Ints, Ints]:
    """Pairs that one of the views finds near, each once, the later one first."""
    letters, meaning = _LEAST
    by_letters = neighbours(rows, letters, _NEAREST)
    first, second = [by_letters.first], [by_letters.second]
    for begin in range(0, len(vectors), _BLOCK):
        near = vectors[begin : begin + _BLOCK] @ vectors.T
        near[np.arange(len(vectors)) >= np.arange(begin, begin + len(near))[:, None]] = -1
        most = min(_NEAREST, len(vectors))
        nearest = np.argpartition(-near, most - 1, axis=1)[:, :most]
        row, place = np.nonzero(np.take_along_axis(near, nearest, axis=1) >= meaning)
        first.append(row + begin)
        second.append(nearest[row, place])
    pairs = np.unique(np.concatenate(first) * len(vectors) + np.concatenate(second))
    return pairs // max(len(vectors), 1), pairs % max(len(vectors), 1)
