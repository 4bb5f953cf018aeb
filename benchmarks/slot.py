"""A thousand accounts push one article at one time: seconds until the last is sent, simulated.

Every delivery is a message of the queue ``Deliveries``. It waits until Lambda takes it: five at once, then five more a
second up to the template's maximum, each new place with an environment that has to start. Where the account's token is at
its end, the parameter store is asked for the secret. Then come the table and WeChat. How many calls a step makes, and how
long the processor takes, is measured by ``benchmarks.fan_out``, which runs this; what a cloud alone can tell is taken from
the sources that stand in ``Assumed``.
"""

from __future__ import annotations

import heapq
import json
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from benchmarks import policy_day
from benchmarks.limits import Bucket

ACCOUNTS: Final = 1_000
_ROOT: Final = Path(__file__).parents[1] / ".chalice"
_CLOUD: Final = policy_day.Assumed()
_LAMBDA: Final = "https://docs.aws.amazon.com/lambda/latest/dg"


def _taken(value: float, source: str) -> Any:
    return field(default=value, metadata={"source": source})


def _same(name: str) -> Any:
    """What a policy day assumes."""
    known = next(one for one in fields(policy_day.Assumed) if one.name == name)
    return _taken(getattr(_CLOUD, name), known.metadata["source"])


def _at_once(function: str) -> int:
    resources = json.loads((_ROOT / "resources.json").read_text())["Resources"]
    events = resources[function]["Properties"]["Events"].values()
    return int(next(iter(events))["Properties"]["ScalingConfig"]["MaximumConcurrency"])


def _memory(function: str) -> int:
    config = json.loads((_ROOT / "config.json").read_text())
    return int(config["lambda_functions"][function]["lambda_memory_size"])


@dataclass(frozen=True)
class Assumed:
    """What a cloud and WeChat are taken to be; seconds, unless a name says otherwise."""

    pollers: float = _taken(
        5, f"messages at work at once when a queue wakes: {_LAMBDA}/services-sqs-scaling.html"
    )
    pollers_more: float = _taken(
        5, f"more of these a second, 300 a minute: {_LAMBDA}/services-sqs-scaling.html"
    )
    most: float = _taken(
        _at_once("Deliver"),
        "of them at most: MaximumConcurrency of Deliver in .chalice/resources.json",
    )
    memory: float = _taken(
        _memory("deliver"), "MB: lambda_memory_size of deliver in .chalice/config.json"
    )
    whole_processor: float = _taken(
        1_769, f"MB that bring one whole processor: {_LAMBDA}/configuration-memory.html"
    )
    ramp: float = _same("ramp")
    ramp_burst: float = _same("ramp_burst")
    cold: float = _taken(
        2.0,
        "a start: twice that of the callback in docs/operate.md, section 11, as this one brings in WeChat's client",
    )
    warm: float = _taken(0, "environments that are idle before: none, which is the worst")
    call: float = _taken(
        0.010, "a call of AWS: DynamoDB promises single-digit milliseconds (Amazon DynamoDB, FAQ)"
    )
    wechat: float = _taken(
        1.0,
        "a call of WeChat: nobody promises any; the client gives up after ten (wechat/client.py)",
    )
    upload: float = _taken(3.0, "an upload to WeChat: nobody promises any")
    parameter_rate: float = _same("parameter_rate")
    parameter_tries: float = _taken(
        4, "tries of a read, with botocore's growing pauses: total_max_attempts in cloud/clients.py"
    )
    refused_again: float = _taken(
        15.0, "until what got no token is tried again: BACKOFF in publishing/sending/next_step.py"
    )
    renewed: float = _taken(
        0.09,
        "share of accounts whose token is fetched at the slot: 600 of the 6,900 s after which it is renewed (wechat/token.py), where the preparation ten minutes before did not; of accounts that make no other calls, none",
    )


Row = dict[str, float]
"""As it is printed: fields of ``Took``."""


class Step(NamedTuple):
    """What the message of one account makes."""

    calls: float
    """Of AWS, beside those for a token."""
    own_ms: float
    """Of a whole processor."""
    wechat: int
    """Calls, beside that for a token."""
    uploads: int = 0


class Took(NamedTuple):
    """How long the step of all accounts took, in seconds from the moment it was due."""

    half: float
    last: float
    parameters: int
    """Reads of the parameter store."""
    refused: int
    """Of these, refused."""
    environments: int

    def row(self) -> Row:
        """As it is printed."""
        return {**self._asdict(), "half": round(self.half, 1), "last": round(self.last, 1)}


_Kind = Literal["place", "come", "secret", "sent"]


class _Message(NamedTuple):
    """One account's."""

    fetches: bool
    """Whether its token has to be fetched."""
    tries: int = 0
    """Reads of the parameter store that were refused."""


class _Run:
    """One step of all accounts, event by event."""

    def __init__(self, step: Step, assumed: Assumed, seed: int) -> None:
        self.assumed, self.chance = assumed, random.Random(seed)
        self.takes = (
            step.calls * assumed.call
            + step.own_ms / 1e3 * max(1.0, assumed.whole_processor / assumed.memory)
            + step.wechat * assumed.wechat
            + step.uploads * assumed.upload
        )
        self.parameters = Bucket(assumed.parameter_rate)
        self.starts = Bucket(assumed.ramp, assumed.ramp_burst)
        self.events: list[tuple[float, int, _Kind, _Message | None]] = []
        self.waiting: deque[_Message] = deque()
        self.places = 0
        """Further messages that may be at work."""
        self.idle, self.environments = int(assumed.warm), 0
        self.done: list[float] = []
        self.reads = self.refused = self.number = 0

    def later(self, at: float, kind: _Kind, message: _Message | None = None) -> None:
        """Something happens at a moment."""
        self.number += 1
        heapq.heappush(self.events, (at, self.number, kind, message))

    def run(self) -> Took:
        """Until nothing happens any more."""
        while self.events:
            now, _, kind, message = heapq.heappop(self.events)
            if kind == "place":
                self.places += 1
            elif message is not None:
                self._happens(now, kind, message)
            while self.waiting and self.places and self._begun(now, self.waiting[0]):
                self.waiting.popleft()
        self.done.sort()
        half, last = self.done[len(self.done) // 2], self.done[-1]
        return Took(half, last, self.reads, self.refused, self.environments)

    def _happens(self, now: float, kind: _Kind, message: _Message) -> None:
        if kind == "come":
            self.waiting.append(message)
        elif kind == "secret":
            self._secret(now, message)
        else:
            self.done.append(now)
            self._free()

    def _begun(self, now: float, message: _Message) -> bool:
        """Whether there was an environment for a message."""
        ready = now
        if self.idle:
            self.idle -= 1
        elif self.starts.take(now):
            self.environments += 1
            ready += self.assumed.cold
        else:
            self.later(now + 1 / self.assumed.ramp, "place")
            self.places -= 1
            return False
        self.places -= 1
        if message.fetches:
            self.later(ready, "secret", message)
        else:
            self.later(ready + self.takes, "sent", message)
        return True

    def _secret(self, now: float, message: _Message) -> None:
        assumed = self.assumed
        self.reads += 1
        if self.parameters.take(now):
            # The token's item is leased before the call of WeChat and written after it.
            fetched = 3 * assumed.call + assumed.wechat
            self.later(now + fetched + self.takes, "sent", message)
            return
        self.refused += 1
        tries = message.tries + 1
        if tries < assumed.parameter_tries:
            pause = self.chance.random() * min(20.0, 2.0**message.tries)
            self.later(now + pause, "secret", message._replace(tries=tries))
        else:
            self.later(now + assumed.refused_again, "come", message._replace(tries=0))
            self._free()

    def _free(self) -> None:
        self.places += 1
        self.idle += 1


def simulated(
    step: Step,
    assumed: Assumed,
    *,
    fetching: float,
    queued: float = 0.0,
    accounts: int = ACCOUNTS,
    seed: int = 1,
) -> Took:
    """One step of all accounts; ``fetching`` is the share of them whose token has to be fetched.

    Their messages come within ``queued`` seconds.
    """
    run = _Run(step, assumed, seed)
    grown = max(0, int(assumed.most - assumed.pollers))
    for _ in range(int(min(assumed.most, assumed.pollers))):
        run.later(0.0, "place")
    for n in range(grown if assumed.pollers_more else 0):
        run.later((n + 1) / assumed.pollers_more, "place")
    for n in range(accounts):
        run.later(queued * n / accounts, "come", _Message(run.chance.random() < fetching))
    return run.run()


def simulated_slot(prepare: Step, push: Step, assumed: Assumed) -> dict[str, Row]:
    """What comes of a slot, and what each limit adds to it."""
    # The sweep that runs at the very second of the slot queues ten a call.
    queued = ACCOUNTS / 10 * assumed.call
    at_full = replace(assumed, pollers=assumed.most, warm=assumed.most)
    cold = replace(at_full, warm=assumed.warm)
    return {
        name: took.row()
        for name, took in {
            "prepared, ten minutes before": simulated(prepare, assumed, fetching=1.0),
            "pushed": simulated(push, assumed, fetching=assumed.renewed, queued=queued),
            "pushed, were all at work at once and warm": simulated(push, at_full, fetching=0),
            "pushed, were all at work at once": simulated(push, cold, fetching=0),
            "pushed, if every push read its secret": simulated(
                push, assumed, fetching=1.0, queued=queued
            ),
        }.items()
    }


def told(assumed: Assumed) -> list[str]:
    """Every assumption with its source, a line each."""
    return [
        f"{one.name} = {getattr(assumed, one.name):g}: {one.metadata['source']}"
        for one in fields(assumed)
    ]


def moved(settings: Sequence[str]) -> Assumed:
    """The assumptions with ``name=value`` each. Raises ``SystemExit`` for a name that there is not."""
    changes: dict[str, Any] = {}
    names = [one.name for one in fields(Assumed)]
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in names:
            raise SystemExit(f"no such assumption: {name}; there are {', '.join(names)}")
        changes[name] = float(value)
    return replace(Assumed(), **changes)
