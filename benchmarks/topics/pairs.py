"""How well questions are grouped: pairs of labelled questions that are together, and that should be.

Precision is the share of the labelled pairs in a group that mean the same, recall the share of the labelled pairs that
mean the same and are in a group.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, TypedDict

from benchmarks.topics.questions import Question
from chalicelib.insight.topics.group import alike_among, grouped

SEED: Final = 1
WANTED: Final = 0.85
"""Precision that a threshold is chosen for."""
_TRIED: Final = tuple(nth / 100 for nth in range(16, 36))


class Pairs(TypedDict):
    """Of the labelled questions."""

    threshold: float
    precision: float
    recall: float


class HeldOut(TypedDict):
    """A threshold chosen on one half of the meanings, tried on the other one."""

    seed: int
    chosen_on: Pairs
    held_out: Pairs
    held_out_shipped: Pairs
    """The other half at the threshold that the product has."""


def measured(
    questions: Sequence[Question],
    groups: Sequence[Sequence[int]],
    threshold: float,
    meanings: Collection[str] | None = None,
) -> Pairs:
    """Of some groups, given as positions of questions: of all meanings, or of some alone."""
    of = [one.meaning if meanings is None or one.meaning in meanings else "" for one in questions]
    all_right = sum(_pairs(count) for count in Counter(filter(None, of)).values())
    right = together = 0
    for group in groups:
        counts = Counter(of[nth] for nth in group if of[nth])
        right += sum(map(_pairs, counts.values()))
        together += _pairs(counts.total())
    return Pairs(
        threshold=round(threshold, 4),
        precision=round(right / together, 4) if together else 1.0,
        recall=round(right / all_right, 4) if all_right else 1.0,
    )


def held_out(questions: Sequence[Question], seed: int = SEED) -> HeldOut:
    """Split the meanings in two, choose the lowest threshold of enough precision on one half, try it on the other.

    The questions of both halves are grouped together with all others, as ever: a half is what is counted.
    """
    meanings = sorted({one.meaning for one in questions if one.meaning})
    random.Random(seed).shuffle(meanings)
    one, other = set(meanings[::2]), set(meanings[1::2])
    texts = [question.text for question in questions]
    shipped = alike_among(len(texts))
    as_shipped = [group.texts for group in grouped(texts)]
    for threshold in _TRIED:
        groups = [group.texts for group in grouped(texts, alike=threshold)]
        chosen = measured(questions, groups, threshold, one)
        if chosen["precision"] >= WANTED:
            break
    return HeldOut(
        seed=seed,
        chosen_on=chosen,
        held_out=measured(questions, groups, threshold, other),
        held_out_shipped=measured(questions, as_shipped, shipped, other),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
