"""On the second, and said when not: what is queued when, and what counts as overdue."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib import publishing
from chalicelib.cloud import queues, table
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.publishing.deliveries import queue
from chalicelib.publishing.deliveries import store as delivery_store
from tests.cloud.publishing.conftest import NOW, SLOT, Desk, event
from tests.cloud.publishing.platform import lost

Sent = list[tuple[str, int]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Messages with the seconds that the queue keeps them back."""
    messages: Sent = []

    def send(url: str, body: str, *, delay_seconds: int = 0) -> None:
        messages.append((body, delay_seconds))

    monkeypatch.setattr(queues, "send", send)
    return messages


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """Our own metrics since they were asked for last, summed."""
    found: dict[str, float] = {}
    for line in capsys.readouterr().out.splitlines():
        written = json.loads(line)
        for one in written.get("_aws", {}).get("CloudWatchMetrics", []):
            name = one["Metrics"][0]["Name"]
            found[name] = found.get(name, 0) + sum(written[name])
    return found


def test_a_push_for_the_next_minute_is_prepared_at_once_and_sent_on_its_second(
    plan: Callable[..., Delivery], desk: Desk, sent: Sent
) -> None:
    hasty = Desk(desk.clock, desk.wechat, plan(at=NOW + timedelta(seconds=90), title="急").id)
    assert sent == [(hasty.delivery_id, 0)]
    hasty.work()
    # Prepared now; its own worker has queued it for the slot, whatever the sweeper does.
    assert sent[1:] == [(hasty.delivery_id, 90)]
    hasty.clock.forward(seconds=90)
    hasty.work()
    assert len(desk.wechat.sent) == 1
    assert hasty.delivery.submitted_at == hasty.delivery.at


def test_a_worker_that_comes_a_moment_early_comes_again(desk: Desk, sent: Sent) -> None:
    desk.clock.now = SLOT - timedelta(minutes=5)
    desk.work()
    sent.clear()
    desk.clock.now = SLOT - timedelta(milliseconds=300)
    desk.work()
    assert sent == [(desk.delivery_id, 1)]


def test_a_worker_that_comes_in_vain_begets_no_other(desk: Desk, sent: Sent) -> None:
    desk.clock.now = SLOT - timedelta(minutes=1)
    desk.work()
    sent.clear()
    desk.clock.forward(seconds=1)
    for _ in range(5):
        desk.work()
    assert sent == []


def test_what_is_an_hour_away_is_left_to_the_sweeper(
    plan: Callable[..., Delivery], sent: Sent
) -> None:
    plan()
    assert sent == []


def test_a_slot_that_passed_without_its_push_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publishing.sweep(SLOT + timedelta(minutes=1)) == 1
    assert "SlotPassed" not in metrics(capsys)
    publishing.sweep(SLOT + timedelta(minutes=2))
    assert metrics(capsys)["SlotPassed"] == 1


def test_a_push_that_cannot_be_read_holds_up_no_other(
    plan: Callable[..., Delivery], capsys: pytest.CaptureFixture[str]
) -> None:
    broken, sound = plan(), plan(title="另一篇")
    for doc in ("{}", "no JSON"):
        table.update("DELIVERIES#province", broken.id, "SET doc = :doc", {":doc": doc})
        assert publishing.sweep(SLOT) == 1
        assert metrics(capsys)["DeliveryUnreadable"] == 1
    assert [one.id for one in delivery_store.due(SLOT)] == [sound.id]


def test_what_is_overdue_longest_is_seen_first(plan: Callable[..., Delivery]) -> None:
    hours = (5, 1, 4, 2, 3, 6, 9, 7, 8)
    for number in hours:
        plan(at=NOW + timedelta(hours=number), title=f"第{number}篇")
    found = list(delivery_store.due(NOW + timedelta(days=1)))
    assert [one.at for one in found] == [NOW + timedelta(hours=n) for n in sorted(hours)]


def test_an_event_half_an_hour_overdue_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.to_slot()
    desk.minutes(29)
    assert "FinishOverdue" not in metrics(capsys)
    desk.minutes(3)
    assert metrics(capsys)["FinishOverdue"] >= 1
    publishing.confirm("province", event(1000), now=desk.clock.now)
    desk.minutes(5)
    assert "FinishOverdue" not in metrics(capsys)


def test_what_went_well_is_never_late(desk: Desk) -> None:
    desk.to_slot()
    publishing.confirm("province", event(1000), now=desk.clock.now)
    assert desk.delivery.state is DeliveryState.CONFIRMED
    assert queue.late(desk.delivery, SLOT + timedelta(days=1)) is None


def test_the_minutes_that_a_push_was_late_are_told(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.wechat.before = [lost()]
    desk.clock.now = SLOT
    desk.work()
    desk.clock.forward(seconds=90)
    desk.work()
    assert metrics(capsys)["MinutesLate"] == 1.5
