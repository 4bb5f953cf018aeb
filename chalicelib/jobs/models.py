"""Jobs. Values only."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime

from chalicelib.actor import Actor
from chalicelib.values import Value

KEPT: Final = timedelta(days=7)
"""A job and what came of it are kept so long; the bucket's rule ``forget-jobs`` says the same."""
LEASE: Final = timedelta(minutes=5)
"""A job whose function has told no progress for so long counts as broken off."""
MOST_TRIES: Final = 3
MOST_OPEN: Final = 10
"""Unfinished jobs that one person may have."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER: Final = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class JobFile(Value):
    """A file that came of a job; it lies in the bucket as long as the job is kept."""

    name: str
    content_type: str
    key: str
    size: int
    """Bytes."""


class Order(Value):
    """What somebody asked for; it never changes."""

    id: str
    """Sorts by time: milliseconds, then a random part."""
    kind: str
    title: str
    """What is done, as the person reads it."""
    by: Actor
    unit: str
    arguments: dict[str, Any]
    """JSON values."""
    made_at: AwareDatetime
    cancellable: bool


class Job(Order):
    """A job as it stands."""

    state: JobState = JobState.QUEUED
    percent: int = 0
    message: str = ""
    """How far it is, what came of it, or why nothing did."""
    ended_at: AwareDatetime | None = None
    file: JobFile | None = None
    page: str = ""
    """Where in the console one sees what came of it: a path such as ``/knowledge?version=3``."""
    outcome: str = ""
    """Key of what the page shows of it; empty where it shows nothing."""
