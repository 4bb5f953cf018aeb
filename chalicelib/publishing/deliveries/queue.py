"""The minute's look at what is due: queue it, and say what is overdue."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from chalicelib.cloud import queues
from chalicelib.metrics import Metric
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState
from chalicelib.settings import settings

LOOK_AHEAD: Final = timedelta(seconds=60)
"""The sweeper runs every minute; what falls due before its next run is queued now, to be seen on the second."""

MISSED_AFTER: Final = timedelta(minutes=2)
"""A push that is not handed over so long after its slot is overdue: a submit and its second try take 65 s."""

OVERDUE_AFTER: Final = timedelta(minutes=30)
"""So long after the submit WeChat's finish event is overdue: ten million followers take a good twelve minutes."""


def sweep(now: datetime) -> int:
    """Queue every delivery that is due or stopped half-way, and count what is overdue; returns how many are queued.

    Running it twice is harmless: a delivery queued twice is advanced once (``worker.advance``).
    """
    overdue: dict[Metric, list[str]] = {Metric.SLOT_PASSED: [], Metric.FINISH_OVERDUE: []}

    def coming() -> Iterator[tuple[str, int]]:
        for delivery in store.due(now + LOOK_AHEAD):
            if (name := late(delivery, now)) is not None:
                overdue[name].append(delivery.id)
            yield delivery.id, _wait(delivery, now)

    # Ten a call: a thousand accounts push at one time, and all have to be queued before it.
    number = queues.send_later(settings().delivery_queue_url, coming())
    _tell(overdue)
    return number


def late(delivery: Delivery, now: datetime) -> Metric | None:
    """The metric that an overdue delivery counts for; None for one that is not."""
    if delivery.state in (DeliveryState.RESERVED, DeliveryState.PREPARED):
        return Metric.SLOT_PASSED if now >= delivery.at + MISSED_AFTER else None
    if delivery.state in (DeliveryState.SUBMITTED, DeliveryState.AWAITING_ADMIN):
        since = delivery.submitted_at or delivery.at
        return Metric.FINISH_OVERDUE if now >= since + OVERDUE_AFTER else None
    return None


def enqueue_if_soon(delivery: Delivery, now: datetime) -> bool:
    """Queue a delivery that falls due before the sweeper is sure to have seen it; returns whether it was.

    For whoever has just written one: planned for the next minute it would otherwise wait for the sweep after its
    slot. What is due later is left to the sweep.
    """
    if delivery.due_at is None or delivery.due_at > now + 2 * LOOK_AHEAD:
        return False
    enqueue(delivery.id, delay_seconds=_wait(delivery, now))
    return True


def enqueue(delivery_id: str, *, delay_seconds: int = 0) -> None:
    """Have a worker look at a delivery that is due: one message each, so that none holds up another.

    Where it cannot be queued, the sweep does it within a minute.
    """
    queues.wake(settings().delivery_queue_url, delivery_id, delay_seconds=delay_seconds)


def _wait(delivery: Delivery, now: datetime) -> int:
    """Seconds until a delivery falls due, at most 15 minutes."""
    if delivery.due_at is None:
        return 0
    left = math.ceil((delivery.due_at - now).total_seconds())
    return min(max(0, left), queues.LONGEST_DELAY)


def _tell(overdue: dict[Metric, list[str]]) -> None:
    if not any(overdue.values()):
        return
    from chalicelib import telemetry

    for name, ids in overdue.items():
        if ids:
            telemetry.logger.warning(
                "deliveries overdue", extra={"metric": name, "deliveries": ids}
            )
            telemetry.count(name, len(ids))
