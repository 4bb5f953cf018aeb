"""Steps of orders on the queue of the control centre: rounds to many units, and escalation."""

from __future__ import annotations

from chalicelib import orders
from chalicelib.application.control_tasks import Clock


def carry_round(about: str, clock: Clock) -> None:
    """Spread a round, or tell one unit of it. Twice is harmless (``orders.carry_out``)."""
    orders.carry_out(about, clock())


def urge(order_id: str, clock: Clock) -> None:
    """Escalate what is overdue of an order. Twice is harmless (``orders.look``)."""
    orders.look(order_id, clock())
