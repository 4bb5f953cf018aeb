"""The memory of one count: a process of its own counts a day with so many messages, everything else beside it in place."""

from __future__ import annotations

import io
import multiprocessing
import random
import resource
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import datetime, time
from itertools import groupby
from pathlib import Path
from time import process_time
from typing import Final, TypeAlias, TypedDict

from benchmarks.topics import policy_day
from benchmarks.topics.memory_cloud import MemoryCloud
from chalicelib import accounts, knowledge
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import Rung
from chalicelib.insight.questions import rows
from chalicelib.insight.questions.rows import Row
from chalicelib.insight.topics import rounds

_OPENS: Final = int(datetime.combine(policy_day.DAY, time(8), SHANGHAI).timestamp())
_LASTS: Final = 12 * 3600
_NOW: Final = datetime.combine(policy_day.DAY, time(20, 30), SHANGHAI)
_KEPT_SECONDS: Final = 180 * 86400

Items: TypeAlias = Mapping[str, Mapping[str, table.Item]]


class Counting(TypedDict):
    """What one count took; memory in 2²⁰ bytes."""

    messages: int
    different: int
    """Different texts among them."""
    before_mb: float
    """The process's own memory before: the code, and the packed questions that stand for the table."""
    peak_mb: float
    """Resident at its largest."""
    after_mb: float
    cpu_s: float


def measure(texts: Sequence[str], messages: int, seed: int = 1) -> Counting:
    """Count a day with so many messages of different people, each text asked about as often as any other."""
    items = _asked(texts, messages, random.Random(seed))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (items, messages, min(len(texts), messages)))


def _asked(texts: Sequence[str], messages: int, chance: random.Random) -> Items:
    """The items that hold the messages."""
    cloud = MemoryCloud()
    with cloud.there():
        cloud.put(policy_day.account_item())
        of = zip(
            sorted(chance.randrange(_LASTS) for _ in range(messages)), range(messages), strict=True
        )
        for _, minute in groupby(of, lambda one: one[0] // 60):
            rows.write(policy_day.ACCOUNT, list(_rows(texts, minute, chance)))
    return {pk: dict(held) for pk, held in cloud.items.items()}


def _rows(
    texts: Sequence[str], asked: Iterator[tuple[int, int]], chance: random.Random
) -> Iterator[tuple[Row, int]]:
    for second, nth in asked:
        key = f"MSG#{chance.randrange(10**16, 10**17)}"
        row = Row(
            at=_OPENS + second,
            key=key,
            text=texts[nth % len(texts)],
            rung=Rung.DEFAULT.value,
            openid=f"o{chance.getrandbits(160):027x}"[:28],
            score=chance.randrange(100),
        )
        yield row, _OPENS + _KEPT_SECONDS


def _measured(items: Items, messages: int, different: int) -> Counting:
    cloud = MemoryCloud()
    for pk, held in items.items():
        cloud.items[pk].update(held)
    with cloud.there(), redirect_stdout(io.StringIO()):
        accounts.forget()
        knowledge.retrieval.rows(["怎么办理"], damped=0.5)  # reads its dictionary
        before, begun = _own_mb(), process_time()
        rounds.run_day(policy_day.ACCOUNT, policy_day.DAY, _NOW)
        took = process_time() - begun
    return Counting(
        messages=messages,
        different=different,
        before_mb=before,
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        after_mb=_own_mb(),
        cpu_s=round(took, 2),
    )


def _own_mb() -> float:
    """Resident memory that is this process's own."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [own] = (line for line in lines if line.startswith("RssAnon"))
    return round(int(own.split()[1]) / 1024, 1)
