"""Effect per department and month as a file, made by a job."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.reasons import required_reason
from chalicelib.application.topic_effect import DepartmentMonth, months_for
from chalicelib.audit import Change
from chalicelib.clock import shown, utc_now

EXPORT: Final = "topics:effect:export"
KIND: Final = "topics.effects"
HEADS: Final = (
    "月份",
    "部门",
    "交办",
    "采用",
    "超期",
    "平均用时（小时）",
    "见效选题",
    "见效前 7 天提问人数",
    "见效后 7 天提问人数",
    "告知人数",
    "阅读人数",
)
_PLAIN: Final = str.maketrans(" ", "-", ":")


def start(unit: str, month: str, reason: str, *, by: Actor, now: datetime) -> jobs.Job:
    """Have the table written into a file. Raises ``Invalid``, ``TooManyJobs``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, EXPORT, unit)
    arguments = {"month": month, "reason": required_reason(reason)}
    return jobs.start(KIND, "导出选题成效", by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``topics.effects``."""
    from chalicelib.sheets.exports import Form, export

    people.require(job.by, EXPORT, job.unit)
    progress(0, 1, "正在统计")
    month = str(job.arguments["month"])
    rows = rows_of(months_for(job.unit, month, by=job.by, now=utc_now()))
    made = export(HEADS, rows, Form.XLSX)
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=job.unit,
        at=job.made_at,
        object=f"unit:{job.unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=f"选题成效 {month}：{job.arguments['reason']}",
    )
    named = f"选题成效-{job.unit}-{shown(job.made_at).translate(_PLAIN)}"
    return jobs.Result(
        f"共 {len(rows)} 条",
        jobs.Made(f"{named}{made.ending}", made.content_type, made.body),
        entries=(entry,),
    )


def rows_of(found: list[DepartmentMonth]) -> list[list[str]]:
    """The table's rows as texts. Pure."""
    return [
        [
            one.month,
            one.name,
            *(str(n) for n in (one.asked, one.answered, one.late)),
            "—" if one.hours is None else f"{one.hours:g}",
            *(str(n) for n in (one.published, one.before, one.after, one.told, one.reads)),
        ]
        for one in found
    ]
