"""Rounds: what many units are told of, one message each, so that none waits for another."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from chalicelib import units
from chalicelib.cloud import table
from chalicelib.orders import logged, messages, receipts, rules, store
from chalicelib.orders.models import (
    Order,
    OrderState,
    Receipt,
    ReceiptAction,
    Round,
    RoundKind,
    Urging,
)
from chalicelib.orders.transitions import RECEIPT, Who
from chalicelib.units import UnknownUnit


def carry_out(about: str, now: datetime) -> None:
    """Queue a message for every unit of a round, or tell one unit.

    Running it twice is harmless: a unit has one receipt, by its key, and a receipt is told once. One unit that fails
    comes back by itself. Raises ``UnknownOrder``.
    """
    order_id, round_id, *unit = about.split(" ")
    round_ = store.get_round(order_id, round_id)
    if unit:
        tell(order_id, round_, unit[0], now)
        return
    messages.send_all(messages.ROUND, [f"{order_id} {round_id} {one}" for one in round_.units])
    # Only now: who dies before leaves a round that is still due.
    store.round_spread(order_id, round_id)


def tell(order_id: str, round_: Round, unit: str, now: datetime) -> None:
    """Tell one unit of a round."""
    order = store.get(order_id)
    if round_.kind is RoundKind.WITHDRAW:
        _withdraw(order, round_, unit, now)
    elif round_.kind is RoundKind.AMEND:
        _amend(order, round_, unit, now)
    elif round_.kind is RoundKind.REMIND:
        _remind(order, round_, unit, now)
    elif round_.kind is RoundKind.URGE:
        urge(order, unit, Urging(round_.note), now)
    else:
        _deliver(order, round_, unit, now)


def urge(order: Order, unit: str, level: Urging, now: datetime) -> Receipt:
    """Escalate the step that a unit is overdue with, each level once; the unit above has it among its tasks."""

    def escalated(before: Receipt) -> Receipt:
        from chalicelib.orders import terms
        from chalicelib.orders.rows import row_of

        behind = row_of(before).overdue(now)
        if not behind or terms.RANK[level] <= terms.RANK[before.urged]:
            return before
        further = before.model_copy(update={"urged": level})
        return rules.with_step(further, level.value, by="system", at=now)

    def also(before: Receipt, after: Receipt) -> list[table.Action]:
        told = [_entry(order, before, after, now)]
        parent = _parent(unit)
        if parent and level is not Urging.REMINDED:
            told.append(receipts.urged_action(parent, after))
        return told

    return receipts.change(order.id, unit, escalated, also)[0]


def _remind(order: Order, round_: Round, unit: str, now: datetime) -> None:
    """Urge a unit by hand, once for a round; whoever has done it meanwhile is let be."""

    def reminded(before: Receipt) -> Receipt:
        action = ReceiptAction.REMIND
        told = any(one.action == action and one.at == round_.at for one in before.steps)
        if told or not RECEIPT.find(before, action, [Who.ISSUER]):
            return before
        return rules.receipt_after(
            before, action, Who.ISSUER, by=round_.by, at=round_.at, note=round_.note[:200]
        )

    receipts.change(
        order.id,
        unit,
        reminded,
        lambda before, after: [_entry(order, before, after, now, round_.by)],
    )


def _deliver(order: Order, round_: Round, unit: str, now: datetime) -> None:
    if order.state is not OrderState.ISSUED:
        return  # withdrawn meanwhile: that round leaves a withdrawn receipt, which is never replaced
    receipt = rules.delivered(order, unit, round_, at=now)
    if receipts.add(receipt, [_entry(order, None, receipt, now, round_.by)]):
        _look_in_time(order, receipt)


def _look_in_time(order: Order, receipt: Receipt) -> None:
    """A forwarded unit's deadline may be the first to pass."""
    if receipt.above != order.unit:
        store.urge_at(order.id, receipt.sign_by, sooner=True)


def _withdraw(order: Order, round_: Round, unit: str, now: datetime) -> None:
    if receipts.find_receipt(order.id, unit) is None:
        # A delivery that is still under way finds this in its place.
        fresh = rules.delivered(order, unit, round_, at=now)
        gone = _withdrawn(fresh, round_, now)
        if receipts.add(gone, [_entry(order, None, gone, now, round_.by)]):
            return
    receipts.change(
        order.id,
        unit,
        partial(_withdrawn, round_=round_, now=now),
        lambda before, after: [
            _entry(order, before, after, now, round_.by),
            *_no_longer_urged(before),
        ],
    )


def _withdrawn(before: Receipt, round_: Round, now: datetime) -> Receipt:
    if not RECEIPT.find(before, ReceiptAction.WITHDRAW, [Who.SYSTEM]):
        return before
    return rules.receipt_after(
        before, ReceiptAction.WITHDRAW, Who.SYSTEM, by=round_.by, at=now, note=round_.note
    )


def _amend(order: Order, round_: Round, unit: str, now: datetime) -> None:
    if receipts.find_receipt(order.id, unit) is None:
        _deliver(order, store.get_round(order.id, "deliver"), unit, now)

    def told(before: Receipt) -> Receipt:
        number = int(round_.id.removeprefix("amend-"))
        if before.amended >= number or not before.open:
            return before
        told_of = before.model_copy(update={"amended": number})
        return rules.with_step(told_of, "amend", by=round_.by, at=now, note=f"第 {number} 次补充")

    if receipts.find_receipt(order.id, unit) is not None:
        receipts.change(
            order.id,
            unit,
            told,
            lambda before, after: [_entry(order, before, after, now, round_.by)],
        )


def _no_longer_urged(before: Receipt) -> list[table.Action]:
    if before.urged in (Urging.NONE, Urging.REMINDED):
        return []
    parent = _parent(before.unit)
    return [receipts.no_longer_urged_action(parent, before)] if parent else []


def _parent(unit: str) -> str:
    found = units.unit(unit)
    if found is None:
        raise UnknownUnit(unit)
    return found.parent or ""


def _entry(
    order: Order, before: Receipt | None, after: Receipt, now: datetime, by: str = "system"
) -> table.Action:
    return logged.entry_action(
        logged.worker_for(by),
        logged.ISSUE,
        after.unit,
        order.id,
        at=now,
        before=facts(before),
        after=facts(after),
        note=order.draft.title,
    )


def facts(receipt: Receipt | None) -> dict[str, object]:
    """A receipt as it is logged."""
    if receipt is None:
        return {}
    return {
        "state": receipt.state.value,
        "urged": receipt.urged.value,
        "amended": receipt.amended or "",
        "known": receipt.known or "",
        "forwarded": len(receipt.forwarded) or "",
        "returned": receipt.returned or "",
        "copies": " ".join(receipt.copies),
        "out": " ".join(receipt.out),
    }
