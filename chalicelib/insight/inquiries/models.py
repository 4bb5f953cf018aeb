"""Inquiries. Values only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, Field

from chalicelib.clock import SHANGHAI
from chalicelib.insight.queries.catalogue import QUERIES
from chalicelib.insight.queries.query import Query
from chalicelib.values import LateValue

KEPT: Final = timedelta(days=30)
"""An inquiry and its answer are kept so long; the bucket's rule ``forget-inquiries`` says the same."""
MOST_ROWS: Final = 5_000
"""Rows of one account that are kept."""


class Wanted(LateValue):
    """What somebody wants to know."""

    query: str
    """Name of one of ``QUERIES``."""
    accounts: tuple[str, ...]
    """Each is asked about for itself: a follower of one is nobody at another."""
    since: date
    until: date
    more: dict[str, str | int] = Field(default_factory=dict)
    """Further parameters of the query."""

    @property
    def asks(self) -> Query[Any]:
        """The query."""
        return QUERIES[self.query]

    def seen(self, now: datetime) -> date:
        """The last day that is looked at: who came long ago may have left yesterday."""
        return max(self.until, now.astimezone(SHANGHAI).date() - timedelta(days=1))

    def parameters(self, account: str, now: datetime) -> LateValue:
        """What the query takes, as of ``now``. A day that is not over is looked at up to the full hour."""
        last = self.seen(now) if "seen" in self.asks.takes.model_fields else self.until
        end = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
        hour = now.replace(minute=0, second=0, microsecond=0)
        given: dict[str, Any] = {
            "account": account,
            "since": self.since,
            "until": self.until,
            "day": self.until,
            "seen": last,
            "now": int(min(end, hour).timestamp()),
        }
        return self.asks.takes.model_validate(given | self.more)


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Inquiry(LateValue):
    """A question that was put; it never changes."""

    id: str
    wanted: Wanted
    bytes: int
    """That the files held which it was put to: Athena reads these at most."""
    by: str
    """Who put it first."""
    at: AwareDatetime


class Standing(LateValue):
    """An inquiry as it stands."""

    inquiry: Inquiry
    state: InquiryState
    attempt: int = 1
    executions: tuple[str, ...] = ()
    """Of Athena, one an account, in the order of the accounts."""
    finished: int = 0
    """So many of them have ended."""
    scanned: int = 0
    """Bytes."""
    seconds: float = 0
    dollars: float = 0
    rows: int = 0
    cut: bool = False
    """Whether an account has more rows than are kept."""
    problem: str = ""
    """Why nothing came of it, as people are told."""


class Answered(LateValue):
    """The rows of one account."""

    account: str
    rows: tuple[dict[str, Any], ...]
