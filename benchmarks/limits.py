"""Limits as simulations meet them: so many a second with a burst, environments of a function that grow by a rate, and processors.

Times are seconds of the simulation; nothing here looks at a clock.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from typing import Literal, Protocol

Lease = Literal["warm", "bare", "cold", "no room", "too fast"]
"""An environment that is ready, one without what it reads at its start, a new one; or none: all are busy, or no further
one may start yet."""


class Bucket:
    """A limit of ``rate`` a second, with ``burst`` at once (default: what one second holds)."""

    def __init__(self, rate: float, burst: float | None = None) -> None:
        self.rate = rate
        self.burst = rate if burst is None else burst
        self.left, self.at = self.burst, 0.0

    def take(self, now: float, number: float = 1.0) -> bool:
        """Whether ``number`` more fit at ``now``."""
        if now > self.at:  # some ask for a moment ahead of others
            self.left = min(self.burst, self.left + (now - self.at) * self.rate)
            self.at = now
        if self.left < number:
            return False
        self.left -= number
        return True

    def wait(self, now: float, number: float) -> float:
        """Take ``number`` in any case; seconds until they were there."""
        self.take(now, 0.0)
        self.left -= number
        return max(0.0, -self.left / self.rate)


class Environments:
    """Environments of one function: idle ones by the time when they became idle, the warmest last.

    At most ``most`` at once, ``ramp`` more a second after a burst of ``burst``; an idle one ends after ``idle`` seconds.
    One that could not read what it needs at its start is idle like others, and reads it at its next request.
    """

    def __init__(self, most: float, ramp: float, burst: float, idle: float) -> None:
        self.most, self.lasts = most, idle
        self.idle: deque[tuple[float, bool]] = deque()
        self.busy = self.started = self.most_busy = 0
        self.ramp = Bucket(ramp, burst)

    def lease(self, now: float) -> Lease:
        """Take one for a request, if there is one."""
        while self.idle and now - self.idle[0][0] > self.lasts:
            self.idle.popleft()
        if self.busy >= self.most:
            return "no room"
        if self.idle:
            _, ready = self.idle.pop()
            self._taken()
            return "warm" if ready else "bare"
        if not self.ramp.take(now):
            return "too fast"
        self.started += 1
        self._taken()
        return "cold"

    def free(self, now: float, *, ready: bool) -> None:
        """The request is over; ``ready`` says whether the environment has what it reads at its start."""
        self.busy -= 1
        self.idle.append((now, ready))

    def _taken(self) -> None:
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)


class After(Protocol):
    """A clock that does something in so many seconds."""

    now: float

    def after(self, seconds: float, do: Callable[[], None]) -> None: ...


class Shared:
    """Processors that all work shares: alone it goes on at full speed, together as if by ``most`` of them.

    Nobody waits for another's end; each slows the others down (processor sharing).
    """

    def __init__(self, clock: After, most: float) -> None:
        self.most, self._clock = most, clock
        self._at = self._done = 0.0
        """Until when how much work was done for each that was here all the time."""
        self._here: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0

    def work(self, seconds: float, then: Callable[[], None]) -> None:
        """Do so many seconds' work, and go on with ``then``."""
        self._pass()
        self._number += 1
        heapq.heappush(self._here, (self._done + seconds, self._number, then))
        self._plan()

    @property
    def _speed(self) -> float:
        return min(1.0, self.most / len(self._here))

    def _pass(self) -> None:
        if self._here:
            self._done += (self._clock.now - self._at) * self._speed
        self._at = self._clock.now

    def _plan(self) -> None:
        """See again when the next one will be done, unless somebody comes before."""
        self._number += 1
        due, number = self._here[0][0], self._number
        self._clock.after(max(0.0, due - self._done) / self._speed, lambda: self._over(number))

    def _over(self, number: int) -> None:
        if number != self._number:
            return
        self._pass()
        due, _, then = heapq.heappop(self._here)
        self._done = max(self._done, due)
        if self._here:
            self._plan()
        then()
