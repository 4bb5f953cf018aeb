"""Fitting an account's ``Confidence`` on labelled questions: edit-time work, a few seconds.

Every probability that a threshold is chosen by belongs to a question whose entry the weights have not seen: five
folds by entry, so that what is promised for new questions was found on new questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval.confidence import Stage, lead, sigmoid
from chalicelib.knowledge.retrieval.errors import TooFewExamples
from chalicelib.knowledge.retrieval.features import Candidates
from chalicelib.knowledge.retrieval.index import Floats, Ints

FOLDS: Final = 5
FEWEST: Final = 50
"""Questions with an entry, below which nothing is fitted."""
_RANK_SHRINKAGE: Final = 10.0
_BELIEF_SHRINKAGE: Final = 10.0
_STEPS: Final = 40
_ENOUGH: Final = 1e-4

Bools = NDArray[np.bool_]


class Example(NamedTuple):
    """A question as the index saw it, and the entry that is right; None where none is."""

    seen: Candidates
    entry: int | None


class Aims(NamedTuple):
    """The aims that thresholds are chosen for."""

    precision: float = 0.95
    """Share of right ones among the answers given to questions and negatives."""
    negatives: float = 0.006
    """Most negatives that may be answered, as a share of all."""
    offered: float = 0.5
    """Share of right ones among the offers (您是不是想问), one of ``shown`` being right."""
    shown: int = 5

    def halved(self) -> Aims:
        """Aims that allow half the errors."""
        return self._replace(precision=(1 + self.precision) / 2, negatives=self.negatives / 2)


class Outcome(NamedTuple):
    """The decision of a stage on every example, each by weights that had not seen its entry."""

    answered: Bools
    right: Bools


def fit(
    examples: Sequence[Example],
    features: tuple[str, ...],
    aims: Aims,
    *,
    earlier: Outcome | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Stage, Outcome]:
    """Weights and thresholds for one stage. Raises ``TooFewExamples``.

    Questions that an ``earlier`` stage answered stay answered: the thresholds make both together keep the aims.
    """
    labelled = [one for one in examples if one.entry is not None]
    if len(labelled) < FEWEST:
        raise TooFewExamples(
            f"用于拟合的问题里只有 {len(labelled)} 条有对应的问答，至少要 {FEWEST} 条：请补充后再试。"
        )
    folds = _folds(examples)
    ranks = _unseen_ranks(examples, folds, progress)
    hits = [_hits(one, ranked, aims.shown) for one, ranked in zip(examples, ranks, strict=True)]
    right = np.array([len(hit) > 0 and bool(hit[0]) for hit in hits])
    rows = _best_rows(examples, ranks)
    probability = np.zeros(len(examples))
    for fold in range(FOLDS):
        progress(f"把握：第 {fold + 1} 折，共 {FOLDS} 折")
        belief, bias = _logistic(rows[folds != fold], right[folds != fold])
        probability[folds == fold] = sigmoid(rows[folds == fold] @ belief + bias)
    if earlier is not None:
        right = np.where(earlier.answered, earlier.right, right)
        probability[earlier.answered] = _SETTLED
    negative = np.array([one.entry is None for one in examples])
    sure = _sure(probability, right, negative, aims)
    among = np.array([bool(hit.any()) for hit in hits])
    belief, bias = _logistic(rows, right)
    stage = Stage(
        features=features,
        rank=tuple(_rank(labelled).tolist()),
        belief=tuple(belief.tolist()),
        bias=bias,
        sure=sure,
        unsure=_unsure(probability, among, sure, aims),
    )
    return stage, Outcome(probability >= sure, right)


def _unseen_ranks(
    examples: Sequence[Example], folds: Ints, progress: Callable[[str], None]
) -> list[Floats]:
    ranks: list[Floats] = [np.zeros(0)] * len(examples)
    for fold in range(FOLDS):
        progress(f"排序：第 {fold + 1} 折，共 {FOLDS} 折")
        weights = _rank(_chosen(examples, folds != fold))
        for at in np.flatnonzero(folds == fold):
            ranks[at] = examples[at].seen.rows @ weights
    return ranks


def _hits(example: Example, ranks: Floats, shown: int) -> Bools:
    """Which of the first candidates are right."""
    if example.entry is None:
        return np.zeros(min(shown, len(ranks)), bool)
    first = np.argsort(-ranks, kind="stable")[:shown]
    hits: Bools = example.seen.entries[first] == example.entry
    return hits


def _chosen(examples: Sequence[Example], mask: Bools) -> list[Example]:
    return [examples[at] for at in np.flatnonzero(mask) if examples[at].entry is not None]


def _folds(examples: Sequence[Example]) -> Ints:
    """A fold for every example: questions of one entry share theirs, negatives are dealt in turn."""
    random = np.random.default_rng(0)  # the same questions fit the same
    entries = sorted({one.entry for one in examples if one.entry is not None})
    order = random.permutation(len(entries))
    of_entry = {entry: int(order[at]) % FOLDS for at, entry in enumerate(entries)}
    return np.array(
        [
            at % FOLDS if one.entry is None else of_entry[one.entry]
            for at, one in enumerate(examples)
        ]
    )


def _best_rows(examples: Sequence[Example], ranks: Sequence[Floats]) -> Floats:
    """The rows that belief is fitted on: the features of each example's first candidate, and its lead."""
    width = max(one.seen.rows.shape[1] for one in examples) + 2
    rows = np.zeros((len(examples), width))
    for at, (one, ranked) in enumerate(zip(examples, ranks, strict=True)):
        if len(ranked):
            first = int(ranked.argmax())
            rows[at] = np.concatenate([one.seen.rows[first], lead(ranked)[first]])
    return rows


def _rank(examples: Sequence[Example]) -> Floats:
    """Weights that put the right entry first: conditional logit over each example's candidates, by Newton's steps."""
    found = [one for one in examples if one.entry in one.seen.entries]
    if not found:
        raise TooFewExamples(
            "用于拟合的问题没有一条与对应的问答相近：请检查 faq_id 是否写对，再试一次。"
        )
    rows = np.concatenate([one.seen.rows for one in found])
    scale = rows.std(axis=0) + _ENOUGH
    rows = (rows - rows.mean(axis=0)) / scale
    ends = np.cumsum([len(one.seen.entries) for one in found])
    starts = np.concatenate(([0], ends[:-1]))
    right = starts + [int(np.argmax(one.seen.entries == one.entry)) for one in found]
    group = np.repeat(np.arange(len(found)), ends - starts)

    def slopes(weights: Floats) -> tuple[float, Floats, Floats]:
        score = rows @ weights
        power = np.exp(score - np.maximum.reduceat(score, starts)[group])
        share = power / np.add.reduceat(power, starts)[group]
        mean = np.add.reduceat(rows * share[:, None], starts)
        value = np.log(share[right]).sum() - _RANK_SHRINKAGE / 2 * weights @ weights
        gradient = (rows[right] - mean).sum(axis=0) - _RANK_SHRINKAGE * weights
        curve = (rows * share[:, None]).T @ rows - mean.T @ mean
        return value, gradient, curve + _RANK_SHRINKAGE * np.eye(len(weights))

    weights: Floats = _climbed(np.zeros(rows.shape[1]), slopes) / scale
    return weights


def _logistic(rows: Floats, right: Bools) -> tuple[Floats, float]:
    """Weights and bias that make probabilities: logistic regression, shrunken, by Newton's steps."""
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + _ENOUGH
    ready = np.column_stack([(rows - middle) / scale, np.ones(len(rows))])
    shrinkage = np.full(ready.shape[1], _BELIEF_SHRINKAGE)
    shrinkage[-1] = 0.0

    def slopes(weights: Floats) -> tuple[float, Floats, Floats]:
        score = ready @ weights
        share = sigmoid(score)
        value = (right * score - np.logaddexp(0, score)).sum() - shrinkage @ weights**2 / 2
        gradient = ready.T @ (right - share) - shrinkage * weights
        curve = (ready.T * (share * (1 - share))) @ ready + np.diag(shrinkage + _ENOUGH)
        return value, gradient, curve

    found = _climbed(np.zeros(ready.shape[1]), slopes)
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ middle)


def _climbed(weights: Floats, slopes: Callable[[Floats], tuple[float, Floats, Floats]]) -> Floats:
    """The top of a concave hill: Newton's steps, halved while they overshoot."""
    value, gradient, curve = slopes(weights)
    for _ in range(_STEPS):
        step = np.linalg.solve(curve, gradient)
        while (there := slopes(weights + step))[0] < value and np.abs(step).max() > _ENOUGH:
            step = step / 2
        if there[0] - value < _ENOUGH:
            break
        weights, (value, gradient, curve) = weights + step, there
    return weights


def _sure(probability: Floats, right: Bools, negative: Bools, aims: Aims) -> float:
    """The lowest threshold that keeps the promised precision and the bound on negatives; above 1 if none does."""
    order = np.argsort(-probability, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    answered = np.cumsum(negative[order]) / max(int(negative.sum()), 1)
    kept = np.flatnonzero((precision >= aims.precision) & (answered <= aims.negatives))
    found = float(probability[order[kept[-1]]]) if len(kept) else _NEVER
    return min(found, _NEVER)


def _unsure(probability: Floats, among: Bools, sure: float, aims: Aims) -> float:
    """The lowest threshold above which enough of the offers hold the right entry."""
    offered = np.flatnonzero(probability < sure)
    order = offered[np.argsort(-probability[offered], kind="stable")]
    share = np.cumsum(among[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(share >= aims.offered)
    return float(probability[order[kept[-1]]]) if len(kept) else sure


_NEVER: Final = 1.1
"""A threshold that no probability reaches."""
_SETTLED: Final = 2.0
"""The place of everything that an earlier stage answered: before all that this one may answer."""
