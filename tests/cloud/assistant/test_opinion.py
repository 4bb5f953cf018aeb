"""The language model against a local stand-in of an OpenAI-compatible service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from chalicelib import accounts, assistant, audit, foreign_http, units
from chalicelib.accounts import AccountKind, OfficialAccount, UnknownAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.assistant.prompt import messages, most_tokens
from chalicelib.people import PermissionDenied
from chalicelib.units import UnitLevel

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
OPERATOR = local("li")
SOURCES = (
    assistant.Source(id="f1", question="发票丢了", answer="请作废后重开。"),
    assistant.Source(id="f2", question="怎么开票", answer="请登录电子税务局。"),
)


class StandIn(ThreadingHTTPServer):
    """Answers what the test says, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.body: bytes = b""
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.says({"choice": "f2"})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def says(self, choice: object, tokens: object = 120) -> None:
        content = choice if isinstance(choice, str) else json.dumps(choice)
        answer = {"choices": [{"message": {"content": content}}], "usage": {"total_tokens": tokens}}
        self.body = json.dumps(answer).encode()


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), asked))
        self.send_response(self.server.status)
        if self.server.status == 307:
            self.send_header("Location", self.server.url + "/elsewhere")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def model(cloud: None) -> Iterator[StandIn]:
    units.add_unit("city", name="市局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def on(model: StandIn, **more: object) -> None:
    assistant.switch_on(
        "city", {"base_url": model.url, "model": "m1", **more}, "sk-secret", by=OPERATOR, now=NOW
    )


def asked() -> assistant.Opinion | None:
    return assistant.opinion("city", "发票怎么开？", SOURCES, NOW)


def test_it_is_off_unless_switched_on(model: StandIn) -> None:
    assert asked() is None
    assert model.asked == []


def test_it_chooses_among_released_answers_and_is_paid_for_what_it_used(model: StandIn) -> None:
    on(model)
    found = asked()
    assert found is not None
    assert (found.source, found.text, found.tokens) == ("f2", "请登录电子税务局。", 120)
    assert assistant.used_today("city", NOW) == 120
    path, headers, body = model.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer sk-secret"
    assert body["model"] == "m1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"choices": []}',
        b'{"choices":[{"message":{"content":null}}]}',
        b"x" * (foreign_http.MOST_BYTES + 1),
    ],
)
def test_an_unreadable_answer_leaves_the_ladder_as_it_is(model: StandIn, body: bytes) -> None:
    on(model)
    model.body = body
    assert asked() is None
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [307, 400, 401, 429, 500])
def test_a_refusal_is_not_asked_again_nor_followed(model: StandIn, status: int) -> None:
    on(model)
    model.status = status
    assert asked() is None
    assert len(model.asked) == 1


def test_nobody_there_leaves_the_ladder_as_it_is(model: StandIn) -> None:
    assistant.switch_on(
        "city", {"base_url": "http://127.0.0.1:9/v1", "model": "m"}, None, by=OPERATOR, now=NOW
    )
    assert asked() is None


def test_a_body_that_drips_is_given_up(model: StandIn) -> None:
    times = iter([0.0, 9.0])
    with pytest.raises(foreign_http.NoResponse, match="限时"):
        foreign_http.call("POST", model.url, b"{}", {}, seconds=8, clock=lambda: next(times))


def test_past_the_day_s_tokens_nothing_is_asked(model: StandIn) -> None:
    one = most_tokens(messages("发票怎么开？", SOURCES, rephrase=False))
    on(model, tokens_per_day=one + 10)
    model.says({"choice": "f1"}, tokens=None)
    assert asked() is not None
    assert asked() is None
    assert len(model.asked) == 1
    assert assistant.used_today("city", NOW) == one


def test_switched_off_it_is_forgotten_with_its_key(model: StandIn) -> None:
    on(model)
    assistant.switch_off("city", by=OPERATOR, now=NOW)
    assistant.switch_off("city", by=OPERATOR, now=NOW)
    assert asked() is None
    assistant.switch_on("city", {"base_url": model.url, "model": "m1"}, None, by=OPERATOR, now=NOW)
    asked()
    assert "Authorization" not in model.asked[0][1]


def test_wrong_settings_say_what_is_wrong(model: StandIn) -> None:
    with pytest.raises(assistant.BadEndpoint, match="base_url") as refused:
        assistant.switch_on(
            "city", {"base_url": "http://llm.example", "model": "m"}, None, by=OPERATOR, now=NOW
        )
    assert [one.name for one in refused.value.fields] == ["base_url"]
    with pytest.raises(UnknownAccount):
        assistant.switch_on(
            "nobody", {"base_url": "https://llm.example", "model": "m"}, None, by=OPERATOR, now=NOW
        )


def test_settings_are_in_the_audit_log_without_the_key(model: StandIn) -> None:
    later = [NOW + timedelta(minutes=minutes) for minutes in range(4)]
    settings: dict[str, object] = {"base_url": model.url, "model": "m1"}
    assistant.switch_on("city", settings, "sk-secret", by=OPERATOR, now=later[0])
    settings["rephrase"] = True
    assistant.switch_on("city", settings, "sk-secret", by=OPERATOR, now=later[1])
    for at in later[2:]:
        assistant.switch_off("city", by=OPERATOR, now=at)
    first, second, third = audit.of_unit("city")
    assert {(one.by, one.unit, one.object) for one in (first, second, third)} == {
        ("li", "city", "assistant:city")
    }
    assert {one.field for one in first.changes} >= {"base_url", "model", "key"}
    assert [(one.field, one.before, one.after) for one in second.changes] == [
        ("rephrase", "False", "True"),
        ("key", "", ""),
    ]
    assert third.note == "停用"
    assert "sk-secret" not in str([first, second, third])


def test_only_an_operator_sets_it(model: StandIn) -> None:
    stranger = Actor(person="wang", known_by=KnownBy.SIGN_IN)
    settings: dict[str, object] = {"base_url": model.url, "model": "m1"}
    with pytest.raises(PermissionDenied):
        assistant.switch_on("city", settings, None, by=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        assistant.switch_off("city", by=stranger, now=NOW)
    assert assistant.settings_of("city") is None


def test_neither_key_nor_question_is_logged(
    model: StandIn, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    on(model)
    model.status = 500
    asked()
    said = str([vars(record) for record in caplog.records]) + capfd.readouterr().out
    assert "模型服务返回 500" in said
    assert "sk-secret" not in said
    assert "发票怎么开" not in said
