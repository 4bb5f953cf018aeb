"""Drafts of orders: begin, change, drop. Whoever drafts needs the permission for the unit that issues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib import people, units
from chalicelib.actor import Actor
from chalicelib.orders import attachments, logged, rules, store
from chalicelib.orders.errors import OrderChanged
from chalicelib.orders.models import Draft, Order, OrderAction, Step
from chalicelib.orders.transitions import Who


def draft(unit: str, written: Draft, *, by: Actor, now: datetime) -> Order:
    """Begin an order. Raises ``BadFile``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, logged.DRAFT, unit)
    units.lineage(unit)
    attachments.check(written.attachments, (), by=by, now=now)
    order = Order(
        id=rules.new_id(now),
        unit=unit,
        draft=written,
        by=by.person,
        at=now,
        steps=(Step(action="draft", by=by.person, at=now),),
    )
    entry = logged.entry_action(
        by, logged.DRAFT, unit, order.id, at=now, before={}, after=facts(written)
    )
    store.add(order, [entry])
    return order


def edit(
    order_id: str, written: Draft, *, by: Actor, now: datetime, seen: int | None = None
) -> Order:
    """Change a draft; ``seen`` is the version that the person saw.

    Raises ``UnknownOrder``, ``NotNow``, ``OrderChanged``, ``BadFile`` or ``PermissionDenied``.
    """
    order = store.get(order_id)
    people.require(by, logged.DRAFT, order.unit)
    if seen is not None and seen != order.version:
        raise OrderChanged("刚刚有人改过这条指令，您的修改还没有保存。请对照后再保存。")
    after = rules.order_after(order, OrderAction.EDIT, Who.DRAFTER, by=by.person, at=now)
    attachments.check(written.attachments, order.draft.attachments, by=by, now=now)
    if written == order.draft:
        return order
    entry = logged.entry_action(
        by,
        logged.DRAFT,
        order.unit,
        order.id,
        at=now,
        before=facts(order.draft),
        after=facts(written),
    )
    return store.save(order, after.model_copy(update={"draft": written}), [entry])


def drop(order_id: str, *, by: Actor, now: datetime) -> Order:
    """Give up an order that was never issued. Raises ``UnknownOrder``, ``NotNow`` or ``PermissionDenied``."""
    order = store.get(order_id)
    people.require(by, logged.DRAFT, order.unit)
    after = rules.order_after(order, OrderAction.DROP, Who.DRAFTER, by=by.person, at=now)
    entry = logged.entry_action(
        by,
        logged.DRAFT,
        order.unit,
        order.id,
        at=now,
        before={"state": order.state.value},
        after={"state": after.state.value},
        note=order.draft.title,
    )
    return store.save(order, after, [entry])


def facts(written: Draft) -> dict[str, Any]:
    """A draft as it is logged: each field as one short text."""
    address = written.address
    named = (*address.tags, *address.units, *address.accounts)
    where = (address.way.value, address.root, *address.levels, *named)
    return {
        "title": written.title,
        "kind": written.kind.value,
        "urgency": written.urgency.value,
        "text": f"{len(written.text)} 字：{written.text[:60]}" if written.text else "",
        "attachments": " ".join(one.name for one in written.attachments),
        "address": " ".join(filter(None, where))[:400],
        "sign_by": written.sign_by.isoformat() if written.sign_by else "",
        "done_by": written.done_by.isoformat() if written.done_by else "",
        "wants": " ".join(one.value for one in written.wants),
        "article": written.article,
        "clues": " ".join(f"{one.kind}:{one.value}" for one in written.clues)[:400],
    }
