"""The grouping itself, in a process of its own on one core: its time, its memory and what came out."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Sequence
from typing import TypedDict

from chalicelib.insight.topics.group import grouped


class Grouped(TypedDict):
    """What grouping took."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    """Of the whole process, in 2²⁰ bytes."""
    groups: int
    groups_of_five: int
    largest: int


def measure(texts: Sequence[str]) -> tuple[Grouped, list[tuple[int, ...]]]:
    """Group texts; returns what it took, and the groups as positions of texts."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (list(texts),))


def _measured(texts: list[str]) -> tuple[Grouped, list[tuple[int, ...]]]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cpu, wall = time.process_time(), time.perf_counter()
    groups = [group.texts for group in grouped(texts)]
    took = time.process_time() - cpu, time.perf_counter() - wall
    sizes = [len(group) for group in groups]
    return Grouped(
        cpu_s=round(took[0], 2),
        wall_s=round(took[1], 2),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        groups=len(groups),
        groups_of_five=sum(size >= 5 for size in sizes),
        largest=max(sizes, default=0),
    ), groups
