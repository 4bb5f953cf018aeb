"""Start, look at, cancel and forget jobs. A person sees their own alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.actor import Actor
from chalicelib.cloud import objects, queues
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.jobs import store
from chalicelib.jobs.errors import JobNotDone, JobOver, TooManyJobs, UnknownJob
from chalicelib.jobs.models import MOST_OPEN, OVER, Job, JobState, Order
from chalicelib.settings import settings


def start(
    kind: str,
    title: str,
    *,
    by: Actor,
    unit: str,
    arguments: Mapping[str, Any],
    now: datetime,
    cancellable: bool = True,
    id: str = "",
) -> Job:
    """Ask for a job of a kind of ``job_kinds``; returns it as it waits.

    The caller has checked the permission; the job's function checks it again. ``arguments`` are JSON values. With
    ``id`` (13 digits of milliseconds first) what nobody waits for is begun once, however often it is asked for, and
    as many as there may be. Raises ``TooManyJobs``.
    """
    if not id and sum(one.state not in OVER for one in store.of(by.person)) >= MOST_OPEN:
        raise TooManyJobs(f"您有 {MOST_OPEN} 个任务还没有完成，请等其中一个完成，或先取消。")
    order = Order(
        id=id or f"{int(now.timestamp() * 1000):013d}-{secrets.token_hex(5)}",
        kind=kind,
        title=title,
        by=by,
        unit=unit,
        arguments=dict(arguments),
        made_at=now,
        cancellable=cancellable,
    )
    try:
        store.add(order)
    except ConditionFailed:
        if not id:
            raise
        return get(id, by)
    queues.wake(settings().jobs_queue_url, message(by.person, order.id))
    return Job(**order.model_dump())


def message(person: str, job_id: str) -> str:
    """The queue's message about a job."""
    return f"{job_id} {person}"


def get(job_id: str, by: Actor) -> Job:
    """One of the actor's own jobs. Raises ``UnknownJob``."""
    found = store.get(by.person, job_id)
    if found is None:
        raise UnknownJob
    return found


def jobs_of(by: Actor, *, after: str = "") -> Iterator[Job]:
    """The actor's own jobs, newest first; ``after`` is the id of the one that the first follows."""
    return store.of(by.person, after=after)


def give(body: bytes, *, by: Actor) -> str:
    """Keep a file for a job that is about to start, for seven days; returns the key for its arguments."""
    return store.put_given(by.person, body)


def given(key: str) -> bytes:
    """The file under a key of ``give``."""
    return objects.read(key)


def outcome(job_id: str, kind: str, *, by: Actor) -> tuple[Job, str]:
    """A job of a kind, and what its page shows of it (JSON).

    The caller checks the permission for what it shows. Raises ``UnknownJob`` or ``JobNotDone``.
    """
    job = get(job_id, by)
    if job.kind != kind or (job.state is JobState.DONE and not job.outcome):
        raise UnknownJob
    if job.state is not JobState.DONE:
        raise JobNotDone(job.message or "还没有结果，请稍等。", state=job.state)
    try:
        return job, objects.read(job.outcome).decode()
    except CloudNotFound:  # seven days are over
        raise UnknownJob from None


def cancel(job_id: str, *, by: Actor, now: datetime) -> Job:
    """End a job that has not ended; what it has done by then stays. Twice is once.

    A function that works on it stops at its next word of progress. Raises ``UnknownJob`` or ``JobOver``.
    """
    job = get(job_id, by)
    if job.state is JobState.CANCELLED:
        return job
    if job.state is JobState.RUNNING and not job.cancellable:
        raise JobOver("这个任务已经开始，不能取消，请等它完成。", state=job.state)
    if job.state in OVER or not store.cancel(job, "已取消", now):
        raise JobOver("这个任务已经结束，不用取消。", state=job.state)
    return get(job_id, by)


def forget(job_id: str, *, by: Actor) -> None:
    """Take a job that has ended out of the list. Raises ``UnknownJob`` or ``JobOver``."""
    job = get(job_id, by)
    if job.state not in OVER:
        raise JobOver("这个任务还没有结束，请先取消。", state=job.state, possible=["cancel"])
    store.delete(by.person, job_id)


def link(job: Job) -> str:
    """Where a browser fetches the file of a job, for some minutes; empty where it has none."""
    return objects.link(job.file.key, save_as=job.file.name) if job.file else ""


def sweep(now: datetime) -> int:
    """Queue every job that waits or whose function broke off; returns how many. One that is queued twice is done once."""
    found = [message(person, job_id) for person, job_id in store.due(now)]
    queues.send_all(settings().jobs_queue_url, found)
    return len(found)
