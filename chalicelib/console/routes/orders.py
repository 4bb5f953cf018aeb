"""指令, seen from the unit that issues: drafted, issued by one or two, supplemented, withdrawn; where units stand."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import orders
from chalicelib.application import order_page as reading
from chalicelib.application.order_values import OrderRow, OrderStandingRow
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.errors import Field as Wrong
from chalicelib.errors import Invalid
from chalicelib.orders import (
    Behind,
    OrderAddress,
    OrderClue,
    OrderEvidence,
    OrderFile,
    OrderKind,
    OrderState,
    ReceiptState,
    Urgency,
)
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel

router = Router()

_TAG = "orders"
One = TypeVar("One", bound=StrEnum)
Unit = Annotated[str, Query(max_length=80)]
Wanted = Annotated[str, Query(max_length=20)]
Words = Annotated[str, Query(max_length=60, description="标题或文号里的字")]
States = Annotated[str, Query(max_length=200, description="状态，用逗号分开；空为全部")]


class OrderDraft(BaseModel):
    """What a person writes of an order."""

    kind: OrderKind
    urgency: Urgency = Urgency.PLAIN
    title: str = Field(min_length=1, max_length=orders.TITLE_CHARS)
    text: str = Field(default="", max_length=orders.TEXT_CHARS)
    attachments: list[OrderFile] = Field(default=[], max_length=orders.MOST_FILES)
    """As ``POST /order-files`` answered them."""
    address: OrderAddress = OrderAddress()
    sign_by: AwareDatetime | None = None
    """None: by the urgency, when it is issued."""
    done_by: AwareDatetime | None = None
    wants: list[OrderEvidence] = Field(default=[], max_length=3)
    article: str = Field(default="", max_length=80)
    """Of a 转载: a released article of the unit."""
    clues: list[OrderClue] = Field(default=[], max_length=20)

    def written(self) -> orders.Draft:
        """The draft as the domain has it."""
        return orders.Draft.model_validate(self.model_dump())


class NewOrder(OrderDraft):
    """A new draft of a unit."""

    unit: str = Field(max_length=80)


class MadeOrder(BaseModel):
    """The draft that was begun."""

    id: str


class OrderReason(BaseModel):
    """The reason."""

    reason: str = Field(min_length=1, max_length=orders.NOTE_CHARS)


class OrderReminder(BaseModel):
    """Which units are urged."""

    which: Behind
    note: str = Field(default="", max_length=200)


class OrderSupplement(BaseModel):
    """What is supplemented."""

    text: str = Field(min_length=1, max_length=orders.TEXT_CHARS)


class Orders(BaseModel):
    """A page of a unit's orders."""

    orders: list[OrderRow]
    next: str
    draft: Deed


class OrderUnits(BaseModel):
    """Some units of an order, those that ask for somebody first."""

    rows: list[OrderStandingRow]
    found: int
    """How many there are in all, by the filter."""
    next: str


@router.get("/orders", tags=[_TAG], summary="一个单位的指令，新的在前")
def orders_of(
    unit: Unit,
    states: States = "",
    kind: Wanted = "",
    urgency: Wanted = "",
    words: Words = "",
    overdue: bool = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Orders:
    """A page of the list, with how the units stand."""
    found = reading.order_list(
        actor(),
        unit,
        utc_now(),
        states=some_of(OrderState, states),
        wanted=wanted(kind, urgency, words, overdue),
        after=cursors.after(cursor),
        limit=limit,
    )
    return Orders(orders=list(found.orders), next=cursors.cursor_at(found.place), draft=found.draft)


@router.post("/orders", tags=[_TAG], summary="起草指令")
def draft(body: NewOrder) -> MadeOrder:
    """Begin an order."""

    def made() -> MadeOrder:
        order = orders.draft(body.unit, body.written(), by=actor(), now=utc_now())
        return MadeOrder(id=order.id)

    return once(MadeOrder, made)


@router.get("/orders/<order_id>", tags=[_TAG], summary="一条指令和各单位的办理情况")
def show(order_id: str) -> Response[reading.OrderDetail]:
    """An order with how its units stand, added up."""
    return _seen(order_id)


@router.put("/orders/<order_id>", tags=[_TAG], summary="修改起草中的指令")
def edit(order_id: str, body: OrderDraft) -> Response[reading.OrderDetail]:
    """Change a draft."""
    orders.edit(order_id, body.written(), by=actor(), now=utc_now(), seen=expected())
    return _seen(order_id)


@router.post("/orders/<order_id>/drop", tags=[_TAG], summary="作废没有签发的指令")
def drop(order_id: str) -> Response[reading.OrderDetail]:
    """Give up an order that was never issued."""
    orders.drop(order_id, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post(
    "/orders/<order_id>/issue", tags=[_TAG], summary="签发；特急和面向粉丝的还须另一人复核"
)
def issue(order_id: str) -> Response[reading.OrderDetail]:
    """Issue an order; where it takes two, it waits for another person."""
    orders.issue(order_id, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/approve", tags=[_TAG], summary="作为第二人复核签发")
def approve(order_id: str) -> Response[reading.OrderDetail]:
    """Issue as the second person."""
    orders.approve(order_id, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/refuse", tags=[_TAG], summary="把待复核的指令退回修改")
def refuse(order_id: str, body: OrderReason) -> Response[reading.OrderDetail]:
    """Give it back to be changed."""
    orders.refuse(order_id, body.reason, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/amend", tags=[_TAG], summary="补充；通知所有单位")
def amend(order_id: str, body: OrderSupplement) -> Response[reading.OrderDetail]:
    """Supplement an order."""
    orders.amend(order_id, body.text, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/amendment/approve", tags=[_TAG], summary="作为第二人同意补充")
def approve_amendment(order_id: str) -> Response[reading.OrderDetail]:
    """Agree to a supplement; every unit is told."""
    orders.approve_amendment(order_id, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/amendment/refuse", tags=[_TAG], summary="不同意补充")
def refuse_amendment(order_id: str, body: OrderReason) -> Response[reading.OrderDetail]:
    """Drop a supplement that waits for a second person."""
    orders.refuse_amendment(order_id, body.reason, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/remind", tags=[_TAG], summary="催办没有签收、超期或没有办完的单位")
def remind(order_id: str, body: OrderReminder) -> Response[reading.OrderDetail]:
    """Urge many units at once."""
    orders.remind_all(order_id, body.which, body.note, by=actor(), now=utc_now())
    return _seen(order_id)


@router.post("/orders/<order_id>/withdraw", tags=[_TAG], summary="撤销；通知所有单位")
def withdraw(order_id: str, body: OrderReason) -> Response[reading.OrderDetail]:
    """Withdraw an order."""
    orders.withdraw(order_id, body.reason, by=actor(), now=utc_now())
    return _seen(order_id)


@router.get("/orders/<order_id>/receipts", tags=[_TAG], summary="一条指令在各单位的办理情况")
def receipts(
    order_id: str,
    state: Annotated[str, Query(max_length=20)] = "",
    overdue: bool = False,
    level: Annotated[str, Query(max_length=20)] = "",
    under: Annotated[str, Query(max_length=80, description="这个单位及以下")] = "",
    words: Annotated[str, Query(max_length=60, description="单位名称里的字")] = "",
    cursor: Cursor = "",
    limit: Limit = cursors.MOST,
) -> OrderUnits:
    """Where the units stand, those that ask for somebody first."""
    found = reading.standings(
        actor(),
        order_id,
        utc_now(),
        state=next(iter(some_of(ReceiptState, state)), None),
        overdue=overdue,
        level=next(iter(some_of(UnitLevel, level)), None),
        under=under,
        words=words.strip(),
        after=cursors.after(cursor),
        limit=limit,
    )
    return OrderUnits(rows=list(found.rows), found=found.found, next=cursors.cursor_at(found.place))


def wanted(kind: str, urgency: str, words: str, overdue: bool) -> reading.ListFilter:
    """What of a list is wanted. Raises ``Invalid``."""
    return reading.ListFilter(
        kind=next(iter(some_of(OrderKind, kind, "kind")), None),
        urgency=next(iter(some_of(Urgency, urgency, "urgency")), None),
        words=words,
        overdue=overdue,
    )


def some_of(kind: type[One], names: str, field: str = "states") -> frozenset[One]:
    """The values that a query names, with commas between. Raises ``Invalid``."""
    try:
        return frozenset(kind(one) for one in names.split(",") if one)
    except ValueError as error:
        raise Invalid("没有这个选项。", fields=[Wrong(field, "没有这个选项")]) from error


def _seen(order_id: str) -> Response[reading.OrderDetail]:
    seen = reading.order_detail(actor(), order_id, utc_now())
    return tagged(seen, seen.order.version)
