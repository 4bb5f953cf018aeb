"""Signatures, events and summaries: plain values."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.hotline import contract, signing
from chalicelib.hotline.errors import BadEvent, ForgedCall
from chalicelib.hotline.models import OPENS_AFTER, PAUSES, Breaker, HotlineSettings, TranscriptLine
from wechat_simulator.hotline import signature

SECRET = "a secret of both sides"
NOW = 1_795_395_600.0
AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
PATH = "/hotline/city/events"
BODY = b'{"a": 1}'


def test_both_readings_of_the_contract_sign_alike() -> None:
    ours = signing.signed(SECRET, "PUT", "/v1/sessions/s", BODY, NOW)
    assert signature.right(
        SECRET, "PUT", "/v1/sessions/s", BODY, ours[signing.TIMESTAMP], ours[signing.SIGNATURE], NOW
    )
    theirs = signature.headers(SECRET, "POST", PATH, BODY, int(NOW))
    signing.check(SECRET, "POST", PATH, BODY, {k.lower(): v for k, v in theirs.items()}, NOW)


@pytest.mark.parametrize("changed", ["secret", "method", "path", "body", "time", "stamp", "none"])
def test_anything_changed_is_refused(changed: str) -> None:
    headers = signing.signed(SECRET, "POST", PATH, BODY, NOW)
    call = {"secret": SECRET, "method": "POST", "path": PATH, "body": BODY, "now": NOW}
    match changed:
        case "secret" | "method" | "path":
            call[changed] = str(call[changed]) + "x"
        case "body":
            call["body"] = BODY + b" "
        case "time":
            call["now"] = NOW + signing.FRESH_SECONDS + 2
        case "stamp":
            headers[signing.TIMESTAMP] = "九"
        case "none":
            headers = {}
    with pytest.raises(ForgedCall):
        signing.check(**call, headers=headers)  # type: ignore[arg-type]


def test_a_follower_s_mark_is_stable_and_no_openid() -> None:
    mark = signing.mark(SECRET, "openid-1")
    assert mark == signing.mark(SECRET, "openid-1")
    assert mark != signing.mark("another secret", "openid-1")
    assert "openid" not in mark


EVENT = {"event_id": "e1", "session_id": "s-1", "at": "2026-12-01T09:00:00+08:00", "type": "reply"}


def test_an_event_is_read() -> None:
    found = contract.event(json.dumps(EVENT | {"text": "您好"}).encode())
    assert (found.type, found.text) == ("reply", "您好")


@pytest.mark.parametrize(
    "event",
    [
        EVENT,
        EVENT | {"text": "  "},
        EVENT | {"type": "status"},
        EVENT | {"type": "ticket"},
        EVENT | {"type": "dance", "text": "x"},
        EVENT | {"text": "x", "at": "2026-12-01T09:00:00"},
        EVENT | {"text": "x", "event_id": "e/1"},
        EVENT | {"text": "x" * 5000},
        [],
        "x",
    ],
)
def test_an_event_outside_the_contract_is_refused(event: object) -> None:
    with pytest.raises(BadEvent):
        contract.event(json.dumps(event).encode())


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_an_event_or_refused(body: bytes) -> None:
    with pytest.raises(BadEvent):
        contract.event(body)


def test_a_summary_says_question_tries_and_last_word() -> None:
    lines = (
        TranscriptLine(at=AT, who="follower", text="发票丢了怎么办"),
        TranscriptLine(at=AT, who="robot", text="请作废重开"),
        TranscriptLine(
            at=AT + timedelta(minutes=1), who="follower", text="已经跨月了。" + "长" * 100
        ),
    )
    said = contract.summary(lines)
    assert "12月01日 09:00 提问：发票丢了怎么办" in said
    assert "机器人答过 1 次" in said
    assert "群众共写了 2 条" in said
    assert "最后（群众）：已经跨月了。长" in said
    assert len(said) < 250
    assert contract.summary(()) == "群众还没有说明问题。"


def test_a_message_s_path_needs_no_escaping() -> None:
    assert contract.message("s-1", "M#1/2?", "x", AT).path == "/v1/sessions/s-1/messages/M-1-2-"


@pytest.mark.parametrize(
    "url", ["http://hotline.example", "https://u:p@h.example", "hotline", "https://h/?a=1"]
)
def test_conversations_leave_the_machine_encrypted_only(url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        HotlineSettings(base_url=url)


def test_a_breaker_opens_waits_and_opens_again_for_longer() -> None:
    breaker = Breaker()
    for _ in range(OPENS_AFTER):
        assert breaker.waits_until(AT) is None
        breaker = breaker.after_failure(AT)
    assert breaker.waits_until(AT) == AT + PAUSES[0]
    trial = AT + PAUSES[0]
    assert breaker.waits_until(trial) is None
    assert breaker.after_failure(trial).waits_until(trial) == trial + PAUSES[1]
