"""Which way a delivery may go, as data: the guard, the command line and later the buttons read this table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.publishing.deliveries.models import Delivery, Moment
from chalicelib.publishing.deliveries.models import DeliveryState as S
from chalicelib.publishing.errors import NotAllowed


class Action(StrEnum):
    """What can be done to a delivery."""

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
    """Who may do it."""

    PERSON = "person"
    WORKER = "worker"
    WECHAT = "wechat"
    """Its finish event, or its answer when asked."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from these states, by this action, to that state."""

    sources: frozenset[S]
    action: Action
    target: S
    who: frozenset[Who]
    needs: tuple[str, ...] = ()
    """Fields that must be known."""
    unless: tuple[str, ...] = ()
    """Fields that must not be known."""


def _row(
    sources: Iterable[S],
    action: Action,
    target: S,
    who: Iterable[Who],
    needs: tuple[str, ...] = (),
    unless: tuple[str, ...] = (),
) -> Transition:
    return Transition(frozenset(sources), action, target, frozenset(who), needs, unless)


_UNSENT = (S.PLANNED, S.RESERVED, S.PREPARED)
_OPEN = (S.SUBMITTED, S.AWAITING_ADMIN)
# WeChat's event may come after we gave up, after mass/get had said so, or twice: its word stands.
_JUDGED = (*_OPEN, S.CONFIRMED, S.PARTIALLY_SENT)

TABLE: Final[tuple[Transition, ...]] = (
    _row([S.PLANNED], Action.RESERVE, S.RESERVED, [Who.PERSON]),
    _row([S.RESERVED], Action.PREPARE, S.PREPARED, [Who.WORKER], needs=("draft",)),
    _row([S.PREPARED], Action.SUBMIT, S.SUBMITTED, [Who.WORKER], needs=("draft", "tried_at")),
    _row([S.SUBMITTED], Action.AWAIT_ADMIN, S.AWAITING_ADMIN, [Who.WORKER]),
    _row(_JUDGED, Action.CONFIRM, S.CONFIRMED, [Who.WECHAT], needs=("job",)),
    _row(_JUDGED, Action.SEND_IN_PART, S.PARTIALLY_SENT, [Who.WECHAT], needs=("job",)),
    _row(_JUDGED, Action.FAIL, S.FAILED, [Who.WECHAT], needs=("job",)),
    _row([S.FAILED], Action.CONFIRM, S.CONFIRMED, [Who.WECHAT], needs=("job",)),
    _row([S.FAILED], Action.SEND_IN_PART, S.PARTIALLY_SENT, [Who.WECHAT], needs=("job",)),
    _row([S.FAILED], Action.FAIL, S.FAILED, [Who.WECHAT], needs=("job",)),
    _row([*_UNSENT, *_OPEN], Action.FAIL, S.FAILED, [Who.WORKER]),
    # Only what certainly never reached WeChat is tried anew; anything else could go out twice.
    _row([S.FAILED], Action.RETRY, S.RESERVED, [Who.PERSON], unless=("tried_at", "job")),
    # Once a try was made the push may be on ten million telephones: "cancelled" would be a lie.
    _row(_UNSENT, Action.CANCEL, S.CANCELLED, [Who.PERSON], unless=("tried_at",)),
    # WeChat deletes only what it has sent (sheet §2.5); a person's order is carried out by the worker.
    _row([S.CONFIRMED, S.PARTIALLY_SENT], Action.RECALL, S.RECALLED, [Who.WORKER], needs=("job",)),
    _row([*_OPEN, S.CONFIRMED, S.PARTIALLY_SENT], Action.RECALL, S.RECALLED, [Who.WECHAT]),
)

ENDED: Final = frozenset({S.CONFIRMED, S.FAILED, S.PARTIALLY_SENT, S.CANCELLED, S.RECALLED})
"""Where nothing more is sent; what is left to do is tidying up, or taking down."""

NAMES: Final[dict[S, str]] = {
    S.PLANNED: "计划",
    S.RESERVED: "已排期",
    S.PREPARED: "草稿已就绪",
    S.SUBMITTED: "已提交",
    S.AWAITING_ADMIN: "待管理员确认",
    S.CONFIRMED: "已送达",
    S.FAILED: "失败",
    S.PARTIALLY_SENT: "部分送达",
    S.CANCELLED: "已取消",
    S.RECALLED: "已撤回",
}


def find(delivery: Delivery, action: Action, who: Who) -> Transition | None:
    """The row that lets ``who`` do ``action`` to this delivery now, if there is one."""
    for row in TABLE:
        if (
            row.action is action
            and delivery.state in row.sources
            and who in row.who
            and all(getattr(delivery, name) is not None for name in row.needs)
            and all(getattr(delivery, name) is None for name in row.unless)
        ):
            return row
    return None


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

    The changes count for what the row needs. Raises ``NotAllowed``.
    """
    changed = delivery.model_copy(update=changes)
    row = find(changed, action, who)
    if row is None:
        raise NotAllowed(
            f"投递 {delivery.id} 的状态是“{NAMES[delivery.state]}”，不能再做“{action.value}”。"
        )
    moment = Moment(at=at, state=row.target, by=by, note=note)
    update: dict[str, Any] = {"state": row.target, "history": (*delivery.history, moment)}
    if row.target in ENDED and changed.due_at is None and (changed.untidy or changed.order):
        # Something is left to do. A worker may be at it this very moment: when that one's hold is over.
        update["due_at"] = max(at, delivery.held_until or at)
    return changed.model_copy(update=update)
