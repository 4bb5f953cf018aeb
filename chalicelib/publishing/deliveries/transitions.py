"""The states of a delivery and the ways between them, as data: the guard, the command line and a page read this table."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.publishing.deliveries.labels import STATES
from chalicelib.publishing.deliveries.models import Delivery, Moment
from chalicelib.publishing.deliveries.models import DeliveryState as S
from chalicelib.publishing.errors import WrongState
from chalicelib.transitions import Table, Transition, known, row, unknown


class Action(StrEnum):
    """An action on a delivery."""

    RESERVE = "reserve"
    PREPARE = "prepare"
    SUBMIT = "submit"
    AWAIT_ADMIN = "await_admin"
    CONFIRM = "confirm"
    SEND_IN_PART = "send_in_part"
    FAIL = "fail"
    CANCEL = "cancel"
    RECALL = "recall"
    RETRY = "retry"


class Who(StrEnum):
    """The parties that act on a delivery or an issue."""

    PERSON = "person"
    WORKER = "worker"
    WECHAT = "wechat"
    """Its finish event, or its answer when asked."""


UNSENT: Final = frozenset({S.PLANNED, S.RESERVED, S.PREPARED})
"""Not handed over to WeChat yet, as far as is known."""
HANDED_OVER: Final = frozenset({S.SUBMITTED, S.AWAITING_ADMIN})
"""WeChat has it; the fate is open."""
DELIVERED: Final = frozenset({S.CONFIRMED, S.PARTIALLY_SENT})
"""WeChat has sent it, to all or to some; it can be taken down."""
OUT: Final = HANDED_OVER | DELIVERED
"""With people, or on the way to them, and not taken down."""
REPLACEABLE: Final = frozenset({S.CANCELLED, S.FAILED})
"""Ends after which the same push may be planned anew."""
ENDED: Final = DELIVERED | REPLACEABLE | {S.RECALLED}
"""Nothing more is sent; the rest is to tidy up, or to take down."""
ENDED_BADLY: Final = frozenset({S.FAILED, S.PARTIALLY_SENT})
"""Ends that a person must look at."""

# WeChat's event may come after we gave up, after mass/get had said so, or twice: its word stands.
_JUDGED: Final = OUT | {S.FAILED}

TABLE: Final = Table[S, Action, Who, Delivery](
    lambda delivery: delivery.state,
    [
        row(S.PLANNED, Action.RESERVE, S.RESERVED, Who.PERSON),
        row(S.RESERVED, Action.PREPARE, S.PREPARED, Who.WORKER, known("draft")),
        row(S.PREPARED, Action.SUBMIT, S.SUBMITTED, Who.WORKER, known("draft", "tried_at")),
        row(S.SUBMITTED, Action.AWAIT_ADMIN, S.AWAITING_ADMIN, Who.WORKER),
        row(_JUDGED, Action.CONFIRM, S.CONFIRMED, Who.WECHAT, known("job")),
        row(_JUDGED, Action.SEND_IN_PART, S.PARTIALLY_SENT, Who.WECHAT, known("job")),
        row(_JUDGED, Action.FAIL, S.FAILED, Who.WECHAT, known("job")),
        row(UNSENT | HANDED_OVER, Action.FAIL, S.FAILED, Who.WORKER),
        # Only what certainly never reached WeChat is tried anew; anything else could go out twice.
        row(S.FAILED, Action.RETRY, S.RESERVED, Who.PERSON, unknown("tried_at", "job")),
        # Once a try was made the push may be on ten million telephones: "cancelled" would be a lie.
        row(UNSENT, Action.CANCEL, S.CANCELLED, Who.PERSON, unknown("tried_at")),
        # WeChat deletes only what it has sent (wechat-api.md §2.5); a worker carries out a person's order.
        row(DELIVERED, Action.RECALL, S.RECALLED, Who.WORKER, known("job")),
        row(OUT, Action.RECALL, S.RECALLED, Who.WECHAT),
    ],
)


def find(
    delivery: Delivery, action: Action, who: Who
) -> Transition[S, Action, Who, Delivery] | None:
    """The row that lets ``who`` do ``action`` to this delivery now, if there is one."""
    return TABLE.find(delivery, action, [who])


def move(
    delivery: Delivery,
    action: Action,
    who: Who,
    *,
    at: datetime,
    by: str,
    note: str = "",
    **changes: Any,
) -> Delivery:
    """The delivery after ``action``, with ``changes`` to its fields and a line in its history.

    The changes count for what the row needs. Raises ``WrongState``.
    """
    changed = delivery.model_copy(update=changes)
    found = find(changed, action, who)
    if found is None or found.target is None:
        raise WrongState(
            f"投递 {delivery.id} 的状态是“{STATES[delivery.state]}”，不能再做“{action.value}”。",
            state=delivery.state.value,
            possible=TABLE.possible(delivery, [who]),
        )
    moment = Moment(at=at, state=found.target, by=by, note=note)
    update: dict[str, Any] = {"state": found.target, "history": (*delivery.history, moment)}
    if (
        found.target in ENDED
        and changed.due_at is None
        and (changed.may_leave_drafts or changed.order)
    ):
        # Something is left to do. A worker may be at it this very moment: when that one's hold is over.
        update["due_at"] = max(at, delivery.held_until or at)
    return changed.model_copy(update=update)
