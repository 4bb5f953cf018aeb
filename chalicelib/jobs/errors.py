"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, IllegalNow, NotFound


class JobError(DomainError):
    """The base of this package's errors."""


class UnknownJob(JobError, NotFound):
    """This person has no such job."""

    def __init__(self) -> None:
        super().__init__("没有这个任务，可能已过期。")


class JobOver(JobError, IllegalNow):
    """What has ended can't be cancelled."""


class TooManyJobs(JobError, IllegalNow):
    """This person has as many unfinished jobs as one may have."""


class JobNotDone(JobError, IllegalNow):
    """There is nothing to show of a job that has not been done, or not to its end."""
