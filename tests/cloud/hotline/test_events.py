"""What the hotline posts, at the API's function."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cloud import parameters
from chalicelib.hotline import contract
from tests.cloud.desk.conftest import ACCOUNT, taken
from tests.cloud.hotline.conftest import SECRET, Line12366, post
from tests.cloud.hotline.test_end_to_end import given
from wechat_simulator.hotline import signature

PATH = f"/hotline/{ACCOUNT}/events"
EVENT = {
    "event_id": "e1",
    "session_id": "s-20261201-000000000000",
    "at": "2026-12-01T10:00:00+08:00",
    "type": "reply",
    "text": "答",
}


def signed(body: bytes, path: str = PATH, at: int | None = None) -> dict[str, str]:
    return signature.headers(SECRET, "POST", path, body, at or int(time.time()))


def test_an_event_is_recorded_and_the_same_again_is_known(bridged: Line12366) -> None:
    session = given(bridged)
    event = {"type": "reply", "text": "答", "event_id": "e7"}
    assert bridged.tell(session, **event) == (202, {"result": "recorded"})
    assert bridged.tell(session, **event) == (202, {"result": "duplicate"})
    [task, *_] = [json.loads(body) for body in taken()]
    assert task == {"kind": "hotline", "account": ACCOUNT, "case": session.id}


@pytest.mark.parametrize(
    ("body", "headers", "whose", "status"),
    [
        (b"{}", lambda body: {}, ACCOUNT, 403),
        (b"{}", lambda body: signed(body + b" "), ACCOUNT, 403),
        (b"{}", lambda body: signed(body, "/api" + PATH), ACCOUNT, 403),
        (b"{}", lambda body: signed(body, at=int(time.time()) - 400), ACCOUNT, 403),
        (b"{}", signed, ACCOUNT, 400),
        (b"\xe7", lambda body: {}, ACCOUNT, 403),
        (b"x" * (contract.EVENT_BYTES + 1), signed, ACCOUNT, 400),
        (json.dumps(EVENT).encode(), signed, ACCOUNT, 404),
        (json.dumps(EVENT).encode(), signed, "nobody", 404),
    ],
)
def test_what_is_not_the_hotline_s_or_not_by_the_contract_is_refused_and_leaves_nothing(
    bridged: Line12366,
    body: bytes,
    headers: Callable[[bytes], dict[str, str]],
    whose: str,
    status: int,
) -> None:
    given_headers = headers(body)
    found, answer = post(body, given_headers, whose)
    assert (found, list(answer)) == (status, ["error"])
    assert "rongmei" not in answer["error"]
    assert taken() == []


def test_strangers_do_not_use_up_parameter_store(
    bridged: Line12366, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = parameters.read

    def counted(name: str) -> Any:
        reads.append(name)
        return read(name)

    monkeypatch.setattr(parameters, "read", counted)
    for _ in range(5):
        assert post(b"{}", {})[0] == 403
        assert post(b"{}", {}, "nobody")[0] == 404
    assert len(reads) <= 2, "once a minute"
