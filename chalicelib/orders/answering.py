"""What a unit does with an order: sign, start, forward, report. Whoever answers needs the permission for the unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib import people, units
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.orders import attachments, logged, messages, receipts, rules, store
from chalicelib.orders.delivering import facts
from chalicelib.orders.errors import BadOrder, BelowOpen
from chalicelib.orders.models import (
    NOTE_CHARS,
    Receipt,
    ReceiptAction,
    Report,
    Round,
    RoundKind,
    Urging,
)
from chalicelib.orders.transitions import Who

Changed = Callable[[Receipt], Receipt]


def sign(order_id: str, unit: str, *, by: Actor, now: datetime) -> Receipt:
    """Sign for an order (签收); twice is once. Raises ``UnknownOrder``, ``NotNow`` or ``PermissionDenied``."""
    return _answered(
        order_id, unit, lambda before: rules.signed(before, by=by.person, at=now), by, now
    )


def start(order_id: str, unit: str, *, by: Actor, now: datetime) -> Receipt:
    """Say that work has begun (办理). Raises as ``sign`` does."""
    return _answered(order_id, unit, _step(ReceiptAction.START, by, now), by, now)


def acknowledge(order_id: str, unit: str, *, by: Actor, now: datetime) -> Receipt:
    """Take note of what was supplemented. Raises as ``sign`` does."""

    def known(before: Receipt) -> Receipt:
        return _step(ReceiptAction.ACKNOWLEDGE, by, now)(before).model_copy(
            update={"known": before.amended}
        )

    return _answered(order_id, unit, known, by, now)


def forward(
    order_id: str,
    unit: str,
    below: Sequence[str],
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    done_by: datetime | None = None,
) -> Receipt:
    """Forward an order to units below (转办); the unit itself stays responsible.

    A unit that has the order already keeps what it has. Raises ``BadOrder``, and as ``sign`` does.
    """
    people.require(by, logged.ANSWER, unit)
    receipt = receipts.receipt(order_id, unit)
    chosen = _below(unit, order_id, below)
    if done_by is not None and done_by <= now:
        raise BadOrder("期限已经过去，请给一个将来的时间。", fields=[Field("done_by", "已经过去")])
    round_ = Round(
        id=f"forward-{unit}-{receipt.version}",
        kind=RoundKind.FORWARD,
        units=chosen,
        at=now,
        by=by.person,
        above=unit,
        note=note.strip()[:NOTE_CHARS],
        done_by=min(done_by, receipt.done_by) if done_by else receipt.done_by,
    )

    def forwarded(before: Receipt) -> Receipt:
        every = tuple(sorted({*before.forwarded, *chosen}))
        return rules.receipt_after(
            before,
            ReceiptAction.FORWARD,
            Who.RECEIVER,
            by=by.person,
            at=now,
            note=f"{len(chosen)} 个单位",
            forwarded=every,
        )

    after = _answered(
        order_id, unit, forwarded, by, now, [store.round_action(order_id, round_)], note
    )
    messages.wake(messages.ROUND, f"{order_id} {round_.id}")
    return after


def report(order_id: str, unit: str, given: Report, *, by: Actor, now: datetime) -> Receipt:
    """Report what was done, with the evidence that the order asks for (反馈).

    Raises ``EvidenceMissing``, ``BelowOpen`` where units below are not done and ``given.why`` says nothing,
    ``BadFile``, and as ``sign`` does.
    """
    people.require(by, logged.ANSWER, unit)
    order = store.get(order_id)
    receipt = receipts.receipt(order_id, unit)
    rules.reported(receipt, given, by=by.person, at=now)  # first: whether it is time at all
    there = receipt.report.files if receipt.report else ()
    attachments.check(given.files, there, by=by, now=now)
    rules.check_report(order.draft.wants, given)
    if receipt.forwarded and not given.why.strip() and (names := below_open(receipt)):
        raise BelowOpen(order_id, unit, names)
    return _answered(
        order_id,
        unit,
        lambda before: rules.reported(before, given, by=by.person, at=now),
        by,
        now,
        note=given.why,
    )


def below_open(receipt: Receipt) -> list[str]:
    """Names of the units below that have not finished what was forwarded to them."""
    rows = {one.unit: one for one in receipts.rows_of(receipt.order)}
    open_ = [one for one in receipt.forwarded if one not in rows or rows[one].open]
    if not open_:
        return []
    known = {one.id: one.name for one in units.units()}
    return [known.get(one, one) for one in open_]


def _below(unit: str, order_id: str, chosen: Sequence[str]) -> tuple[str, ...]:
    if not chosen:
        raise BadOrder("请选择转办给哪些单位。", fields=[Field("units", "没有选择")])
    under = rules.below(unit, units.units())
    if strangers := sorted(set(chosen) - set(under)):
        raise BadOrder(
            f"单位“{'、'.join(strangers[:5])}”不是本单位的下级，不能转办给它。",
            fields=[Field("units", "不是下级单位")],
        )
    has = {one.unit for one in receipts.rows_of(order_id)} | set(store.receivers(order_id))
    left = tuple(sorted(set(chosen) - has))
    if not left:
        raise BadOrder(
            "所选单位都已收到这条指令，不用再转办。", fields=[Field("units", "都已收到")]
        )
    return left


def _step(action: ReceiptAction, by: Actor, now: datetime) -> Changed:
    return lambda before: rules.receipt_after(before, action, Who.RECEIVER, by=by.person, at=now)


def _answered(
    order_id: str,
    unit: str,
    changed: Changed,
    by: Actor,
    now: datetime,
    more: Sequence[table.Action] = (),
    note: str = "",
) -> Receipt:
    """Write an answer with its entry in the unit's log; an escalation that it ends is no task any more."""
    people.require(by, logged.ANSWER, unit)

    def also(before: Receipt, after: Receipt) -> list[table.Action]:
        entry = logged.entry_action(
            by,
            logged.ANSWER,
            unit,
            order_id,
            at=now,
            before=facts(before),
            after=facts(after),
            note=note or after.title,
        )
        return [entry, *no_longer_urged(before, after), *more]

    return receipts.change(order_id, unit, changed, also)[0]


def no_longer_urged(before: Receipt, after: Receipt) -> list[table.Action]:
    """The writes that end an escalation with the step that it was about."""
    if before.urged in (Urging.NONE, Urging.REMINDED) or after.urged is before.urged:
        return []
    found = units.unit(before.unit)
    parent = found.parent if found else None
    return [receipts.no_longer_urged_action(parent, before)] if parent else []
