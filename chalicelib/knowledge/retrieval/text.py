"""The terms of a text: its characters, pairs of neighbouring characters, and words, each as a number.

Numbers, because a hundred thousand questions then load as arrays, without a dictionary to build at every cold start.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import log
from typing import Final, NamedTuple

from chalicelib.characters import comparable

LONGEST: Final = 200
"""Characters of a message that are looked at: a longer message has named its subject by then."""

CHARACTER, PAIR, WORD = range(3)
"""The kinds of terms; a term's kind stands in its two highest bits."""

KIND_BITS = 62
CHARACTER_BITS = 21  # all of Unicode
_NOISE = re.compile(r"[\W_]+")
_PAUSE = re.compile(r"[\s,。.!?;:、…~—]+")
_SHORTEST_CLAUSE = 3


class Terms(NamedTuple):
    """A text as it is compared."""

    text: str
    """Normalised."""
    counts: Counter[int]
    """How often each term occurs."""
    rarity: dict[int, float]
    """How rare characters and words are in Chinese at large: 0 for the commonest, 1 for the unheard-of."""


def normalise(text: str, *, traditional: bool = False) -> str:
    """Letters and digits alone, cut to ``LONGEST`` characters.

    Full width, capitals and traditional characters are folded; the last stay where ``traditional``.
    """
    return _NOISE.sub("", _folded(text, traditional=traditional))[:LONGEST]


def terms(text: str, *, traditional: bool = False) -> Terms:
    """The terms of a text."""
    return _terms(normalise(text, traditional=traditional))


def words(text: str) -> dict[str, float]:
    """The words of a text, each with its rarity in Chinese at large (0 to 1)."""
    import rjieba

    return {word: at_large(word) for word in rjieba.cut(normalise(text))}


def last_clause(text: str, *, traditional: bool = False) -> Terms | None:
    """The terms of what stands after the last pause; None for a message of one breath.

    Long messages tell a story first, and ask at the end.
    """
    folded = _folded(text, traditional=traditional)[: 2 * LONGEST]
    clauses = [_NOISE.sub("", clause) for clause in _PAUSE.split(folded)]
    spoken = [clause for clause in clauses if len(clause) >= _SHORTEST_CLAUSE]
    return _terms(spoken[-1][:LONGEST]) if len(spoken) > 1 else None


def _folded(text: str, *, traditional: bool) -> str:
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).lower()
    return folded if traditional else comparable(folded)


def _terms(normal: str) -> Terms:
    # rjieba brings its dictionary: 0.2 s that only who searches pays.
    import rjieba

    points = [ord(character) for character in normal]
    counts = Counter(points)
    rarity = {point: at_large(chr(point)) for point in counts}
    counts.update(
        PAIR << KIND_BITS | first << CHARACTER_BITS | second for first, second in pairwise(points)
    )
    for word in rjieba.cut(normal):
        term = word_term(word)
        counts[term] += 1
        rarity[term] = at_large(word)
    return Terms(normal, counts, rarity)


def word_term(word: str) -> int:
    """A word as a term."""
    digest = blake2b(word.encode(), digest_size=8).digest()
    return WORD << KIND_BITS | int.from_bytes(digest) >> (64 - KIND_BITS)


_ALL_WORDS: Final = 60_000_000
"""The size of the corpus that the segmenter's dictionary was counted in."""


@lru_cache(maxsize=20_000)
def at_large(word: str) -> float:
    """How rare a character or word is in Chinese at large: 0 for the commonest, 1 for the unheard-of."""
    from rjieba import _DEFAULT_JIEBA as DICTIONARY

    if not DICTIONARY.has_word(word):
        return 1.0
    # The dictionary tells one thing of a word's frequency: the least that would keep it whole.
    return max(0.0, 1.0 - log(DICTIONARY.suggest_freq(word) + 1) / log(_ALL_WORDS))
