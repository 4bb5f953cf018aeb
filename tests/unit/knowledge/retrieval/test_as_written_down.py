"""What an index finds and sees of a message is what the definitions say, term by term and text by text.

The index goes short ways: terms of the same texts are gone through once, few scores of many are sorted, texts are looked
up in long postings. Each is tried at sizes at which it is taken, and at sizes at which it is not.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chalicelib.knowledge.retrieval import Index, build
from chalicelib.knowledge.retrieval import index as of_index
from chalicelib.knowledge.retrieval.dense import Nearness
from chalicelib.knowledge.retrieval.features import CONSIDERED, LEXICAL, candidates
from chalicelib.knowledge.retrieval.text import Terms, heard, terms

PARTS = "个税 契税 发票 怎么 申报 办理 什么时候 材料 的 吗 税 2026 VAT 電子 ，".split()
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map("".join)
BOOKS = st.lists(st.tuples(st.integers(0, 40), TEXTS), min_size=1, max_size=60)
MESSAGES = st.lists(st.sampled_from([*PARTS, "换了公司", "👍", "！"]), max_size=14).map("".join)
SHORT_WAYS = (
    {"_MANY": 1, "_FEW": 0, "_PILE": 1, "_AT_ONCE": 9},
    {"_MANY": 10_000, "_FEW": 10_000, "_PILE": 10_000, "_AT_ONCE": 10_000},
)


class Book(NamedTuple):
    """An index, and what stands in it."""

    made: Index
    texts: list[tuple[int, Terms]]
    """By entry, as the index has them."""


class Plain(NamedTuple):
    """A message beside a book, by the definitions."""

    rarity: dict[int, float]
    weight: dict[int, float]
    """Of each of its terms."""
    kinds: list[list[int]]
    """Its characters, pairs, words."""
    cosines: list[float]


def book_of(questions: list[tuple[int, str]]) -> Book:
    ordered = sorted(questions, key=lambda question: question[0])
    return Book(build(questions), [(entry, terms(text)) for entry, text in ordered])


def plain_of(book: Book, text: str) -> Plain:
    said, index = terms(text), book.made
    rarity, weight = {}, {}
    for term, often, rare in zip(said.keys.tolist(), said.often, said.at_large, strict=True):
        sizes = sum(term in held.keys.tolist() for _, held in book.texts)
        kind = term >> 62
        here = log((len(book.texts) + 1) / (sizes + 1)) + 1
        mixed = 0.6 * here + 0.4 * rare * (log(len(book.texts) + 1) + 1)
        rarity[term] = (1.5, 0.7, 1.0)[kind] * (here if kind == 1 else mixed)
        weight[term] = rarity[term] * (1 + log(often))
    kinds = [[term for term in rarity if term >> 62 == kind] for kind in range(3)]
    plain = Plain(rarity, weight, kinds, [])
    lengths = [sqrt(sum(float(norm) ** 2 for norm in norms)) for norms in index.norms]
    cosines = [
        cosine(plain, weight, held, length)
        for (_, held), length in zip(book.texts, lengths, strict=True)
    ]
    return plain._replace(cosines=cosines)


def cosine(plain: Plain, weight: dict[int, float], held: Terms, length: float) -> float:
    dot = sum(weight[term] * plain.rarity[term] for term in weight if term in held.keys.tolist())
    return dot / max(length * sqrt(sum(one**2 for one in weight.values())), 1e-9)


def row_of(book: Book, plain: Plain, text: str, entry: int) -> dict[str, float]:
    """What is seen of one entry."""
    index = book.made
    own = [at for at, (number, _) in enumerate(book.texts) if number == entry]
    ordered = sorted(own, key=lambda at: (-plain.cosines[at], at))
    near = ordered[0]
    held = set(book.texts[near][1].keys.tolist())
    anywhere = {term for at in own for term in book.texts[at][1].keys.tolist()}
    rarest = log(len(book.texts) + 1) + 1
    mine, letters = max(len(terms(text).text), 1), max(int(index.lengths[near]), 1)
    clause = heard(text).clause
    of_clause = plain.cosines
    if clause is not None:
        weight = {term: one for term, one in plain.weight.items() if term in clause.keys.tolist()}
        lengths = np.sqrt((index.norms.astype(np.float64) ** 2).sum(axis=1))
        of_clause = [
            cosine(plain, weight, one, length)
            for (_, one), length in zip(book.texts, lengths, strict=True)
        ]
    row = {
        "cosine": plain.cosines[near],
        "cosine_second": plain.cosines[ordered[1]] if len(own) > 1 else 0.0,
        "cosine_mean": sum(plain.cosines[at] for at in own) / len(own),
        "cosine_clause": max(of_clause[at] for at in own),
        "texts": log(len(own)),
        "variant": float(near != own[0]),
        "run": run_of(plain.kinds[1], held) / min(letters, mine),
        "length": log(letters),
        "length_gap": abs(log(letters / mine)),
    }
    for at, kind in enumerate(("characters", "pairs", "words")):
        mine_of = plain.kinds[at]
        whole = sum(plain.rarity[term] for term in mine_of)
        shared = sum(plain.rarity[term] for term in mine_of if term in held)
        dot = sum(plain.rarity[term] * plain.weight[term] for term in mine_of if term in held)
        length = sqrt(sum(plain.weight[term] ** 2 for term in mine_of))
        norm, total = float(index.norms[near, at]), float(index.sums[near, at])
        row |= {
            f"cosine_{kind}": dot / max(norm * length, 1e-9),
            f"asked_{kind}": shared / max(whole, 1e-9),
            f"held_{kind}": shared / max(total, 1e-9),
        }
        if kind != "pairs":
            of_entry = sum(plain.rarity[term] for term in mine_of if term in anywhere)
            row |= {
                f"entry_{kind}": of_entry / max(whole, 1e-9),
                f"missed_{kind}": (whole - shared) / rarest,
                f"extra_{kind}": max(total - shared, 0) / rarest,
            }
    return row


def run_of(pairs: list[int], held: set[int]) -> int:
    """Characters of the longest run of neighbouring pairs."""
    longest = now = 0
    for pair in pairs:
        now = now + 1 if pair in held else 0
        longest = max(longest, now)
    return longest + (longest > 0)


@pytest.mark.parametrize("ways", SHORT_WAYS, ids=["short ways", "plain ways"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(questions=BOOKS, message=MESSAGES)
@example(questions=[(0, "申报"), (1, "办理"), (2, "办理材料")], message="申办")
def test_candidates_are_what_is_written_down(
    monkeypatch: pytest.MonkeyPatch,
    ways: dict[str, int],
    questions: list[tuple[int, str]],
    message: str,
) -> None:
    for name, value in ways.items():
        monkeypatch.setattr(of_index, name, value)
    book = book_of(questions)
    plain = plain_of(book, message)
    best: dict[int, float] = {}
    for (entry, _), score in zip(book.texts, plain.cosines, strict=True):
        best[entry] = max(best.get(entry, 0.0), score)
    wanted = sorted((score for score in best.values() if score > 0), reverse=True)[:CONSIDERED]
    found = candidates(book.made, message)
    assert found.scores == pytest.approx(wanted, abs=1e-9)
    assert len(set(found.entries.tolist())) == len(found.entries)
    for entry, score, row in zip(found.entries.tolist(), found.scores, found.rows, strict=True):
        assert score == pytest.approx(best[entry], abs=1e-9)
        seen = dict(zip(LEXICAL, row.tolist(), strict=True))
        assert seen == pytest.approx(row_of(book, plain, message, entry), abs=1e-9)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(questions=BOOKS, message=MESSAGES, seed=st.integers(0, 9))
def test_short_ways_change_nothing_where_meaning_counts_too(
    monkeypatch: pytest.MonkeyPatch, questions: list[tuple[int, str]], message: str, seed: int
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(len(questions) + 1, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    near = Nearness(
        (vectors[:-1] @ vectors[-1]).astype(np.float64), vectors[:-1], vectors[-1:], vectors[:-1, 0]
    )
    seen = []
    for ways in SHORT_WAYS:
        for name, value in ways.items():
            monkeypatch.setattr(of_index, name, value)
        seen.append(candidates(build(questions), message, near))
    assert seen[0].entries.tolist() == seen[1].entries.tolist()
    assert seen[0].rows == pytest.approx(seen[1].rows, abs=1e-9)


@pytest.mark.parametrize("size", [0, 1, 19, 20, 21, 639, 640, 5000])
@pytest.mark.parametrize("different", [1, 7, 100_000])
def test_the_best_of_many_are_those_that_sorting_all_would_bring(size: int, different: int) -> None:
    scores = np.random.default_rng(size).integers(0, different, size) / different
    wanted = sorted(range(size), key=lambda at: (-scores[at], at))
    assert of_index.best(scores, 20).tolist() == wanted[:20]
    positive = [at for at in wanted if scores[at] > 0]
    assert of_index.best(scores, 20, above=0).tolist() == positive[:20]
