"""The terms of a text: its characters, pairs of neighbouring characters, and words, each as a number.

Numbers, because a hundred thousand questions then load as arrays, without a dictionary to build at every cold start.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from math import log
from operator import add
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    """A text as it is compared: its N terms, each once, as arrays."""

    text: str
    """Normalised."""
    keys: NDArray[np.uint64]
    """N: characters, then pairs, then words, each kind in the order in which they are first said."""
    often: NDArray[np.float64]
    """N: how often each occurs."""
    at_large: NDArray[np.float64]
    """N: how rare characters and words are in Chinese at large, 0 for the commonest and 1 for the unheard-of; 0 for pairs."""
    kinds: tuple[slice, slice, slice]
    """Where the characters, the pairs and the words stand."""


class Heard(NamedTuple):
    """A message as it is looked up."""

    whole: Terms
    clause: Terms | None
    """What stands after the last pause; None for a message of one breath. Long messages tell a story first, and ask at
    the end."""


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


def heard(text: str, *, traditional: bool = False) -> Heard:
    """The terms of a message and of its last clause."""
    folded = _folded(text, traditional=traditional)
    clause = _last_clause(folded[: 2 * LONGEST])
    return Heard(
        _terms(_NOISE.sub("", folded)[:LONGEST]),
        None if clause is None else _terms(clause[:LONGEST]),
    )


def _last_clause(folded: str) -> str | None:
    cleaned = (_NOISE.sub("", clause) for clause in reversed(_PAUSE.split(folded)))
    spoken = (clause for clause in cleaned if len(clause) >= _SHORTEST_CLAUSE)
    last = next(spoken, None)
    return None if next(spoken, None) is None else last


def _folded(text: str, *, traditional: bool) -> str:
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).lower()
    return folded if traditional else comparable(folded)


def _terms(normal: str) -> Terms:
    # rjieba brings its dictionary: 0.2 s that only who searches pays.
    import rjieba

    characters = Counter(normal)
    pairs = Counter(map(add, normal, normal[1:]))
    words = Counter(rjieba.cut(normal))
    points = np.frombuffer("".join((*characters, *pairs)).encode("utf-32-le"), np.uint32)
    of_pairs = points[len(characters) :].astype(np.uint64)
    spoken = [_word(word) for word in words]
    middle, last = len(characters), len(characters) + len(pairs)
    keys = np.empty(last + len(words), np.uint64)
    keys[:middle] = points[:middle]
    keys[middle:last] = of_pairs[::2] << np.uint64(CHARACTER_BITS) | of_pairs[1::2]
    keys[middle:last] |= np.uint64(PAIR << KIND_BITS)
    keys[last:] = [term for term, _ in spoken]
    rarity = np.zeros(len(keys))
    rarity[:middle] = [at_large(character) for character in characters]
    rarity[last:] = [rare for _, rare in spoken]
    often = np.array([*characters.values(), *pairs.values(), *words.values()], np.float64)
    kinds = slice(0, middle), slice(middle, last), slice(last, len(keys))
    return Terms(normal, keys, often, rarity, kinds)


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[int, float]:
    """A word as a term, and how rare it is at large."""
    return word_term(word), at_large(word)


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
