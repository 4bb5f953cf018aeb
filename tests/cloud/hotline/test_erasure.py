"""A hotline is told to erase what it was given, and told of nothing that it never had."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib import hotline
from chalicelib.cloud import table
from chalicelib.hotline import connection, store
from chalicelib.hotline.errors import UnknownCase
from chalicelib.hotline.models import Event
from tests.cloud.hotline.conftest import SESSION, Bridge

EVENT = "e1"


def erase(bridge: Bridge) -> None:
    """As the steps of an erasure do, twice over, and then what was queued."""
    for _ in range(2):
        hotline.erasure.erase_case("city", SESSION, bridge.clock.now)
    for _ in range(2):
        bridge.advance_due()


def left() -> list[table.Item]:
    cases = table.query("HOTLINE#city", "CASE#", consistent=True)
    return [*cases, *table.query(f"HOTLINE#city#{SESSION}", consistent=True)]


def tell(bridge: Bridge, status: str, at: datetime) -> None:
    case = store.case("city", SESSION)
    said = {"event_id": EVENT, "session_id": SESSION, "at": at, "type": "status"}
    store.add_event(case, Event(**said, status=status), at)
    bridge.advance()


@pytest.mark.parametrize("status", ["resolved", "refused"])
def test_a_case_that_was_over_before_is_erased_there_too(connected: Bridge, status: str) -> None:
    connected.hand_over()
    connected.advance()
    tell(connected, status, connected.clock.now)
    connected.clock.pass_by(days=3)
    erase(connected)
    assert connected.hotline.erased == [SESSION]
    assert connected.hotline.conversations == {}
    assert left() == []


def test_a_case_that_the_desk_had_closed_is_erased_there_too(connected: Bridge) -> None:
    connected.hand_over()
    connected.advance()
    connected.desk.gone = "坐席已结束会话"
    connected.advance()
    assert connected.hotline.conversations[SESSION].closed
    erase(connected)
    assert connected.hotline.erased == [SESSION]
    assert left() == []


def test_an_open_case_is_closed_and_erased_by_one_call(connected: Bridge) -> None:
    connected.hand_over()
    connected.advance()
    connected.wrote("M#9", "我还有一句")
    before = len(connected.hotline.calls)
    erase(connected)
    assert connected.hotline.calls[before:] == [f"/v1/sessions/{SESSION}/status"]
    assert connected.hotline.erased == [SESSION]
    assert left() == []


def test_a_hotline_that_never_heard_of_it_is_not_called(connected: Bridge) -> None:
    connected.hand_over()
    erase(connected)
    assert connected.hotline.calls == []
    assert left() == []


def test_a_hotline_that_refused_the_conversation_is_not_called_again(connected: Bridge) -> None:
    connected.hotline.faults.append("refuse")
    connected.hand_over()
    connected.advance()
    erase(connected)
    assert connected.hotline.calls == [f"/v1/sessions/{SESSION}"]
    assert left() == []


def test_a_hotline_whose_answer_got_lost_is_told(connected: Bridge) -> None:
    connected.hotline.faults.append("lose_answer")
    connected.hand_over()
    connected.advance()
    erase(connected)
    assert connected.hotline.erased == [SESSION]
    assert connected.hotline.conversations == {}
    assert left() == []


def test_a_hotline_that_is_down_is_told_later(connected: Bridge) -> None:
    connected.hand_over()
    connected.advance()
    connected.hotline.faults.append("down")
    erase(connected)
    [case] = table.query("HOTLINE#city", "CASE#", consistent=True)
    assert "12366-" not in str(case)
    connected.clock.pass_by(minutes=5)
    connected.advance_due()
    assert connected.hotline.erased == [SESSION]
    assert left() == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_hotline_that_was_disconnected_holds_nothing_up(connected: Bridge, when: str) -> None:
    connected.hand_over()
    connected.advance()
    connected.hotline.faults += ["down"] * 2
    if when == "before":
        connection.disconnect("city")
    erase(connected)
    connection.disconnect("city")
    connected.clock.pass_by(minutes=30)
    connected.advance_due()
    assert connected.hotline.erased == []
    assert left() == []
    with pytest.raises(UnknownCase):
        store.case("city", SESSION)
