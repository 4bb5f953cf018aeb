"""Orders as pages show them: the list of a unit, one order with its units, what a unit has to do."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import orders, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.order_values import (
    OrderCounts,
    OrderReceiptSeen,
    OrderRow,
    OrderSeen,
    OrderStandingRow,
)
from chalicelib.application.order_views import (
    counts_seen,
    order_seen,
    receipt_seen,
    row_seen,
    standing_seen,
    unit_names,
)
from chalicelib.application.second_person import holders
from chalicelib.cloud.at_once import side_by_side
from chalicelib.orders import (
    Order,
    OrderAction,
    OrderKind,
    OrderLine,
    OrderState,
    Receipt,
    ReceiptAction,
    ReceiptState,
    Row,
    Urgency,
    Who,
)
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel
from chalicelib.values import Value

READ: Final = "orders:order:read"
DRAFT: Final = "orders:order:draft"
ISSUE: Final = "orders:order:issue"
ANSWER: Final = "orders:order:answer"
CLOSE: Final = "orders:order:close"
MOST_LOOKED_AT: Final = 200
"""Lines of a list that one answer looks through for those that a filter wants."""
_OUT: Final = frozenset({OrderState.ISSUED, OrderState.CLOSED, OrderState.WITHDRAWN})
_RED_FIRST: Final = (
    ReceiptState.RETURNED,
    ReceiptState.REPORTED,
    ReceiptState.SENT,
    ReceiptState.SIGNED,
    ReceiptState.WORKING,
    ReceiptState.DONE,
    ReceiptState.WITHDRAWN,
)


class ListFilter(Value):
    """What of a list somebody wants; empty: all."""

    kind: OrderKind | None = None
    urgency: Urgency | None = None
    words: str = ""
    """In the title or the number."""
    overdue: bool = False

    def fits(self, one: OrderLine | Receipt) -> bool:
        """Whether a line has the kind, the urgency and the words."""
        words = self.words.strip()
        return (
            self.kind in (None, one.kind)
            and self.urgency in (None, one.urgency)
            and (not words or words in one.title or words in one.label)
        )


ALL: Final = ListFilter()


class OrderPage(Value):
    """Some orders of a unit, the newest first."""

    orders: tuple[OrderRow, ...]
    place: str
    """The list goes on after this one; empty at its end."""
    draft: Deed


class OrderDetail(Value):
    """An order with where its units stand."""

    order: OrderSeen
    counts: OrderCounts
    hours_name: str
    """Which hours count: 工作小时, of 特急 小时."""
    sign_hours: float | None
    """Median of hours from delivery to 签收; None: no unit is so far."""
    report_hours: float | None
    done_hours: float | None
    not_reached: int
    """Units whose receipt is still on its way."""
    deeds: tuple[Deed, ...]
    judge: tuple[Deed, ...]
    """What the person may do with reports of several units; the state of each decides further."""
    approvers: tuple[str, ...]
    """While it waits for a second person: who could be that."""


class Standings(Value):
    """Some units of an order, those that ask for somebody first."""

    rows: tuple[OrderStandingRow, ...]
    found: int
    """How many there are in all, by the filter."""
    place: str


class InboxPage(Value):
    """What a unit has received, the newest first."""

    received: tuple[OrderReceiptSeen, ...]
    place: str


class ReceiptDetail(Value):
    """An order at one unit, with what the order says and where the units stand that it was forwarded to."""

    order: OrderSeen
    receipt: OrderReceiptSeen
    below: tuple[OrderStandingRow, ...]


def order_list(
    by: Actor,
    unit: str,
    now: datetime,
    *,
    states: frozenset[OrderState] = frozenset(),
    wanted: ListFilter = ALL,
    after: str = "",
    limit: int = 20,
) -> OrderPage:
    """The orders of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found: list[tuple[OrderLine, OrderCounts]] = []
    place, more = "", False
    for number, line in enumerate(orders.of_unit(unit, after)):
        if len(found) == limit or number == MOST_LOOKED_AT:
            more = True
            break
        place = line.id
        if (states and line.state not in states) or not wanted.fits(line):
            continue
        if not wanted.overdue:
            found.append((line, OrderCounts()))
        elif (counts := _counted(line, now)).overdue:
            found.append((line, counts))
    if not wanted.overdue:
        lines = [line for line, _ in found]
        found = list(zip(lines, side_by_side(lambda one: _counted(one, now), lines), strict=True))
    names = unit_names()
    return OrderPage(
        orders=tuple(row_seen(line, counts, names, now) for line, counts in found),
        place=place if more else "",
        draft=deed("draft", "起草指令", denied(by, DRAFT, unit)),
    )


def order_detail(by: Actor, order_id: str, now: datetime) -> OrderDetail:
    """One order for who may read those of its unit. Raises ``UnknownOrder`` or ``PermissionDenied``."""
    order = orders.get(order_id)
    people.require(by, READ, order.unit)
    rows = orders.rows_of(order_id) if order.state in _OUT else []
    own = sum(1 for one in rows if not one.above)
    every_hour = order.draft.urgency is Urgency.EXTRA
    hours = orders.figures.hours_of(rows, every_hour=every_hour)
    second = {order.proposed.by} if order.proposed else {order.first}
    return OrderDetail(
        order=order_seen(order, unit_names(), now),
        counts=counts_seen(orders.rows.counts(rows, now)),
        hours_name="小时" if every_hour else "工作小时",
        sign_hours=hours.sign,
        report_hours=hours.report,
        done_hours=hours.done,
        not_reached=max(0, order.receivers - own) if order.state is OrderState.ISSUED else 0,
        deeds=order_deeds(by, order),
        judge=_judging(by, order),
        approvers=holders(ISSUE, order.unit, second)
        if order.state is OrderState.WAITING or order.proposed
        else (),
    )


def standings(
    by: Actor,
    order_id: str,
    now: datetime,
    *,
    state: ReceiptState | None = None,
    overdue: bool = False,
    level: UnitLevel | None = None,
    under: str = "",
    words: str = "",
    after: str = "",
    limit: int = 100,
) -> Standings:
    """Where the units of an order stand; ``under`` names a unit whose own row and those below it are wanted.

    ``after`` is the ``place`` of the answer before. Raises ``UnknownOrder`` or ``PermissionDenied``.
    """
    order = orders.get(order_id)
    people.require(by, READ, order.unit)
    names = unit_names()
    inside = {under, *orders.rules.below(under, names.values())} if under else None
    found = [
        one
        for one in orders.rows_of(order_id)
        if (state is None or one.state is state)
        and (not overdue or one.overdue(now))
        and (inside is None or one.unit in inside)
        and (level is None or (one.unit in names and names[one.unit].level is level))
        and (
            not words or words in one.unit or (one.unit in names and words in names[one.unit].name)
        )
    ]
    found.sort(key=lambda one: _rank(one, now))
    begin = int(after) if after.isdecimal() else 0
    shown = found[begin : begin + limit]
    end = begin + len(shown)
    return Standings(
        rows=tuple(standing_seen(one, order.draft.urgency, names, now) for one in shown),
        found=len(found),
        place=str(end) if end < len(found) else "",
    )


def inbox(
    by: Actor,
    unit: str,
    now: datetime,
    *,
    states: frozenset[ReceiptState] = frozenset(),
    wanted: ListFilter = ALL,
    after: str = "",
    limit: int = 20,
) -> InboxPage:
    """What a unit has received. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    names, refused = unit_names(), denied(by, ANSWER, unit)
    found: list[Receipt] = []
    place, more = "", False
    for number, receipt in enumerate(orders.inbox(unit, after)):
        if len(found) == limit or number == MOST_LOOKED_AT:
            more = True
            break
        place = receipt.order
        late = not wanted.overdue or orders.rows.row_of(receipt).overdue(now)
        if (not states or receipt.state in states) and late and wanted.fits(receipt):
            found.append(receipt)
    return InboxPage(
        received=tuple(
            receipt_seen(one, names, now, receiver_deeds(one, refused)) for one in found
        ),
        place=place if more else "",
    )


def receipt_detail(by: Actor, order_id: str, unit: str, now: datetime) -> ReceiptDetail:
    """An order at one unit, for its people and those above. Raises ``UnknownOrder`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    receipt, order = orders.receipt(order_id, unit), orders.get(order_id)
    names = unit_names()
    below = set(receipt.forwarded)
    rows = [one for one in orders.rows_of(order_id) if one.unit in below] if below else []
    deeds = (
        *receiver_deeds(receipt, denied(by, ANSWER, unit)),
        *judge_deeds(receipt, _judge_refusal(by, receipt)),
    )
    return ReceiptDetail(
        order=order_seen(order, names, now),
        receipt=receipt_seen(receipt, names, now, deeds),
        below=tuple(standing_seen(one, receipt.urgency, names, now) for one in rows),
    )


def order_deeds(by: Actor, order: Order) -> tuple[Deed, ...]:
    """What a person may do with an order now, and why not."""
    needs = {
        OrderAction.EDIT: (DRAFT, Who.DRAFTER),
        OrderAction.DROP: (DRAFT, Who.DRAFTER),
        OrderAction.ISSUE: (ISSUE, Who.ISSUER),
        OrderAction.APPROVE: (ISSUE, Who.ISSUER),
        OrderAction.REFUSE: (DRAFT, Who.DRAFTER),
        OrderAction.AMEND: (ISSUE, Who.ISSUER),
        OrderAction.APPROVE_AMENDMENT: (ISSUE, Who.ISSUER),
        OrderAction.REFUSE_AMENDMENT: (ISSUE, Who.ISSUER),
        OrderAction.REMIND: (ISSUE, Who.ISSUER),
        OrderAction.WITHDRAW: (ISSUE, Who.ISSUER),
    }
    return tuple(
        deed(
            action.value,
            orders.labels.ACTIONS[action],
            denied(by, permission, order.unit),
            _refusal(order, action, who),
            _own_refusal(by, order, action),
        )
        for action, (permission, who) in needs.items()
    )


def receiver_deeds(receipt: Receipt, refused: str) -> tuple[Deed, ...]:
    """What the people of a unit may do with its receipt now."""
    actions = (
        ReceiptAction.SIGN,
        ReceiptAction.START,
        ReceiptAction.FORWARD,
        ReceiptAction.REPORT,
        ReceiptAction.ACKNOWLEDGE,
    )
    return tuple(_receipt_deed(receipt, one, Who.RECEIVER, refused) for one in actions)


def judge_deeds(receipt: Receipt, refused: str) -> tuple[Deed, ...]:
    """What the people of the unit above may do with a receipt now."""
    actions = (ReceiptAction.CLOSE, ReceiptAction.RETURN, ReceiptAction.REMIND)
    return tuple(_receipt_deed(receipt, one, Who.ISSUER, refused) for one in actions)


def _receipt_deed(receipt: Receipt, action: ReceiptAction, who: Who, refused: str) -> Deed:
    return deed(
        action.value,
        orders.labels.RECEIPT_ACTIONS[action],
        refused,
        orders.rules.receipt_refusal(receipt, action, who),
    )


def _judge_refusal(by: Actor, receipt: Receipt) -> str:
    if people.may(by, CLOSE, receipt.above):
        return ""
    return denied(by, CLOSE, receipt.issuer)


def _judging(by: Actor, order: Order) -> tuple[Deed, ...]:
    refused = denied(by, CLOSE, order.unit)
    under_way = "" if order.state is OrderState.ISSUED else "指令不在办理中。"
    actions = (ReceiptAction.CLOSE, ReceiptAction.RETURN, ReceiptAction.REMIND)
    return tuple(
        deed(one.value, orders.labels.RECEIPT_ACTIONS[one], refused, under_way) for one in actions
    )


def _refusal(order: Order, action: OrderAction, who: Who) -> str:
    if orders.ORDER.find(order, action, [who]):
        return ""
    if action is OrderAction.AMEND and order.proposed:
        return "上一次补充还在等另一人同意。"
    return f"指令{orders.labels.STATES[order.state]}，现在不能{orders.labels.ACTIONS[action]}。"


def _own_refusal(by: Actor, order: Order, action: OrderAction) -> str:
    if action is OrderAction.APPROVE and by.person == order.first:
        return "您已签发，须由另一人复核。"
    proposed = order.proposed
    if action is OrderAction.APPROVE_AMENDMENT and proposed and by.person == proposed.by:
        return "补充是您提出的，须由另一人同意。"
    return orders.issue_refusal(order) if action is OrderAction.ISSUE else ""


def _counted(line: OrderLine, now: datetime) -> OrderCounts:
    if line.state not in _OUT:
        return OrderCounts()
    return counts_seen(orders.rows.counts(orders.rows_of(line.id), now))


def _rank(row: Row, now: datetime) -> tuple[bool, int, str]:
    return not row.overdue(now), _RED_FIRST.index(row.state), row.unit
