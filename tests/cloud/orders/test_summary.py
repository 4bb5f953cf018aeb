"""A unit's orders at a glance."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import orders
from chalicelib.application import order_summary
from chalicelib.orders import Urgency
from tests.cloud.orders.conftest import GUAN, Control


def test_the_summary_counts_orders_and_the_units_behind(control: Control) -> None:
    order = control.issued()
    orders.issue(control.draft(urgency=Urgency.EXTRA).id, by=GUAN, now=control.now)
    control.sign(order, "bai")
    later = control.now + timedelta(days=2)
    found = order_summary.summary("sheng", by=GUAN, now=later)
    assert (found.under_way, found.overdue, found.waiting) == (1, 1, 1)
    assert (found.receipts, found.signed, found.done, found.receipts_overdue) == (5, 1, 0, 4)
    assert [(one.value, one.number) for one in found.by_kind] == [("submission", 1)]
    assert {one.unit for one in found.behind} == {"qing", "zhiping", "yunshan", "hekou"}
