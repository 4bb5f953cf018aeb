"""A unit's orders at a glance, for the wall and the overview: under way, overdue, by kind and urgency."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from chalicelib import orders, people
from chalicelib.actor import Actor
from chalicelib.application.order_views import name_of, unit_names
from chalicelib.cloud.at_once import side_by_side
from chalicelib.orders import OrderLine, OrderState, Row
from chalicelib.values import Value

_LOOKED_AT: Final = 300
"""Orders of the unit that are looked through for those under way, the newest first."""
_WORST: Final = 20


class OrderPart(Value):
    """A kind or an urgency, and how many orders under way have it."""

    value: str
    name: str
    number: int


class OrderBehind(Value):
    """A unit with overdue steps."""

    unit: str
    unit_name: str
    number: int


class OrderSummary(Value):
    """All of it; receipts are those of the orders under way."""

    under_way: int
    """Orders of the unit that are issued and not closed."""
    overdue: int
    """Those of them with an overdue step anywhere."""
    receipts: int
    signed: int
    done: int
    receipts_overdue: int
    waiting: int
    """Orders that wait for a second person."""
    by_kind: tuple[OrderPart, ...]
    by_urgency: tuple[OrderPart, ...]
    behind: tuple[OrderBehind, ...]
    """The units with most overdue steps, the worst first."""


def summary(unit: str, *, by: Actor, now: datetime) -> OrderSummary:
    """The orders that a unit has under way. Raises ``PermissionDenied`` or ``UnknownUnit``.

    One query for the list, one for each order under way, several at a time.
    """
    people.require(by, "orders:order:read", unit)
    lines: list[OrderLine] = []
    waiting = 0
    for number, line in enumerate(orders.of_unit(unit)):
        if number == _LOOKED_AT:
            break
        waiting += line.state is OrderState.WAITING
        if line.state is OrderState.ISSUED:
            lines.append(line)
    found: list[list[Row]] = side_by_side(lambda line: orders.rows_of(line.id), lines)
    rows = [one for each in found for one in each]
    late = Counter(one.unit for one in rows if one.overdue(now))
    names = unit_names() if late else {}
    return OrderSummary(
        under_way=len(lines),
        overdue=sum(any(one.overdue(now) for one in each) for each in found),
        receipts=len(rows),
        signed=sum(one.signed_at > 0 for one in rows),
        done=sum(not one.open for one in rows),
        receipts_overdue=late.total(),
        waiting=waiting,
        by_kind=tuple(
            OrderPart(value=kind, name=name, number=number)
            for kind, name in orders.labels.KINDS.items()
            if (number := sum(one.kind is kind for one in lines))
        ),
        by_urgency=tuple(
            OrderPart(value=level, name=name, number=number)
            for level, name in orders.labels.URGENCIES.items()
            if (number := sum(one.urgency is level for one in lines))
        ),
        behind=tuple(
            OrderBehind(unit=one, unit_name=name_of(one, names), number=number)
            for one, number in late.most_common(_WORST)
        ),
    )
