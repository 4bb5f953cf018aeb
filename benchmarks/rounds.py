"""Timing on a machine that has other things to do.

Contestants take turns in short blocks, so that whatever disturbs one disturbs its neighbours as well, and each
keeps its least disturbed block. Absolute figures still move from run to run; the ratios between two contestants of
one run hold.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

Name = TypeVar("Name")

_SLOW = 0.02
"""Seconds; a block above it takes part in one round of ten only."""
_VERY_SLOW = 0.5
"""Seconds; a block above it is hundreds of times slower than what it is compared with, and takes part in one of a hundred."""


def fastest(blocks: Mapping[Name, Callable[[], object]], rounds: int) -> dict[Name, float]:
    """Seconds of processor time of each block's best run out of ``rounds``, the blocks taking turns.

    Each turn begins with one run that doesn't count, so that nobody pays for the processor caches as the one
    before left them. What set-up has left behind is frozen out of the garbage collector: the collector stays on,
    as in production, but no contestant pays for another's rules.
    """
    gc.collect()
    gc.freeze()
    best = {name: _timed(block) for name, block in blocks.items()}
    for turn in range(rounds):
        for name, block in blocks.items():
            if best[name] < _SLOW:
                block()
                best[name] = min(best[name], _timed(block), _timed(block))
            elif turn % (10 if best[name] < _VERY_SLOW else 100) == 0:
                best[name] = min(best[name], _timed(block))
    gc.unfreeze()
    return best


def _timed(block: Callable[[], object]) -> float:
    # Processor time: with AWS stubbed nothing here waits, and what others run meanwhile is not ours to count.
    begun = time.thread_time()
    block()
    return time.thread_time() - begun
