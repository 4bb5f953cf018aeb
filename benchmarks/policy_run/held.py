"""The highest rate that this stack holds, found by steps: each sends for some seconds, at a rate that does not wait for answers.

A last step goes far beyond it, to see how many answers a second there are at most, and what becomes of what is tried again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.policy_day import Coming
from benchmarks.policy_run.phones import Phones, Sent

GROWS: Final = 1.3
LIGHT: Final = 2.0
"""Pushes a second at the first step, which do not get in each other's way."""
GOOD_MS: Final = 2000
"""Of nineteen answers in twenty, where a rate is held: well within WeChat's five seconds."""
BEHIND: Final = 10.0
"""Seconds that the stream's function may be behind after a step, where a rate is held."""
BEYOND: Final = 3.0
"""The last step's rate, as a multiple of what is held."""
WARM_UP: Final = 15.0
"""Seconds before the first step, so that every process has read what it keeps."""
MOST: Final = 400.0
"""Pushes a second, beyond which no step goes."""
_SETTLES: Final = 3.0
"""Seconds of a step that are left out, where answers a second are counted."""


@dataclass(frozen=True)
class Step:
    """One rate, and what came of it."""

    rate: float
    sent: int
    first_try: int
    p50_ms: int
    p95_ms: int
    answers_a_second: float
    behind: float = 0.0
    """Seconds of the stream's function, at most."""

    @property
    def holds(self) -> bool:
        """Whether all were answered at the first try, and soon, and the stream's function kept up."""
        in_time = self.first_try == self.sent and self.p95_ms <= GOOD_MS
        return in_time and self.behind <= BEHIND

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"holds": self.holds}


@dataclass(frozen=True)
class Held:
    """What the steps say of this stack."""

    steps: list[Step]
    taken: list[float]
    """Seconds of each answer at the rate that is held, where the stream's function works beside the callback."""

    @property
    def rate(self) -> float:
        """Pushes a second that are held."""
        return max((one.rate for one in self.steps if one.holds), default=LIGHT)

    @property
    def capacity(self) -> float:
        """Answers a second, where more comes than can be answered."""
        return max(one.answers_a_second for one in self.steps)


async def find(phones: Phones, seconds: float, chance: random.Random, most: float = MOST) -> Held:
    """Go up until a step does not hold twice (others work on this machine, too), to ``most`` pushes a second."""
    await phones.play(evenly(LIGHT, WARM_UP, chance))
    rate, steps, taken = LIGHT, list[Step](), list[float]()

    async def go(rate: float) -> list[float]:
        before = len(phones.lags)
        sent = await phones.play(evenly(rate, seconds, chance))
        await phones.told()
        behind = max((lag for _, lag in phones.lags[before:]), default=0.0)
        steps.append(step_of(rate, seconds, sent, behind))
        return sorted(one.seconds for one in sent)

    while rate <= most:
        took = await go(rate)
        if steps[-1].holds or not taken:
            taken = took
        if steps[-1].holds:
            rate = most if rate < most < GROWS * rate else round(max(rate + 1, GROWS * rate))
        elif len(steps) > 1 and steps[-2].rate == rate:
            break
    await go(BEYOND * Held(steps, taken).rate)
    return Held(steps, taken)


def evenly(rate: float, seconds: float, chance: random.Random) -> list[Coming]:
    """Pushes at random moments, so many a second; a quarter of them are new followers, as on the day."""
    found, now = [], chance.expovariate(rate)
    while now < seconds:
        found.append(Coming(now, chance.random() < 0.23))
        now += chance.expovariate(rate)
    return found


def step_of(rate: float, seconds: float, sent: Sequence[Sent], behind: float = 0.0) -> Step:
    """The figures of a step."""
    took = sorted(sum(one.tries) for one in sent) or [0]
    begun = min((one.due for one in sent), default=0.0)
    ends = [one.began + sum(one.tries) / 1000 - begun for one in sent if one.answered]
    counted = sum(_SETTLES <= end < seconds for end in ends)
    return Step(
        rate,
        len(sent),
        sum(one.answered and len(one.tries) == 1 for one in sent),
        took[len(took) // 2],
        took[len(took) * 95 // 100],
        round(counted / max(1.0, seconds - _SETTLES), 2),
        round(behind, 1),
    )
