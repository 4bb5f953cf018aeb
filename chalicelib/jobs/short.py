"""Work that a request does itself while it stays short, and a job does where it is not (docs/decisions/0188)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from chalicelib.jobs.models import Job

SHORT: Final = 2.0
"""Seconds of work that a person waits for on a page."""
_LONGEST: Final = 8.0
"""Seconds with all that is waited for, the table and the bucket; API Gateway waits for 29."""

Done = TypeVar("Done")


class Tells(Protocol):
    """How far work is, told by whoever does it: a job's ``Progress``, or ``Watch``."""

    def __call__(self, done: int, of: int, message: str = "") -> None:
        """``done`` of ``of`` pieces are done. What it raises passes through the work."""

    def last(self, message: str = "") -> None:
        """What follows changes things."""


class TooLong(Exception):
    """The work is more than a request may do. Nothing was changed."""


class Watch:
    """Lets work go on as long as it is short."""

    def __init__(
        self,
        working: Callable[[], float] = time.thread_time,
        passing: Callable[[], float] = time.monotonic,
    ) -> None:
        # A busy machine is no long work: what counts is the thread's own time, and the clock only far later.
        self._clocks = ((working, working() + SHORT), (passing, passing() + _LONGEST))

    def __call__(self, done: int, of: int, message: str = "") -> None:
        """Raises ``TooLong`` once the time is over."""
        if any(clock() > until for clock, until in self._clocks):
            raise TooLong

    def last(self, message: str = "") -> None:
        """Raises ``TooLong`` once the time is over; after it nothing is broken off."""
        self(0, 1, message)


class Silent:
    """Nobody listens: the command line's work takes as long as it takes."""

    def __call__(self, done: int, of: int, message: str = "") -> None:
        """Nothing."""

    def last(self, message: str = "") -> None:
        """Nothing."""


def here_or_later(
    work: Callable[[Tells], Done],
    start: Callable[[], Job],
    *,
    large: bool = False,
    watch: Watch | None = None,
) -> Done | Job:
    """What ``work`` returns if it ends soon, else the job that ``start`` starts in its place.

    ``work`` tells how far it is, and says ``last`` before it changes anything, so that what was broken off is as if
    it had never begun. With ``large`` nobody tries.
    """
    if not large:
        try:
            return work(watch or Watch())
        except TooLong:
            pass
    return start()
