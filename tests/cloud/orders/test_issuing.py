"""Orders on their way out: numbers, two people, addresses, supplements, withdrawals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import audit, orders
from chalicelib.orders import (
    AddressWay,
    BadOrder,
    NotNow,
    OrderAddress,
    OrderKind,
    OrderState,
    ReceiptState,
    SamePerson,
    Urgency,
)
from chalicelib.people import PermissionDenied
from tests.cloud.orders.conftest import BELOW, GUAN, LI, QIN, ZONG, Control, address
from tests.cloud.racing import one_call_at_a_time


def test_an_order_reaches_every_unit_below_once_however_often_it_is_delivered(
    control: Control,
) -> None:
    order = control.issued()
    orders.carry_out(f"{order.id} deliver", control.now)
    control.work()
    assert [one.unit for one in orders.rows_of(order.id)] == list(BELOW)
    for unit in BELOW:
        assert [one.order for one in orders.inbox(unit)] == [order.id]
        assert len(control.receipt(order, unit).steps) == 1


def test_one_unit_that_fails_stops_no_other(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.orders import receipts

    real = receipts.add

    def broken(receipt: orders.Receipt, also: object = ()) -> bool:
        if receipt.unit == "bai":
            raise RuntimeError("down")
        return real(receipt, also)  # type: ignore[arg-type]

    monkeypatch.setattr(receipts, "add", broken)
    order = control.issued()
    assert {one.unit for one in orders.rows_of(order.id)} == {*BELOW} - {"bai"}
    assert control.failed
    monkeypatch.undo()
    orders.carry_out(f"{order.id} deliver bai", control.now)  # SQS brings the message back
    assert {one.unit for one in orders.rows_of(order.id)} == set(BELOW)


def test_numbers_of_a_unit_s_year_have_no_gaps_however_many_issue_at_once(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    drafts = [control.draft(title=f"第 {n} 件") for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        issued = list(pool.map(lambda one: orders.issue(one.id, by=GUAN, now=control.now), drafts))
    assert sorted(one.number for one in issued) == list(range(1, 13))
    assert issued[0].label == f"〔2026〕{issued[0].number}号"
    other = control.draft()
    assert orders.get(other.id).label == ""  # a draft has none
    later = orders.issue(other.id, by=GUAN, now=control.now + timedelta(days=60))
    assert (later.year, later.number) == (2027, 1)


def test_two_who_issue_one_order_issue_it_once(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    order = control.draft()

    def issue(_: int) -> str:
        try:
            return orders.issue(order.id, by=GUAN, now=control.now).label
        except (orders.OrderChanged, NotNow):
            return ""

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(issue, range(4)))
    assert sorted(filter(None, said)) == ["〔2026〕1号"]
    assert orders.issue(control.draft().id, by=GUAN, now=control.now).number == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"urgency": Urgency.EXTRA},
        {"kind": OrderKind.CORRECTION},
        {"kind": OrderKind.TAKEDOWN, "clues": ({"kind": "text", "value": "错误的税率"},)},
    ],
)
def test_what_is_most_urgent_or_reaches_followers_takes_another_person(
    control: Control, changes: dict[str, object]
) -> None:
    order = orders.issue(control.draft(**changes).id, by=GUAN, now=control.now)
    assert (order.state, order.label) == (OrderState.WAITING, "")
    assert control.work() == 0
    with pytest.raises(SamePerson):
        orders.approve(order.id, by=GUAN, now=control.now)
    with pytest.raises(PermissionDenied):
        orders.approve(order.id, by=LI, now=control.now)
    issued = orders.approve(order.id, by=ZONG, now=control.now)
    assert (issued.state, issued.label, issued.first) == (OrderState.ISSUED, "〔2026〕1号", "guan")


def test_what_was_given_back_is_changed_and_issued_anew(control: Control) -> None:
    order = orders.issue(control.draft(urgency=Urgency.EXTRA).id, by=GUAN, now=control.now)
    with pytest.raises(NotNow):
        orders.edit(order.id, order.draft, by=LI, now=control.now)
    orders.refuse(order.id, "措辞不妥", by=ZONG, now=control.now)
    edited = orders.edit(
        order.id, order.draft.model_copy(update={"title": "改过"}), by=LI, now=control.now
    )
    assert (edited.state, edited.first, edited.draft.title) == (OrderState.DRAFT, "", "改过")
    # Who gave it back may be the first this time; the other is the second then.
    orders.issue(order.id, by=ZONG, now=control.now)
    assert orders.approve(order.id, by=GUAN, now=control.now).state is OrderState.ISSUED


def test_an_address_is_a_tree_with_levels_a_tag_or_a_list(control: Control) -> None:
    def reached(**given: object) -> set[str]:
        return set(orders.receivers_of(control.draft(address=OrderAddress(**given))))  # type: ignore[arg-type]

    assert reached() == set(BELOW)
    assert reached(levels=("city",)) == {"qing", "bai"}
    assert reached(root="qing") == {"qing", "zhiping", "yunshan", "hekou"}
    assert reached(root="qing", levels=("county",)) == {"zhiping", "yunshan"}
    orders.tags.set_tag("sheng", "重点", ["hekou", "bai"], by=LI, now=control.now)
    assert reached(way=AddressWay.TAG, tags=("重点",)) == {"hekou", "bai"}
    assert reached(way=AddressWay.LIST, units=("bai",)) == {"bai"}
    for wrong in (
        {"way": AddressWay.LIST, "units": ("sheng",)},
        {"way": AddressWay.LIST},
        {"way": AddressWay.TAG, "tags": ("没有",)},
        {"root": "elsewhere"},
        {"levels": ("direct",)},
    ):
        with pytest.raises(BadOrder):
            reached(**wrong)
    with pytest.raises(BadOrder):
        orders.tags.set_tag("qing", "别处", ["bai"], by=QIN, now=control.now)


def test_only_who_may_drafts_and_issues(control: Control) -> None:
    with pytest.raises(PermissionDenied):
        orders.draft("sheng", control.draft().draft, by=QIN, now=control.now)
    with pytest.raises(PermissionDenied, match="签发"):
        orders.issue(control.draft().id, by=LI, now=control.now)


def test_a_supplement_reaches_everybody_and_waits_until_it_is_noted(control: Control) -> None:
    order = control.issued()
    orders.amend(order.id, "另附样表。", by=GUAN, now=control.now)
    control.work()
    receipt = control.receipt(order, "hekou")
    assert (receipt.amended, receipt.known) == (1, 0)
    after = orders.acknowledge(order.id, "hekou", by=GUAN, now=control.now)
    assert after.known == 1
    with pytest.raises(NotNow, match="没有新的补充"):
        orders.acknowledge(order.id, "hekou", by=GUAN, now=control.now)


def test_a_withdrawn_order_asks_nothing_of_anybody_even_where_it_arrives_late(
    control: Control,
) -> None:
    order = control.issued(deliver=False)
    orders.carry_out(f"{order.id} deliver bai", control.now)
    before = orders.get(order.id)
    orders.withdraw(order.id, "已不需要", by=GUAN, now=control.now)
    control.work()
    # A message of the delivery that read the order before it was withdrawn.
    from chalicelib.orders import delivering, store

    delivering._deliver(before, store.get_round(order.id, "deliver"), "qing", control.now)
    assert {one.state for one in orders.rows_of(order.id)} == {ReceiptState.WITHDRAWN}
    assert orders.open_by_unit() == {}
    with pytest.raises(NotNow):
        control.sign(order, "bai")


def test_every_step_stands_in_the_log_of_its_unit(control: Control) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.report(order, "bai")
    orders.close(order.id, "bai", by=GUAN, now=control.now)
    said = {(one.action, one.by) for one in audit.of_unit("sheng") if "order:" in one.object}
    # Closed by itself with the last unit.
    assert said == {
        ("orders:order:draft", "li"),
        ("orders:order:issue", "guan"),
        ("orders:order:issue", "system"),
    }
    states = {
        (one.action, change.before, change.after)
        for one in audit.of_unit("bai")
        for change in one.changes
        if change.field == "state"
    }
    assert states == {
        ("orders:order:issue", "", "sent"),
        ("orders:order:answer", "sent", "signed"),
        ("orders:order:answer", "signed", "reported"),
        ("orders:order:close", "reported", "done"),
    }
