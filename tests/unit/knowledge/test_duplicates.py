"""Entries that ask nearly the same."""

from __future__ import annotations

from collections import Counter
from math import hypot, log

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.knowledge import FaqEntry
from chalicelib.knowledge.models import Standing
from chalicelib.knowledge.quality.duplicates import near_duplicates
from chalicelib.knowledge.retrieval.text import terms


def entry(entry_id: str, question: str, *variants: str) -> FaqEntry:
    return FaqEntry(id=entry_id, question=question, variants=variants, answer="好")


KNOWN = [
    entry("A", "怎么开数电发票", "电子发票开具"),
    entry("B", "居民医保怎么缴费"),
    entry("C", "契税的税率是多少"),
]


def test_a_pair_is_told_once_with_what_is_alike() -> None:
    [near] = near_duplicates([*KNOWN, entry("D", "数电发票怎么开", "怎样开数电发票")])
    assert (near.first, near.second) == ("A", "D")
    assert 0.7 <= near.similarity <= 1.0


def test_the_same_question_is_alike_in_full() -> None:
    [near] = near_duplicates([entry("A", "怎么开发票？"), entry("B", "怎么开发票")])
    assert near.similarity > 0.999


def test_what_a_file_brings_stands_first() -> None:
    [near] = near_duplicates([entry("D", "怎么开数电发票"), *KNOWN], only={"A"})
    assert (near.first, near.second) == ("A", "D")
    assert near_duplicates([entry("D", "怎么开数电发票"), *KNOWN], only={"B"}) == []


def test_variants_of_one_entry_and_retired_entries_are_no_duplicates() -> None:
    assert near_duplicates([entry("A", "怎么开发票", "怎么开发票呢")]) == []
    gone = entry("D", "怎么开数电发票").model_copy(update={"standing": Standing.RETIRED})
    assert near_duplicates([*KNOWN, gone]) == []


def test_texts_without_a_word_are_like_nothing() -> None:
    assert near_duplicates([]) == []
    assert near_duplicates([entry("A", "？？"), entry("B", "！！")]) == []
    assert near_duplicates([*KNOWN, entry("D", "？？")]) == []


TEXTS = st.lists(st.text("开发票怎么样医保交", min_size=1, max_size=8), min_size=2, max_size=12)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([0.3, 0.5, 0.7, 0.9]))
def test_no_pair_is_missed(texts: list[str], alike: float) -> None:
    entries = [entry(f"q{at}", text) for at, text in enumerate(texts)]
    weighed = _weighed(texts)
    expected = {
        frozenset((f"q{one}", f"q{other}"))
        for one in range(len(texts))
        for other in range(one)
        if _cosine(weighed[one], weighed[other]) >= alike + 1e-9
    }
    found = {frozenset((near.first, near.second)) for near in near_duplicates(entries, alike=alike)}
    assert expected <= found


@settings(deadline=None)
@given(TEXTS, st.sampled_from([0.3, 0.7]), st.sets(st.integers(0, 11)))
def test_some_are_looked_for_as_among_all(texts: list[str], alike: float, some: set[int]) -> None:
    entries = [entry(f"q{at}", text) for at, text in enumerate(texts)]
    only = {f"q{at}" for at in some}
    every = near_duplicates(entries, alike=alike)
    found = near_duplicates(entries, alike=alike, only=only)
    assert {frozenset((one.first, one.second)) for one in found} == {
        frozenset((one.first, one.second)) for one in every if {one.first, one.second} & only
    }
    assert all(one.first in only for one in found)


def _weighed(texts: list[str]) -> list[dict[int, float]]:
    """Of each text its terms with weights of length 1 together, as they are defined."""
    counts = [terms(text).keys.tolist() for text in texts]
    held = Counter(term for count in counts for term in count)
    rarity = {term: log((len(texts) + 1) / (size + 1)) + 1 for term, size in held.items()}
    lengths = [hypot(*(rarity[term] for term in count)) or 1.0 for count in counts]
    return [
        {term: rarity[term] / length for term in count}
        for count, length in zip(counts, lengths, strict=True)
    ]


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    return sum(weight * other[term] for term, weight in one.items() if term in other)
