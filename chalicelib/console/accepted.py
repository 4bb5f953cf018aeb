"""Answers to what goes on as a job: 202, and where one sees how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol, TypeVar

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from chalicelib.jobs import OVER, Job, JobState, link
from chalicelib.settings import settings
from chalicelib.transitions import Deed

STATE_NAMES: Final = {
    JobState.QUEUED: "排队中",
    JobState.RUNNING: "进行中",
    JobState.DONE: "已完成",
    JobState.FAILED: "失败",
    JobState.CANCELLED: "已取消",
}


class JobResultFile(BaseModel):
    """A file that came of a job."""

    name: str
    size: int
    url: str
    """Where the browser saves it from, for some minutes; ask for the job again afterwards."""


class JobSeen(BaseModel):
    """A job of the caller."""

    id: str
    kind: str
    title: str
    unit: str
    state: JobState
    state_name: str
    percent: int
    message: str
    """How far it is, what came of it, or why nothing did."""
    made_at: datetime
    ended_at: datetime | None
    file: JobResultFile | None
    page: str
    """Where in the console one sees what came of it; empty where there is no such page."""
    actions: list[Deed]


def seen(job: Job) -> JobSeen:
    """A job as the API shows it."""
    over = job.state in OVER
    begun = job.state is JobState.RUNNING and not job.cancellable
    why = "已经结束" if over else "已经开始，不能取消" if begun else ""
    return JobSeen(
        id=job.id,
        kind=job.kind,
        title=job.title,
        unit=job.unit,
        state=job.state,
        state_name=STATE_NAMES[job.state],
        percent=job.percent,
        message=job.message,
        made_at=job.made_at,
        ended_at=job.ended_at,
        file=JobResultFile(name=job.file.name, size=job.file.size, url=link(job))
        if job.file
        else None,
        page=job.page,
        actions=[
            Deed(name="cancel", label="取消", allowed=not why, why=why),
            Deed(name="forget", label="移除", allowed=over, why="" if over else "还没有结束"),
        ],
    )


def accepted(job: JobSeen) -> Response[JobSeen]:
    """The answer to what goes on as a job; its route says ``status_code=202``."""
    return Response(
        status_code=202,
        content_type="application/json",
        body=job,
        headers=_place(job),
    )


def _place(job: JobSeen) -> dict[str, str | list[str]]:
    return {"Location": f"{settings().console_url or '/console/'}api/v1/jobs/{job.id}"}


class BegunOrDone(Protocol):
    """An answer that is there, or the job that will give it."""

    @property
    def job(self) -> JobSeen | None:
        """None where the answer is there."""


Answer = TypeVar("Answer", bound=BegunOrDone)


def begun_or_done(answer: Answer) -> Response[Answer]:
    """200 with what was done at once, 202 with a job."""
    job = answer.job
    return Response(
        status_code=202 if job else 200,
        content_type="application/json",
        body=answer,
        headers=_place(job) if job else {},
    )
