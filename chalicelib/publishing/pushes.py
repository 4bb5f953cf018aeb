"""Pushes as people see them: plan one from a file, list them, cancel one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count

from chalicelib import accounts, audit, newsroom, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.clock import shown
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.labels import STATES
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way, delivery_id
from chalicelib.publishing.deliveries.planning import piece, reserved
from chalicelib.publishing.deliveries.queue import enqueue_if_soon
from chalicelib.publishing.deliveries.transitions import (
    REPLACEABLE,
    TABLE,
    Action,
    Who,
    find,
    move,
)
from chalicelib.publishing.errors import AlreadyPlanned, ReasonMissing, WrongState
from chalicelib.publishing.issues import availability
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.booking import called_off, commit
from chalicelib.publishing.issues.editing import step_of
from chalicelib.publishing.issues.models import IssueState


def plan_push(
    composed: newsroom.Composed,
    account_id: str,
    *,
    at: datetime,
    by: Actor,
    now: datetime,
    way: Way = Way.MASS,
    reason: str = "",
) -> Delivery:
    """Plan one article from a file for all followers of an account at ``at`` (aware).

    The operator's direct way, for trying out and for emergencies: no review and no slot, but it takes its
    allowance like any other. Where a newsroom is registered it needs the highest role and a ``reason``
    (docs/decisions/0073): no reviewer has read it. The same article, account and time twice is refused, unless the
    first was cancelled or failed: a command run twice must not push twice. Raises ``UnknownAccount``,
    ``SecretsMissing``, ``BadTime``, ``PermissionDenied``, ``ReasonMissing``, ``AlreadyPlanned``, ``NoAllowance``.
    """
    account = accounts.state(account_id, consistent=True).account
    people.require(by, "publishing:push:plan", account.unit)
    reason = reason.strip()
    if not reason and people.staffed(account.unit):
        raise ReasonMissing
    accounts.secrets(account_id)
    key = newsroom.content_key(composed.article)
    claims = accounts.ledger.claims(account_id, availability.needed(account, way, None), at)
    for nth in count(1):
        planned = reserved(
            delivery_id(key, account_id, at, nth),
            account_id,
            (piece(composed.article, key),),
            at=at,
            by=by.person,
            now=now,
            way=way,
            note=reason,
            allowances=tuple(claim.key for claim in claims),
        )
        if nth == 1:
            # Content first: a delivery that can be read has all it needs.
            newsroom.save_content(composed)
        taken = accounts.ledger.exchange_actions(
            account_id, reserve=[(claim, planned.id) for claim in claims]
        )
        facts = {"title": composed.article.title, "at": shown(at), "way": way.value}
        entry = audit.entry_of(
            by,
            "publishing:push:plan",
            unit=account.unit,
            at=now,
            object=f"delivery:{planned.id}",
            changes=changes_between({}, facts),
            note=reason,
        )
        try:
            store.add(planned, also=[*taken, audit.write_action(entry)])
        except AlreadyPlanned:
            if store.get(planned.id).state not in REPLACEABLE:
                raise
        except ConditionFailed as error:
            raise availability.no_allowance(account, claims, at, way, None) from error
        else:
            break
    enqueue_if_soon(planned, now)
    return planned


def cancel(delivery_id: str, *, by: Actor, now: datetime, note: str = "") -> Delivery:
    """Call a push off, before it is handed to WeChat; what was set aside for it is free again.

    The issue that it carries out, if there is one, becomes an intention again. Raises ``UnknownDelivery``,
    ``PermissionDenied``, ``WrongState``, or ``DeliveryChanged`` or ``IssueChanged`` if the worker is at it this very
    moment.
    """
    delivery, account = delivery_for(delivery_id, by, "publishing:push:cancel")
    check_cancellable(delivery)
    if delivery.issue is not None:
        issue = issue_store.get_issue(delivery.issue)
        booking = called_off(issue, IssueState.PLANNED, step_of("撤回排期", by, now, note))
        commit([booking], account, by=by, now=now)
        return booking.called_off[1] if booking.called_off else delivery
    after = move(
        delivery,
        Action.CANCEL,
        Who.PERSON,
        at=now,
        by=by.person,
        note=note,
        due_at=None,
        held_until=None,
    )
    given_back = accounts.ledger.exchange_actions(
        delivery.account, release=[(key, delivery.id) for key in delivery.allowances]
    )
    entry = entry_of(by, "publishing:push:cancel", account, delivery, after, now, note)
    return store.save(delivery, after, also=[*given_back, audit.write_action(entry)])


def list_deliveries(
    account_ids: Iterable[str] | None = None, state: DeliveryState | None = None
) -> Iterator[Delivery]:
    """Deliveries of these accounts (default: all), latest slot first within an account."""
    if account_ids is None:
        account_ids = [found.account.id for found in accounts.states()]
    for account_id in account_ids:
        for delivery in store.of_account(account_id):
            if state is None or delivery.state is state:
                yield delivery


def cancellable(account_id: str) -> list[Delivery]:
    """Deliveries of an account that are still to go out and can be cancelled, latest slot first."""
    return [
        delivery
        for delivery in store.of_account(account_id)
        if find(delivery, Action.CANCEL, Who.PERSON) is not None
    ]


def check_cancellable(delivery: Delivery) -> None:
    """Raises ``WrongState`` where a push cannot be called off any more."""
    if find(delivery, Action.CANCEL, Who.PERSON) is None:
        raise WrongState(
            f"投递 {delivery.id} 的状态是“{STATES[delivery.state]}”"
            + ("，且已向微信提交过" if delivery.first_tried_at and not delivery.job else "")
            + "，不能再取消。",
            state=delivery.state.value,
            possible=TABLE.possible(delivery, [Who.PERSON]),
        )


def delivery_for(delivery_id: str, by: Actor, permission: str) -> tuple[Delivery, OfficialAccount]:
    """A delivery and its account, for a person who acts. Raises ``UnknownDelivery`` or ``PermissionDenied``."""
    delivery = store.get(delivery_id)
    account = accounts.state(delivery.account).account
    people.require(by, permission, account.unit)
    return delivery, account


def entry_of(
    by: Actor,
    action: str,
    account: OfficialAccount,
    before: Delivery,
    after: Delivery,
    now: datetime,
    note: str = "",
) -> audit.AuditEntry:
    """The audit entry of what a person does with a delivery."""
    return audit.entry_of(
        by,
        action,
        unit=account.unit,
        at=now,
        object=f"delivery:{after.id}",
        changes=changes_between({"state": before.state.value}, {"state": after.state.value}),
        note=note,
    )
