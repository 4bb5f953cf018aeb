"""What people do with pushes: plan, look, cancel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import Final

from chalicelib import accounts, newsroom
from chalicelib.accounts import ledger
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.content import piece
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.planning import delivery_id, reserved
from chalicelib.publishing.deliveries.queue import enqueue_if_soon
from chalicelib.publishing.deliveries.transitions import NAMES, Action, Who, find, move
from chalicelib.publishing.errors import AlreadyPlanned, NotAllowed
from chalicelib.publishing.issues import availability
from chalicelib.publishing.issues import service as issue_service
from chalicelib.publishing.permissions import check_role, check_unreviewed

_OVER: Final = (DeliveryState.CANCELLED, DeliveryState.FAILED)


def plan_push(
    composed: newsroom.Composed,
    account_id: str,
    *,
    at: datetime,
    by: str,
    now: datetime,
    way: Way = Way.MASS,
    reason: str = "",
) -> Delivery:
    """Plan one article from a file for all followers of an account at ``at`` (aware).

    The operator's direct way, for trying out and for emergencies: no review and no slot, but it takes its
    allowance like any other. Where a newsroom is registered it needs the highest role and a ``reason``
    (docs/decisions/0073). The same article, account and time twice is refused, unless the first was cancelled
    or failed: a command run twice must not push twice. Raises ``UnknownAccount``, ``SecretsMissing``, ``BadTime``,
    ``NotAllowed``, ``AlreadyPlanned``, ``NoAllowance``.
    """
    account = accounts.state(account_id, consistent=True).account
    check_unreviewed(by, account, reason.strip())
    accounts.secrets(account_id)
    key = newsroom.content_key(composed.article)
    claims = ledger.claims(account_id, availability.needed(account, way, None), at)
    for nth in count(1):
        planned = reserved(
            delivery_id(key, account_id, at, nth),
            account_id,
            (piece(composed.article, key),),
            at=at,
            by=by,
            now=now,
            way=way,
            note=reason.strip(),
            allowances=tuple(claim.key for claim in claims),
        )
        if nth == 1:
            # Content first: a delivery that can be read has all it needs.
            newsroom.save_content(composed)
        taken = ledger.exchange_actions(
            account_id, reserve=[(claim, planned.id) for claim in claims]
        )
        try:
            store.add(planned, also=taken)
        except AlreadyPlanned:
            if store.get(planned.id).state not in _OVER:
                raise
        except ConditionFailed as error:
            raise availability.no_allowance(account, claims, at, way, None) from error
        else:
            break
    enqueue_if_soon(planned, now)
    return planned


def cancel(delivery_id: str, *, by: str, now: datetime, note: str = "") -> Delivery:
    """Call a push off, before it is handed to WeChat; what was set aside for it is free again.

    The issue that it carries out, if there is one, becomes an intention again. Raises ``UnknownDelivery``,
    ``NotAllowed``, or ``Moved`` if the worker is at it this very moment.
    """
    delivery = store.get(delivery_id)
    check_role(by, accounts.state(delivery.account).account)
    if find(delivery, Action.CANCEL, Who.PERSON) is None:
        raise NotAllowed(
            f"投递 {delivery_id} 的状态是“{NAMES[delivery.state]}”"
            + ("，且已向微信提交过" if delivery.first_tried_at and not delivery.job else "")
            + "，不能再取消。"
        )
    if delivery.issue is not None:
        issue_service.unschedule(delivery.issue, by=by, now=now, note=note)
        return store.get(delivery_id)
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
    given_back = ledger.exchange_actions(
        delivery.account, release=[(key, delivery.id) for key in delivery.allowances]
    )
    return store.save(delivery, after, also=given_back)


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
