"""Questions as postings: which texts hold a term. Built when somebody edits, loaded and searched by functions.

A text's weight in a term is the term's rarity alone: in questions of a dozen characters hardly any occurs twice. So
postings are bare numbers of texts, kept as gaps of one byte, and a hundred thousand questions take some ten megabytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval.errors import UnreadableIndex
from chalicelib.knowledge.retrieval.text import CHARACTER, PAIR, WORD, Terms, terms

KINDS = (CHARACTER, PAIR, WORD)
_FORMAT = 2
_TRADITIONAL = 1
"""The format that kept traditional characters apart from simplified ones."""
_AT_LARGE = 0.4
_KIND_WEIGHTS = (1.5, 0.7, 1.0)
"""Of characters, pairs, words. Found by cross-validation; broad optima, so nothing is fitted again per account."""
TINY = 1e-9
_MANY = 256
"""Texts of a term from which its postings are worth comparing with others."""
_FEW = 500
"""Postings that are gone through as fast as a text is looked up in them."""
_AT_ONCE = 1 << 18
"""Postings that are gone through together."""
_PILE = 16
_WIDE = 255
"""A gap that does not fit into its byte stands in an array of its own."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Hit(NamedTuple):
    """An entry, and how near its nearest text is: the cosine, 0 to 1."""

    entry: int
    score: float


class Asked(NamedTuple):
    """A message against the index: its N terms, those without postings included."""

    length: int
    """Characters."""
    terms: NDArray[np.uint64]
    kinds: tuple[slice, slice, slice]
    """Where the characters, the pairs and the words stand."""
    rarity: Floats
    """N: how much a term tells: rare here and in Chinese at large."""
    weight: Floats
    """N: rarity, dampened by how often the message says it."""
    known: Ints
    """Positions in ``terms`` of those that have postings."""
    places: Ints
    """Of each of ``known``, the position of its postings in ``spans``: terms that the same texts hold share theirs."""
    spans: list[NDArray[np.int32]]
    """Postings of the known terms."""
    begins: Ints
    """Of each of ``spans``, where it begins in the index's ``postings``."""
    sizes: Ints
    """Of each of ``spans``, its length."""
    texts: Ints | None
    """All ``spans``, one after the other; None where they are more than are gone through together."""


@dataclass(frozen=True)
class Index:
    """Arrays over T texts, ordered by entry, and P postings of K terms."""

    entries: NDArray[np.int32]
    """T: the entry that a text belongs to, rising."""
    lengths: NDArray[np.uint8]
    """T: characters of a text."""
    keys: NDArray[np.uint64]
    """K: terms, rising."""
    sizes: NDArray[np.uint32]
    """K: how many texts hold a term."""
    postings: NDArray[np.int32]
    """P: texts, by term, rising."""
    norms: NDArray[np.float16]
    """T × kinds: Euclidean length of a text in terms of one kind."""
    sums: NDArray[np.float16]
    """T × kinds: sum of the rarities of a text's terms of one kind."""
    traditional: bool = False
    """Whether traditional characters are terms of their own, as in indexes of before: these are asked as they were built."""

    @cached_property
    def starts(self) -> Ints:
        """K + 1: where a term's postings begin."""
        return offsets(self.sizes)

    @cached_property
    def bounds(self) -> Ints:
        """E + 1: where an entry's texts begin."""
        firsts = np.flatnonzero(np.diff(self.entries, prepend=-1))
        return np.append(firsts, len(self.entries))

    @cached_property
    def alone(self) -> bool:
        """Whether every entry has one text."""
        return len(self.bounds) == len(self.entries) + 1

    @cached_property
    def lengths_all(self) -> Floats:
        """T: Euclidean length of a text in all its terms."""
        lengths: Floats = np.sqrt((self.norms.astype(np.float64) ** 2).sum(axis=1))
        return lengths

    @cached_property
    def per_length(self) -> Floats:
        """T: one by ``lengths_all``."""
        return 1 / np.maximum(self.lengths_all, TINY)

    @cached_property
    def twins(self) -> Ints | None:
        """K: of each term, the first one that the same texts hold; None where there are no two.

        A word of two characters mostly stands where their pair stands. Only terms of ``_MANY`` texts are compared:
        to go through few once more is quicker than to find out.
        """
        many = np.flatnonzero(self.sizes >= _MANY)
        sizes = self.sizes[many].astype(np.int64)
        # Eight texts of each are looked at first: those that differ in none of them are compared in full.
        looks = [self.postings[self.starts[many] + sizes * part // 8] for part in range(8)]
        seen = np.stack([sizes, *looks])
        order = np.lexsort(seen)
        alike = np.flatnonzero((np.diff(seen[:, order]) == 0).all(axis=0))
        found = np.arange(len(self.keys))
        for one, other in zip(many[order[alike]], many[order[alike + 1]], strict=True):
            if np.array_equal(self._span(one), self._span(other)):
                found[other] = found[one]
        return found if len(alike) else None

    def _span(self, row: int) -> NDArray[np.int32]:
        return self.postings[self.starts[row] : self.starts[row + 1]]

    def ask(self, message: Terms) -> Asked:
        """Look up a message's terms."""
        wanted = message.keys
        at = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        holds = self.keys[at] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        known = np.flatnonzero(holds)
        rows = at[known]
        sizes = np.zeros(len(wanted), np.int64)
        sizes[known] = self.sizes[rows]
        rarity = rarities(wanted, sizes, len(self.entries), message.at_large)
        if self.twins is None:
            places = np.arange(len(rows))
        else:
            rows, places = np.unique(self.twins[rows], return_inverse=True)
        begins, ends = self.starts[rows], self.starts[rows + 1]
        of_row = zip(begins.tolist(), ends.tolist(), strict=True)
        spans = [self.postings[begin:end] for begin, end in of_row]
        return Asked(
            length=len(message.text),
            terms=wanted,
            kinds=message.kinds,
            rarity=rarity,
            weight=rarity * (1 + np.log(message.often)),
            known=known,
            places=places,
            spans=spans,
            begins=begins,
            sizes=ends - begins,
            texts=_joined(spans) if int((ends - begins).sum()) <= _AT_ONCE else None,
        )

    def cosines(self, asked: Asked) -> Floats:
        """T: cosine of every text to the message."""
        length = float(np.sqrt(asked.weight @ asked.weight))
        of_known = (asked.weight * asked.rarity)[asked.known] / max(length, TINY)
        parts = np.bincount(asked.places, of_known, len(asked.spans))
        dots = np.zeros(len(self.entries))
        for some, texts in _blocks(asked):
            weights = np.repeat(parts[some], asked.sizes[some])
            dots += np.bincount(texts, weights, len(self.entries))
        cosines: Floats = dots * self.per_length
        return cosines

    def held(self, asked: Asked, texts: Ints) -> Floats:
        """Which text holds which term of the message: a row a text, a column a term, 1 where it does."""
        held = np.zeros((len(texts), len(asked.terms)))
        if not asked.spans:
            return held
        if asked.texts is not None and len(asked.texts) <= _FEW * len(asked.spans):
            found = self._gone_through(asked, asked.texts, texts)
        else:
            found = self._looked_up(asked, texts)
        held[:, asked.known] = found[:, asked.places]
        return held

    def _gone_through(self, asked: Asked, postings: Ints, texts: Ints) -> NDArray[np.bool_]:
        """Which text stands in which span, where these are short: every posting is seen."""
        row = np.full(len(self.entries), -1, np.int32)
        row[texts] = np.arange(len(texts))
        rows = row[postings]
        at = np.flatnonzero(rows >= 0)
        found = np.zeros((len(texts), len(asked.spans)), bool)
        found[rows[at], np.searchsorted(np.cumsum(asked.sizes), at, side="right")] = True
        return found

    def _looked_up(self, asked: Asked, texts: Ints) -> NDArray[np.bool_]:
        """The same where spans are long: each text is looked up in each."""
        wanted = texts.astype(np.int32)
        within = np.concatenate([span.searchsorted(wanted) for span in asked.spans])
        at = np.minimum(within.reshape(len(asked.spans), -1), asked.sizes[:, None] - 1)
        found: NDArray[np.bool_] = self.postings[at + asked.begins[:, None]] == wanted
        return found.T

    def nearest(self, scores: Floats) -> Floats:
        """E: of each entry, the highest score of its texts."""
        if self.alone:
            return scores
        found: Floats = np.maximum.reduceat(scores, self.bounds[:-1])
        return found

    def search(self, text: str, k: int = 10) -> list[Hit]:
        """The ``k`` nearest entries by cosine, best first; fewer when no more share a term with the text."""
        if not len(self.entries):
            return []
        asked = self.ask(terms(text, traditional=self.traditional))
        nearest = self.nearest(self.cosines(asked))
        numbers = self.entries[self.bounds[:-1]]
        found = best(nearest, k, above=0)
        return [Hit(int(numbers[e]), float(nearest[e])) for e in found]

    def dump(self) -> bytes:
        """The index as bytes; the same questions make the same bytes."""
        keys = np.repeat(np.arange(len(self.keys)), self.sizes) * len(self.entries) + self.postings
        gaps = np.diff(keys, prepend=0)
        wide = gaps >= _WIDE
        out = io.BytesIO()
        np.savez(
            out,
            format=np.array([_TRADITIONAL if self.traditional else _FORMAT], np.uint8),
            entries=self.entries,
            lengths=self.lengths,
            keys=self.keys,
            sizes=self.sizes,
            gaps=np.where(wide, _WIDE, gaps).astype(np.uint8),
            wide=gaps[wide].astype(np.uint32),
            norms=self.norms,
            sums=self.sums,
        )
        return out.getvalue()

    @classmethod
    def load(cls, dumped: bytes) -> Self:
        """The index that ``dump`` wrote. Raises ``UnreadableIndex``."""
        try:
            with np.load(io.BytesIO(dumped), allow_pickle=False) as kept:
                arrays: dict[str, NDArray[Any]] = dict(kept)
            version = int(arrays.pop("format")[0])
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise UnreadableIndex("检索索引的数据已损坏：请重新发布问答，生成新的索引。") from error
        if version not in (_FORMAT, _TRADITIONAL):
            raise UnreadableIndex(
                f"检索索引的格式是 {version}，本程序只读格式 {_FORMAT}：请重新发布问答，生成新的索引。"
            )
        gaps = arrays.pop("gaps").astype(np.int64)
        gaps[gaps == _WIDE] = arrays.pop("wide")
        owner = np.repeat(np.arange(len(arrays["keys"])), arrays["sizes"])
        arrays["postings"] = (np.cumsum(gaps) - owner * len(arrays["entries"])).astype(np.int32)
        return cls(**arrays, traditional=version == _TRADITIONAL)


def build(questions: Sequence[tuple[int, str]]) -> Index:
    """Index questions: pairs of entry number and text, several texts an entry."""
    ordered = sorted(questions, key=lambda question: question[0])
    return _Builder(ordered).index()


class _Numbers(NamedTuple):
    """A text as the builder wants it."""

    length: int
    terms: NDArray[np.uint64]
    at_large: Floats


@lru_cache(maxsize=40_000)
def _numbers(text: str) -> _Numbers:
    """Kept, because who edits tries one draft after the other, and most of their texts are the same."""
    found = terms(text)
    return _Numbers(len(found.text), found.keys, found.at_large)


def _blocks(asked: Asked) -> Iterator[tuple[slice, Ints]]:
    """The spans, and their texts, in parts that a processor keeps at hand."""
    if asked.texts is not None:
        yield slice(0, len(asked.spans)), asked.texts
        return
    before = np.cumsum(asked.sizes) - asked.sizes
    firsts = np.flatnonzero(np.diff(before // _AT_ONCE, prepend=-1)).tolist()
    for first, last in pairwise([*firsts, len(asked.spans)]):
        yield slice(first, last), _joined(asked.spans[first:last])


def _joined(spans: Sequence[NDArray[np.int32]]) -> Ints:
    return np.concatenate(spans, dtype=np.int64) if spans else np.zeros(0, np.int64)


def terms_of(text: str) -> NDArray[np.uint64]:
    """The terms of a text, each once."""
    return _numbers(text).terms


class _Builder:
    def __init__(self, questions: Sequence[tuple[int, str]]) -> None:
        self.entries = np.array([entry for entry, _ in questions], np.int32)
        found = [_numbers(question) for _, question in questions]
        self.lengths = [one.length for one in found]
        self.counts = [len(one.terms) for one in found]
        none = _Numbers(0, np.zeros(0, np.uint64), np.zeros(0))
        self.terms = np.concatenate([one.terms for one in found or [none]])
        self.at_large = np.concatenate([one.at_large for one in found or [none]])

    def index(self) -> Index:
        owners = np.repeat(np.arange(len(self.lengths)), self.counts)
        keys, at, sizes = np.unique(self.terms, return_inverse=True, return_counts=True)
        rarity = rarities(keys[at], sizes[at], len(self.lengths), self.at_large)
        return Index(
            entries=self.entries,
            lengths=np.array(self.lengths, np.uint8),
            keys=keys,
            sizes=sizes.astype(np.uint32),
            postings=owners[np.lexsort((owners, at))].astype(np.int32),
            norms=np.sqrt(self._by_kind(owners, keys[at], rarity**2)).astype(np.float16),
            sums=self._by_kind(owners, keys[at], rarity).astype(np.float16),
        )

    def _by_kind(self, owners: Ints, keys: NDArray[np.uint64], values: NDArray[Any]) -> Floats:
        kinds = (keys >> np.uint64(62)).astype(np.int64)
        columns = [
            np.bincount(owners, values * (kinds == kind), len(self.lengths)) for kind in KINDS
        ]
        return np.stack(columns, axis=1)


def best(scores: Floats, k: int, *, above: float = -np.inf) -> Ints:
    """Positions of the ``k`` highest that are higher than ``above``, highest first; equal ones in their order."""
    bound = _bound(scores, k)
    some = np.flatnonzero(scores >= bound if bound > above else scores > above)
    if len(some) > k:
        among = scores[some]
        last = np.partition(among, len(among) - k)[len(among) - k]
        higher = some[among > last]
        some = np.concatenate((higher, some[among == last][: k - len(higher)]))
    order: Ints = some[np.lexsort((some, -scores[some]))]
    return order


def _bound(scores: Floats, k: int) -> float:
    """A score that ``k`` reach, close to the ``k``-th highest.

    The scores are dealt into piles: the highest ones of ``k`` piles are ``k`` scores.
    """
    piles = len(scores) // _PILE
    if piles < 2 * k:
        return -np.inf
    highest = scores[: piles * _PILE].reshape(_PILE, piles).max(axis=0)
    return float(np.partition(highest, piles - k)[piles - k])


def rarities(
    keys: NDArray[np.uint64], sizes: Ints, texts: int, at_large: Sequence[float] | Floats
) -> Floats:
    """Rarity among the ``texts`` here, of which ``sizes`` hold the term, and in the language at large.

    The second half keeps a book of fifty questions from holding every filler word for a name.
    """
    kinds = _kinds(keys)
    here = np.log((texts + 1) / (sizes + 1)) + 1
    everywhere = np.array(at_large) * (np.log(texts + 1) + 1)
    mixed = np.where(kinds == PAIR, here, (1 - _AT_LARGE) * here + _AT_LARGE * everywhere)
    rarity: Floats = np.array(_KIND_WEIGHTS)[kinds] * mixed
    return rarity


def _kinds(keys: NDArray[np.uint64]) -> Ints:
    return (keys >> np.uint64(62)).astype(np.int64)


def offsets(sizes: NDArray[Any]) -> Ints:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))
