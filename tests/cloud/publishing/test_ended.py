"""An end that a person must look at is told once: a metric, and a line without secrets."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import publishing
from chalicelib.publishing import DeliveryState
from tests.cloud.publishing.conftest import SLOT, Desk, event
from tests.cloud.publishing.platform import refused


@pytest.fixture
def told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], tuple[list[str], list[dict[str, Any]]]]:
    """The states counted and the lines logged since it was asked last."""
    from chalicelib import telemetry

    lines: list[dict[str, Any]] = []

    def error(message: str, *, extra: dict[str, Any]) -> None:
        lines.append({"message": message} | extra)

    monkeypatch.setattr(telemetry.logger, "error", error)

    def read() -> tuple[list[str], list[dict[str, Any]]]:
        written = capsys.readouterr().out.splitlines()
        metrics = [json.loads(line) for line in written if "DeliveryEnded" in line]
        assert all(metric["Stage"] == "test" for metric in metrics)
        said = lines.copy()
        lines.clear()
        return [metric["State"] for metric in metrics], said

    return read


@pytest.mark.parametrize("errcode", [40164, 45028, 48001])
def test_a_refused_push_is_told_with_its_error(desk: Desk, told, errcode: int) -> None:
    desk.wechat.before = [refused(errcode)]
    desk.to_slot()
    states, [line] = told()
    assert states == ["failed"]
    assert (line["delivery"], line["account"]) == (desk.delivery_id, "province")
    assert line["errcode"] == errcode
    assert line["why"]


def test_a_push_that_is_given_up_is_told(desk: Desk, told) -> None:
    desk.clock.now = SLOT + timedelta(hours=3)
    desk.work()
    states, [line] = told()
    assert states == ["failed"]
    assert line["errcode"] is None


def test_what_wechats_event_says_is_told_once(desk: Desk, told) -> None:
    desk.to_slot()
    for _ in range(2):
        publishing.confirm("province", event(1000, sent=60, failed=40), now=desk.clock.now)
    assert told()[0] == ["partially_sent"]
    # Later numbers of the same end wake nobody a second time; another end does.
    publishing.confirm("province", event(1000, sent=61, failed=39), now=desk.clock.now)
    assert told() == ([], [])
    publishing.confirm("province", event(1000, "send fail", 0, 0), now=desk.clock.now)
    assert told()[0] == ["failed"]


def test_a_failure_that_wechat_tells_when_asked_is_told(desk: Desk, told) -> None:
    desk.to_slot()
    desk.wechat.status = "SEND_FAIL"
    desk.minutes(20)
    assert desk.delivery.state is DeliveryState.FAILED
    assert told()[0] == ["failed"]


def test_a_push_that_went_well_wakes_nobody(desk: Desk, told) -> None:
    desk.to_slot()
    publishing.confirm("province", event(1000), now=desk.clock.now)
    assert desk.delivery.state is DeliveryState.CONFIRMED
    assert told() == ([], [])
