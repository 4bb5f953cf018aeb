"""Statistics of a unit's orders: per unit below, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import audit, jobs, orders, people
from chalicelib.actor import Actor
from chalicelib.application.order_views import Names, name_of, unit_names
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Field, Invalid
from chalicelib.orders import UnitSums
from chalicelib.units import LEVELS, UnitLevel
from chalicelib.values import Value

READ: Final = "orders:order:read"
LONGEST: Final = timedelta(days=400)
_PLAIN: Final = str.maketrans(" ", "-", ":")
HEADS: Final = (
    "单位",
    "级别",
    "收到",
    "按期反馈",
    "逾期",
    "签收逾期",
    "被退回",
    "未办结",
    "签收用时中位数（工作小时）",
    "办结用时中位数（工作小时）",
)
ORDER_HEADS: Final = (
    "单位",
    "级别",
    "转办自",
    "状态",
    "逾期",
    "催办",
    "送达",
    "签收期限",
    "签收",
    "办结期限",
    "反馈",
    "办结",
    "退回次数",
)


class UnitFigures(Value):
    """What one unit received and did."""

    unit: str
    unit_name: str
    level: UnitLevel | None
    level_name: str
    received: int
    on_time: int
    late: int
    signed_late: int
    returned: int
    open: int
    sign_hours: float | None
    done_hours: float | None


class OrderStatistics(Value):
    """The orders that a unit issued in a period, by the units that received them; the latest first."""

    since: AwareDatetime
    until: AwareDatetime
    orders: int
    units: tuple[UnitFigures, ...]
    received: int
    on_time: int
    late: int
    returned: int
    open: int


def statistics(
    by: Actor, unit: str, since: datetime, until: datetime, now: datetime
) -> OrderStatistics:
    """Per unit, for the orders that ``unit`` issued in a period, the units with most that is late first.

    Raises ``Invalid`` for a period that is none, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    if not since < until <= since + LONGEST:
        raise Invalid(
            f"时段最长 {LONGEST.days} 天，止期要晚于起期。", fields=[Field("until", "时段不对")]
        )
    lines = orders.figures.issued_within(unit, since, until)
    sums = orders.figures.unit_sums(orders.figures.of_orders(lines), now)
    names = unit_names()
    seen = sorted((_seen(one, names) for one in sums), key=lambda one: (-one.late, one.unit))
    return OrderStatistics(
        since=since,
        until=until,
        orders=len(lines),
        units=tuple(seen),
        received=sum(one.received for one in seen),
        on_time=sum(one.on_time for one in seen),
        late=sum(one.late for one in seen),
        returned=sum(one.returned for one in seen),
        open=sum(one.open for one in seen),
    )


def start_export(
    unit: str,
    order: str,
    since: datetime,
    until: datetime,
    reason: str,
    form: str,
    *,
    by: Actor,
    now: datetime,
) -> jobs.Job:
    """Have the receipts of one order, or the statistics of a period, written into a file (``xlsx`` or ``csv``).

    Raises ``Invalid`` without a reason, ``TooManyJobs``, ``PermissionDenied`` or an unknown's error.
    """
    unit = orders.get(order).unit if order else unit
    people.require(by, READ, unit)
    arguments = {
        "order": order,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "reason": required_reason(reason),
        "form": form,
    }
    title = "导出指令的办理情况" if order else "导出指令统计"
    return jobs.start("orders.export", title, by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``orders.export``."""
    from chalicelib.sheets.exports import Form, export

    wanted, unit = job.arguments, job.unit or ""
    progress(0, 1, "正在读取")
    since, until = (datetime.fromisoformat(wanted[name]) for name in ("since", "until"))
    heads: Sequence[str]
    if wanted["order"]:
        people.require(job.by, READ, orders.get(wanted["order"]).unit)
        heads, rows = ORDER_HEADS, order_table(wanted["order"], job.made_at)
    else:
        found = statistics(job.by, unit, since, until, job.made_at)
        heads, rows = HEADS, statistics_table(found)
    made = export(heads, rows, Form(wanted["form"]))
    entry = audit.entry_of(
        job.by,
        READ,
        unit=unit,
        at=job.made_at,
        object=f"order:{wanted['order']}" if wanted["order"] else f"unit:{unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=wanted["reason"],
    )
    name = f"指令-{wanted['order'] or unit}-{shown(job.made_at).translate(_PLAIN)}{made.ending}"
    return jobs.Result(
        f"共 {len(rows)} 个单位",
        jobs.Made(name, made.content_type, made.body),
        entries=(entry,),
    )


def statistics_table(found: OrderStatistics) -> list[list[str]]:
    """Statistics as rows of a sheet, under ``HEADS``."""
    return [
        [
            one.unit_name,
            one.level_name,
            str(one.received),
            str(one.on_time),
            str(one.late),
            str(one.signed_late),
            str(one.returned),
            str(one.open),
            "" if one.sign_hours is None else str(one.sign_hours),
            "" if one.done_hours is None else str(one.done_hours),
        ]
        for one in found.units
    ]


def order_table(order_id: str, now: datetime) -> list[list[str]]:
    """The units of an order as rows of a sheet."""
    names, moment = unit_names(), orders.rows.moment
    labels = orders.labels
    return [
        [
            name_of(one.unit, names),
            LEVELS[names[one.unit].level] if one.unit in names else "",
            name_of(one.above, names) if one.above else "",
            labels.RECEIPTS[one.state],
            "是" if one.overdue(now) else "",
            labels.URGINGS[one.urged],
            *(
                shown(moment(at)) if at else ""
                for at in (
                    one.sent_at,
                    one.sign_by,
                    one.signed_at,
                    one.done_by,
                    one.reported_at,
                    one.closed_at,
                )
            ),
            str(one.returned),
        ]
        for one in orders.rows_of(order_id)
    ]


def _seen(one: UnitSums, names: Names) -> UnitFigures:
    unit = names.get(one.unit)
    return UnitFigures(
        **one._asdict(),
        unit_name=name_of(one.unit, names),
        level=unit.level if unit else None,
        level_name=LEVELS[unit.level] if unit else "",
    )
