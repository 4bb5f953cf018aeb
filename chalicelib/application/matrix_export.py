"""The matrix as a file, made by a job."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.matrix_list import Wanted, rows_of
from chalicelib.application.matrix_page import MatrixLine, line
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown

EXPORT: Final = "matrix:account:export"
_HEADS: Final = (
    "公众号", "编号", "单位", "级别", "类型", "健康", "自何时起", "原因", "备案状态", "负责人", "代理人", "认证到期",
    "最近发布", "最近答复", "最近收到消息", "僵尸号",
)  # fmt: skip
_PLAIN: Final = str.maketrans(" ", "-", ":")


def start_export(
    unit: str, wanted: Wanted, reason: str, form: str, *, by: Actor, now: datetime
) -> jobs.Job:
    """Have the accounts that a filter lets through written into a file (``xlsx`` or ``csv``).

    Raises ``Invalid`` without a reason, ``TooManyJobs``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, EXPORT, unit)
    arguments = {
        "wanted": wanted.model_dump_json(),
        "reason": required_reason(reason),
        "form": form,
    }
    return jobs.start("matrix.export", "导出矩阵", by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``matrix.export``."""
    from chalicelib.sheets.exports import Form, export

    wanted = job.arguments
    people.require(job.by, EXPORT, job.unit)
    found, within = rows_of(job.unit, Wanted.model_validate_json(wanted["wanted"]), by=job.by)
    progress(0, len(found), "")
    made = export(_HEADS, [_told(line(row, within)) for row in found], Form(wanted["form"]))
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=job.unit,
        at=job.made_at,
        object=f"unit:{job.unit}",
        changes=[Change(field="rows", after=str(len(found)))],
        note=wanted["reason"],
    )
    name = f"矩阵-{job.unit}-{shown(job.made_at).translate(_PLAIN)}{made.ending}"
    return jobs.Result(
        f"共 {len(found)} 个公众号",
        jobs.Made(name, made.content_type, made.body),
        entries=(entry,),
    )


def _told(one: MatrixLine) -> list[str]:
    return [
        one.name,
        one.account,
        one.unit_name,
        one.level_name,
        one.kind_name,
        one.health_name,
        shown(one.since),
        "；".join(sign.said for sign in one.signs),
        one.life_name,
        one.in_charge,
        one.stand_in,
        one.verified_until,
        one.published,
        one.answered,
        one.heard,
        "是" if one.idle else "",
    ]
