"""A 撤稿 order and the takedown that it begins: units are done as their places are gone."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts, orders, takedown
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import takedowns
from chalicelib.errors import DomainError
from chalicelib.orders import Order, Report
from chalicelib.takedown import Clue, ClueKind, PlaceState, TakedownState

A_STEP: Final = 100
"""Units that one step closes."""
_GONE: Final = frozenset({PlaceState.DONE, PlaceState.KEPT, PlaceState.RESTORED})


def step(order: Order, place: str, now: datetime) -> str | None:
    """Begin the takedown, or close so many units once it is over.

    Returns where the next step begins: empty to look again later, None after something that stood in the way.
    """
    if not order.takedown:
        return _begun(order)
    case = takedown.store.get(order.takedown)
    if case.state is TakedownState.REJECTED:
        _told(order, "撤稿没有被批准，请按文字要求办理，或撤销指令。")
        return ""
    if case.state is not TakedownState.CLOSED:
        return ""
    return _settled(order, case, place, now)


def _begun(order: Order) -> str | None:
    """Begin it as of the moment of issue: the same clues of an order on one day are one takedown."""
    clues = tuple(Clue(kind=ClueKind(one.kind), value=one.value) for one in order.draft.clues)
    if order.issued_at is None:
        return None
    try:
        case = takedowns.begin(
            clues,
            unit=order.unit,
            reason=f"指令 {order.label} {order.draft.title}",
            order=order.id,
            by=Actor(person=order.issued_by, known_by=KnownBy.SYSTEM, on_behalf=True),
            now=order.issued_at,
        )
    except DomainError as error:
        _told(order, f"撤稿没能开始：{error}")
        return None
    orders.store.change(
        order.id, lambda before: before.model_copy(update={"takedown": case.id, "problem": ""})
    )
    return ""


def _settled(order: Order, case: takedown.Takedown, place: str, now: datetime) -> str:
    left, gone = dict[str, int](), dict[str, int]()
    for listed in takedown.store.checklists(case.id):
        for one in listed.places:
            unit = accounts.state(one.account).account.unit if one.account else order.unit
            counted = gone if one.state in _GONE else left
            counted[unit] = counted.get(unit, 0) + 1
    waiting = [
        one.unit
        for one in orders.rows_of(order.id)
        if one.open and one.unit > place and one.unit not in left
    ]
    for unit in waiting[:A_STEP]:
        number = gone.get(unit, 0)
        text = (
            f"撤稿 {case.id} 已完成：撤下 {number} 处。"
            if number
            else f"撤稿 {case.id} 已完成：没有发现。"
        )
        orders.following.settled(order.id, unit, Report(text=text), by="system", at=now)
    return waiting[A_STEP - 1] if len(waiting) > A_STEP else ""


def _told(order: Order, problem: str) -> None:
    orders.store.change(order.id, lambda before: before.model_copy(update={"problem": problem}))
