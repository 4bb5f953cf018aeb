"""Evaluation of an account's questions: the confidence is fitted on one set of labelled questions, measured on another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from chalicelib.knowledge.models import Zone
from chalicelib.knowledge.retrieval import dense
from chalicelib.knowledge.retrieval.confidence import Confidence, Judgement, judge
from chalicelib.knowledge.retrieval.features import candidates, names
from chalicelib.knowledge.retrieval.fit import Aims, Example, fit
from chalicelib.knowledge.retrieval.index import Index, build
from chalicelib.knowledge.retrieval.question_sets import Question, QuestionSets
from chalicelib.values import LateValue

Progress = Callable[[str, int, int], None]
"""The step, how much of it is done, and of how much."""
Meaning = Callable[[str], dense.Nearness]

_DEPTH = 20
_TIMES = 3


class Report(LateValue):
    """Figures of an evaluation. Shares are 0 to 1, times in milliseconds."""

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


class Measurement(NamedTuple):
    """Everything that ``measure`` found out."""

    entries: int
    texts: int
    build_s: float
    index_bytes: int
    load_s: float
    vectors_bytes: int | None
    """None without the second stage."""
    fit_s: float
    confidence: Confidence
    report: Report

    def figures(self) -> dict[str, object]:
        """All figures, flat."""
        kept = self._asdict()
        del kept["confidence"], kept["report"]
        stage = self.confidence.dense or self.confidence.lexical
        return self.report.model_dump() | kept | {"sure": stage.sure, "unsure": stage.unsure}


def measure(
    sets: QuestionSets, *, with_dense: bool = False, progress: Progress = lambda *_: None
) -> Measurement:
    """Index the entries, fit a confidence on one set and judge the other one; ``with_dense`` adds the second stage.

    Raises ``TooFewExamples`` or ``DenseIsAbsent``.
    """
    build([(0, "热身")])  # the segmenter reads its dictionary once
    progress("建索引", 0, 0)
    begun = time.perf_counter()
    dumped = build(sets.texts).dump()
    built = time.perf_counter()
    index = Index.load(dumped)
    loaded = time.perf_counter()
    meanings = _meanings(sets, progress) if with_dense else None
    meaning = meanings.near if meanings else None
    before = time.perf_counter()
    confidence = fit_confidence(index, sets.fit, Aims(), meaning=meaning, progress=progress)
    fitted = time.perf_counter()
    return Measurement(
        entries=sets.entries,
        texts=len(sets.texts),
        build_s=built - begun,
        index_bytes=len(dumped),
        load_s=loaded - built,
        vectors_bytes=len(meanings.dump()) if meanings else None,
        fit_s=fitted - before,
        confidence=confidence,
        report=evaluate(index, confidence, sets.test, meaning=meaning, progress=progress),
    )


def _meanings(sets: QuestionSets, progress: Progress) -> dense.Meanings:
    whole = len(sets.texts)
    return dense.build(sets.texts, lambda done: progress("算语义向量", done, whole))


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
