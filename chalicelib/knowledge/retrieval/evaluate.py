"""How well an account would be answered: fitted on one part of labelled questions, measured on another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict

from chalicelib.knowledge.models import Zone
from chalicelib.knowledge.retrieval import dense
from chalicelib.knowledge.retrieval.confidence import Confidence, Judgement, judge
from chalicelib.knowledge.retrieval.features import candidates, names
from chalicelib.knowledge.retrieval.fit import Aims, Example, fit
from chalicelib.knowledge.retrieval.index import Index

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much."""
Meaning = Callable[[str], dense.Near]

_DEPTH = 20
_TIMES = 3


class Question(NamedTuple):
    """A message, and the number of the entry that answers it; None where none does."""

    text: str
    entry: int | None


class Report(BaseModel):
    """What was measured. Shares are 0 to 1, times in milliseconds."""

    model_config = ConfigDict(frozen=True)

    queries: int
    negatives: int
    recall_at_1: float
    recall_at_3: float
    mrr: float
    answered: float
    """Share of the queries that the account answers by itself."""
    precision: float | None
    """Share of right ones among all that it answered, negatives included; None where it answered nothing."""
    negatives_answered: float | None
    offered: float
    """Share of the queries for which it offers what may be meant."""
    offered_right: float | None
    """Share of these where one of five is right."""
    negatives_offered: float | None
    latency_p50_ms: float
    latency_p99_ms: float


def fit_confidence(
    index: Index,
    questions: Sequence[Question],
    aims: Aims,
    *,
    meaning: Meaning | None = None,
    progress: Progress = lambda *_: None,
) -> Confidence:
    """The confidence of an account, fitted on its labelled questions. Raises ``TooFewExamples``."""

    def say(what: str) -> None:
        progress(what, 0, 0)

    seen = _examples(index, questions, None, progress)
    lexical, _ = fit(seen, names(dense=False), aims, progress=say)
    if meaning is None:
        return Confidence(lexical=lexical)
    # Half of the errors that are allowed are left to the second stage, which reaches further with them.
    settled, outcome = fit(seen, names(dense=False), aims.halved(), progress=say)
    seen = _examples(index, questions, meaning, progress)
    second, _ = fit(seen, names(dense=True), aims, earlier=outcome, progress=say)
    return Confidence(lexical=lexical, dense=second, settled=settled.sure)


def _examples(
    index: Index, questions: Sequence[Question], meaning: Meaning | None, progress: Progress
) -> list[Example]:
    what = "比对拟合问题" if meaning is None else "比对拟合问题的语义"
    examples = []
    for at, one in enumerate(questions):
        progress(what, at, len(questions))
        near = meaning(one.text) if meaning else None
        examples.append(Example(candidates(index, one.text, near), one.entry))
    return examples


def evaluate(
    index: Index,
    confidence: Confidence,
    questions: Sequence[Question],
    *,
    meaning: Meaning | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Judge every question as a function would, and count."""
    judged, took = [], []
    for at, one in enumerate(questions):
        progress("试答", at, len(questions))
        # The best of three: what is asked is the work, not what else the machine does meanwhile.
        times = []
        for _ in range(_TIMES if meaning is None else 1):
            begun = time.perf_counter()
            found = judge(index, one.text, confidence, k=_DEPTH, meaning=meaning or _no_meaning)
            times.append((time.perf_counter() - begun) * 1e3)
        judged.append(found)
        took.append(min(times))
    return _report(questions, judged, took)


def _no_meaning(_: str) -> None:
    return None


def _report(
    questions: Sequence[Question], judged: Sequence[Judgement], took: Sequence[float]
) -> Report:
    known = np.array([one.entry is not None for one in questions])
    place = np.array([_place(one, found) for one, found in zip(questions, judged, strict=True)])
    sure = np.array([found.zone is Zone.SURE for found in judged])
    offer = np.array([found.zone is Zone.UNSURE for found in judged])
    return Report(
        queries=int(known.sum()),
        negatives=int((~known).sum()),
        recall_at_1=_share(place[known] == 1) or 0.0,
        recall_at_3=_share(place[known] <= 3) or 0.0,
        mrr=float((1 / place[known]).mean()) if known.any() else 0.0,
        answered=_share(sure[known]) or 0.0,
        precision=_share(place[sure] == 1),
        negatives_answered=_share(sure[~known]),
        offered=_share(offer[known]) or 0.0,
        offered_right=_share(place[known & offer] <= 5),
        negatives_offered=_share(offer[~known]),
        latency_p50_ms=float(np.percentile(took, 50)),
        latency_p99_ms=float(np.percentile(took, 99)),
    )


def _place(question: Question, found: Judgement) -> float:
    """Where the right entry stands: 1 for first; infinite if it does not."""
    for at, one in enumerate(found.found):
        if one.entry == question.entry:
            return at + 1.0
    return float("inf")


def _share(of: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float | None:
    return float(of.mean()) if len(of) else None


__all__ = ["Aims", "Progress", "Question", "Report", "dense", "evaluate", "fit_confidence"]
