"""An order on its way out: issued by one or two people, supplemented, withdrawn, closed.

The number is taken in the transaction that issues, so the numbers of a unit's year have no gaps, whoever issues at the
same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib import accounts, newsroom, people, units
from chalicelib.actor import SYSTEM, Actor
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field
from chalicelib.orders import logged, messages, receipts, rules, store, tags, terms
from chalicelib.orders.errors import BadOrder, OrderChanged, SamePerson
from chalicelib.orders.models import (
    NOTE_CHARS,
    AddressWay,
    Order,
    OrderAction,
    OrderKind,
    OrderState,
    Round,
    RoundKind,
)
from chalicelib.orders.transitions import Who, needs_two

_TRIES: Final = 50
"""Of who issues while others of the unit do."""


def issue(order_id: str, *, by: Actor, now: datetime) -> Order:
    """Issue an order; where it takes two, it waits for another person.

    Raises ``UnknownOrder``, ``BadOrder``, ``NotNow``, ``OrderChanged`` or ``PermissionDenied``.
    """
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    after = rules.order_after(order, OrderAction.ISSUE, Who.ISSUER, by=by.person, at=now)
    rules.check_complete(order.draft, now)
    _check_article(order)
    receivers = receivers_of(order)
    if needs_two(order):
        waiting = after.model_copy(update={"first": by.person, "receivers": len(receivers)})
        return store.save(order, waiting, [entry_of(by, order, waiting, now)])
    return _sent_out(order, after, receivers, by=by, now=now)


def approve(order_id: str, *, by: Actor, now: datetime) -> Order:
    """Issue as the second person what another has issued first.

    Raises ``SamePerson`` and what ``issue`` raises.
    """
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    after = rules.order_after(order, OrderAction.APPROVE, Who.ISSUER, by=by.person, at=now)
    if by.person == order.first:
        raise SamePerson(order.id, order.first)
    rules.check_complete(order.draft, now)
    _check_article(order)
    return _sent_out(order, after, receivers_of(order), by=by, now=now)


def refuse(order_id: str, reason: str, *, by: Actor, now: datetime) -> Order:
    """Give an order that waits for a second person back to be changed.

    Raises ``UnknownOrder``, ``BadOrder``, ``NotNow`` or ``PermissionDenied``.
    """
    order = store.get(order_id)
    note = reason_of(reason)
    who = _issuer_or_drafter(by, order.unit)
    after = rules.order_after(order, OrderAction.REFUSE, who, by=by.person, at=now, note=note)
    back = after.model_copy(update={"first": ""})
    return store.save(order, back, [entry_of(by, order, back, now, note)])


def withdraw(order_id: str, reason: str, *, by: Actor, now: datetime) -> Order:
    """Withdraw an order (撤销); every unit is told, and nothing more is to be done. Raises as ``issue`` does."""
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    note = reason_of(reason)
    after = rules.order_after(
        order, OrderAction.WITHDRAW, Who.ISSUER, by=by.person, at=now, note=note
    )
    round_ = to_all(order, "withdraw", RoundKind.WITHDRAW, by, now, note)
    also = [
        entry_of(by, order, after, now, note),
        store.round_action(order.id, round_),
        *store.closed_actions(order.id),
    ]
    return tell_units(store.save(order, after, also), round_)


def close_if_done(order_id: str, now: datetime) -> Order:
    """Close an order once every unit has finished; twice is once. Raises ``UnknownOrder``."""
    order = store.get(order_id)
    if order.state is not OrderState.ISSUED:
        return order
    rows = receipts.rows_of(order_id)
    reached = {one.unit for one in rows}
    if any(one.open for one in rows) or not reached.issuperset(store.receivers(order_id)):
        return order
    after = rules.order_after(order, OrderAction.CLOSE, Who.SYSTEM, by=SYSTEM.person, at=now)
    also = [entry_of(SYSTEM, order, after, now), *store.closed_actions(order_id)]
    try:
        return store.save(order, after, also)
    except OrderChanged:
        return store.get(order_id)  # supplemented or withdrawn meanwhile: the next look closes it


def receivers_of(order: Order) -> tuple[str, ...]:
    """The units that an order reaches if it is issued now. Raises ``BadOrder``, ``UnknownAccount``."""
    address = order.draft.address
    tagged: set[str] = set()
    if address.way is AddressWay.TAG:
        tagged = tags.tagged(order.unit, address.tags)
    of_accounts: set[str] = set()
    if address.way is AddressWay.LIST:
        of_accounts = {accounts.state(one).account.unit for one in address.accounts}
    return rules.receivers(order.unit, address, list(units.units()), tagged, of_accounts)


def _offered(order: Order, receivers: Sequence[str]) -> dict[str, list[str]]:
    """Of a 转载: the accounts of its receivers by unit; of those named, just these."""
    if order.draft.kind is not OrderKind.REPRINT:
        return {}
    named, found = order.draft.address.accounts, dict[str, list[str]]()
    within = frozenset(receivers)
    for one in accounts.states():
        if one.account.unit in within and (not named or one.account.id in named):
            found.setdefault(one.account.unit, []).append(one.account.id)
    return found


def _check_article(order: Order) -> None:
    """Raises ``BadOrder`` where the article is of another unit, and what ``newsroom.released`` raises."""
    if order.draft.kind is not OrderKind.REPRINT:
        return
    if newsroom.released(order.draft.article).unit != order.unit:
        raise BadOrder(
            "转载指令只能附本单位的稿件。", fields=[Field("article", "不是本单位的稿件")]
        )


def issue_refusal(order: Order) -> str:
    """Why an order can't be issued as it is; empty where it can. The table's own reasons apart."""
    try:
        rules.check_complete(order.draft, order.at)
    except BadOrder as error:
        return str(error)
    return ""


def reason_of(reason: str) -> str:
    """A reason as it is kept. Raises ``BadOrder`` where there is none."""
    if not reason.strip():
        raise BadOrder("请说明原因。", fields=[Field("reason", "没有填写")])
    return reason.strip()[:NOTE_CHARS]


def _sent_out(
    order: Order, after: Order, receivers: Sequence[str], *, by: Actor, now: datetime
) -> Order:
    """Take the next number and send the order out, in one transaction."""
    year = now.astimezone(SHANGHAI).year
    urgency = order.draft.urgency
    sign_by = order.draft.sign_by or terms.sign_by(urgency, now)
    done_by = order.draft.done_by or terms.done_by(urgency, now)
    dated = order.draft.model_copy(update={"sign_by": min(sign_by, done_by), "done_by": done_by})
    told = {
        "draft": dated,
        "year": year,
        "issued_by": by.person,
        "issued_at": now,
        "receivers": len(receivers),
    }
    round_ = Round(
        id="deliver", kind=RoundKind.DELIVER, units=tuple(receivers), at=now, by=by.person
    )
    offered = _offered(order, receivers)
    for _ in range(_TRIES):
        number = store.last_number(order.unit, year) + 1
        issued = after.model_copy(update={**told, "number": number})
        also: list[table.Action] = [
            store.number_action(order.unit, year, number),
            store.receivers_action(order.id, receivers, offered),
            store.round_action(order.id, round_),
            store.open_action(issued),
            entry_of(by, order, issued, now),
        ]
        if order.draft.kind in (OrderKind.REPRINT, OrderKind.TAKEDOWN):
            also.append(store.follow_action(order.id, now))
        try:
            saved = store.save(order, issued, also, look_at=dated.sign_by)
        except ConditionFailed:
            continue  # somebody took this number: the next one
        if order.draft.kind in (OrderKind.REPRINT, OrderKind.TAKEDOWN):
            messages.wake(messages.FOLLOW, order.id)
        return tell_units(saved, round_)
    raise OrderChanged("此刻签发的人太多，没有取到文号，请重试。")


def to_all(
    order: Order, round_id: str, kind: RoundKind, by: Actor, now: datetime, note: str = ""
) -> Round:
    """A round to every unit that the order has reached or is to reach, those it was forwarded to among them."""
    forwarded = {one.unit for one in receipts.rows_of(order.id)}
    every = tuple(sorted(forwarded | set(store.receivers(order.id))))
    return Round(id=round_id, kind=kind, units=every, at=now, by=by.person, note=note)


def tell_units(order: Order, round_: Round) -> Order:
    """Have the units of a round told; where it cannot be queued, the sweep does it."""
    messages.wake(messages.ROUND, f"{order.id} {round_.id}")
    return order


def _issuer_or_drafter(by: Actor, unit: str) -> Who:
    if people.may(by, logged.ISSUE, unit):
        return Who.ISSUER
    people.require(by, logged.DRAFT, unit)
    return Who.DRAFTER


def entry_of(by: Actor, before: Order, after: Order, now: datetime, note: str = "") -> table.Action:
    """What somebody did with an order, for the log."""
    return logged.entry_action(
        by,
        logged.ISSUE,
        after.unit,
        after.id,
        at=now,
        before=_facts(before),
        after=_facts(after),
        note=note or after.draft.title,
    )


def _facts(order: Order) -> Mapping[str, Any]:
    return {
        "state": order.state.value,
        "number": order.label,
        "first": order.first,
        "receivers": order.receivers or "",
        "amendments": len(order.amendments) or "",
    }
