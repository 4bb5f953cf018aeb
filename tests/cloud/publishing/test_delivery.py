"""A push from its plan to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import publishing
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import local
from chalicelib.cloud import clients
from chalicelib.publishing import (
    AlreadyPlanned,
    BadTime,
    Delivery,
    DeliveryState,
    UnknownDelivery,
    WrongState,
)
from tests.cloud.publishing.conftest import NOW, SLOT, Desk, event, queued
from tests.cloud.publishing.inside import delivery_store
from tests.cloud.publishing.platform import lost, refused


def states(delivery: Delivery) -> list[str]:
    return [moment.state.value for moment in delivery.history]


def test_a_push_goes_its_way(desk: Desk) -> None:
    desk.minutes(55)
    assert desk.wechat.calls == [
        "uploadimg image/jpeg",
        "uploadimg image/png",
        "add_material image/png",
        "draft/add",
    ]
    assert desk.delivery.state is DeliveryState.PREPARED
    desk.minutes(5)
    submitted = desk.delivery
    assert submitted.state is DeliveryState.SUBMITTED
    assert (submitted.msg_id, submitted.msg_data_id) == (1000, 6000)
    [(clientmsgid, [article])] = desk.wechat.sent
    assert clientmsgid == submitted.clientmsgid
    assert (article["title"], article["author"], article["digest"]) == ("个税汇算", "省局", "要点")
    assert article["content"].count('src="http://mmbiz.qpic.cn/') == 2
    assert "articles/" not in article["content"]
    publishing.confirm("province", event(1000), now=desk.clock.now)
    done = desk.delivery
    assert states(done) == ["planned", "reserved", "prepared", "submitted", "confirmed"]
    assert done.counts is not None
    assert (done.counts.total, done.counts.sent) == (120, 100)
    assert done.urls == ("http://mp.weixin.qq.com/s/1",)
    assert done.due_at is None
    calls = len(desk.wechat.calls)
    desk.minutes(120)
    assert len(desk.wechat.calls) == calls


def test_nothing_happens_long_before_the_slot(desk: Desk) -> None:
    desk.minutes(48)
    assert desk.wechat.calls == []


def test_the_sweeper_queues_it_for_the_second_of_its_slot(desk: Desk) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    assert publishing.sweep(SLOT - timedelta(seconds=61)) == 0
    assert publishing.sweep(SLOT - timedelta(seconds=30)) == 1
    desk.clock.now = SLOT - timedelta(seconds=1)
    desk.work()
    assert desk.wechat.sent == []
    desk.clock.now = SLOT
    desk.work()
    assert len(desk.wechat.sent) == 1


def test_the_event_may_come_before_the_submit_is_recorded(desk: Desk) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()

    def early() -> None:
        if desk.wechat.calls[-1] == "sendall":
            assert publishing.confirm("province", event(1000), now=desk.clock.now) is None

    desk.wechat.on_call = early
    desk.to_slot()
    assert desk.delivery.state is DeliveryState.CONFIRMED
    assert desk.delivery.counts is not None


def test_the_event_may_come_twice(desk: Desk) -> None:
    desk.to_slot()
    publishing.confirm("province", event(1000), now=desk.clock.now)
    once = desk.delivery
    publishing.confirm("province", event(1000), now=desk.clock.now + timedelta(minutes=1))
    assert desk.delivery == once


def test_without_an_event_wechat_is_asked(desk: Desk) -> None:
    desk.to_slot()
    desk.minutes(2)
    assert "mass/get" not in desk.wechat.calls
    desk.minutes(3)
    assert desk.wechat.calls.count("mass/get") == 1
    desk.wechat.status = "SEND_SUCCESS"
    desk.minutes(11)
    assert desk.delivery.state is DeliveryState.CONFIRMED
    assert desk.delivery.counts is None
    publishing.confirm("province", event(1000), now=desk.clock.now)
    assert desk.delivery.counts is not None


def test_a_wechat_that_never_says_leaves_it_to_a_person(desk: Desk) -> None:
    desk.to_slot()
    for _ in range(60):
        desk.clock.forward(hours=1)
        desk.work()
    assert desk.delivery.state is DeliveryState.FAILED
    assert desk.delivery.problem is not None
    assert "没有给出群发结果" in desk.delivery.problem.what
    publishing.confirm("province", event(1000), now=desk.clock.now)
    assert desk.delivery.state is DeliveryState.CONFIRMED


@pytest.mark.parametrize(
    ("status", "sent", "failed", "state", "words"),
    [
        ("send success", 9_990_000, 10_000, DeliveryState.CONFIRMED, ""),
        ("sendsuccess", 9_990_000, 10_000, DeliveryState.CONFIRMED, ""),
        ("Send  Success ", 100, 0, DeliveryState.CONFIRMED, ""),
        ("send success", 60, 40, DeliveryState.PARTIALLY_SENT, "40 位粉丝没有收到"),
        ("send success", 0, 40, DeliveryState.FAILED, "40 位粉丝没有收到"),
        ("send fail", 0, 0, DeliveryState.FAILED, "send fail"),
        ("send fail", 10, 90, DeliveryState.PARTIALLY_SENT, "send fail"),
        ("err(20013)", 0, 0, DeliveryState.FAILED, "涉嫌版权"),
        ("err(99999)", 0, 0, DeliveryState.FAILED, "err(99999)"),
    ],
)
def test_how_it_ended_is_what_wechat_says(
    desk: Desk, status: str, sent: int, failed: int, state: DeliveryState, words: str
) -> None:
    desk.to_slot()
    publishing.confirm("province", event(1000, status, sent, failed), now=desk.clock.now)
    assert desk.delivery.state is state
    assert words in (desk.delivery.problem.what if desk.delivery.problem else "")


def test_a_finish_of_somebody_elses_push_is_kept_and_harms_nothing(desk: Desk) -> None:
    desk.to_slot()
    assert publishing.confirm("province", event(777), now=desk.clock.now) is None
    assert desk.delivery.state is DeliveryState.SUBMITTED


def test_a_lost_answer_is_reconciled_not_repeated(desk: Desk) -> None:
    desk.wechat.after = [lost()]
    desk.to_slot()
    assert desk.delivery.state is DeliveryState.PREPARED
    assert desk.delivery.problem is not None
    desk.clock.forward(seconds=59)
    desk.work()
    assert desk.wechat.calls.count("sendall") == 1
    desk.minutes(2)
    assert desk.delivery.state is DeliveryState.SUBMITTED
    assert desk.delivery.msg_id == 1000
    assert len(desk.wechat.sent) == 1


def test_a_busy_after_execution_is_reconciled(desk: Desk) -> None:
    desk.wechat.after = [refused(-1)]
    desk.to_slot()
    desk.minutes(3)
    assert desk.delivery.state is DeliveryState.SUBMITTED
    assert len(desk.wechat.sent) == 1


@pytest.mark.parametrize("fault", [refused(45066), refused(45065, msg_id=1000)])
def test_a_false_repeat_on_the_first_call_is_a_success(desk: Desk, fault: Exception) -> None:
    desk.wechat.after = [fault]
    desk.to_slot()
    desk.minutes(3)
    assert desk.delivery.state is DeliveryState.SUBMITTED
    assert desk.delivery.msg_id == 1000
    assert len(desk.wechat.sent) == 1


def test_a_used_draft_after_a_lost_answer_means_it_may_be_out(desk: Desk) -> None:
    desk.wechat.looks_at_draft_first = True
    desk.wechat.after = [lost()]
    desk.to_slot()
    desk.minutes(3)
    assert desk.delivery.state is DeliveryState.SUBMITTED
    assert desk.delivery.msg_id is None
    publishing.confirm("province", event(1000), now=desk.clock.now)
    desk.minutes(15)
    assert desk.delivery.state is DeliveryState.CONFIRMED
    assert desk.delivery.msg_id == 1000


def test_after_a_day_of_lost_answers_it_is_not_tried_again(desk: Desk) -> None:
    desk.wechat.before = [lost() for _ in range(2000)]
    desk.to_slot()
    for _ in range(26 * 12):
        desk.clock.forward(minutes=5)
        desk.work()
    assert desk.delivery.state is DeliveryState.FAILED
    assert desk.delivery.problem is not None
    assert "不知道微信是否已受理" in desk.delivery.problem.what
    assert desk.wechat.sent == []


def test_a_refusal_ends_it_with_wechats_words(desk: Desk) -> None:
    desk.wechat.before = [refused(45028)]
    desk.to_slot()
    failed = desk.delivery
    assert failed.state is DeliveryState.FAILED
    assert failed.problem is not None
    assert "words of 45028" in failed.problem.what
    assert failed.problem.advice


def test_too_fast_is_tried_again_and_a_late_push_is_dropped(desk: Desk) -> None:
    desk.wechat.before = [refused(45011)]
    desk.to_slot()
    assert desk.delivery.first_tried_at is None
    desk.minutes(1)
    assert desk.delivery.state is DeliveryState.SUBMITTED


def test_a_push_that_missed_its_slot_by_hours_is_not_sent(desk: Desk) -> None:
    desk.clock.now = SLOT + timedelta(hours=3)
    desk.work()
    assert desk.delivery.state is DeliveryState.FAILED
    assert desk.wechat.calls == []


def test_a_missing_secret_fails_with_the_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(account: str) -> object:
        raise UnknownAccount(account)

    desk.clock.now = SLOT
    publishing.deliver(desk.delivery_id, channel_for=gone, clock=desk.clock)  # type: ignore[arg-type]
    assert desk.delivery.problem is not None
    assert "province" in desk.delivery.problem.what


def test_two_workers_at_once_send_once(desk: Desk) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    desk.wechat.on_call = desk.work
    desk.to_slot()
    assert len(desk.wechat.sent) == 1
    assert desk.wechat.calls.count("sendall") == 1


def test_the_same_push_is_planned_once(plan: Callable[..., Delivery]) -> None:
    first = plan()
    with pytest.raises(AlreadyPlanned, match=first.id):
        plan()
    publishing.cancel(first.id, by=local("编辑"), now=NOW)
    again = plan()
    assert again.id != first.id
    assert again.clientmsgid != first.clientmsgid


def test_a_past_time_is_refused(plan: Callable[..., Delivery]) -> None:
    with pytest.raises(BadTime, match="2026-12-01 07:59 已经过去"):
        plan(at=NOW - timedelta(minutes=1))


def test_a_push_is_cancelled_before_it_is_submitted(desk: Desk) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    cancelled = publishing.cancel(
        desk.delivery_id, by=local("编辑"), now=desk.clock.now, note="内容有误"
    )
    assert cancelled.state is DeliveryState.CANCELLED
    desk.to_slot()
    desk.minutes(5)
    assert desk.wechat.sent == []


def test_a_push_that_may_be_out_is_not_cancelled(desk: Desk) -> None:
    desk.wechat.after = [lost()]
    desk.to_slot()
    with pytest.raises(WrongState, match="已向微信提交过"):
        publishing.cancel(desk.delivery_id, by=local("编辑"), now=desk.clock.now)


def test_deliveries_are_listed_by_account_and_state(plan: Callable[..., Delivery]) -> None:
    first, second = plan(), plan(at=SLOT + timedelta(days=1))
    assert [one.id for one in publishing.list_deliveries()] == [second.id, first.id]
    publishing.cancel(first.id, by=local("编辑"), now=NOW)
    assert [
        one.id for one in publishing.list_deliveries(["province"], DeliveryState.CANCELLED)
    ] == [first.id]


@pytest.mark.parametrize("wrong", ["", "x", "20261201-0900-abc-", "20261201-0900-aaaaaaaa-nobody"])
def test_an_unknown_id_is_said(account: str, wrong: str) -> None:
    with pytest.raises(UnknownDelivery):
        publishing.get(wrong)


def test_the_sweeper_queues_one_message_for_each(plan: Callable[..., Delivery]) -> None:
    plan()
    plan(at=SLOT + timedelta(minutes=1))
    assert publishing.sweep(SLOT) == 2
    assert queued() == 2


def test_a_job_is_kept_for_whoever_wrote_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()

    def overtaken() -> None:
        if desk.wechat.calls[-1] == "sendall":
            before = desk.delivery
            delivery_store.save(before, before)

    desk.wechat.on_call = overtaken
    desk.to_slot()
    # Its answer came to nothing, but the job of it is known: no second push, and no question to a person.
    assert desk.delivery.state is DeliveryState.PREPARED
    assert delivery_store.job_of(desk.delivery) == "1000"


def test_a_submit_and_its_job_are_written_together(desk: Desk) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    written: list[str] = []
    events = clients.dynamodb().meta.events
    note = lambda model, **_: written.append(model.name)  # noqa: E731
    events.register("before-call", note)
    try:
        desk.to_slot()
    finally:
        events.unregister("before-call", note)
    assert [one for one in written if one not in ("GetItem", "BatchGetItem")] == [
        "UpdateItem",
        "TransactWriteItems",
    ]
    assert delivery_store.job_of(desk.delivery) == "1000"


def test_the_sweep_queues_ten_a_call_each_for_its_second(
    plan: Callable[..., Delivery], desk: Desk
) -> None:
    for number in range(11):
        plan(title=f"期{number}")
    asked: list[list[int]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append([one["DelaySeconds"] for one in params["Entries"]])

    events = clients.sqs().meta.events
    events.register("provide-client-params.sqs.SendMessageBatch", note)
    try:
        assert publishing.sweep(SLOT - timedelta(minutes=10, seconds=30)) == 12
    finally:
        events.unregister("provide-client-params.sqs.SendMessageBatch", note)
    assert asked == [[30] * 10, [30] * 2]
