"""Escalation (提醒 → 督办 → 通报): the sweep finds orders whose next step is due, and a step tells the units."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.orders import issuing, messages, receipts, store
from chalicelib.orders import rows as order_rows
from chalicelib.orders.models import OrderState, Round, RoundKind

_LATEST: Final = timedelta(days=1)
"""An order under way is looked at so often at least: a crash may have left it open with nothing to do."""
_SOON: Final = timedelta(minutes=5)


def look(order_id: str, now: datetime) -> None:
    """Escalate what is overdue of an order, and say when to look next. Raises ``UnknownOrder``.

    Running it twice is harmless: a receipt is escalated to a level once, and who dies before the next look is set
    leaves the order due.
    """
    order = issuing.close_if_done(order_id, now)
    if order.state is not OrderState.ISSUED:
        return
    rows = receipts.rows_of(order_id)
    urgency = order.draft.urgency
    for level, units in order_rows.to_urge(rows, urgency, now).items():
        round_ = Round(
            id=f"urge-{level.value}-{stamp(now)}",
            kind=RoundKind.URGE,
            units=tuple(units),
            at=now,
            by="system",
            note=level.value,
        )
        try:
            table.transact([store.round_action(order_id, round_)])
        except ConditionFailed:
            continue  # the same look, a second time
        messages.wake(messages.ROUND, f"{order_id} {round_.id}")
    following = order_rows.next_look(rows, urgency, now) or now + _LATEST
    if len(rows) < order.receivers:
        following = now + _SOON  # some have not been reached: what they make due is not known yet
    store.urge_at(order_id, min(following, now + _LATEST))


def sweep(now: datetime) -> int:
    """Queue whatever of orders is due; returns how many. Twice is harmless."""
    rounds = [f"{order} {round_}" for order, round_ in store.due_rounds(now)]
    urged, followed = store.due(store.URGE, now), store.due(store.FOLLOW, now)
    messages.send_all(messages.ROUND, rounds)
    messages.send_all(messages.URGE, urged)
    messages.send_all(messages.FOLLOW, followed)
    return len(rounds) + len(urged) + len(followed)
