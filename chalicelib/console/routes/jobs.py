"""任务: what the caller has started and goes on without a page."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel

from chalicelib import jobs
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, seen
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit

router = Router()
JobId = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-f-]+$")]


class Jobs(BaseModel):
    """Jobs of the caller, newest first."""

    jobs: list[JobSeen]
    next: str
    """The cursor of the next page; empty at the end."""


class JobForgotten(BaseModel):
    """A job that is in the list no more."""

    id: str


@router.get("/jobs", tags=["jobs"], summary="本人的任务")
def mine(cursor: Cursor = "", limit: Limit = cursors.LIMIT) -> Jobs:
    """What the caller has started within seven days, newest first."""
    found = jobs.jobs_of(actor(), after=cursors.after(cursor))
    shown, after = cursors.page(found, limit, lambda one: one.id)
    return Jobs(jobs=[seen(one) for one in shown], next=after)


@router.get("/jobs/<job_id>", tags=["jobs"], summary="一个任务的进度与结果")
def one_job(job_id: JobId) -> JobSeen:
    """How far a job is, and what came of it."""
    return seen(jobs.get(job_id, actor()))


@router.post("/jobs/<job_id>/cancel", tags=["jobs"], summary="取消任务")
def cancel(job_id: JobId) -> JobSeen:
    """End a job that has not ended; what it has done by then stays."""
    return seen(jobs.cancel(job_id, by=actor(), now=utc_now()))


@router.delete("/jobs/<job_id>", tags=["jobs"], summary="移除已结束的任务")
def forget(job_id: JobId) -> JobForgotten:
    """Take a job that has ended out of the list."""
    jobs.forget(job_id, by=actor())
    return JobForgotten(id=job_id)
