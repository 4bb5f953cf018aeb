"""``python -m benchmarks.policy_day``: a policy day simulated, at the load that is expected and at multiples of it.

Every push of WeChat meets the API's limit, an environment of the function that is idle, starting or not to be had, the
parameter store where the environment is new, the table's partitions, then the stream and the function behind it; WeChat
tries again after five seconds, three times in all. What a cloud alone can tell is taken from the sources that
``--assumptions`` lists. ``--loads 1 2 5 10`` multiplies all rates; ``--set name=value`` moves an assumption.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any, Final, NamedTuple

from benchmarks.limits import Bucket, Environments, Shared

HOUR: Final = 3600.0
TRIES: Final = 3
WAITS: Final = 5.0
"""WeChat waits five seconds for an answer, and tries three times in all (sheet §1.3)."""
TILL: Final = 3.5
"""Seconds after a push came until which calls of AWS are tried again (docs/decisions/0005)."""
DEADLINE: Final = 4.0
"""Seconds after a push came until which it is put on record, or refused (docs/decisions/0005)."""
_AWS: Final = "https://docs.aws.amazon.com/"


def _taken(value: float, source: str) -> Any:
    return field(default=value, metadata={"source": source})


@dataclass(frozen=True)
class Assumed:
    """What a cloud is taken to be, each with its source; seconds, unless a name says otherwise."""

    api_rate: float = _taken(
        10_000,
        f"requests a second of an account's APIs: {_AWS}apigateway/latest/developerguide/limits.html",
    )
    api_burst: float = _taken(
        5_000, f"of these at once: {_AWS}apigateway/latest/developerguide/limits.html"
    )
    concurrency: float = _taken(
        1_000,
        f"environments of an account at once; a new account may have 10: {_AWS}lambda/latest/dg/gettingstarted-limits.html",
    )
    ramp: float = _taken(
        100,
        f"further environments a second, from 1,000 for a function every ten seconds, filled up steadily: {_AWS}lambda/latest/dg/scaling-behavior.html",
    )
    ramp_burst: float = _taken(
        1_000, f"of these at once, never more: {_AWS}lambda/latest/dg/scaling-behavior.html"
    )
    requests_each: float = _taken(
        10,
        f"requests a second for each environment of the quota, busy or not: {_AWS}lambda/latest/dg/lambda-concurrency.html",
    )
    idle: float = _taken(
        600, "an environment stays warm: nobody promises it; some minutes are seen"
    )
    warm: float = _taken(0.020, "an answer of a warm environment: docs/operate.md, section 11")
    cold: float = _taken(
        1.0,
        "a start until the first answer, without secrets: docs/operate.md, section 11, which bounds it",
    )
    parameter_rate: float = _taken(
        40,
        f"parameters a second; 10,000 with higher throughput, which costs: {_AWS}general/latest/gr/ssm.html",
    )
    partitions: float = _taken(
        4,
        f"of a table on demand at its begin, from 4,000 writes a second: {_AWS}amazondynamodb/latest/developerguide/on-demand-capacity-mode.html",
    )
    partition_writes: float = _taken(
        1_000,
        f"write units a second of one: {_AWS}amazondynamodb/latest/developerguide/bp-partition-key-design.html",
    )
    write_units: float = _taken(
        1.23,
        "of the callback for one message: docs/operate.md, section 11 (1.03, and one for each fifth message)",
    )
    batch: float = _taken(
        100, "records that the stream's function takes at once: triggers/outbox.py"
    )
    window: float = _taken(
        1.0, "it waits for more: MaximumBatchingWindowInSeconds in .chalice/resources.json"
    )
    parallel: float = _taken(
        4, "lanes of a shard: ParallelizationFactor in .chalice/resources.json"
    )
    batch_takes: float = _taken(0.02, "a batch, without its records: a warm answer of a function")
    record_takes: float = _taken(
        0.01,
        "a record of a batch: one call of AWS (python -m benchmarks.message_bill) of five milliseconds, and as much of the processor",
    )
    day_writes: float = _taken(
        0.03,
        "write units of a push in the one partition of its account's day: python -m benchmarks.message_bill (ASKEDMINUTES)",
    )
    refused_again: float = _taken(
        0.0,
        "WeChat's next try after an answer that is none: its page names five seconds for silence alone (sheet §1.3), so at once, which is worse",
    )
    patience: float = _taken(
        0.0,
        f"a request waits for an environment; Lambda refuses at once: {_AWS}lambda/latest/dg/lambda-concurrency.html",
    )
    around: float = _taken(
        0.0, "of an answer outside of its environment: the network's, which is not simulated"
    )


class Coming(NamedTuple):
    """A push of WeChat before anything happened to it."""

    at: float
    """Seconds."""
    follows: bool
    """Whether somebody new follows; else a follower writes."""


@dataclass(frozen=True)
class Day:
    """What comes: rates are a second, at the load 1."""

    messages: int = 200_000
    followers: int = 60_000
    spikes: int = 3
    spike_rate: float = 300
    spike_lasts: float = 180
    """Three minutes after a push most of its first readers have written, or not."""
    pushes: int = 6
    opens: float = 7 * HOUR
    lasts: float = 16 * HOUR

    @property
    def spikes_begin(self) -> list[float]:
        """Moments at which spikes begin: each in the middle of its share of the day."""
        return [self.opens + self.lasts * (n + 0.5) / self.spikes for n in range(self.spikes)]

    def scaled(self, rate: float, lasts: float) -> Day:
        """This day in ``lasts`` seconds, with spikes of ``rate`` a second.

        Spikes carry the same share of what comes, and new followers are the same share; the quiet hours between the
        spikes are what is shortened. A spike lasts a tenth of the whole.
        """
        whole = self.messages + self.followers
        share = self.spikes * self.spike_rate * self.spike_lasts / whole
        spike = lasts / 10
        comes = self.spikes * rate * spike / share
        return replace(
            self,
            messages=round(comes * self.messages / whole),
            followers=round(comes * self.followers / whole),
            spike_rate=rate,
            spike_lasts=spike,
            pushes=max(1, min(self.pushes, int(lasts // 120))),
            opens=0.0,
            lasts=lasts,
        )


@dataclass
class Seen:
    """What came of it."""

    load: float = 1
    came: int = 0
    first_try: int = 0
    later_try: int = 0
    lost: int = 0
    """Pushes that no try answered in time."""
    off_record: int = 0
    """Of these, those that no try put on record either."""
    cold_starts: int = 0
    most_environments: int = 0
    refused_api: int = 0
    refused_ramp: int = 0
    """For want of an environment: none idle, and none that may start."""
    refused_requests: int = 0
    """More requests a second than the account's environments may take."""
    refused_parameters: int = 0
    refused_writes: int = 0
    stream_behind: float = 0
    """Seconds that the function behind the stream was behind at most."""
    behind: list[float] = field(default_factory=list, repr=False)
    """Of each batch's first record."""
    latencies: list[float] = field(default_factory=list, repr=False)
    """Of each answer in time: from its try's begin."""
    waits: list[float] = field(default_factory=list, repr=False)
    """Of each push: from its first try to its answer, or to the end of the last."""

    def row(self) -> dict[str, Any]:
        """As it is printed."""
        told = sorted(self.latencies)
        return {
            "load": self.load,
            "came": self.came,
            "first_try_percent": round(100 * self.first_try / max(1, self.came), 3),
            "later_try": self.later_try,
            "lost": self.lost,
            "off_record": self.off_record,
            "p50_ms": round(1e3 * told[len(told) // 2]) if told else None,
            "p99_ms": round(1e3 * told[len(told) * 99 // 100]) if told else None,
            "cold_starts": self.cold_starts,
            "most_environments": self.most_environments,
            "refused": {
                "api": self.refused_api,
                "environments": self.refused_ramp,
                "requests": self.refused_requests,
                "parameters": self.refused_parameters,
                "writes": self.refused_writes,
            },
            "stream_behind_s": round(self.stream_behind, 1),
        }


Wait = float | Callable[[Callable[[], None]], None] | None
Work = Generator[Wait, None, None]
"""Something that takes time: it yields the seconds until it goes on, what will let it go on, or None where it stands in line."""
_OVER: Final = -1.0


class Clock:
    """What happens, in its order."""

    def __init__(self) -> None:
        self.now = 0.0
        self.line: deque[Work] = deque()
        """What waits to be called, in the order of coming."""
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something in so many seconds."""
        self._number += 1
        heapq.heappush(self._due, (self.now + seconds, self._number, do))

    def go(self, work: Work) -> None:
        """Let something go on, until it waits again."""
        seconds = next(work, _OVER)
        if seconds is None:
            self.line.append(work)
        elif callable(seconds):
            seconds(partial(self.go, work))
        elif seconds >= 0:
            self.after(seconds, partial(self.go, work))

    def call(self) -> None:
        """Let the first in line go on."""
        if self.line:
            self.after(0.0, partial(self.go, self.line.popleft()))

    def run(self, until: float = math.inf) -> None:
        """Do all that is due before ``until``."""
        while self._due and self._due[0][0] < until:
            self.now, _, do = heapq.heappop(self._due)
            do()
        if until < math.inf:
            self.now = until


class Push:
    """A push of WeChat with its tries."""

    __slots__ = ("at", "nth", "on_record", "over")

    def __init__(self, at: float) -> None:
        self.at, self.nth, self.on_record, self.over = at, 0, False, False


class Stream:
    """The function behind the table's stream: lanes of shards, each one batch after the other."""

    def __init__(
        self, clock: Clock, assumed: Assumed, seen: Seen, shared: Shared | None = None
    ) -> None:
        self.clock, self.assumed, self.seen, self.shared = clock, assumed, seen, shared
        self.day = Bucket(assumed.partition_writes)
        self.lanes: list[deque[float]] = [
            deque() for _ in range(int(assumed.partitions * assumed.parallel))
        ]
        self.busy = [False] * len(self.lanes)
        self.adds = 0

    def add(self, lane: int) -> None:
        """A record comes, now."""
        self.adds += 1
        self.lanes[lane].append(self.clock.now)
        if not self.busy[lane]:
            self.busy[lane] = True
            self.clock.after(self.assumed.window, partial(self.clock.go, self._work(lane)))

    def _work(self, lane: int) -> Work:
        waiting, assumed = self.lanes[lane], self.assumed
        while waiting:
            taken = [waiting.popleft() for _ in range(min(len(waiting), int(assumed.batch)))]
            takes = assumed.batch_takes + len(taken) * assumed.record_takes
            yield partial(self.shared.work, takes) if self.shared else takes
            # Each writes into the partition of its account's day, where all of them meet.
            if assumed.day_writes:
                yield self.day.wait(self.clock.now, len(taken) * assumed.day_writes)
            late = self.clock.now - taken[0]
            self.seen.behind.append(late)
            self.seen.stream_behind = max(self.seen.stream_behind, late)
        self.busy[lane] = False


class Simulation:
    """One day: who comes, what they meet, and what came of it (``seen``)."""

    def __init__(
        self,
        assumed: Assumed,
        load: float,
        chance: random.Random,
        services: Sequence[float] = (),
        processors: float = math.inf,
    ) -> None:
        """``services`` are seconds of answers in place of ``warm``; ``processors`` are what answers and stream share, if anything."""
        self.assumed, self.chance, self.services = assumed, chance, services
        self.clock, self.seen = Clock(), Seen(load=load)
        self.shared = Shared(self.clock, processors) if processors < math.inf else None
        self.api = Bucket(assumed.api_rate, assumed.api_burst)
        self.requests = Bucket(assumed.concurrency * assumed.requests_each)
        self.parameters = Bucket(assumed.parameter_rate)
        self.writes = [Bucket(assumed.partition_writes) for _ in range(int(assumed.partitions))]
        self.environments = Environments(
            assumed.concurrency, assumed.ramp, assumed.ramp_burst, assumed.idle
        )
        self.stream = Stream(self.clock, assumed, self.seen, self.shared)

    def run(self, coming: Iterable[Coming]) -> Seen:
        """The whole day."""
        for one in coming:
            self.clock.run(one.at)
            self.seen.came += 1
            self._try(Push(one.at))
        self.clock.run()
        self.seen.cold_starts = self.environments.started
        self.seen.most_environments = self.environments.most_busy
        return self.seen

    def _try(self, push: Push) -> None:
        push.nth += 1
        self.clock.after(WAITS, partial(self._again, push, push.nth))
        self.clock.go(self._answer(push, push.nth))

    def _again(self, push: Push, nth: int) -> None:
        """WeChat has waited long enough for a try, or got an answer that is none."""
        if push.over or push.nth != nth:
            return
        if nth < TRIES:
            self._try(push)
            return
        push.over = True
        self.seen.lost += 1
        self.seen.off_record += not push.on_record
        self.seen.waits.append(self.clock.now - push.at)

    def _refuse(self, push: Push, nth: int) -> None:
        self.clock.after(self.assumed.refused_again, partial(self._again, push, nth))

    def _answer(self, push: Push, nth: int) -> Work:
        """One try, from the API to the answer."""
        assumed, seen = self.assumed, self.seen
        sent = self.clock.now
        if assumed.around:
            yield assumed.around
        begun = self.clock.now
        if not self.api.take(begun):
            seen.refused_api += 1
            self._refuse(push, nth)
            return
        if not self.requests.take(begun):
            seen.refused_requests += 1
            self._refuse(push, nth)
            return
        while (lease := self.environments.lease(self.clock.now)) in ("no room", "too fast"):
            if self.clock.now - begun >= assumed.patience:
                seen.refused_ramp += 1
                self._refuse(push, nth)
                return
            yield None
        if lease == "cold":
            yield assumed.cold
        ready = lease == "warm" or (yield from self._secrets(begun))
        good = ready
        if ready:
            takes = self.chance.choice(self.services) if self.services else assumed.warm
            yield partial(self.shared.work, takes) if self.shared else takes
            in_time = self.clock.now - begun < DEADLINE
            good = in_time and (push.on_record or (yield from self._write(push, begun)))
        self.environments.free(self.clock.now, ready=ready)
        self.clock.call()
        if not good:
            self._refuse(push, nth)
        elif push.nth == nth and not push.over:
            push.over = True
            seen.first_try += nth == 1
            seen.later_try += nth > 1
            seen.latencies.append(self.clock.now - sent)
            seen.waits.append(self.clock.now - push.at)

    def _secrets(self, begun: float) -> Generator[float, None, bool]:
        """Read the account's secrets, as often as the answer's time allows; whether they were read."""
        tries = 0
        while not self.parameters.take(self.clock.now):
            self.seen.refused_parameters += 1
            tries += 1
            if not (pause := self._pause(begun, tries)):
                return False
            yield pause
        return True

    def _write(self, push: Push, begun: float) -> Generator[float, None, bool]:
        """Put a push on record, as often as the answer's time allows; whether it is there."""
        shard, tries = self.chance.randrange(len(self.writes)), 0
        while not self.writes[shard].take(self.clock.now, self.assumed.write_units):
            self.seen.refused_writes += 1
            tries += 1
            if not (pause := self._pause(begun, tries)):
                return False
            yield pause
        if not push.on_record:
            push.on_record = True
            lane = shard * int(self.assumed.parallel) + self.chance.randrange(
                int(self.assumed.parallel)
            )
            self.stream.add(lane)
        return True

    def _pause(self, begun: float, tries: int) -> float:
        """Seconds until a refused call of AWS is tried again, as ``chalicelib/cloud/deadline.py`` has it; 0: no more."""
        longest = min(0.5, 0.05 * 2 ** (tries - 1))
        pause = self.chance.uniform(longest / 2, longest)
        return pause if self.clock.now + pause - begun < TILL else 0.0


def simulated(day: Day, assumed: Assumed, load: float, seed: int = 1) -> Seen:
    """One day at a multiple of its load."""
    chance = random.Random(seed)
    return Simulation(assumed, load, chance).run(arrivals(day, load, chance))


def arrivals(day: Day, load: float, chance: random.Random) -> Iterator[Coming]:
    """What comes, in its order; new followers write nothing but follow."""
    in_spikes = day.spikes * day.spike_rate * day.spike_lasts
    whole = day.messages + day.followers
    evenly = max(0.0, whole - in_spikes) / day.lasts
    spikes, now = day.spikes_begin, day.opens
    while True:
        rate = evenly * load
        if any(0 <= now - begin < day.spike_lasts for begin in spikes):
            rate += day.spike_rate * load
        step = chance.expovariate(rate)
        # A spike begins in a moment, not with the next rare message.
        following = [begin for begin in spikes if now < begin < now + step]
        if following:
            now = following[0]
            continue
        now += step
        if now > day.opens + day.lasts:
            return
        yield Coming(now, chance.random() * whole < day.followers)


def _moved(settings: Sequence[str]) -> Assumed:
    changes: dict[str, float] = {}
    names = [one.name for one in fields(Assumed)]
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in names:
            raise SystemExit(f"no such assumption: {name}; there are {', '.join(names)}")
        changes[name] = float(value)
    return replace(Assumed(), **changes)


def main() -> None:
    """Print a row for each load as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy_day", description=__doc__)
    parser.add_argument("--loads", type=float, nargs="+", default=[1, 2, 5, 10], metavar="N")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="moved")
    parser.add_argument("--assumptions", action="store_true", help="list them with their sources")
    given = parser.parse_args()
    assumed = _moved(given.moved)
    if given.assumptions:
        for one in fields(Assumed):
            print(f"{one.name} = {getattr(assumed, one.name):g}: {one.metadata['source']}")
        return
    for load in given.loads:
        print(json.dumps(simulated(Day(), assumed, load).row()), flush=True)


if __name__ == "__main__":
    main()
