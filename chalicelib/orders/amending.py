"""An order under way is supplemented (补充), by one or two people, and units that are behind are urged by hand (催办)."""

from __future__ import annotations

from datetime import datetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.clock import stamp
from chalicelib.errors import Field
from chalicelib.orders import logged, receipts, rows, rules, store
from chalicelib.orders.errors import BadOrder, SamePerson
from chalicelib.orders.issuing import entry_of, reason_of, tell_units, to_all
from chalicelib.orders.models import (
    NOTE_CHARS,
    TEXT_CHARS,
    Amendment,
    Behind,
    Order,
    OrderAction,
    Round,
    RoundKind,
)
from chalicelib.orders.transitions import Who, needs_two


def amend(order_id: str, text: str, *, by: Actor, now: datetime) -> Order:
    """Supplement an order (补充); every unit is told. Where it took two to issue, it waits for another person.

    Raises as ``issue`` does.
    """
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    if not 0 < len(text.strip()) <= TEXT_CHARS:
        raise BadOrder("请写明补充的内容。", fields=[Field("text", "没有填写")])
    after = rules.order_after(order, OrderAction.AMEND, Who.ISSUER, by=by.person, at=now)
    number = len(order.amendments) + 1
    added = Amendment(number=number, text=text.strip(), by=by.person, at=now)
    if needs_two(order):
        waiting = after.model_copy(update={"proposed": added})
        note = f"第 {number} 次补充，待另一人同意：{text.strip()[:80]}"
        return store.save(order, waiting, [entry_of(by, order, waiting, now, note)])
    return _amended(order, after, added, by, now)


def approve_amendment(order_id: str, *, by: Actor, now: datetime) -> Order:
    """Agree as the second person to a supplement; every unit is told.

    Raises ``SamePerson`` and what ``issue`` raises.
    """
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    after = rules.order_after(
        order, OrderAction.APPROVE_AMENDMENT, Who.ISSUER, by=by.person, at=now
    )
    proposed = order.proposed
    if proposed is None or proposed.by == by.person:
        raise SamePerson(order.id, by.person)
    return _amended(order, after.model_copy(update={"proposed": None}), proposed, by, now)


def refuse_amendment(order_id: str, reason: str, *, by: Actor, now: datetime) -> Order:
    """Drop a supplement that waits for a second person; who proposed it may, too. Raises as ``issue`` does."""
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    note = reason_of(reason)
    after = rules.order_after(
        order, OrderAction.REFUSE_AMENDMENT, Who.ISSUER, by=by.person, at=now, note=note
    ).model_copy(update={"proposed": None})
    return store.save(order, after, [entry_of(by, order, after, now, note)])


def remind_all(
    order_id: str, which: Behind, note: str = "", *, by: Actor, now: datetime
) -> tuple[Order, int]:
    """Urge many units at once (批量催办): one write, and a message each; returns how many.

    Raises as ``issue`` does, and ``BadOrder`` where no unit is behind.
    """
    order = store.get(order_id)
    people.require(by, logged.ISSUE, order.unit)
    said = note.strip()[:NOTE_CHARS]
    behind = rows.behind(receipts.rows_of(order_id), which, now)
    if not behind:
        raise BadOrder("没有要催办的单位。", fields=[Field("which", "没有这样的单位")])
    what = f"催办 {len(behind)} 个单位" + (f"：{said}" if said else "")
    after = rules.order_after(
        order, OrderAction.REMIND, Who.ISSUER, by=by.person, at=now, note=what
    )
    round_ = Round(
        id=f"remind-{stamp(now)}",
        kind=RoundKind.REMIND,
        units=tuple(behind),
        at=now,
        by=by.person,
        note=said,
    )
    also = [entry_of(by, order, after, now, what), store.round_action(order.id, round_)]
    return tell_units(store.save(order, after, also), round_), len(behind)


def _amended(order: Order, after: Order, added: Amendment, by: Actor, now: datetime) -> Order:
    """The order with a supplement, and its round to every unit."""
    after = after.model_copy(update={"amendments": (*order.amendments, added)})
    round_ = to_all(order, f"amend-{added.number}", RoundKind.AMEND, by, now)
    entry = entry_of(by, order, after, now, f"第 {added.number} 次补充：{added.text[:80]}")
    return tell_units(
        store.save(order, after, [entry, store.round_action(order.id, round_)]), round_
    )
