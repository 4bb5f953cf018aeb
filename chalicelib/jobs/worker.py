"""Carries one job out: claim, run, end. A crash anywhere leaves a job that the next claim runs from its beginning."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from chalicelib import telemetry
from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.errors import DomainError
from chalicelib.jobs import store
from chalicelib.jobs.models import MOST_TRIES, Job, JobState
from chalicelib.jobs.result import Result
from chalicelib.jobs.service import message
from chalicelib.settings import settings

PAUSE: Final = timedelta(seconds=30)
"""Between two tries."""
_TOLD_EVERY: Final = 1.0
"""Seconds between two writes of the progress."""


class Stopped(Exception):
    """The job was cancelled, or another function has taken it over."""


class Progress:
    """Tells how far a job is."""

    def __init__(
        self, job: Job, mark: str, now: Callable[[], datetime], clock: Callable[[], float]
    ) -> None:
        self._job, self._mark, self._now, self._clock = job, mark, now, clock
        self._told_at = float("-inf")

    def __call__(self, done: int, of: int, message: str = "") -> None:
        """``done`` of ``of`` pieces are done. Raises ``Stopped``, which the job's function lets pass."""
        if self._clock() - self._told_at < _TOLD_EVERY:
            return
        self._told_at = self._clock()
        # The last percent belongs to the end.
        percent = min(99, 100 * done // max(of, 1))
        if not store.move_on(self._job, self._mark, percent, message, self._now()):
            raise Stopped

    def last(self, message: str = "") -> None:
        """What follows changes things: it can't be cancelled. Raises ``Stopped`` where it was before."""
        if not store.move_on(self._job, self._mark, 99, message, self._now(), last=True):
            raise Stopped


Work = Callable[[Job, Progress], Result]


def run(
    body: str,
    find: Callable[[str], Work],
    *,
    now: Callable[[], datetime] = utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> Job | None:
    """Carry out the job that a queue's message names; None where there is nothing to do.

    ``find`` gives the function of a kind. Running it twice is harmless: a job is claimed by one write, and ended by one
    that holds for the claim alone. Errors are kept in the job; only a cloud that does not answer is raised.
    """
    job_id, _, person = body.partition(" ")
    mark = secrets.token_hex(8)
    claimed = store.claim(person, job_id, mark, now())
    if claimed is None:
        return None
    job, may_try = claimed
    if not may_try:
        store.end(job, mark, JobState.FAILED, f"试了 {MOST_TRIES} 次都没有完成，请告诉运维人员。", now())  # fmt: skip
        return store.get(person, job_id)
    try:
        result = find(job.kind)(job, Progress(job, mark, now, clock))
        file = store.put_file(job, result.file) if result.file else None
        outcome = store.put_outcome(job, result.outcome) if result.outcome else ""
        store.end(
            job,
            mark,
            JobState.DONE,
            result.message,
            now(),
            file=file,
            page=result.page,
            outcome=outcome,
            entries=result.entries,
        )
    except Stopped:
        pass
    except DomainError as error:
        store.end(job, mark, JobState.FAILED, str(error), now())
    except Exception:
        telemetry.logger.exception("job failed", extra={"job": job.id, "kind": job.kind})
        if store.put_back(job, mark, now() + PAUSE):
            delay = int(PAUSE.total_seconds())
            queues.wake(settings().jobs_queue_url, message(person, job_id), delay_seconds=delay)
    return store.get(person, job_id)
