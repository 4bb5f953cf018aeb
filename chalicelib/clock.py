"""The clock and the zone that people here live in.

A time inside the bundle is aware and in UTC; people read Asia/Shanghai.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""No zone database needed: there has been no summer time since 1991, and a function may have none to read."""


def utc_now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """A time as text that sorts: UTC, to the second, always the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def shown(at: datetime) -> str:
    """A time as people read it: ``2026-12-01 09:00``, Asia/Shanghai."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def shown_time(at: datetime) -> str:
    """A time of day as people read it: ``09:00``, Asia/Shanghai."""
    return at.astimezone(SHANGHAI).strftime("%H:%M")
