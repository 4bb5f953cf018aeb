"""The records of pushes as a file, made by a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.deliveries import DeliveryRow, deliveries
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Invalid
from chalicelib.publishing import DeliveryState

EXPORT: Final = "publishing:push:export"
MOST_ROWS: Final = 100_000
_PAGE: Final = 100
_HEADS: Final = ("时间（北京）", "公众号", "标题", "方式", "状态", "送达人数", "期", "编号")
_PLAIN: Final = str.maketrans(" ", "-", ":")


def start_delivery_export(
    unit: str,
    account: str,
    states: Iterable[DeliveryState],
    reason: str,
    form: str,
    *,
    by: Actor,
    now: datetime,
) -> jobs.Job:
    """Have the pushes of an account, or of a unit and below, written into a file (``xlsx`` or ``csv``).

    Raises ``Invalid`` without a reason, ``TooManyJobs``, ``PermissionDenied`` or an unknown's error.
    """
    readable(by, EXPORT, unit, account)
    arguments = {
        "account": account,
        "states": [one.value for one in states],
        "reason": required_reason(reason),
        "form": form,
    }
    title = "导出群发与发布的记录"
    return jobs.start("push.export", title, by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``push.export``."""
    from chalicelib.sheets.exports import Form, export

    wanted = job.arguments
    found = readable(job.by, EXPORT, job.unit, wanted["account"])
    states = [DeliveryState(one) for one in wanted["states"]]
    rows: list[list[str]] = []
    for number, account in enumerate(found):
        for row in _rows(job.by, account.unit, account.id, states):
            progress(number, len(found), f"已读 {len(rows)} 条")
            rows.append(_told(row))
            if len(rows) > MOST_ROWS:
                raise Invalid(f"超过 {MOST_ROWS} 条，请按公众号分别导出。")
    made = export(_HEADS, rows, Form(wanted["form"]))
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=job.unit or found[0].unit,
        at=job.made_at,
        object=f"account:{wanted['account']}" if wanted["account"] else f"unit:{job.unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=wanted["reason"],
    )
    of = wanted["account"] or job.unit
    name = f"群发与发布-{of}-{shown(job.made_at).translate(_PLAIN)}{made.ending}"
    return jobs.Result(
        f"共 {len(rows)} 条", jobs.Made(name, made.content_type, made.body), entries=(entry,)
    )


def _rows(by: Actor, unit: str, account: str, states: list[DeliveryState]) -> Iterator[DeliveryRow]:
    """Every push of one account, page by page."""
    people.require(by, EXPORT, unit)
    after = ""
    while True:
        page = deliveries(by, "", account, states, after=after, limit=_PAGE)
        yield from page.deliveries
        if not page.place:
            return
        after = page.place


def _told(row: DeliveryRow) -> list[str]:
    return [
        shown(row.at),
        row.account_name,
        " / ".join(row.titles),
        row.way_name,
        f"{row.state_name}（结果待核实）" if row.unknown else row.state_name,
        "" if row.sent is None else str(row.sent),
        row.issue,
        row.id,
    ]
