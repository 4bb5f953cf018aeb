"""The doors: a queue message, a minute, and the finish event through the outbox."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from chalicelib import desk as desk_of_the_unit
from chalicelib import distribution, hotline, publishing
from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.publishing.sending import worker as publishing_worker
from chalicelib.settings import settings
from chalicelib.triggers import deliveries, sweep
from tests.cloud.publishing.conftest import Desk, queued


def message(body: str) -> dict[str, Any]:
    records = [{"messageId": "m1", "body": body, "eventSource": "aws:sqs"}]
    return {"Records": [{**record, "receiptHandle": "r", "attributes": {}} for record in records]}


def handle(handler: Any, event: dict[str, Any]) -> Any:
    return handler(event, SimpleNamespace(aws_request_id="1"))


def minute() -> None:
    tick = dict.fromkeys(("version", "account", "region", "source", "id", "time"), "")
    sweep.sweep({**tick, "detail": {}, "detail-type": "", "resources": []}, SimpleNamespace())


@pytest.mark.usefixtures("cloud")
def test_every_minute_looks_after_all_that_can_be_due(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    for package in (publishing, distribution, desk_of_the_unit, hotline):
        name = package.__name__
        monkeypatch.setattr(package, "sweep", lambda _now, name=name: looked.append(name) or 0)
    minute()
    assert looked == [
        f"chalicelib.{name}" for name in ("publishing", "distribution", "desk", "hotline")
    ]


@pytest.mark.parametrize("broken", [desk_of_the_unit, distribution, hotline])
def test_what_stops_another_sweep_holds_up_no_push(
    plan: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch, broken: Any
) -> None:
    delivery = plan()
    monkeypatch.setattr(sweep, "utc_now", lambda: delivery.due_at)

    def fails(now: object) -> int:
        raise ValueError("an item that cannot be read")

    monkeypatch.setattr(broken, "sweep", fails)
    with pytest.raises(ValueError, match="cannot be read"):
        minute()
    assert queued() == 1


def test_a_minute_queues_what_is_due(
    plan: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = plan()
    assert delivery.due_at is not None
    monkeypatch.setattr(sweep, "utc_now", lambda: delivery.due_at)
    minute()
    [found] = boto3.client("sqs").receive_message(QueueUrl=settings().delivery_queue_url)[
        "Messages"
    ]
    assert found["Body"] == delivery.id


def test_a_message_advances_its_delivery(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.clock.now = desk.delivery.at
    done: list[str] = []

    def deliver(delivery_id: str, **more: Any) -> bool:
        done.append(delivery_id)
        return publishing_worker.deliver(
            delivery_id, channel_for=lambda account: desk.wechat, clock=desk.clock, **more
        )

    monkeypatch.setattr(publishing, "deliver", deliver)
    assert handle(deliveries.deliver, message(desk.delivery_id)) == {"batchItemFailures": []}
    assert done == [desk.delivery_id]
    assert desk.delivery.state is DeliveryState.SUBMITTED
    assert queued() == 0


def test_what_takes_long_is_continued_by_another_message(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.clock.now = desk.delivery.at
    desk.wechat.on_call = lambda: desk.clock.forward(seconds=9)
    monkeypatch.setattr(
        publishing,
        "deliver",
        lambda delivery_id, **more: publishing_worker.deliver(
            delivery_id, channel_for=lambda account: desk.wechat, clock=desk.clock, **more
        ),
    )
    handle(deliveries.deliver, message(desk.delivery_id))
    assert desk.wechat.calls == ["uploadimg image/jpeg"]
    assert queued() == 1


def test_a_message_that_fails_comes_back(account: str) -> None:
    failed = handle(deliveries.deliver, message("20261201-0900-00000000-province"))
    assert failed == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
