"""The audit log as a file, made by a job: who exports, and why, stands in the log itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.operation_log import ChangeSeen, EntrySeen, Filter, entries_of, seen
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Invalid

EXPORT: Final = "audit:log:export"
MOST_ROWS: Final = 100_000
"""Rows of an export; who needs more takes a shorter time."""
_HEADS: Final = ("时间（北京）", "人员", "方式", "代办", "操作", "对象类型", "对象", "修改", "说明", "请求编号")  # fmt: skip


def start_log_export(
    unit: str, wanted: Filter, reason: str, form: str, *, by: Actor, now: datetime
) -> jobs.Job:
    """Have the entries that a filter wants written into a file (``xlsx`` or ``csv``).

    Raises ``Invalid`` without a reason, ``TooManyJobs``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, EXPORT, unit)
    arguments = {
        "filter": wanted.model_dump(mode="json"),
        "reason": required_reason(reason),
        "form": form,
    }
    return jobs.start(
        "audit.export", "导出操作日志", by=by, unit=unit, arguments=arguments, now=now
    )


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``audit.export``. What was written after the job was asked for is left out, at each try alike."""
    from chalicelib.sheets.exports import Form, export

    people.require(job.by, EXPORT, job.unit)
    wanted = Filter.model_validate(job.arguments["filter"])
    until = min(wanted.until or job.made_at, job.made_at)
    rows: list[list[str]] = []
    for number, (entry, _) in enumerate(
        entries_of(job.unit, wanted.model_copy(update={"until": until}), None)
    ):
        progress(min(number, MOST_ROWS), MOST_ROWS, f"已读 {number} 条")
        if wanted.wants(entry):
            rows.append(_row(seen(entry)))
        if len(rows) > MOST_ROWS:
            raise Invalid(f"超过 {MOST_ROWS} 条，请缩短时间范围后再导出。")
    made = export(_HEADS, rows, Form(job.arguments["form"]))
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=job.unit,
        at=job.made_at,
        object=f"audit:{job.unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=job.arguments["reason"],
    )
    name = f"操作日志-{job.unit}-{shown(job.made_at).translate(_PLAIN)}{made.ending}"
    return jobs.Result(
        f"共 {len(rows)} 条", jobs.Made(name, made.content_type, made.body), entries=(entry,)
    )


_PLAIN: Final = str.maketrans(" ", "-", ":")


def _row(entry: EntrySeen) -> list[str]:
    return [
        shown(entry.at),
        entry.by,
        entry.how,
        entry.identity if entry.on_behalf else "",
        entry.action_name,
        entry.kind_name,
        entry.object,
        _told(entry.changes),
        entry.note,
        entry.request,
    ]


def _told(changes: Iterable[ChangeSeen]) -> str:
    return "；".join(
        f"{one.field_name}（不显示内容）"
        if one.hidden
        else f"{one.field_name}：{one.before or '（空）'} → {one.after or '（空）'}"
        for one in changes
    )
