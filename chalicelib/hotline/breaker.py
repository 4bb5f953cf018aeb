"""A circuit breaker: a hotline that is down is left alone for a while, instead of being called for every follower."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

OPENS_AFTER: Final = 5
"""Failures in a row."""
PAUSES: Final = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300))
"""How long it stays open, longer each time a trial fails; the last one for all that follow."""


class Breaker(BaseModel):
    """How the last calls of one hotline went."""

    model_config = ConfigDict(frozen=True)

    failures: int = 0
    open_until: AwareDatetime | None = None

    def waits_until(self, now: datetime) -> datetime | None:
        """When the next call may be made; None: now."""
        return self.open_until if self.open_until is not None and now < self.open_until else None

    def after_failure(self, now: datetime) -> Breaker:
        """One more call was not taken; a trial's failure opens it again at once."""
        failures = self.failures + 1
        if failures < OPENS_AFTER:
            return Breaker(failures=failures)
        pause = PAUSES[min(failures - OPENS_AFTER, len(PAUSES) - 1)]
        return Breaker(failures=failures, open_until=now + pause)
