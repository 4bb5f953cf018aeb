"""What people do with pushes: plan, look, cancel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import Final

from chalicelib import accounts, newsroom
from chalicelib.publishing import store
from chalicelib.publishing.errors import AlreadyPlanned, NotAllowed
from chalicelib.publishing.models import Delivery, DeliveryState
from chalicelib.publishing.plan import plan
from chalicelib.publishing.sweeping import enqueue_if_soon
from chalicelib.publishing.transitions import NAMES, Action, Who, find, move

_OVER: Final = (DeliveryState.CANCELLED, DeliveryState.FAILED)


def plan_push(
    composed: newsroom.Composed, account_id: str, *, at: datetime, by: str, now: datetime
) -> Delivery:
    """Plan one article for all followers of an account at ``at`` (aware).

    The same article, account and time twice is refused, unless the first was cancelled or failed: a command
    run twice must not push twice. Raises ``UnknownAccount``, ``SecretsMissing``, ``BadTime``,
    ``AlreadyPlanned``.
    """
    accounts.state(account_id)
    accounts.secrets(account_id)
    article = composed.article
    key = newsroom.key_of(article)
    planned = plan(article, key, account_id, at=at, by=by, now=now)
    # Content first: a delivery that can be read has all it needs.
    newsroom.keep(composed)
    for nth in count(2):
        try:
            store.add(planned)
        except AlreadyPlanned:
            if store.get(planned.id).state not in _OVER:
                raise
        else:
            break
        planned = plan(article, key, account_id, at=at, by=by, now=now, nth=nth)
    enqueue_if_soon(planned, now)
    return planned


def cancel(delivery_id: str, *, by: str, now: datetime, note: str = "") -> Delivery:
    """Call a push off, before it is handed to WeChat.

    Raises ``UnknownDelivery``, ``NotAllowed``, or ``Moved`` if the worker is at it this very moment.
    """
    delivery = store.get(delivery_id)
    if find(delivery, Action.CANCEL, Who.PERSON) is None:
        raise NotAllowed(
            f"投递 {delivery_id} 的状态是“{NAMES[delivery.state]}”"
            + ("，且已向微信提交过" if delivery.first_tried_at and not delivery.msg_id else "")
            + "，不能再取消。"
        )
    after = move(
        delivery,
        Action.CANCEL,
        Who.PERSON,
        at=now,
        by=by,
        note=note,
        due_at=None,
        held_until=None,
    )
    return store.save(delivery, after)


def deliveries(
    account_ids: Iterable[str] | None = None, state: DeliveryState | None = None
) -> Iterator[Delivery]:
    """Deliveries of these accounts (default: all), latest slot first within an account."""
    if account_ids is None:
        account_ids = [found.account.id for found in accounts.states()]
    for account_id in account_ids:
        for delivery in store.of_account(account_id):
            if state is None or delivery.state is state:
                yield delivery
