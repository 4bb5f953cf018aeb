"""What belongs to all orders: choices, tags of units, files, statistics."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import orders
from chalicelib.application import order_choices, order_statistics, order_summary
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.orders import FileTicket, OrderAddress, OrderFile
from chalicelib.sheets.exports import Form

router = Router()

_TAG = "orders"
Unit = Annotated[str, Query(max_length=80)]


class OrderUnit(BaseModel):
    """A unit."""

    unit: str = Field(max_length=80)


class SentOrderFile(BaseModel):
    """A file that the browser has sent."""

    unit: str = Field(max_length=80)
    upload: str = Field(max_length=80)
    name: str = Field(min_length=1, max_length=200)


class WantedOrderAddress(BaseModel):
    """An address that a unit thinks of."""

    unit: str = Field(max_length=80)
    address: OrderAddress


class OrderTags(BaseModel):
    """The tags of a unit."""

    tags: list[order_choices.UnitTagSeen]


class OrderApprovers(BaseModel):
    """Who else could issue."""

    names: list[str]


class OrderTagUnits(BaseModel):
    """The units that carry a tag; none: it is removed."""

    unit: str = Field(max_length=80)
    units: list[str] = Field(max_length=5000)


class WantedOrderFile(BaseModel):
    """Which figures, and why."""

    unit: str = Field(default="", max_length=80)
    order: str = Field(default="", max_length=80)
    """The receipts of this order; empty: the statistics of a period."""
    since: date | None = None
    until: date | None = None
    reason: str = Field(min_length=1, max_length=200)
    form: Form = Form.XLSX


@router.get("/order-choices", tags=[_TAG], summary="指令的种类、紧急程度、期限")
def choices() -> order_choices.OrderChoices:
    """What there is to choose from."""
    return order_choices.choices(utc_now())


@router.post("/order-receivers", tags=[_TAG], summary="这样下达，哪些单位会收到")
def receivers(body: WantedOrderAddress) -> order_choices.OrderReached:
    """Whom an address would reach."""
    return order_choices.reached(actor(), body.unit, body.address, utc_now())


@router.get("/order-approvers", tags=[_TAG], summary="还有谁可以复核签发")
def approvers(unit: Unit) -> OrderApprovers:
    """Names of those who could be the second person."""
    return OrderApprovers(names=list(order_choices.approvers(actor(), unit)))


@router.get("/order-tags", tags=[_TAG], summary="下达指令用的单位标签")
def tags(unit: Unit) -> OrderTags:
    """The tags of a unit."""
    return OrderTags(tags=list(order_choices.tags(actor(), unit)))


@router.put("/order-tags/<name>", tags=[_TAG], summary="设置哪些单位带一个标签")
def set_tag(name: str, body: OrderTagUnits) -> OrderTags:
    """Set which units carry a tag."""
    orders.tags.set_tag(body.unit, name, body.units, by=actor(), now=utc_now())
    return tags(body.unit)


@router.post("/order-uploads", tags=[_TAG], summary="领取附件的上传地址")
def upload(body: OrderUnit) -> FileTicket:
    """Where the browser sends one file, within ten minutes."""
    return orders.attachments.ticket(body.unit, by=actor())


@router.post("/order-files", tags=[_TAG], summary="上传的文件用作附件")
def file(body: SentOrderFile) -> OrderFile:
    """Check a file that was sent and keep it."""
    return orders.attachments.take(body.unit, body.upload, body.name, by=actor(), now=utc_now())


@router.get("/order-summary", tags=[_TAG], summary="一个单位在办和逾期的指令")
def summary(unit: Unit) -> order_summary.OrderSummary:
    """The orders of a unit at a glance."""
    return order_summary.summary(unit, by=actor(), now=utc_now())


@router.get("/order-statistics", tags=[_TAG], summary="一段时间的指令，按单位统计")
def statistics(
    unit: Unit,
    since: Annotated[date | None, Query(description="第一天；空为今年起")] = None,
    until: Annotated[date | None, Query(description="最后一天；空为今天")] = None,
) -> order_statistics.OrderStatistics:
    """Per unit, for the orders issued in a period."""
    begin, end = _span(since, until)
    return order_statistics.statistics(actor(), unit, begin, end, utc_now())


@router.post("/order-statistics/export", tags=[_TAG], summary="导出办理情况或统计", status_code=202)
def export(body: WantedOrderFile) -> Response[JobSeen]:
    """Have them written into a file, as a job; the export itself stands in the log, with its reason."""

    def make() -> JobSeen:
        begin, end = _span(body.since, body.until)
        return seen(
            order_statistics.start_export(
                body.unit,
                body.order,
                begin,
                end,
                body.reason,
                body.form,
                by=actor(),
                now=utc_now(),
            )
        )

    return accepted(once(JobSeen, make))


def _span(since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """From the morning of the first day to the end of the last, Asia/Shanghai; by default this year to today."""
    today = utc_now().astimezone(SHANGHAI).date()
    first, last = since or today.replace(month=1, day=1), until or today
    end = datetime.combine(last, time(0, 0), SHANGHAI) + timedelta(days=1)
    return datetime.combine(first, time(0, 0), SHANGHAI), end
