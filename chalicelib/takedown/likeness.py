"""How much of a clue's words stands in another text, as a figure that a person can check. Pure.

Both texts are folded (full and half width, case, spaces and marks are one) and cut into overlapping pieces of five
characters. The score is the share of the clue's pieces that the other text has, or, where the other text is the shorter
one, the share of its pieces that the clue has, less for a mere phrase: a reply that quotes two sentences of an article
is found by the article. A clue of a few characters has to stand there as it is.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pieces = NDArray[np.uint64]

PIECE: Final = 5
"""Characters of a piece; of a clue below ``SHORT`` fewer."""
SHORT: Final = 30
SHORTER_PIECE: Final = 3
LITERAL: Final = 10
"""A clue below so many characters has to stand there literally."""
QUOTE: Final = 40
"""Pieces from which the share of a shorter text counts in full; below it counts in proportion: a phrase is no quote."""
PASSAGE: Final = 90
"""Characters of a passage that is shown."""
_PRIME: Final = 1_099_511_628_211


class Folded(NamedTuple):
    """A text as it is compared."""

    text: str
    at: tuple[int, ...]
    """Of each character, where it stands in the text as it was written."""


class Sample(NamedTuple):
    """A clue, ready to be held against many texts."""

    text: str
    """Folded."""
    size: int
    """Characters of its pieces; 0: it is taken literally."""
    pieces: Pieces | None


class Likeness(NamedTuple):
    """What was found."""

    score: int
    """Percent."""
    passage: str
    """The words that match best, as they stand there."""


def folded(text: str) -> Folded:
    """A text without what a copy may change: width, case, spaces, marks."""
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).casefold():
            if one.isalnum():
                characters.append(one)
                places.append(at)
    return Folded("".join(characters), tuple(places))


def sample(text: str) -> Sample:
    """A clue made ready. A clue without letters, digits or characters has an empty text."""
    known = folded(text).text
    if len(known) < LITERAL:
        return Sample(known, 0, None)
    size = PIECE if len(known) >= SHORT else SHORTER_PIECE
    import numpy as np

    return Sample(known, size, np.unique(_pieces(known, size)))


def compare(clue: Sample, text: str) -> Likeness | None:
    """How much of ``clue`` stands in ``text``; None where nothing does."""
    if not clue.text or not text:
        return None
    other = folded(text)
    if clue.pieces is None or clue.text in other.text:
        at = other.text.find(clue.text)
        return None if at < 0 else Likeness(100, _around(text, other, at, len(clue.text)))
    pieces = _pieces(other.text, clue.size)
    if not len(pieces):
        return None
    import numpy as np

    hits = np.isin(pieces, clue.pieces)
    if not hits.any():
        return None
    share = len(np.unique(pieces[hits])) / len(clue.pieces)
    if len(pieces) < len(clue.pieces):
        share = max(share, float(hits.mean()) * min(1.0, len(pieces) / QUOTE))
    return Likeness(round(100 * share), _densest(text, other, hits, clue.size))


def _pieces(text: str, size: int) -> Pieces:
    """A number for each piece of a folded text, in order."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = len(points) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    made: Pieces = np.zeros(count, np.uint64)
    for offset in range(size):
        made = (made * np.uint64(_PRIME) + points[offset : offset + count]).astype(np.uint64)
    return made


def _densest(text: str, other: Folded, hits: NDArray[np.bool_], size: int) -> str:
    """The stretch of a text with the most pieces in common."""
    import numpy as np

    width = min(PASSAGE, len(hits))
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(hits, dtype=np.int64)))
    begin = int(np.argmax(sums[width:] - sums[:-width]))
    inside = np.flatnonzero(hits[begin : begin + width])
    first, last = begin + int(inside[0]), begin + int(inside[-1])
    return _around(text, other, first, last - first + size)


def _around(text: str, other: Folded, at: int, length: int) -> str:
    """A stretch of the folded text as it was written."""
    begin, end = other.at[at], other.at[min(at + length, len(other.at)) - 1] + 1
    return " ".join(text[begin : min(end, begin + 3 * PASSAGE)].split())
