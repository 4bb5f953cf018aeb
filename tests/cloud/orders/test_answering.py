"""An order at a unit: signed, forwarded, reported with evidence, closed or returned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import orders
from chalicelib.orders import (
    BelowOpen,
    EvidenceMissing,
    NotNow,
    OrderEvidence,
    OrderState,
    ReceiptState,
    Report,
)
from chalicelib.people import PermissionDenied
from tests.cloud.orders.conftest import GUAN, PING, QIN, Control, address, person

QIN_ZONG = person("qin.zong")


def test_an_order_is_done_with_the_last_unit(control: Control) -> None:
    order = control.issued(address=address("bai", "qing"))
    for unit in ("bai", "qing"):
        control.sign(order, unit)
        orders.start(order.id, unit, by=GUAN, now=control.now)
        control.report(order, unit)
    orders.close(order.id, "bai", by=GUAN, now=control.now)
    assert orders.get(order.id).state is OrderState.ISSUED
    orders.close(order.id, "qing", by=GUAN, now=control.now)
    assert orders.get(order.id).state is OrderState.CLOSED
    assert orders.open_by_unit() == {}


def test_receivers_answer_for_their_own_unit_and_do_not_judge(control: Control) -> None:
    order = control.issued()
    assert orders.sign(order.id, "qing", by=QIN, now=control.now).signed_by == "qin"
    with pytest.raises(PermissionDenied):
        orders.sign(order.id, "bai", by=QIN, now=control.now)
    with pytest.raises(NotNow, match="先签收"):
        orders.report(order.id, "zhiping", Report(text="好"), by=PING, now=control.now)
    control.report(order, "qing")
    with pytest.raises(PermissionDenied):
        orders.close(order.id, "qing", by=QIN, now=control.now)
    with pytest.raises(NotNow):
        orders.close(order.id, "bai", by=GUAN, now=control.now)


def test_signing_twice_is_once(control: Control) -> None:
    order = control.issued()
    first = orders.sign(order.id, "qing", by=QIN, now=control.now)
    later = control.now + timedelta(hours=1)
    assert orders.sign(order.id, "qing", by=GUAN, now=later) == first


@pytest.mark.parametrize("wanted", list(OrderEvidence))
def test_a_report_brings_what_has_to_come_back(control: Control, wanted: OrderEvidence) -> None:
    order = control.issued(wants=(wanted,))
    control.sign(order, "qing")
    picture = orders.attachments.keep(b"\x89PNG\r\n\x1a\n...", "截图.png", by=QIN, now=control.now)
    brought = {
        OrderEvidence.LINK: Report(links=("https://mp.weixin.qq.com/s/x",)),
        OrderEvidence.PICTURE: Report(files=(picture,)),
        OrderEvidence.TEXT: Report(text="已办。"),
    }
    for kind, report in brought.items():
        if kind is not wanted:
            with pytest.raises(EvidenceMissing, match=orders.labels.EVIDENCE[wanted]):
                orders.report(order.id, "qing", report, by=QIN, now=control.now)
    done = orders.report(order.id, "qing", brought[wanted], by=QIN, now=control.now)
    assert done.state is ReceiptState.REPORTED


def test_only_files_that_one_has_sent_are_attached_and_only_of_kinds_that_are_taken(
    control: Control,
) -> None:
    order = control.issued()
    control.sign(order, "qing")
    theirs = orders.attachments.keep(b"%PDF-1.7", "名单.pdf", by=PING, now=control.now)
    with pytest.raises(orders.BadFile):
        orders.report(order.id, "qing", Report(text="好", files=(theirs,)), by=QIN, now=control.now)
    for name, body in (("x.exe", b"MZ"), ("x.pdf", b"MZ"), ("x.txt", b"a\0b"), ("x.png", b"")):
        with pytest.raises(orders.BadFile):
            orders.attachments.keep(body, name, by=QIN, now=control.now)


def test_what_was_returned_has_a_new_deadline_and_is_reported_anew(control: Control) -> None:
    order = control.issued(address=address("bai"))
    control.sign(order, "bai")
    control.report(order, "bai", "不全")
    until = control.now + timedelta(days=20)
    back = orders.return_(order.id, "bai", "缺两天", by=GUAN, now=control.now, done_by=until)
    assert (back.state, back.returned, back.done_by) == (ReceiptState.RETURNED, 1, until)
    control.report(order, "bai", "补全了")
    orders.close(order.id, "bai", by=GUAN, now=control.now)
    [row] = orders.rows_of(order.id)
    assert (row.state, row.returned, row.done_late) == (ReceiptState.DONE, 1, False)


def test_who_forwards_stays_responsible_and_judges_what_comes_back(control: Control) -> None:
    order = control.issued(address=address("qing"))
    control.sign(order, "qing")
    orders.forward(order.id, "qing", ["zhiping", "yunshan"], by=QIN, now=control.now, note="周三前")
    control.work()
    below = control.receipt(order, "zhiping")
    assert (below.above, below.note, below.done_by) == ("qing", "周三前", order.draft.done_by)
    with pytest.raises(BelowOpen, match="zhiping税务局"):
        control.report(order, "qing")
    for unit in ("zhiping", "yunshan"):
        control.sign(order, unit)
        control.report(order, unit)
    orders.close(order.id, "zhiping", by=QIN_ZONG, now=control.now)
    orders.return_(order.id, "yunshan", "重写", by=QIN_ZONG, now=control.now)
    with pytest.raises(BelowOpen):
        control.report(order, "qing")
    control.report(order, "qing", why="云山县另行补报")
    orders.close(order.id, "qing", by=GUAN, now=control.now)
    # One below is not done: the order stays open until it is.
    assert orders.get(order.id).state is OrderState.ISSUED
    control.report(order, "yunshan")
    orders.close(order.id, "yunshan", by=QIN_ZONG, now=control.now)
    assert orders.get(order.id).state is OrderState.CLOSED


def test_nobody_gets_an_order_twice_by_forwarding(control: Control) -> None:
    order = control.issued(address=address("qing", "zhiping"))
    control.sign(order, "qing")
    with pytest.raises(orders.BadOrder, match="都已收到"):
        orders.forward(order.id, "qing", ["zhiping"], by=QIN, now=control.now)
    with pytest.raises(orders.BadOrder, match="不是本单位的下级"):
        orders.forward(order.id, "qing", ["bai"], by=QIN, now=control.now)
    orders.forward(order.id, "qing", ["zhiping", "hekou"], by=QIN, now=control.now)
    control.work()
    assert control.receipt(order, "zhiping").above == "sheng"
    assert control.receipt(order, "hekou").above == "qing"
    assert len(orders.rows_of(order.id)) == 3


def test_statistics_add_up_what_each_unit_did(control: Control) -> None:
    order = control.issued(address=address("bai", "qing"), done_by=control.now + timedelta(hours=6))
    began = control.now
    control.now += timedelta(hours=1)
    control.sign(order, "bai")
    control.now += timedelta(hours=2)
    control.report(order, "bai")
    orders.close(order.id, "bai", by=GUAN, now=control.now)
    control.now += timedelta(days=1)
    [line] = orders.figures.issued_within("sheng", began, control.now)
    bai, qing = orders.figures.unit_sums(orders.figures.of_orders([line]), control.now)
    assert (bai.received, bai.on_time, bai.late, bai.sign_hours, bai.done_hours) == (1, 1, 0, 1, 3)
    assert (qing.received, qing.on_time, qing.late, qing.sign_hours) == (1, 0, 1, None)
    assert orders.overdue_by_unit(control.now) == {"qing": 1}
    assert orders.open_by_unit() == {"qing": 1}
