"""Entries that ask nearly the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.knowledge import FaqEntry
from chalicelib.knowledge.models import Standing
from chalicelib.knowledge.quality import duplicates
from chalicelib.knowledge.quality.duplicates import near_duplicates


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


TEXTS = st.lists(st.text("开发票怎么样医保交", min_size=1, max_size=8), min_size=2, max_size=12)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([0.3, 0.5, 0.7, 0.9]))
def test_no_pair_is_missed(texts: list[str], alike: float) -> None:
    entries = [entry(f"q{at}", text) for at, text in enumerate(texts)]
    weighed = duplicates._weighed([(one.id, one.question) for one in entries])
    expected = {
        frozenset((one.entry, other.entry))
        for at, one in enumerate(weighed)
        for other in weighed[:at]
        if duplicates._cosine(one.weights, other.weights) >= alike + 1e-9
    }
    found = {frozenset((near.first, near.second)) for near in near_duplicates(entries, alike=alike)}
    assert expected <= found
