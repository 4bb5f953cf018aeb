"""``python -m benchmarks.policy_day``: a policy day simulated, at the load that is expected and at multiples of it.

Every message is an event: it meets the API's limit, an environment of the function that is idle, starting or not to be
had, the parameter store where the environment is new, the table's partitions, then the stream and the function behind
it; WeChat tries again after five seconds, three times in all. Quantities that a cloud alone can tell are assumptions,
each with its source in ``ASSUMED``. ``--loads 1 2 5 10`` multiplies all rates; ``--set name=value`` moves an assumption.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

HOUR: Final = 3600.0
TRIES: Final = 3
WAITS: Final = 5.0
"""WeChat waits five seconds for an answer, and tries three times (docs/wechat-api.md)."""


@dataclass(frozen=True)
class Assumed:
    """What a cloud is taken to be; seconds, unless a name says otherwise."""

    api_rate: float = 10_000
    """Requests a second of an account's APIs together. Source: API Gateway quotas, 10,000 with a burst of 5,000."""
    concurrency: int = 1_000
    """Environments at once. Source: Lambda quotas; a new account often has 10."""
    ramp: float = 100
    """Further environments a second. Source: Lambda scaling, 1,000 for a function every ten seconds."""
    idle: float = 600
    """How long an environment stays warm. Nobody promises it; some minutes are seen."""
    warm: float = 0.020
    """An answer of a warm environment: docs/operate.md, section 11, with its calls of the table."""
    cold: float = 1.0
    """A start until the first answer, without the parameter store. Bound: ``make bench PART=start`` on slower machines."""
    parameter_rate: float = 40
    """Parameters a second. Source: Systems Manager quotas, 40; 10,000 with the higher throughput, which costs."""
    parameter_tries: int = 5
    """Tries while the answer's deadline of four seconds allows (docs/decisions/0005), each after a longer pause."""
    partitions: int = 4
    """Of the table at its begin. Source: on-demand tables take 4,000 writes a second, a partition 1,000."""
    partition_writes: float = 1_000
    """Write units a second of one partition. Source: DynamoDB, partition throughput."""
    batch: int = 100
    """Records of the stream that the function behind it takes at once (``triggers/outbox.py``)."""
    batch_takes: float = 0.6
    """Its time for a full batch: ten times that of ten records in docs/operate.md, section 11."""
    parallel: int = 4
    """Batches of a shard at once (``ParallelizationFactor`` in .chalice/resources.json); a shard is a partition."""


@dataclass
class Day:
    """What comes: rates are a second, at the load 1."""

    messages: int = 200_000
    followers: int = 60_000
    spikes: int = 3
    spike_rate: float = 300
    spike_lasts: float = 180
    """Three minutes after a push most of its first readers have written, or not."""


@dataclass
class Seen:
    """What came of it."""

    load: float = 1
    came: int = 0
    first_try: int = 0
    later_try: int = 0
    lost: int = 0
    """Messages that no try answered in time. Where a later try would have been recorded, the record is not lost."""
    cold_starts: int = 0
    most_environments: int = 0
    refused_api: int = 0
    refused_ramp: int = 0
    refused_parameters: int = 0
    refused_writes: int = 0
    stream_behind: float = 0
    """Seconds that the function behind the stream was behind at most."""
    latencies: list[float] = field(default_factory=list, repr=False)

    def row(self) -> dict[str, Any]:
        """As it is printed."""
        told = sorted(self.latencies)
        return {
            "load": self.load,
            "came": self.came,
            "first_try_percent": round(100 * self.first_try / max(1, self.came), 3),
            "later_try": self.later_try,
            "lost": self.lost,
            "p50_ms": round(1e3 * told[len(told) // 2]) if told else None,
            "p99_ms": round(1e3 * told[len(told) * 99 // 100]) if told else None,
            "cold_starts": self.cold_starts,
            "most_environments": self.most_environments,
            "refused": {
                "api": self.refused_api,
                "ramp": self.refused_ramp,
                "parameters": self.refused_parameters,
                "writes": self.refused_writes,
            },
            "stream_behind_s": round(self.stream_behind, 1),
        }


class Bucket:
    """A limit of so many a second, with as much at once as one second holds."""

    def __init__(self, rate: float) -> None:
        self.rate, self.left, self.at = rate, rate, 0.0

    def take(self, now: float) -> bool:
        """Whether one more fits."""
        if now > self.at:  # some ask for a moment ahead of others
            self.left = min(self.rate, self.left + (now - self.at) * self.rate)
            self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Environments:
    """Environments of the function: idle ones by the time when they became idle, the warmest last.

    One that started and did not get the secrets is idle like others, and asks for them at its next message.
    """

    def __init__(self, assumed: Assumed, seen: Seen) -> None:
        self.assumed, self.seen = assumed, seen
        self.idle: deque[tuple[float, bool]] = deque()
        self.busy = 0
        self.ramp = Bucket(assumed.ramp)
        self.ramp.rate, self.ramp.left = assumed.ramp, assumed.ramp * 10

    def lease(self, now: float) -> str:
        """``warm``, ``bare`` (without the secrets), ``cold``, or empty where there is none to be had."""
        while self.idle and now - self.idle[0][0] > self.assumed.idle:
            self.idle.popleft()
        if self.idle:
            _, whole = self.idle.pop()
            self.busy += 1
            return "warm" if whole else "bare"
        if self.busy >= self.assumed.concurrency or not self._may_start(now):
            self.seen.refused_ramp += 1
            return ""
        self.busy += 1
        self.seen.cold_starts += 1
        self.seen.most_environments = max(self.seen.most_environments, self.busy)
        return "cold"

    def free(self, now: float, whole: bool) -> None:
        """An answer is given, by an environment that has the secrets, or has not."""
        self.busy -= 1
        self.idle.append((now, whole))

    def _may_start(self, now: float) -> bool:
        # A burst of ten seconds' growth is there at once, then it grows by the second.
        most = self.assumed.ramp * 10
        self.ramp.left = min(most, self.ramp.left + (now - self.ramp.at) * self.assumed.ramp)
        self.ramp.at = now
        if self.ramp.left < 1:
            return False
        self.ramp.left -= 1
        return True


class Stream:
    """The function behind the table's stream: each shard in its order, so many batches at once."""

    def __init__(self, assumed: Assumed, seen: Seen) -> None:
        self.seen = seen
        self.takes = assumed.batch_takes / assumed.batch / assumed.parallel
        self.until = [0.0] * assumed.partitions

    def add(self, now: float, shard: int) -> None:
        """A record comes."""
        begin = max(now, self.until[shard])
        self.until[shard] = begin + self.takes
        self.seen.stream_behind = max(self.seen.stream_behind, self.until[shard] - now)


def simulated(day: Day, assumed: Assumed, load: float, seed: int = 1) -> Seen:
    """One day at a multiple of its load."""
    chance = random.Random(seed)
    seen = Seen(load=load)
    api = Bucket(assumed.api_rate)
    parameters = Bucket(assumed.parameter_rate)
    writes = [Bucket(assumed.partition_writes) for _ in range(assumed.partitions)]
    environments, stream = Environments(assumed, seen), Stream(assumed, seen)
    events: list[tuple[float, int, str, int]] = []
    number = 0
    arrivals = _arrivals(day, load, chance)
    coming = next(arrivals, None)
    while events or coming is not None:
        if coming is not None and (not events or coming <= events[0][0]):
            now, kind, told = coming, "try", 1
            seen.came += 1
            coming = next(arrivals, None)
        else:
            now, _, kind, told = heapq.heappop(events)
        nth = told
        if kind == "free":
            environments.free(now, whole=bool(told))
            continue
        took, whole = _answer(
            now, chance, seen, assumed, api, parameters, writes, environments, stream
        )
        if took is not None:
            number += 1
            heapq.heappush(events, (now + took, number, "free", int(whole)))
        if took is not None and whole and took <= WAITS:
            seen.first_try += nth == 1
            seen.later_try += nth > 1
            seen.latencies.append(took)
        elif nth < TRIES:
            number += 1
            # A refusal is told at once, and WeChat still waits its five seconds before it tries again.
            heapq.heappush(events, (now + WAITS, number, "try", nth + 1))
        else:
            seen.lost += 1
    return seen


def _answer(
    now: float,
    chance: random.Random,
    seen: Seen,
    assumed: Assumed,
    api: Bucket,
    parameters: Bucket,
    writes: Sequence[Bucket],
    environments: Environments,
    stream: Stream,
) -> tuple[float | None, bool]:
    """Seconds that a try takes, and whether it is an answer; None where it got no environment."""
    if not api.take(now):
        seen.refused_api += 1
        return None, False
    how = environments.lease(now)
    if not how:
        return None, False
    took = assumed.warm + (assumed.cold if how == "cold" else 0)
    if how != "warm":
        waited, got = _parameter(now + took, parameters, assumed, seen)
        took += waited
        if not got:
            return took, False  # it answers 5xx
    shard = chance.randrange(assumed.partitions)
    if not writes[shard].take(now + took):
        seen.refused_writes += 1
        took += 1.0
    stream.add(now + took, shard)
    return took, True


def _parameter(now: float, parameters: Bucket, assumed: Assumed, seen: Seen) -> tuple[float, bool]:
    """Seconds that an environment waits for the account's secrets, and whether it got them."""
    waited = 0.0
    for nth in range(assumed.parameter_tries):
        if parameters.take(now + waited):
            return waited, True
        seen.refused_parameters += 1
        waited += min(1.0, 0.1 * 2**nth)
    return waited, False


def _arrivals(day: Day, load: float, chance: random.Random) -> Iterator[float]:
    """Moments at which messages come, between seven and twenty-three o'clock; new followers write nothing but follow."""
    open_, lasts = 7 * HOUR, 16 * HOUR
    in_spikes = day.spikes * day.spike_rate * day.spike_lasts
    evenly = max(0.0, day.messages + day.followers - in_spikes) / lasts
    spikes = [open_ + lasts * (n + 0.5) / day.spikes for n in range(day.spikes)]
    now = open_
    while True:
        rate = evenly * load
        if any(0 <= now - begin < day.spike_lasts for begin in spikes):
            rate += day.spike_rate * load
        step = chance.expovariate(rate)
        # A spike begins in a moment, not with the next rare message.
        following = [begin for begin in spikes if now < begin < now + step]
        now = following[0] if following else now + step
        if now > open_ + lasts:
            return
        yield now


def _moved(settings: Sequence[str]) -> Assumed:
    kinds = {one.name: type(getattr(Assumed(), one.name)) for one in fields(Assumed)}
    changes: dict[str, Any] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in kinds:
            raise SystemExit(f"no such assumption: {name}; there are {', '.join(kinds)}")
        changes[name] = kinds[name](float(value))
    return replace(Assumed(), **changes)


def main() -> None:
    """Print a row for each load as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy_day", description=__doc__)
    parser.add_argument("--loads", type=float, nargs="+", default=[1, 2, 5, 10], metavar="N")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="moved")
    given = parser.parse_args()
    assumed = _moved(given.moved)
    for load in given.loads:
        print(json.dumps(simulated(Day(), assumed, load).row()), flush=True)


if __name__ == "__main__":
    main()
