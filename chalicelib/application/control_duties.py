"""What of orders and takedowns waits for a person: to be done, to be issued or approved as the second, or overdue below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import orders, people, takedown
from chalicelib.actor import Actor
from chalicelib.application.order_views import name_of, unit_names
from chalicelib.application.takedowns import APPROVE, hands
from chalicelib.application.task import Task, TaskKind
from chalicelib.orders import OrderState, ReceiptState
from chalicelib.takedown import TakedownState

ANSWER: Final = "orders:order:answer"
ISSUE: Final = "orders:order:issue"
CLOSE: Final = "orders:order:close"
_LOOKED_AT: Final = 20
"""Of each list, the newest."""
_TO_DO: Final = frozenset(
    {ReceiptState.SENT, ReceiptState.SIGNED, ReceiptState.WORKING, ReceiptState.RETURNED}
)


def of_unit(by: Actor, unit: str, now: datetime) -> list[Task]:
    """The tasks of a person in a unit: one query of each list, whatever is below. Raises ``UnknownUnit``."""
    return [*_received(by, unit), *_late(by, unit), *_to_issue(by, unit), *_to_approve(by, unit)]


def _received(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, ANSWER, unit):
        return
    for one in islice(orders.inbox(unit), _LOOKED_AT):
        if one.state in _TO_DO:
            yield Task(
                kind=TaskKind.ORDER,
                what=one.title,
                detail=orders.labels.RECEIPTS[one.state],
                unit=unit,
                path=f"/orders/{one.order}/at/{unit}",
                since=one.sent_at,
                until=one.sign_by if one.state is ReceiptState.SENT else one.done_by,
            )


def _late(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, CLOSE, unit):
        return
    late = list(islice(orders.urged_below(unit), _LOOKED_AT))
    names = unit_names() if late else {}
    for one in late:
        yield Task(
            kind=TaskKind.ORDER_LATE,
            what=one.title,
            detail=f"{name_of(one.unit, names)} {orders.labels.URGINGS[one.urged]}".strip(),
            unit=unit,
            path=f"/orders/{one.order}/at/{one.unit}",
            until=one.sign_by if one.state is ReceiptState.SENT else one.done_by,
        )


def _to_issue(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, ISSUE, unit):
        return
    for line in islice(orders.of_unit(unit), _LOOKED_AT):
        if line.state is OrderState.WAITING and orders.get(line.id).first != by.person:
            yield Task(
                kind=TaskKind.ORDER_ISSUE,
                what=line.title,
                detail=orders.labels.URGENCIES[line.urgency],
                unit=unit,
                path=f"/orders/{line.id}",
                since=line.at,
            )


def _to_approve(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, APPROVE, unit):
        return
    ids = list(islice(takedown.store.of_unit(unit), _LOOKED_AT))
    for one, _ in takedown.store.read_each(ids) if ids else ():
        if one.state is TakedownState.PREVIEW and by.person not in hands(one):
            yield Task(
                kind=TaskKind.TAKEDOWN,
                what=one.title,
                detail=one.reason,
                unit=unit,
                path=f"/takedowns/{one.id}",
                since=one.at,
            )
