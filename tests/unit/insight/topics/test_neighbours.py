"""The search for neighbours, beside a search that looks at everything."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.insight.topics.dots import WrittenOut, lines
from chalicelib.insight.topics.neighbours import Edges, neighbours
from tests.unit.insight.topics.asked_days import ALONE, MATTERS

TEXTS = [
    text + end
    for texts in MATTERS.values()
    for text in texts
    for end in ("", "，急", "，在线等", "，谢谢了", "，请问")
] + [text.format(rare) for text in ALONE for rare in ("甲乙", "丙丁")]
random.Random(1).shuffle(TEXTS)  # noqa: S311 - a test's lot


def all_cosines(found: knowledge.retrieval.Rows) -> NDArray[np.float32]:
    table = np.zeros((len(found.starts) - 1, found.terms), np.float32)
    owners = np.repeat(np.arange(len(table)), np.diff(found.starts))
    table[owners, found.columns] = found.weights
    cosines: NDArray[np.float32] = table @ table.T
    return cosines


def as_pairs(edges: Edges) -> dict[tuple[int, int], float]:
    one_by_one = zip(edges.first.tolist(), edges.second.tolist(), edges.near.tolist(), strict=True)
    return {(first, second): near for first, second, near in one_by_one}


def test_with_budget_enough_every_near_pair_is_found_once() -> None:
    found = knowledge.retrieval.rows(TEXTS)
    cosines = all_cosines(found)
    pairs = as_pairs(neighbours(found, 0.3, len(TEXTS), budget=10**6))
    near = {
        (one, two)
        for one in range(len(TEXTS))
        for two in range(one)
        if abs(cosines[one, two] - 0.3) > 1e-4 and cosines[one, two] >= 0.3
    }
    # 48 of a row are looked at closely, and no text here has so many.
    assert near and near <= pairs.keys()
    for (one, two), near_by in pairs.items():
        assert two < one
        assert near_by == pytest.approx(cosines[one, two], abs=1e-4)


def test_of_many_neighbours_the_nearest_are_kept() -> None:
    found = knowledge.retrieval.rows(TEXTS)
    cosines = all_cosines(found)
    pairs = as_pairs(neighbours(found, 0.1, 3, budget=10**6))
    for one in range(3, len(TEXTS)):
        mine = sorted((pairs[pair] for pair in pairs if pair[0] == one), reverse=True)
        best = sorted((c for c in cosines[one, :one] if c >= 0.1), reverse=True)[:3]
        assert mine == pytest.approx(best, abs=1e-4)


def test_a_small_budget_finds_fewer_but_no_wrong_ones() -> None:
    found = knowledge.retrieval.rows(TEXTS)
    cosines = all_cosines(found)
    every, some = (as_pairs(neighbours(found, 0.3, 24, budget=budget)) for budget in (10**6, 30))
    assert 0 < len(some) < len(every)
    for (one, two), near in some.items():
        assert near == pytest.approx(cosines[one, two], abs=1e-4)


def test_texts_that_share_nothing_have_no_neighbours() -> None:
    for texts in ([], ["契税"], ["契税", "发票"]):
        assert not as_pairs(neighbours(knowledge.retrieval.rows(texts), 0.3, 24))


def test_dots_of_many_pairs_are_those_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    found = knowledge.retrieval.rows(TEXTS)
    cosines = all_cosines(found)
    lot = np.random.default_rng(1)
    first, second = lot.integers(0, len(TEXTS), (2, 500))
    wanted = cosines[first, second]
    for room, at_once in ((2_000_000, 500_000), (1, 1), (3 * found.terms, 100)):
        monkeypatch.setattr("chalicelib.insight.topics.dots._ROOM", room)
        monkeypatch.setattr("chalicelib.insight.topics.dots._AT_ONCE", at_once)
        table = WrittenOut(found.terms)
        dots = table.dots(lines(found), first, lines(found), second)
        assert dots == pytest.approx(wanted, abs=1e-5)
