"""One deadline for all that a request asks of AWS (docs/decisions/0005).

WeChat hangs up after five seconds. What answers it runs ``within`` a deadline: each call of AWS then gets a time-out
that fits into what is left, and is tried again as long as time, not a number of tries, allows it. Where nobody waits
for an answer, tries are counted instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import uniform
from typing import Final, NamedTuple

from chalicelib.cloud.errors import OutOfTime

_FIRST_TRY: Final = 0.6
"""Seconds for the first try of a call, twice as many for each further one. A call takes some ten milliseconds: one
that has not come by then is rather lost. Five first tries in a row, as a cold function makes them, leave time."""
_LAST_TRY: Final = 0.5
"""Seconds that must be left for another try to begin."""
_TRIES: Final = 6
"""Of a call outside any deadline."""
_SHORTEST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 0.5


class _Deadline(NamedTuple):
    """When all must be over, and the clock that tells."""

    at: float
    clock: Callable[[], float]
    sleep: Callable[[float], object]


_running: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


class within:  # noqa: N801 - read as a word; a class, since each message goes through it
    """While this lasts, calls of AWS end ``seconds`` from now, with an answer or an error."""

    __slots__ = ("_before", "_deadline")

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._deadline = _Deadline(clock() + seconds, clock, sleep)

    def __enter__(self) -> None:
        self._before = _running.set(self._deadline)

    def __exit__(self, *_: object) -> None:
        _running.reset(self._before)


@contextmanager
def sparing(seconds: float) -> Iterator[None]:
    """While this lasts, the deadline is earlier by ``seconds``: for a call that a request can do without."""
    running = _running.get()
    if running is None:
        yield
        return
    before = _running.set(running._replace(at=running.at - seconds))
    try:
        yield
    finally:
        _running.reset(before)


def left() -> float | None:
    """Seconds until the deadline, below 0 after it; None where there is no deadline."""
    running = _running.get()
    return None if running is None else running.at - running.clock()


def time_out(tries: int) -> float | None:
    """Seconds for one try of a call, counted from 1; None where there is no deadline.

    Raises ``OutOfTime`` where none are left.
    """
    seconds = left()
    if seconds is None:
        return None
    if seconds <= 0:
        raise OutOfTime
    return min(seconds, float(_FIRST_TRY * 2 ** (tries - 1)))


def pause(tries: int) -> bool:
    """Wait until the next try after so many; False, at once, where there shall be none.

    Each pause may be twice as long as the one before, and is cut by chance, so that those who were turned away
    together don't come back together.
    """
    longest = min(_LONGEST_PAUSE, _SHORTEST_PAUSE * 2 ** (tries - 1))
    seconds = uniform(longest / 2, longest)  # noqa: S311 - spreads load, guards nothing
    running = _running.get()
    if running is None:
        if tries >= _TRIES:
            return False
        time.sleep(seconds)
        return True
    # The last pause ends where the last try has to begin: what is momentary may be over by then.
    room = running.at - running.clock() - _LAST_TRY
    if room <= 0:
        return False
    running.sleep(min(seconds, room))
    return True
