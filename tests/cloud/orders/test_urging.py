"""What is overdue is escalated: 提醒, 督办, 通报, each once, to the unit and to the one above it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import orders
from chalicelib.orders import ReceiptState, Urging
from tests.cloud.orders.conftest import GUAN, Control, address

HOURS = timedelta(hours=1)


def urgings(control: Control, order: orders.Order, unit: str) -> list[str]:
    levels = {one.value for one in Urging if one}
    return [one.action for one in control.receipt(order, unit).steps if one.action in levels]


def test_each_overdue_step_is_escalated_by_working_hours_each_level_once(control: Control) -> None:
    order = control.issued(
        address=address("bai", "qing")
    )  # Monday 10:00; to be signed by Tuesday 10:00
    control.minute(23 * HOURS)
    assert urgings(control, order, "bai") == []
    control.minute(1 * HOURS + timedelta(minutes=1))
    control.minute()
    assert urgings(control, order, "bai") == ["reminded"]
    assert list(orders.urged_below("sheng")) == []
    control.sign(order, "qing")
    control.minute(24 * HOURS)  # nine working hours later
    assert urgings(control, order, "bai") == ["reminded", "supervised"]
    assert urgings(control, order, "qing") == ["reminded"]
    assert [(one.unit, one.urged) for one in orders.urged_below("sheng")] == [
        ("bai", Urging.SUPERVISED)
    ]
    control.minute(48 * HOURS)
    assert urgings(control, order, "bai") == ["reminded", "supervised", "circulated"]
    signed = control.sign(order, "bai")
    assert (signed.urged, signed.signed_late) == (Urging.NONE, True)
    assert list(orders.urged_below("sheng")) == []


def test_the_second_step_is_escalated_anew(control: Control) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.minute((7 * 24 + 1) * HOURS)  # forty-five working hours are five days
    assert urgings(control, order, "bai") == ["reminded"]
    control.minute(24 * HOURS)
    assert urgings(control, order, "bai") == ["reminded", "supervised"]
    control.report(order, "bai")
    control.minute(24 * HOURS)
    assert urgings(control, order, "bai") == ["reminded", "supervised"]  # the issuer's turn
    assert control.receipt(order, "bai").done_late


def test_a_return_brings_the_next_look_forward(control: Control) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.report(order, "bai")
    soon = control.now + timedelta(minutes=30)
    orders.return_(order.id, "bai", "不全", by=GUAN, now=control.now, done_by=soon)
    control.minute(timedelta(minutes=31))
    assert urgings(control, order, "bai") == ["reminded"]


def test_a_unit_that_is_not_reached_yet_does_not_stop_the_others_being_urged(
    control: Control,
) -> None:
    order = control.issued(deliver=False, address=address("bai", "qing"))
    orders.carry_out(f"{order.id} deliver bai", control.now)
    orders.look(order.id, control.now + 25 * HOURS)
    control.now += 25 * HOURS
    control.work()
    assert urgings(control, order, "bai") == ["reminded"]
    assert control.receipt(order, "qing").state is ReceiptState.SENT


def test_the_look_closes_what_a_crash_left_open(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.report(order, "bai")
    from chalicelib.orders import judging

    monkeypatch.setattr(judging, "finished", lambda *_: None)
    orders.close(order.id, "bai", by=GUAN, now=control.now)
    assert orders.get(order.id).state is orders.OrderState.ISSUED
    control.minute(8 * 24 * HOURS)
    assert orders.get(order.id).state is orders.OrderState.CLOSED
