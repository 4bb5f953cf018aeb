"""Killed at any call of AWS while it is delivered or escalated, an order is brought to the same end by what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib import orders
from chalicelib.application import control_tasks
from chalicelib.orders import ReceiptState, Urging
from tests.cloud.orders.conftest import BELOW, GUAN, Control, address, taken


class Killed(BaseException):
    """The function is gone: nothing of its own handles this."""


def killed_at(
    number: int, before: bool, patch: pytest.MonkeyPatch, step: Callable[[], Any]
) -> bool:
    """Run a step that dies before or after its ``number``-th writing call; whether it came so far."""
    real = BaseClient._make_api_call  # type: ignore[attr-defined]
    seen = [0]
    writes = {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "TransactWriteItems",
        "SendMessage",
        "SendMessageBatch",
    }

    def call(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        if operation in writes:
            seen[0] += 1
            if seen[0] == number and before:
                raise Killed
        done = real(self, operation, arguments)
        if operation in writes and seen[0] == number:
            raise Killed
        return done

    with patch.context() as here:
        here.setattr(BaseClient, "_make_api_call", call)
        try:
            step()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 6))
def test_an_order_killed_while_it_is_issued_is_issued_once_or_not_at_all(
    control: Control, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    draft = control.draft()
    killed_at(number, before, monkeypatch, lambda: orders.issue(draft.id, by=GUAN, now=control.now))
    if orders.get(draft.id).state is orders.OrderState.DRAFT:
        orders.issue(draft.id, by=GUAN, now=control.now)
    control.minute()
    control.minute()
    assert orders.get(draft.id).number == 1
    assert [one.unit for one in orders.rows_of(draft.id)] == list(BELOW)
    control.minute(timedelta(hours=25))
    assert {one.urged for one in orders.rows_of(draft.id)} == {Urging.REMINDED}


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 4))
def test_a_delivery_killed_at_any_step_reaches_each_unit_once(
    control: Control, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    order = control.issued(deliver=False)
    taken()
    killed_at(
        number, before, monkeypatch, lambda: orders.carry_out(f"{order.id} deliver", control.now)
    )
    for body in taken():  # whatever was queued is delivered by functions that die, too
        killed_at(
            number,
            before,
            monkeypatch,
            lambda body=body: control_tasks.carry_out(body),  # type: ignore[misc]
        )
    orders.carry_out(f"{order.id} deliver", control.now)  # SQS brings the message back
    control.work()
    assert [one.unit for one in orders.rows_of(order.id)] == list(BELOW)
    for unit in BELOW:
        assert [one.action for one in control.receipt(order, unit).steps] == ["deliver"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 5))
def test_an_escalation_killed_at_any_step_is_told_once(
    control: Control, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    order = control.issued(address=address("bai", "qing"))
    control.now += timedelta(hours=49)  # 督办 is due, one step over 提醒
    killed_at(number, before, monkeypatch, lambda: orders.look(order.id, control.now))
    bodies = taken()
    for body in bodies:
        killed_at(number, before, monkeypatch, lambda body=body: control_tasks.carry_out(body))  # type: ignore[misc]
    for _ in range(3):
        control.minute(timedelta(minutes=1))
    for unit in ("bai", "qing"):
        steps = [one.action for one in control.receipt(order, unit).steps]
        assert steps == ["deliver", "supervised"]
    assert [one.unit for one in orders.urged_below("sheng")] == ["bai", "qing"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 4))
def test_a_forwarding_killed_at_any_step_reaches_those_below(
    control: Control, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    order = control.issued(address=address("qing"))
    control.sign(order, "qing")
    killed_at(
        number,
        before,
        monkeypatch,
        lambda: orders.forward(order.id, "qing", ["zhiping"], by=GUAN, now=control.now),
    )
    if not control.receipt(order, "qing").forwarded:
        orders.forward(order.id, "qing", ["zhiping"], by=GUAN, now=control.now)
    control.minute()
    assert control.receipt(order, "zhiping").above == "qing"
    assert control.receipt(order, "qing").state is ReceiptState.WORKING


@pytest.mark.parametrize("number", range(1, 4))
def test_a_last_receipt_killed_after_it_is_closed_leaves_the_order_to_the_next_look(
    control: Control, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.report(order, "bai")
    killed_at(
        number,
        False,
        monkeypatch,
        lambda: orders.close(order.id, "bai", by=GUAN, now=control.now),
    )
    for _ in range(10):
        control.minute(timedelta(days=1))
    assert orders.get(order.id).state is orders.OrderState.CLOSED
