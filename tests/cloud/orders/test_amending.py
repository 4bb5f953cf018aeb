"""Supplements of orders that took two people take two; units that are behind are urged at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import orders
from chalicelib.application import order_page
from chalicelib.orders import Behind, Order, Urgency
from chalicelib.orders.errors import BadOrder, NotNow, SamePerson
from chalicelib.people import PermissionDenied
from tests.cloud.orders.conftest import GUAN, LI, QIN, ZONG, Control


def urgent(control: Control) -> Order:
    order = control.draft(urgency=Urgency.EXTRA)
    orders.issue(order.id, by=GUAN, now=control.now)
    orders.approve(order.id, by=ZONG, now=control.now)
    control.work()
    return orders.get(order.id)


def test_a_supplement_to_what_took_two_reaches_nobody_before_another_agrees(
    control: Control,
) -> None:
    order = urgent(control)
    orders.amend(order.id, "另附样表。", by=GUAN, now=control.now)
    control.work()
    assert control.receipt(order, "hekou").amended == 0
    assert orders.get(order.id).amendments == ()
    with pytest.raises(SamePerson):
        orders.approve_amendment(order.id, by=GUAN, now=control.now)
    with pytest.raises(PermissionDenied):
        orders.approve_amendment(order.id, by=LI, now=control.now)
    with pytest.raises(NotNow):
        orders.amend(order.id, "再补充。", by=ZONG, now=control.now)
    orders.approve_amendment(order.id, by=ZONG, now=control.now)
    control.work()
    after = orders.get(order.id)
    assert [(one.number, one.by) for one in after.amendments] == [(1, "guan")]
    assert after.proposed is None
    assert control.receipt(order, "hekou").amended == 1
    with pytest.raises(NotNow):
        orders.approve_amendment(order.id, by=ZONG, now=control.now)


def test_a_supplement_that_is_refused_reaches_nobody(control: Control) -> None:
    order = urgent(control)
    orders.amend(order.id, "另附样表。", by=GUAN, now=control.now)
    orders.refuse_amendment(order.id, "样表有误", by=ZONG, now=control.now)
    control.work()
    assert control.receipt(order, "hekou").amended == 0
    orders.amend(order.id, "另附新样表。", by=GUAN, now=control.now)
    assert orders.get(order.id).proposed is not None


def test_the_page_says_who_may_agree(control: Control) -> None:
    order = urgent(control)
    orders.amend(order.id, "另附样表。", by=GUAN, now=control.now)
    mine = order_page.order_detail(GUAN, order.id, control.now)
    other = order_page.order_detail(ZONG, order.id, control.now)
    assert mine.order.proposed is not None
    deeds = {one.name: one for one in mine.deeds}
    assert "另一人" in deeds["approve_amendment"].why
    assert "还在等" in deeds["amend"].why
    assert {one.name: one.allowed for one in other.deeds}["approve_amendment"]


def test_units_that_did_not_sign_are_urged_at_once_and_each_one_time(control: Control) -> None:
    order = control.issued()
    orders.sign(order.id, "bai", by=GUAN, now=control.now)
    _, number = orders.remind_all(order.id, Behind.UNSIGNED, "请尽快签收", by=GUAN, now=control.now)
    control.work(times=3)
    unsigned = [one.unit for one in orders.rows_of(order.id) if one.unit != "bai"]
    assert number == len(unsigned) > 1
    for unit in unsigned:
        steps = [one for one in control.receipt(order, unit).steps if one.action == "remind"]
        assert [(one.by, one.note) for one in steps] == [("guan", "请尽快签收")]
    assert not any(one.action == "remind" for one in control.receipt(order, "bai").steps)


def test_whoever_signed_meanwhile_is_urged_no_more_where_nothing_is_left(control: Control) -> None:
    order = control.issued()
    units = [one.unit for one in orders.rows_of(order.id)]
    orders.remind_all(order.id, Behind.OPEN, by=GUAN, now=control.now)
    first = units[0]
    orders.sign(order.id, first, by=GUAN, now=control.now)
    orders.report(order.id, first, orders.Report(text="已办"), by=GUAN, now=control.now)
    control.work()
    assert not any(one.action == "remind" for one in control.receipt(order, first).steps)
    assert any(one.action == "remind" for one in control.receipt(order, units[1]).steps)


def test_where_nobody_is_behind_nobody_is_urged(control: Control) -> None:
    order = control.issued()
    with pytest.raises(BadOrder, match="没有要催办的"):
        orders.remind_all(order.id, Behind.OVERDUE, by=GUAN, now=control.now)
    with pytest.raises(PermissionDenied):
        orders.remind_all(order.id, Behind.OPEN, by=QIN, now=control.now)
    control.now += timedelta(days=10)
    _, number = orders.remind_all(order.id, Behind.OVERDUE, by=GUAN, now=control.now)
    assert number == len(orders.rows_of(order.id))


def test_the_page_of_an_order_says_how_long_its_units_took(control: Control) -> None:
    order = control.issued()
    first = order_page.order_detail(GUAN, order.id, control.now)
    assert (first.sign_hours, first.report_hours, first.done_hours) == (None, None, None)
    units = [one.unit for one in orders.rows_of(order.id)]
    start = control.now
    for hours, unit in enumerate(units[:3], 1):
        at = start + timedelta(hours=hours)
        orders.sign(order.id, unit, by=GUAN, now=at)
        orders.report(
            order.id, unit, orders.Report(text="已办"), by=GUAN, now=at + timedelta(hours=1)
        )
    seen = order_page.order_detail(GUAN, order.id, control.now)
    assert (seen.sign_hours, seen.report_hours, seen.done_hours) == (2.0, 3.0, None)
    assert seen.hours_name == "工作小时"


def test_of_an_extra_urgent_order_every_hour_counts(control: Control) -> None:
    order = urgent(control)
    at = control.now + timedelta(hours=20)  # the next morning
    orders.sign(order.id, "bai", by=GUAN, now=at)
    seen = order_page.order_detail(GUAN, order.id, at)
    assert (seen.hours_name, seen.sign_hours) == ("小时", 20.0)
