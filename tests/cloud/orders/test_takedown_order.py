"""An order of kind 撤稿: it begins a takedown, and its units are done when their places are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import orders, takedown
from chalicelib.application import control_tasks, takedowns
from chalicelib.orders import Order, OrderClue, OrderKind, OrderState, ReceiptState
from chalicelib.settings import settings
from chalicelib.takedown import TakedownState
from tests.cloud.takedown.conftest import (
    GUAN,
    ZONG1,
    ZONG2,
    Matrix,
    adopted,
    matrix,
    taken,
)

__all__ = ["matrix"]


def carried(at: Matrix, order: Order) -> None:
    """Everything in the control centre's queue, each message of the order twice, and a look at the order in between."""
    for _ in range(12):
        for body in taken(settings().control_queue_url):
            if body.startswith("takedown"):
                at.carry_out(body)
                continue
            for _twice in range(2):
                control_tasks.carry_out(body, clock=at.clock)
        at.sweep()
        at.now += timedelta(minutes=10)
        control_tasks.carry_out(f"order_follow {order.id}", clock=at.clock)


@pytest.fixture
def ordered(matrix: Matrix) -> Order:
    copies = adopted(matrix)
    matrix.pushed("city", copies["city"])
    written = orders.Draft(
        kind=OrderKind.TAKEDOWN,
        title="撤下税率写错的稿件",
        text="请立即撤下。",
        clues=(OrderClue(kind="article", value=matrix.article.id),),
        done_by=matrix.now + timedelta(days=2),
    )
    order = orders.draft("province", written, by=GUAN, now=matrix.now)
    orders.issue(order.id, by=GUAN, now=matrix.now)
    orders.approve(order.id, by=ZONG1, now=matrix.now)
    carried(matrix, order)
    return orders.get(order.id)


def test_the_takedown_begins_once_and_waits_for_another_person(
    matrix: Matrix, ordered: Order
) -> None:
    case = takedown.store.get(ordered.takedown)
    assert (case.order, case.state) == (ordered.id, TakedownState.PREVIEW)
    with pytest.raises(takedown.SameHand):
        matrix.approve(case, ZONG1)
    assert {one.state for one in orders.rows_of(ordered.id)} == {ReceiptState.SENT}


def test_units_are_done_when_their_places_are_gone(matrix: Matrix, ordered: Order) -> None:
    matrix.approve(takedown.store.get(ordered.takedown), ZONG2)
    carried(matrix, ordered)
    assert takedown.store.get(ordered.takedown).state is TakedownState.CLOSED
    assert set(matrix.wechat.masses.values()) == {True}
    city = orders.receipt(ordered.id, "city")
    assert city.state is ReceiptState.DONE
    assert city.report is not None
    assert "已完成：撤下" in city.report.text
    assert orders.get(ordered.id).state is OrderState.CLOSED


def test_a_takedown_that_is_rejected_leaves_the_units_to_the_text(
    matrix: Matrix, ordered: Order
) -> None:
    takedowns.reject(ordered.takedown, reason="查无此事", by=ZONG2, now=matrix.now)
    carried(matrix, ordered)
    assert "没有被批准" in orders.get(ordered.id).problem
    assert orders.receipt(ordered.id, "city").state is ReceiptState.SENT
