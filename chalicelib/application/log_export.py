"""The audit log as a file, made by a job: who exports, and why, stands in the log itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.operation_log import ChangeSeen, EntrySeen, Filter, entries_of, seen
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Invalid

if TYPE_CHECKING:
    from chalicelib.sheets.exports import Form

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
    from chalicelib.sheets.exports import Form

    people.require(job.by, EXPORT, job.unit)
    made, entry = _made(
        job.unit,
        Filter.model_validate(job.arguments["filter"]),
        job.arguments["reason"],
        Form(job.arguments["form"]),
        by=job.by,
        at=job.made_at,
        progress=progress,
    )
    return jobs.Result(f"共 {_rows_of(entry)} 条", made, entries=(entry,))


def export_now(
    unit: str, wanted: Filter, reason: str, form: Form, *, by: Actor, now: datetime
) -> tuple[jobs.Made, int]:
    """The same file at once, for a shell: the file, and how many entries it has. Errors as of ``start_log_export``."""
    people.require(by, EXPORT, unit)
    made, entry = _made(
        unit, wanted, required_reason(reason), form, by=by, at=now, progress=audit.chain.silent
    )
    audit.record(entry)
    return made, _rows_of(entry)


def _rows_of(entry: audit.AuditEntry) -> int:
    return int(entry.changes[0].after)


def _made(
    unit: str,
    wanted: Filter,
    reason: str,
    form: Form,
    *,
    by: Actor,
    at: datetime,
    progress: audit.chain.Progress | jobs.Progress,
) -> tuple[jobs.Made, audit.AuditEntry]:
    """The file, and its entry in the log."""
    from chalicelib.sheets.exports import export

    until = min(wanted.until or at, at)
    rows: list[list[str]] = []
    for number, (entry, _) in enumerate(
        entries_of(unit, wanted.model_copy(update={"until": until}), None)
    ):
        progress(min(number, MOST_ROWS), MOST_ROWS, f"已读 {number} 条")
        if wanted.wants(entry):
            rows.append(_row(seen(entry)))
        if len(rows) > MOST_ROWS:
            raise Invalid(f"超过 {MOST_ROWS} 条，请缩短时间范围后再导出。")
    made = export(_HEADS, rows, form)
    entry = audit.entry_of(
        by,
        EXPORT,
        unit=unit,
        at=at,
        object=f"audit:{unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=reason,
    )
    name = f"操作日志-{unit}-{shown(at).translate(_PLAIN)}{made.ending}"
    return jobs.Made(name, made.content_type, made.body), entry


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
