"""Many units answer one order at the same time: what is added up is what their receipts say."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib import orders, units
from chalicelib.actor import SYSTEM
from chalicelib.application import control_tasks
from chalicelib.orders import NotNow, OrderChanged, OrderState, ReceiptState, Report
from chalicelib.units import OrgUnit, UnitLevel
from tests.cloud.orders.conftest import GUAN, Control, taken
from tests.cloud.racing import one_call_at_a_time

MANY = tuple(f"xiang{n:02d}" for n in range(40))


@pytest.fixture
def many(control: Control) -> Control:
    for unit in MANY:
        units.store.add_unit(
            OrgUnit(id=unit, name=unit, level=UnitLevel.TOWNSHIP, parent="zhiping")
        )
    return control


def test_receipts_of_many_units_add_up_while_all_of_them_answer(
    many: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    order = many.issued(deliver=False)
    orders.carry_out(f"{order.id} deliver", many.now)
    bodies = taken_all()
    chance = random.Random(7)  # noqa: S311 - an order of events, not a secret
    with ThreadPoolExecutor(12) as pool:
        # Each is delivered twice, at the same time.
        list(
            pool.map(lambda body: control_tasks.carry_out(body, clock=lambda: many.now), bodies * 2)
        )

        def answer(unit: str) -> None:
            for step in ("sign", "sign", "start", "report", "close"):
                attempt(many, order.id, unit, step)

        every = [one.unit for one in orders.rows_of(order.id)] * 2
        chance.shuffle(every)
        list(pool.map(answer, every))
    held = Counter(orders.receipt(order.id, one.unit).state for one in orders.rows_of(order.id))
    counted = orders.rows.counts(orders.rows_of(order.id), many.now)
    assert held == {ReceiptState.DONE: 45}
    assert counted.states[ReceiptState.DONE] == 45
    assert orders.get(order.id).state is OrderState.CLOSED
    for unit in MANY:
        steps = [one.action for one in orders.receipt(order.id, unit).steps]
        assert steps == ["deliver", "sign", "start", "report", "close"]


def test_one_receipt_that_many_change_is_changed_by_one_at_a_time(
    many: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = many.issued()
    one_call_at_a_time(monkeypatch)
    many.sign(order, "bai")
    many.report(order, "bai")

    def judge(n: int) -> str:
        try:
            if n % 2:
                orders.close(order.id, "bai", by=GUAN, now=many.now)
                return "close"
            orders.return_(order.id, "bai", "不全", by=GUAN, now=many.now)
        except (NotNow, OrderChanged):
            return ""
        return "return"

    with ThreadPoolExecutor(8) as pool:
        said = [one for one in pool.map(judge, range(8)) if one]
    assert len(said) == 1
    [row] = [one for one in orders.rows_of(order.id) if one.unit == "bai"]
    assert row == orders.rows.row_of(orders.receipt(order.id, "bai"))


def attempt(control: Control, order: str, unit: str, step: str) -> None:
    """One step by one of two who take the same one; the second hears that it is no longer time."""
    now = control.now
    steps = {
        "sign": lambda: orders.sign(order, unit, by=SYSTEM, now=now),
        "start": lambda: orders.start(order, unit, by=SYSTEM, now=now),
        "report": lambda: orders.report(order, unit, Report(text="好"), by=SYSTEM, now=now),
        "close": lambda: orders.close(order, unit, by=GUAN, now=now),
    }
    try:
        steps[step]()
    except NotNow:
        return


def taken_all() -> list[str]:
    bodies: list[str] = []
    while some := taken():
        bodies += some
    return bodies
