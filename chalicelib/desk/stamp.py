"""What all items of the desk share that somebody has to look at some time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

DUE: Final = "DESK"
"""Their partition of ``GSI1``: some ten writes a session, far from what a partition bears."""


def stamp(at: datetime) -> str:
    """A time as text that sorts: UTC, always the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
