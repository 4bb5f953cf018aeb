"""指令, seen from the unit that receives: signed, forwarded, reported; and closed or returned by the unit above."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import orders
from chalicelib.application import order_page as reading
from chalicelib.application.order_values import OrderReceiptSeen
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.routes.orders import Wanted, Words, some_of, wanted
from chalicelib.console.versions import tagged
from chalicelib.orders import OrderFile, ReceiptState

router = Router()

_TAG = "orders"


class OrderInbox(BaseModel):
    """A page of what a unit has received."""

    received: list[OrderReceiptSeen]
    next: str


class OrderForwarding(BaseModel):
    """To whom an order is forwarded."""

    units: list[str] = Field(min_length=1, max_length=2000)
    note: str = Field(default="", max_length=orders.NOTE_CHARS)
    done_by: AwareDatetime | None = None
    """None, or later than the unit's own: the unit's own deadline."""


class GivenOrderReport(BaseModel):
    """What was done, with its evidence."""

    text: str = Field(default="", max_length=orders.TEXT_CHARS)
    links: list[str] = Field(default=[], max_length=orders.MOST_LINKS)
    files: list[OrderFile] = Field(default=[], max_length=orders.MOST_FILES)
    """As ``POST /order-files`` answered them."""
    why: str = Field(default="", max_length=orders.NOTE_CHARS)
    """Why it comes although units below are not done."""


class OrderReturned(BaseModel):
    """Why, and by when it is to be done again."""

    reason: str = Field(min_length=1, max_length=orders.NOTE_CHARS)
    done_by: AwareDatetime | None = None


class OrderWords(BaseModel):
    """What is said with it."""

    note: str = Field(default="", max_length=200)


@router.get("/order-inbox", tags=[_TAG], summary="一个单位收到的指令，新的在前")
def inbox(
    unit: Annotated[str, Query(max_length=80)],
    states: Annotated[str, Query(max_length=200, description="状态，用逗号分开；空为全部")] = "",
    kind: Wanted = "",
    urgency: Wanted = "",
    words: Words = "",
    overdue: bool = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> OrderInbox:
    """A page of the inbox."""
    found = reading.inbox(
        actor(),
        unit,
        utc_now(),
        states=some_of(ReceiptState, states),
        wanted=wanted(kind, urgency, words, overdue),
        after=cursors.after(cursor),
        limit=limit,
    )
    return OrderInbox(received=list(found.received), next=cursors.cursor_at(found.place))


@router.get("/orders/<order_id>/receipts/<unit>", tags=[_TAG], summary="一条指令在一个单位")
def show(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    """What the order says, how the unit stands, what may be done now."""
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/sign", tags=[_TAG], summary="签收")
def sign(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    """Sign for an order; twice is once."""
    orders.sign(order_id, unit, by=actor(), now=utc_now())
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/start", tags=[_TAG], summary="开始办理")
def start(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    """Say that work has begun."""
    orders.start(order_id, unit, by=actor(), now=utc_now())
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/acknowledge", tags=[_TAG], summary="知悉补充")
def acknowledge(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    """Take note of what was supplemented."""
    orders.acknowledge(order_id, unit, by=actor(), now=utc_now())
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/forward", tags=[_TAG], summary="转办给下级")
def forward(order_id: str, unit: str, body: OrderForwarding) -> Response[reading.ReceiptDetail]:
    """Forward an order to units below; the unit itself stays responsible."""
    orders.forward(
        order_id,
        unit,
        body.units,
        by=actor(),
        now=utc_now(),
        note=body.note,
        done_by=body.done_by,
    )
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/report", tags=[_TAG], summary="反馈")
def report(order_id: str, unit: str, body: GivenOrderReport) -> Response[reading.ReceiptDetail]:
    """Report what was done, with the evidence that the order asks for."""
    given = orders.Report.model_validate(body.model_dump())
    orders.report(order_id, unit, given, by=actor(), now=utc_now())
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/close", tags=[_TAG], summary="办结")
def close(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    """Accept a unit's report."""
    orders.close(order_id, unit, by=actor(), now=utc_now())
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/return", tags=[_TAG], summary="退回重办")
def return_(order_id: str, unit: str, body: OrderReturned) -> Response[reading.ReceiptDetail]:
    """Return a unit's report to be done again."""
    orders.return_(order_id, unit, body.reason, by=actor(), now=utc_now(), done_by=body.done_by)
    return _seen(order_id, unit)


@router.post("/orders/<order_id>/receipts/<unit>/remind", tags=[_TAG], summary="催办")
def remind(order_id: str, unit: str, body: OrderWords) -> Response[reading.ReceiptDetail]:
    """Urge a unit by hand."""
    orders.remind(order_id, unit, by=actor(), now=utc_now(), note=body.note)
    return _seen(order_id, unit)


def _seen(order_id: str, unit: str) -> Response[reading.ReceiptDetail]:
    seen = reading.receipt_detail(actor(), order_id, unit, utc_now())
    return tagged(seen, seen.receipt.version)
