"""A table of the pages of numbers as a file, made by a job."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import audit, jobs
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for, readable
from chalicelib.application.number_tables import (
    MADE,
    OF_ONE_ACCOUNT,
    TABLES,
    Table,
    Wanted,
    check_choice,
)
from chalicelib.application.reasons import required_reason
from chalicelib.application.wechat_numbers import Span
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Field, Invalid

EXPORT: Final = "insight:numbers:export"
_PLAIN: Final = str.maketrans(" ", "-", ":")


def start_numbers_export(
    table: Table,
    unit: str,
    account: str,
    days: Span,
    reason: str,
    form: str,
    *,
    of: str = "",
    by: Actor,
    now: datetime,
) -> jobs.Job:
    """Have a table of the pages of numbers written into a file; ``of`` is what the page chose (``number_tables.Wanted``).

    Raises ``Invalid`` without a reason, an account or a choice where the table needs one, ``TooManyJobs``,
    ``PermissionDenied`` or an unknown's error.
    """
    check_choice(table, of)
    if table in OF_ONE_ACCOUNT and not account:
        raise Invalid("请选择一个公众号。", fields=[Field("account", "没有选择")])
    # Whoever may export may read: one refusal, with the permission that is missing.
    found = readable(by, EXPORT, unit, account)
    arguments = {
        "table": table.value,
        "account": account,
        "since": days.since.isoformat(),
        "until": days.until.isoformat(),
        "reason": required_reason(reason),
        "form": form,
        "of": of,
    }
    title = f"导出统计数据：{TABLES[table]}"
    unit = unit or found[0].unit
    return jobs.start("numbers.export", title, by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``numbers.export``."""
    from chalicelib.sheets.exports import Form, export

    wanted = job.arguments
    table, account = Table(wanted["table"]), str(wanted["account"])
    days = Span.model_validate({"since": wanted["since"], "until": wanted["until"]})
    readable(job.by, EXPORT, job.unit, account)
    progress(0, 1, "正在读取")
    of = str(wanted.get("of") or "")
    heads, rows = MADE[table](Wanted(job.unit, account, days, of, job.by, job.made_at))
    made = export(heads, rows, Form(wanted["form"]))
    of_unit = account_for(job.by, EXPORT, account).unit if account else job.unit
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=of_unit,
        at=job.made_at,
        object=f"account:{account}" if account else f"unit:{job.unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=f"{TABLES[table]} {days.since} 至 {days.until}：{wanted['reason']}",
    )
    named = f"{TABLES[table]}-{account or job.unit}-{shown(job.made_at).translate(_PLAIN)}"
    return jobs.Result(
        f"共 {len(rows)} 条",
        jobs.Made(f"{named}{made.ending}", made.content_type, made.body),
        entries=(entry,),
    )
