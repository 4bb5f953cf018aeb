"""The job that makes a report, and its draft article where its schedule says so."""

from __future__ import annotations

from chalicelib import jobs
from chalicelib.application.report_article import draft_article
from chalicelib.application.reporting import make_report, page_of
from chalicelib.errors import DomainError
from chalicelib.reports import Made, Period, Place


def report_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``report.make``. Run again it finds the report that the first run made: its id is the job's."""
    place = Place.model_validate(job.arguments["place"])
    period = Period.model_validate(job.arguments["period"])
    made, entry = make_report(
        place,
        period,
        by=job.by,
        now=job.made_at,
        key=job.id,
        scheduled=bool(job.arguments.get("scheduled")),
        told=progress,
    )
    said = f"{made.title}已做好" + (f"，有 {made.faults} 处数据不全" if made.faults else "")
    if job.arguments.get("article"):
        said += f"；{_drafted(made, job)}"
    return jobs.Result(said, page=page_of(made), entries=(entry,))


def _drafted(made: Made, job: jobs.Job) -> str:
    """Make the draft article too; what is wrong with it does not undo the report."""
    try:
        draft_article(made.place, made.id, by=job.by, now=job.made_at)
    except DomainError as error:
        return f"没有存成稿件：{error}"
    return "已存为稿件"
