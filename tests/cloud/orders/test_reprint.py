"""An order of kind 转载: its article is offered, and receipts follow its adoption by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import distribution, orders, people
from chalicelib.actor import SYSTEM, local
from chalicelib.application import control_tasks, order_follow
from chalicelib.cloud import table
from chalicelib.orders import Order, OrderKind, OrderState, ReceiptState
from chalicelib.people import Role
from tests.cloud.distribution.conftest import Matrix, copy_of, matrix, sent
from tests.cloud.orders.conftest import GUAN, ZONG, person, taken

__all__ = ["matrix"]


def carried(at: Matrix) -> None:
    """Everything in the control centre's queue, each message twice, then that of offers."""
    while bodies := taken():
        for body in bodies:
            control_tasks.carry_out(body, clock=lambda: at.now)
            control_tasks.carry_out(body, clock=lambda: at.now)
    at.work()


def told_by_stream(at: Matrix, pk: str, sk: str) -> None:
    """What the stream says of an item, twice."""
    item = table.get(pk, sk, consistent=True)
    assert item is not None
    order_follow.follow(item, at.now)
    order_follow.follow(item, at.now)


@pytest.fixture
def reprint(matrix: Matrix) -> Order:
    people.add_staff("guan", "province", [Role.CONTROLLER], by=SYSTEM, now=matrix.now)
    people.add_staff("zong", "province", [Role.CHIEF], by=SYSTEM, now=matrix.now)
    written = orders.Draft(
        kind=OrderKind.REPRINT,
        title="转载公告",
        text="请当日转载。",
        article=matrix.article.id,
        done_by=matrix.now + timedelta(days=2),
    )
    order = orders.draft("province", written, by=GUAN, now=matrix.now)
    orders.issue(order.id, by=GUAN, now=matrix.now)
    orders.approve(order.id, by=ZONG, now=matrix.now)
    carried(matrix)
    return orders.get(order.id)


def test_the_article_is_offered_once_to_the_accounts_of_the_receivers(
    matrix: Matrix,
    reprint: Order,
) -> None:
    offer = distribution.get(reprint.offer)
    assert (offer.accounts, offer.deadline) == (("city", "county"), reprint.draft.done_by)
    matrix.now += timedelta(days=1)
    control_tasks.carry_out(f"order_follow {reprint.id}", clock=lambda: matrix.now)
    assert len(list(distribution.of_unit("province"))) == 1


def test_receipts_follow_the_copies_to_the_end(matrix: Matrix, reprint: Order) -> None:
    offer = distribution.get(reprint.offer)
    for account in ("city", "county"):
        told_by_stream(matrix, f"OFFER#{offer.id}", f"ACCOUNT#{account}")
    taken_over = orders.receipt(reprint.id, "city")
    # It was taken over by itself: nobody of the unit has seen the order by that.
    assert (taken_over.state, len(taken_over.copies)) == (ReceiptState.SENT, 1)
    assert orders.sign(reprint.id, "city", by=SYSTEM, now=matrix.now).state is ReceiptState.WORKING
    for account in ("city", "county"):
        copy = copy_of(matrix, offer, account)
        matrix.review(copy)
        delivery = sent(matrix, matrix.schedule(account, copy))
        told_by_stream(matrix, f"DELIVERIES#{account}", delivery)
    city, county = (orders.receipt(reprint.id, one) for one in ("city", "county"))
    assert (city.state, county.state) == (ReceiptState.DONE, ReceiptState.DONE)
    # Who has it out without having signed has signed by that.
    assert (county.signed_by, county.signed_at) == ("system", matrix.now)
    assert city.report is not None
    assert city.report.text == "稿件已发布。"
    assert orders.get(reprint.id).state is OrderState.CLOSED


def test_a_look_finds_what_the_stream_did_not_tell(matrix: Matrix, reprint: Order) -> None:
    offer = distribution.get(reprint.offer)
    copy = copy_of(matrix, offer, "county")
    matrix.review(copy)
    sent(matrix, matrix.schedule("county", copy))
    orders.sweep(matrix.now + order_follow.LOOK_AGAIN)
    carried(matrix)
    states = {one.unit: one.state for one in orders.rows_of(reprint.id)}
    assert states == {"city": ReceiptState.SENT, "county": ReceiptState.DONE}


def test_only_a_released_article_of_the_unit_is_attached(matrix: Matrix) -> None:
    people.add_staff("qing.zong", "city", [Role.CHIEF], by=SYSTEM, now=matrix.now)
    written = orders.Draft(
        kind=OrderKind.REPRINT, title="转载", text="请转载。", article=matrix.article.id
    )
    chief = person("qing.zong")
    order = orders.draft("city", written, by=chief, now=matrix.now)
    with pytest.raises(orders.BadOrder, match="本单位"):
        orders.issue(order.id, by=chief, now=matrix.now)


def test_what_stands_in_the_way_of_the_offer_is_said_and_tried_again(
    matrix: Matrix,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise distribution.WrongState("没有配额。")

    people.add_staff("guan", "province", [Role.CONTROLLER], by=SYSTEM, now=matrix.now)
    monkeypatch.setattr(distribution, "make_offer", refused)
    written = orders.Draft(
        kind=OrderKind.REPRINT, title="转载", text="请转载。", article=matrix.article.id
    )
    order = orders.draft("province", written, by=local("li"), now=matrix.now)
    orders.issue(order.id, by=GUAN, now=matrix.now)
    orders.approve(order.id, by=SYSTEM, now=matrix.now)
    carried(matrix)
    assert orders.get(order.id).problem == "稿件没能分发：没有配额。"
    assert len(orders.rows_of(order.id)) == 2  # delivered all the same
    monkeypatch.undo()
    matrix.now += order_follow.RETRY
    orders.sweep(matrix.now)
    carried(matrix)
    after = orders.get(order.id)
    assert (bool(after.offer), after.problem) == (True, "")
