"""What an order begins elsewhere, and what becomes of it: a 转载 offers its article, a 撤稿 takes down what it names.

The stream tells of every adoption and every push (``follow``); a look every ten minutes finds what it did not.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib import orders
from chalicelib.application.control_tasks import Clock


def look(order_id: str, clock: Clock) -> None:
    """Begin what the order asks for, and see how far it is."""
    _look(order_id, clock())


def _look(order_id: str, now: datetime) -> None:
    orders.get(order_id)
