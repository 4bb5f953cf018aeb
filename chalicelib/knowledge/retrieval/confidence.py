"""How sure an account may be that the entry found is the one meant: fitted weights, and thresholds, of its own.

An entry's rank is a weighted sum of its features. The features and its lead over the others, weighted again,
make the probability that it is the right one. Every weight comes from ``fit``, none from a person.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from pydantic import ValidationError

from chalicelib.knowledge.models import Zone
from chalicelib.knowledge.retrieval.dense import Nearness
from chalicelib.knowledge.retrieval.features import Candidates, compare, look, names
from chalicelib.knowledge.retrieval.index import Floats, Index
from chalicelib.values import Value

LEAD: Final = ("lead", "share")
"""Beside an entry's own features: how far its rank is above the best other one, and its part of all ranks (log)."""


class Judged(NamedTuple):
    """An entry that may be meant."""

    entry: int
    score: float
    """Cosine of its nearest text."""
    confidence: float
    """0 to 1: the share of such cases in which it is the right one."""


class Judgement(NamedTuple):
    """The entries that a message may mean, and the zone."""

    zone: Zone
    found: tuple[Judged, ...]
    """Best first."""


class Stage(Value):
    """Weights and thresholds of one stage: lexical, or lexical with dense."""

    features: tuple[str, ...]
    rank: tuple[float, ...]
    """A weight a feature: which entry comes first."""
    belief: tuple[float, ...]
    """A weight a feature, then those of ``LEAD``: how sure that is."""
    bias: float
    sure: float
    """Probability from which the account answers by itself."""
    unsure: float
    """Probability from which it offers what may be meant."""

    def ranks(self, rows: Floats) -> Floats:
        """The rank of every candidate: the higher, the better."""
        ranks: Floats = rows @ np.array(self.rank)
        return ranks

    def probabilities(self, rows: Floats, ranks: Floats) -> Floats:
        """The probability of every candidate to be the right one."""
        belief = np.array(self.belief)
        own = rows.shape[1]
        return sigmoid(rows @ belief[:own] + lead(ranks) @ belief[own:] + self.bias)

    def zone(self, probability: float) -> Zone:
        """The zone of a best candidate of this probability."""
        if probability >= self.sure:
            return Zone.SURE
        return Zone.UNSURE if probability >= self.unsure else Zone.NONE


class Confidence(Value):
    """The fitted weights and thresholds of an account, as JSON in its knowledge."""

    lexical: Stage
    dense: Stage | None = None
    """Of the optional second stage, if that was fitted."""
    settled: float = 0.0
    """Probability from which the second stage, where there is one, is not asked."""

    @property
    def is_current(self) -> bool:
        """Whether it was fitted by a program that sees what this one sees."""
        dense = self.dense is None or self.dense.features == names(dense=True)
        return dense and self.lexical.features == names(dense=False)


DEFAULT_CONFIDENCE: Final = Confidence.model_validate_json(
    Path(__file__).with_name("default_confidence.json").read_bytes()
)
"""Where an account starts, and what speaks for one whose own is of an older program: see decision 0081."""


def confidence_of(kept: str | bytes) -> Confidence:
    """The confidence that an account keeps (JSON), or the start while it has none that this program can use."""
    try:
        fitted = Confidence.model_validate_json(kept or b"{}")
    except ValidationError:  # none yet, or one of another shape
        return DEFAULT_CONFIDENCE
    return fitted if fitted.is_current else DEFAULT_CONFIDENCE


def judge(
    index: Index,
    text: str,
    confidence: Confidence,
    *,
    k: int = 5,
    holds: Callable[[int], bool] | None = None,
    meaning: Callable[[str], Nearness | None] = lambda _: None,
) -> Judgement:
    """The meaning of a message, as far as the index can tell.

    ``holds`` tells which entries may be found (all). ``meaning`` tells how near the index's texts are to a
    message in meaning, or None where nothing can; it is asked only where the first stage is not sure, and where
    the second one's weights were fitted.
    """
    confidence = confidence if confidence.is_current else DEFAULT_CONFIDENCE
    compared = compare(index, text)
    judged = _judged(look(index, compared), confidence.lexical, k, holds)
    if confidence.dense is None or (
        judged.zone is Zone.SURE and judged.found[0].confidence >= confidence.settled
    ):
        return judged
    near = meaning(text)
    if near is None:
        return judged
    return _judged(look(index, compared, near), confidence.dense, k, holds)


def _judged(
    seen: Candidates, stage: Stage, k: int, holds: Callable[[int], bool] | None
) -> Judgement:
    if holds is not None:
        seen = seen.only(np.fromiter(map(holds, seen.entries.tolist()), bool, len(seen.entries)))
    if not len(seen.entries):
        return Judgement(Zone.NONE, ())
    ranks = stage.ranks(seen.rows)
    probabilities = stage.probabilities(seen.rows, ranks)
    order = np.argsort(-ranks, kind="stable")[:k]
    columns = (values[order].tolist() for values in (seen.entries, seen.scores, probabilities))
    found = tuple(map(Judged, *columns))
    return Judgement(stage.zone(found[0].confidence), found)


def lead(ranks: Floats) -> Floats:
    """The columns of ``LEAD`` for every candidate."""
    order = np.sort(ranks)
    highest = order[-1]
    others = np.full(len(ranks), highest)
    others[ranks.argmax()] = order[-2:][0]
    share = ranks - highest - np.log(np.exp(ranks - highest).sum())
    return np.column_stack((np.minimum(np.maximum(ranks - others, -_FAR), _FAR), share))


def sigmoid(score: Floats) -> Floats:
    """0 to 1."""
    curve: Floats = 1 / (1 + np.exp(-np.minimum(np.maximum(score, -50), 50)))
    return curve


_FAR: Final = 10.0
"""A lead greater than this says no more."""
