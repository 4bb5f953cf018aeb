"""Conversations handed to a hotline: nothing lost, nothing twice, also when it dies in the middle."""

from __future__ import annotations

import contextlib
import json

import pytest

from chalicelib.actor import local
from chalicelib.hotline import connection, service, signing, store
from chalicelib.hotline.errors import (
    BadSettings,
    ForgedCall,
    NotConnected,
    UnknownCase,
)
from chalicelib.hotline.models import OPENS_AFTER, Case, CaseState
from tests.cloud.hotline.conftest import SECRET, SESSION, Bridge


def tell(bridge: Bridge, event_id: str, **event: str) -> bool:
    """What the hotline would post, signed."""
    said = {"event_id": event_id, "session_id": SESSION, "at": bridge.clock.now.isoformat()} | event
    body = json.dumps(said).encode()
    headers = signing.signed(
        SECRET, "POST", "/hotline/city/events", body, bridge.clock.now.timestamp()
    )
    return service.receive("city", headers, body, bridge.clock.now)


def test_a_conversation_is_handed_over_once_with_its_story(connected: Bridge) -> None:
    connected.hand_over()
    connected.hand_over()
    case = connected.advance()
    assert connected.hotline.calls == [f"/v1/sessions/{SESSION}"]
    given = connected.hotline.conversations[SESSION].given
    assert given["transcript"][0]["text"] == "要退税"
    assert "提问：要退税" in given["summary"]
    assert "o-1" not in json.dumps(given)
    assert (case.state, case.hotline_ticket) == (CaseState.ACCEPTED, "12366-000001")
    assert connected.advance_due() is None


def test_what_the_follower_writes_later_follows_in_order_and_once(connected: Bridge) -> None:
    connected.hand_over()
    assert connected.wrote("M#1", "第一")
    assert connected.wrote("M#2", "第二")
    assert not connected.wrote("M#1", "第一")
    connected.advance()
    assert connected.hotline.calls[1:] == [
        f"/v1/sessions/{SESSION}/messages/M-1",
        f"/v1/sessions/{SESSION}/messages/M-2",
    ]
    connected.advance()
    assert len(connected.hotline.calls) == 3


def test_a_reply_reaches_the_follower_once_however_often_it_is_told(connected: Bridge) -> None:
    connected.hand_over()
    connected.advance()
    assert tell(connected, "e1", type="reply", text="请带身份证")
    assert not tell(connected, "e1", type="reply", text="请带身份证")
    assert connected.advance().state is CaseState.ANSWERING
    connected.advance()
    assert connected.desk.said == {"e1": "请带身份证"}


def test_the_hotline_resolves(connected: Bridge) -> None:
    connected.hand_over()
    connected.advance()
    tell(connected, "e1", type="status", status="resolved")
    assert connected.advance().state is CaseState.RESOLVED
    assert connected.desk.resolved == [SESSION]
    tell(connected, "e2", type="reply", text="还有")
    connected.advance()
    assert connected.desk.said == {}
    assert connected.desk.too_late == ["还有"]
    assert not connected.wrote("M#9", "谢谢")


def test_a_hotline_that_is_down_loses_nothing_and_the_follower_is_told_once(
    connected: Bridge,
) -> None:
    connected.hotline.faults = ["down"] * 3
    connected.hand_over()
    connected.wrote("M#1", "在吗")
    for _ in range(3):
        case = connected.advance_due()
        assert case is not None
        assert case.state is CaseState.WAITING
        connected.clock.pass_by(minutes=5)
    assert connected.desk.told == [SESSION]
    assert "503" in case.problem
    case = connected.advance_due()
    assert case is not None
    assert case.state is CaseState.ACCEPTED
    assert list(connected.hotline.conversations[SESSION].messages) == ["M-1"]


def test_a_hotline_that_dies_after_taking_a_call_gets_it_again_and_knows_it(
    connected: Bridge,
) -> None:
    connected.hotline.faults = ["lose_answer"]
    connected.hand_over()
    assert connected.advance().state is CaseState.WAITING
    connected.clock.pass_by(minutes=1)
    case = connected.advance_due()
    assert case is not None
    assert case.hotline_ticket == "12366-000001"
    assert len(connected.hotline.conversations) == 1


def test_an_open_breaker_spares_a_dead_hotline_and_a_trial_closes_it(connected: Bridge) -> None:
    connected.hotline.faults = ["down"] * OPENS_AFTER
    connected.hand_over()
    for _ in range(OPENS_AFTER):
        connected.advance()
    calls = len(connected.hotline.calls)
    connected.advance()
    assert len(connected.hotline.calls) == calls
    connected.clock.pass_by(minutes=10)
    assert connected.advance().state is CaseState.ACCEPTED
    assert connection.breaker("city").failures == 0


def test_a_refused_conversation_is_the_desk_s_again(connected: Bridge) -> None:
    connected.hotline.faults = ["refuse"]
    connected.hand_over()
    case = connected.advance()
    assert case.state is CaseState.REFUSED
    assert "不受理此类问题" in connected.desk.given_back[0]
    assert connected.advance_due() is None


def test_an_answer_that_is_no_json_is_still_an_acceptance(connected: Bridge) -> None:
    connected.hotline.faults = ["garble"]
    connected.hand_over()
    assert connected.advance().state is CaseState.ACCEPTED


def test_what_comes_in_while_a_worker_is_at_it_is_not_forgotten(
    connected: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.hand_over()
    write = store._write
    slipped = iter([True])

    def slip_in(of: Case, *rest: object) -> Case | None:
        if next(slipped, False):
            connected.wrote("M#1", "等等")
            tell(connected, "e1", type="ticket", ticket="H-9")
        return write(of, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_write", slip_in)
    connected.advance()
    case = connected.advance_due()
    assert case is not None
    assert (case.state, case.hotline_ticket) == (CaseState.ACCEPTED, "H-9")
    assert list(connected.hotline.conversations[SESSION].messages) == ["M-1"]
    assert connected.advance_due() is None


@pytest.mark.parametrize("stop_before", range(1, 8))
def test_killed_at_any_write_it_ends_the_same(
    connected: Bridge, monkeypatch: pytest.MonkeyPatch, stop_before: int
) -> None:
    from chalicelib.cloud import table

    connected.hand_over()
    connected.wrote("M#1", "在吗")
    tell(connected, "e1", type="reply", text="在")
    writes = 0

    def counted(real):  # type: ignore[no-untyped-def]
        def write(*args: object, **kwargs: object) -> object:
            nonlocal writes
            writes += 1
            if writes == stop_before:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return write

    with monkeypatch.context() as patched:
        for name in ("put", "update", "delete", "transact"):
            patched.setattr(table, name, counted(getattr(table, name)))
        with contextlib.suppress(KeyboardInterrupt):
            connected.advance()
    connected.clock.pass_by(minutes=1)
    connected.advance_due()
    assert connected.advance_due() is None
    conversation = connected.hotline.conversations[SESSION]
    assert list(conversation.messages) == ["M-1"]
    assert connected.desk.said == {"e1": "在"}
    assert store.case("city", SESSION).state is CaseState.ANSWERING


def test_a_forged_event_leaves_no_trace(connected: Bridge) -> None:
    connected.hand_over()
    with pytest.raises(ForgedCall):
        service.receive("city", {}, b"{}", connected.clock.now)
    with pytest.raises(NotConnected):
        service.receive("nobody", {}, b"{}", connected.clock.now)


def test_an_event_of_an_unknown_conversation_is_refused(connected: Bridge) -> None:
    with pytest.raises(UnknownCase):
        tell(connected, "e1", type="reply", text="在")


def test_connecting_makes_a_secret_where_there_is_none(connected: Bridge) -> None:
    now = connected.clock.now
    service.disconnect("city", by=local("ops"), now=now)
    with pytest.raises(NotConnected):
        connection.secret_of("city")
    made = service.connect(
        "city", base_url=connected.url, timeout_seconds=5, secret=None, by=local("ops"), now=now
    )
    assert made is not None
    assert (
        service.connect(
            "city", base_url=connected.url, timeout_seconds=6, secret=None, by=local("ops"), now=now
        )
        is None
    )
    assert connection.secret_of("city") == made
    with pytest.raises(BadSettings):
        service.connect(
            "city",
            base_url="http://hotline.example",
            timeout_seconds=5,
            secret=None,
            by=local("ops"),
            now=now,
        )
