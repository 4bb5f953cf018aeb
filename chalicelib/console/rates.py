"""How often one person may call, in this process: a bucket that fills by the second."""

from __future__ import annotations

from typing import Final

PER_SECOND: Final = 20.0
BURST: Final = 80.0
"""Opening a page asks for a dozen things at once; a person does not do it ten times a second."""
_MOST: Final = 2000
"""Persons that are remembered."""


class Rates:
    """Buckets by person."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._per_second, self._burst = per_second, burst
        self._left: dict[str, tuple[float, float]] = {}

    def empty(self, person: str, now: float) -> bool:
        """Whether there is no call left; none is taken."""
        left, at = self._left.get(person, (self._burst, now))
        return left + (now - at) * self._per_second < 1

    def wait(self, person: str, now: float) -> float:
        """Take one call; returns 0, or the seconds (of the clock that ``now`` is from) until there is one."""
        left, at = self._left.get(person, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1:
            self._left[person] = (left, now)
            return (1 - left) / self._per_second
        if len(self._left) >= _MOST:
            self._left.clear()
        self._left[person] = (left - 1, now)
        return 0.0

    def forget(self) -> None:
        """Let everybody begin anew."""
        self._left.clear()


RATES: Final = Rates()
"""The buckets of this process."""
