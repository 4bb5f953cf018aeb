"""The simulation with this stack's limits, on the very pushes that were sent, beside what phones saw.

What goes into it is measured in the steps before the day: how long an answer takes at the rate that is held, how many answers a
second there are at most, and how many records a second the function behind the stream carried out at its busiest. Nothing is taken from
the day itself but the moments at which pushes came. Where the steps did not keep the stream's function busy, it takes as long
as its own processor time, and as much again of the cloud that it waits for.
"""

from __future__ import annotations

import math
import os
import random
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from benchmarks.policy_day import Assumed, Coming, Seen, Simulation
from benchmarks.policy_run.held import BEHIND, Held
from benchmarks.policy_run.phones import Sent

WORKERS: Final = max(2, 2 * (os.cpu_count() or 1))
"""Processes of a function at most (``dev/local_cloud.py``, which only its own Python can import)."""
CLASSES: Final = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, math.inf)
"""Seconds: within which of these an answer comes."""


def limits(
    found: Held, lags: Sequence[tuple[float, float]], ramp: Sequence[Sent], outbox: float
) -> Assumed:
    """This stack as the simulation takes it: a few processes that a push waits for, no other limit.

    ``outbox`` is the processor time of a record of the stream, seconds.
    """
    # Little's law: so many are worked on at once, where an answer takes so long and no more are had a second.
    at_once = max(1, min(WORKERS, round(found.capacity * statistics.mean(found.taken))))
    busiest = records_a_second(lags, ramp)
    kept_busy = max((lag for _, lag in lags), default=0.0) > BEHIND
    return Assumed(
        api_rate=math.inf,
        api_burst=math.inf,
        concurrency=at_once,
        ramp=math.inf,
        ramp_burst=math.inf,
        requests_each=math.inf,
        idle=math.inf,
        warm=at_once / found.capacity,
        cold=0.0,
        parameter_rate=math.inf,
        partitions=1,
        partition_writes=math.inf,
        parallel=1,
        window=statistics.median(lag for _, lag in lags[:5]) if lags else 1.0,
        batch_takes=0.0,
        record_takes=1 / busiest if kept_busy else min(1 / busiest, 2 * outbox),
        day_writes=0.0,
        patience=math.inf,
    )


def records_a_second(lags: Sequence[tuple[float, float]], ramp: Sequence[Sent]) -> float:
    """Records that the function behind the stream carried out a second, at its busiest.

    A follow that was answered at ``at`` and noted ``lag`` later was the last of all that were answered before; those of
    the last ten seconds before it were worked on in these ten seconds and ``lag`` at least.
    """
    answered = sorted(one.began + sum(one.tries) / 1000 for one in ramp)
    most = 1.0
    for at, lag in lags:
        before = sum(at - 10 <= end <= at for end in answered)
        most = max(most, before / (10 + lag))
    return most


def compared(
    coming: Sequence[Coming],
    sent: Sequence[Sent],
    lags: Sequence[tuple[float, float]],
    found: Held,
    ramp: Sequence[Sent],
    outbox: float,
    begun: float,
) -> dict[str, Any]:
    """Both, and the ratio of what was simulated to what was seen."""
    assumed = limits(found, [one for one in lags if one[0] < begun], ramp, outbox)
    spread = assumed.warm / statistics.mean(found.taken)
    services = [one * spread for one in found.taken]
    seen = Simulation(assumed, 1, random.Random(1), services).run(coming)
    run = sorted(sum(one.tries) / 1000 for one in sent)
    own = [lag for at, lag in lags if at >= begun]
    rows = {
        "at the first try, %": _pair(
            100 * sum(one.answered and len(one.tries) == 1 for one in sent) / len(sent),
            100 * seen.first_try / seen.came,
        ),
        "tried again": _pair(sum(len(one.tries) > 1 for one in sent), _again(seen)),
        "p50, s": _pair(run[len(run) // 2], _part(seen.waits, 0.5)),
        "p99, s": _pair(run[len(run) * 99 // 100], _part(seen.waits, 0.99)),
        "stream behind at most, s": _pair(max(own, default=0.0), seen.stream_behind),
    }
    return {
        "limits": {name: value for name, value in asdict(assumed).items() if math.isfinite(value)},
        "rows": rows,
        "classes": {
            name: [class_of(rows[name]["run"]), class_of(rows[name]["simulated"])]
            for name in ("p50, s", "p99, s")
        },
    }


def class_of(seconds: float) -> str:
    """Within which of ``CLASSES`` it is."""
    return f"≤ {next(one for one in CLASSES if seconds <= one):g} s"


def _again(seen: Seen) -> int:
    return seen.later_try + seen.lost


def _part(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def _pair(run: float, simulated: float) -> dict[str, Any]:
    ratio = simulated / run if run else (1.0 if simulated == run else None)
    return {
        "run": round(run, 3),
        "simulated": round(simulated, 3),
        "ratio": None if ratio is None else round(ratio, 3),
    }
