"""Finding the entry that a message means: how large an index is, how fast it loads, how fast it answers."""

from __future__ import annotations

import itertools
import time
from typing import TypedDict

import numpy as np

from benchmarks.corpus import QUESTIONS, rules
from chalicelib import knowledge

SIZES = (1_700, 100_000)
_TIMES = 5


class Retrieval(TypedDict):
    """One size of knowledge base."""

    build_s: float
    index_mb: float
    load_ms: float
    query_p50_ms: float
    query_p99_ms: float


def measure(sizes: tuple[int, ...]) -> dict[str, Retrieval]:
    """Every size, processor time of one core, the best of a few goes each."""
    knowledge.retrieval.build([(0, "热身")])  # the segmenter reads its dictionary once a process
    return {str(size): _measured(size) for size in sizes}


def _measured(size: int) -> Retrieval:
    asked = [keyword for rule in rules(size) for keyword in rule.keywords]
    begun = time.thread_time()
    dumped = knowledge.retrieval.build(list(enumerate(asked))).dump()
    built = time.thread_time() - begun
    loads = [_timed(lambda: knowledge.retrieval.Index.load(dumped)) for _ in range(_TIMES)]
    index = knowledge.retrieval.Index.load(dumped)
    queries = [_query(index, text) for text in _asked()]
    return Retrieval(
        build_s=round(built, 2),
        index_mb=round(len(dumped) / 1e6, 2),
        load_ms=round(min(loads), 2),
        query_p50_ms=round(float(np.percentile(queries, 50)), 3),
        query_p99_ms=round(float(np.percentile(queries, 99)), 3),
    )


def _asked() -> list[str]:
    """Questions of one breath and of two, all different."""
    return [
        *QUESTIONS,
        *(f"{first},{then}" for first, then in itertools.permutations(QUESTIONS, 2)),
    ]


def _query(index: knowledge.retrieval.Index, text: str) -> float:
    return min(
        _timed(
            lambda: knowledge.retrieval.judge(index, text, knowledge.retrieval.DEFAULT_CONFIDENCE)
        )
        for _ in range(_TIMES)
    )


def _timed(work: object) -> float:
    assert callable(work)
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1e3
