"""Finding the entry that a message means: how large an index is, how fast it loads, how fast it answers.

Messages are of the kinds that followers send. They are laid beside made-up entries, and beside real questions where a folder
of them lies beside the source (see ``benchmarks.topics.questions``).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypedDict

import numpy as np

from benchmarks.corpus import QUESTIONS, rules
from benchmarks.topics import questions
from chalicelib import knowledge

SIZES = (1_700, 30_000, 100_000)
_TIMES = 5
_LONG: Final = 600
"""Characters of a long message."""
_STORIES: Final = 12
_TRADITIONAL: Final = str.maketrans(
    "个税发请问办么时开业务电医刚记张册户规证额调导网点转过关买号码验实为报钱间",
    "個稅發請問辦麼時開業務電醫剛記張冊戶規證額調導網點轉過關買號碼驗實為報錢間",
)
_LATIN: Final = (
    "how do i file my individual income tax return",
    "VAT invoice",
    "Error code 500 when I download my OFD invoice with Chrome 120 on Windows 11, please help",
    "qing wen ge ren suo de shui zen me shen bao",
    "12366",
    "a" * _LONG,
)
_EMOJI: Final = ("👍", "🙏🙏🙏", "🙏发票怎么开🙏🙏", "😭" * 100, "👨‍👩‍👧 医保缴费怎么办理 ❤️")


class Retrieval(TypedDict):
    """One size of knowledge base."""

    build_s: float
    index_mb: float
    load_ms: float
    query_p50_ms: float
    query_p99_ms: float
    """Of messages of one breath and of two."""
    kinds_p99_ms: dict[str, float]
    """By kind of message, those of one breath and of two among them."""
    real_p99_ms: dict[str, float]
    """The same beside real questions; empty where there are none."""


def measure(
    sizes: tuple[int, ...], folder: Path = questions.DATA, times: int = _TIMES
) -> dict[str, Retrieval]:
    """Every size, processor time of one core, the best of so many goes each."""
    knowledge.retrieval.build([(0, "热身")])  # the segmenter reads its dictionary once a process
    known = questions.load(folder)
    return {str(size): _measured(size, known, times) for size in sizes}


def _measured(size: int, known: questions.Questions, times: int) -> Retrieval:
    asked = [keyword for rule in rules(size) for keyword in rule.keywords]
    begun = time.thread_time()
    dumped = knowledge.retrieval.build(list(enumerate(asked))).dump()
    built = time.thread_time() - begun
    loads = [_timed(lambda: knowledge.retrieval.Index.load(dumped)) for _ in range(times)]
    took = _by_kind(dumped, MESSAGES, times)
    usual = [*took["one breath"], *took["two breaths"]]
    return Retrieval(
        build_s=round(built, 2),
        index_mb=round(len(dumped) / 1e6, 2),
        load_ms=round(min(loads), 2),
        query_p50_ms=_percentile(usual, 50),
        query_p99_ms=_percentile(usual, 99),
        kinds_p99_ms=_p99(took),
        real_p99_ms=_real(size, known, times) if known.real else {},
    )


def _real(size: int, known: questions.Questions, times: int) -> dict[str, float]:
    entries = [one.text for one in known.mixed(size)]
    asked = [one.text for one in known.more]
    stories = ["，".join(asked[at::_STORIES]) for at in range(_STORIES)]
    messages = MESSAGES | {
        "real questions": asked[:: len(asked) // 300],
        "real ones, 600 characters": [story[:_LONG] for story in stories],
    }
    dumped = knowledge.retrieval.build(list(enumerate(entries))).dump()
    return _p99(_by_kind(dumped, messages, times))


def _by_kind(
    dumped: bytes, messages: Mapping[str, Sequence[str]], times: int
) -> dict[str, list[float]]:
    index = knowledge.retrieval.Index.load(dumped)
    return {
        kind: [_query(index, text, times) for text in texts] for kind, texts in messages.items()
    }


def _messages() -> dict[str, Sequence[str]]:
    """Messages by kind, all different."""
    two = [f"{first},{then}" for first, then in itertools.permutations(QUESTIONS, 2)]
    turned = (QUESTIONS[at:] + QUESTIONS[:at] for at in range(0, len(QUESTIONS), 2))
    return {
        "one breath": QUESTIONS,
        "two breaths": two,
        "traditional": [text.translate(_TRADITIONAL) for text in (*QUESTIONS, *two[::20])],
        "Latin": _LATIN,
        "emoji": _EMOJI,
        "600 characters": [("。".join(told) * 3)[:_LONG] for told in turned],
    }


MESSAGES: Final = _messages()


def _query(index: knowledge.retrieval.Index, text: str, times: int) -> float:
    return min(
        _timed(
            lambda: knowledge.retrieval.judge(index, text, knowledge.retrieval.DEFAULT_CONFIDENCE)
        )
        for _ in range(times)
    )


def _p99(took: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {kind: _percentile(times, 99) for kind, times in took.items()}


def _percentile(times: Iterable[float], percent: int) -> float:
    return round(float(np.percentile(list(times), percent)), 3)


def _timed(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1e3
