"""The simulation with this stack's limits, on the very pushes that were sent, beside what phones saw.

On one machine answers and the function behind the stream share the processors and the one process that is all of AWS. So the
simulation lets them share a server here: alone an answer takes what it took in the first step, in which there is hardly ever another, a record of
the stream what it took while nothing was sent, and the more goes on at once, the slower each of them is. By how much say all
steps together, the last of which is far beyond what is held: the simulated ones take as long as they did, as nearly as they
can. Nothing is taken from the day itself but the moments at which pushes came.
"""

from __future__ import annotations

import math
import os
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from benchmarks.policy_day import Assumed, Coming, Seen, Simulation
from benchmarks.policy_run.gauges import Carried
from benchmarks.policy_run.held import Held, Step
from benchmarks.policy_run.phones import FOLLOW, Sent

WORKERS: Final = max(2, 2 * (os.cpu_count() or 1))
"""Processes of a function at most (``dev/local_cloud.py``, which only its own Python can import)."""
CLASSES: Final = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, math.inf)
"""Seconds: within which of these an answer comes."""
_PROCESSORS: Final = tuple(0.5 * 1.2**nth for nth in range(14))
"""As if by so many of them: from a half to more than there are processes, which would let nothing wait."""
_FINER: Final = (1.05, 1.01)
"""Factors between those that are looked at next, around the best until then."""


class Shares(NamedTuple):
    """What the steps say of the server that answers and stream share."""

    answers: list[float]
    """Seconds of answers that had it for themselves."""
    record: float
    """Seconds of the stream for a push, where it had it for itself: some leave more than one record."""
    processors: float
    """As if by so many it is done, where there is more than that at once."""


def shares(
    found: Held,
    ramp: Sequence[Sent],
    carried: Sequence[Carried],
    lags: Sequence[tuple[float, float]],
    outbox: float,
) -> Shares:
    """What the steps say. ``outbox`` is the processor time of a record, for where no step left any to be carried out."""
    steps = list(by_step(found.steps, ramp))
    answers = [_took(one) for one in steps[0][1]]
    alone = [seconds_alone(sent, carried, lags) for _, sent in steps]
    records = sum(number for _, number in alone)
    record = sum(seconds for seconds, _ in alone) / records if records else 2 * outbox
    begun = min(one.began for one in steps[0][1])
    record *= sum(one.records for one in carried if one.at >= begun) / sum(
        len(sent) for _, sent in steps
    )
    return Shares(answers, record, _processors(answers, record, [sent for _, sent in steps]))


def by_step(steps: Sequence[Step], ramp: Sequence[Sent]) -> Iterator[tuple[Step, list[Sent]]]:
    """Each step with its pushes; those that were sent before the first step are left out."""
    begin = len(ramp) - sum(one.sent for one in steps)
    for one in steps:
        yield one, list(ramp[begin : begin + one.sent])
        begin += one.sent


def seconds_alone(
    sent: Sequence[Sent], carried: Sequence[Carried], lags: Sequence[tuple[float, float]]
) -> tuple[float, int]:
    """Seconds, and records of the stream in them, after a step's last answer until the last follow that is watched was noted.

    Batches that began before the last answer do not count.
    """
    begun, ended = min(one.began for one in sent), max(map(_end, sent))
    noted = max((at + lag for at, lag in lags if begun <= at <= ended), default=0.0)
    inside = [one for one in carried if ended <= one.at <= noted]
    records = sum(one.records for one in inside[1:])
    return (inside[-1].at - inside[0].at, records) if records else (0.0, 0)


def _processors(answers: list[float], record: float, steps: Sequence[Sequence[Sent]]) -> float:
    """How many let the answers of the steps take as long as they took, on average: least squares of the ratios' logarithms.

    The step in which most waits says most. One in which the stack broke down, so that answers took longer than a simulated
    push tries, says the same of every number, and leaves the word to the others.
    """
    seen = [(_coming(sent), statistics.mean(map(_took, sent))) for sent in steps]

    def apart(processors: float) -> float:
        stack = Shares(answers, record, processors)
        simulated = (statistics.mean(_simulated(coming, stack, 0.0).waits) for coming, _ in seen)
        ratios = (mean / took for mean, (_, took) in zip(simulated, seen, strict=True))
        return sum(math.log(ratio) ** 2 for ratio in ratios)

    best = min(_PROCESSORS, key=apart)
    for finer in _FINER:
        best = min((best * finer**nth for nth in range(-4, 5)), key=apart)
    return best


def _coming(sent: Sequence[Sent]) -> list[Coming]:
    begun = min(one.due for one in sent)
    return sorted(Coming(one.due - begun, one.kind == FOLLOW) for one in sent)


def limits(found: Shares, window: float) -> Assumed:
    """This stack as the simulation takes it: a few processes that a push waits for, and beside what they share no limit."""
    return Assumed(
        api_rate=math.inf,
        api_burst=math.inf,
        concurrency=WORKERS,
        ramp=math.inf,
        ramp_burst=math.inf,
        requests_each=math.inf,
        idle=math.inf,
        warm=statistics.mean(found.answers),
        cold=0.0,
        parameter_rate=math.inf,
        partitions=1,
        partition_writes=math.inf,
        parallel=1,
        window=window,
        batch_takes=0.0,
        record_takes=found.record,
        day_writes=0.0,
        patience=math.inf,
    )


def _simulated(coming: Sequence[Coming], found: Shares, window: float) -> Seen:
    chance = random.Random(1)
    return Simulation(limits(found, window), 1, chance, found.answers, found.processors).run(coming)


def compared(
    coming: Sequence[Coming],
    sent: Sequence[Sent],
    lags: Sequence[tuple[float, float]],
    found: Held,
    ramp: Sequence[Sent],
    carried: Sequence[Carried],
    outbox: float,
    begun: float,
) -> dict[str, Any]:
    """Both, and the ratio of what was simulated to what was seen."""
    before = [one for one in lags if one[0] <= begun]
    stack = shares(found, ramp, [one for one in carried if one.at <= begun], before, outbox)
    window = statistics.median(lag for _, lag in before[:5]) if before else 1.0
    seen = _simulated(coming, stack, window)
    run = sorted(map(_took, sent))
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
    assumed = limits(stack, window)
    return {
        "limits": {name: value for name, value in asdict(assumed).items() if math.isfinite(value)}
        | {"processors": round(stack.processors, 2)},
        "rows": rows,
        "steps": list(_steps(found, ramp, stack, window)),
        "classes": {
            name: [class_of(rows[name]["run"]), class_of(rows[name]["simulated"])]
            for name in ("p50, s", "p99, s")
        },
    }


def _steps(
    found: Held, ramp: Sequence[Sent], stack: Shares, window: float
) -> Iterator[dict[str, Any]]:
    """Each step beside its simulation."""
    for step, sent in by_step(found.steps, ramp):
        seen = _simulated(_coming(sent), stack, window)
        yield {
            "rate": step.rate,
            "p50, s": _pair(step.p50_ms / 1000, _part(seen.waits, 0.5)),
            "p95, s": _pair(step.p95_ms / 1000, _part(seen.waits, 0.95)),
            "behind, s": _pair(step.behind, seen.stream_behind),
        }


def _took(one: Sent) -> float:
    return sum(one.tries) / 1000


def _end(one: Sent) -> float:
    return one.began + _took(one)


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
