"""The real HTTP layer keeps the deadline, and who has none counts tries."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError

from chalicelib.cloud import clients, deadline, objects, parameters, table
from chalicelib.cloud.errors import OutOfTime
from chalicelib.settings import settings

LATE = 5.0
"""Seconds after which the server below answers after all: nobody who keeps the deadline sees it."""
ITEM = b'{"Item": {"pk": {"S": "A"}}, "Parameter": {"Value": "late"}}'
CALLS = {
    "DynamoDB": lambda: table.get("A", "B"),
    "SSM": lambda: parameters.read("/a"),
    "S3": lambda: objects.read("a"),
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A socket that stands for AWS, one caller at a time, and the clients of the function that answers WeChat."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=0)
    listening.settimeout(LATE)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{listening.getsockname()[1]}",
        "AWS_LAMBDA_FUNCTION_NAME": "rongmei-app",
        "_HANDLER": "app.app",
        "RONGMEI_TABLE": "rongmei-test",
        "RONGMEI_BUCKET": "rongmei-test",
    }.items():
        monkeypatch.setenv(name, value)
    clients.forget()
    settings.cache_clear()
    with closing(listening):
        yield listening
    clients.forget()
    settings.cache_clear()


def _serve(listening: socket.socket, first: bytes) -> str:
    """Take one request, send ``first``, then nothing until the caller has left, or until it is late."""
    connection, _ = listening.accept()
    with closing(connection):
        connection.recv(65536)
        connection.sendall(first)
        connection.settimeout(LATE)
        try:
            while connection.recv(65536):
                pass
        except TimeoutError:
            rest = b"" if first else b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(ITEM)
            connection.sendall(rest + ITEM)
            return "answered late"
        return "the caller left"


@pytest.mark.parametrize("service", CALLS)
def test_a_server_that_takes_a_request_and_never_answers_is_left_at_the_deadline(
    aws: socket.socket, service: str
) -> None:
    assert _fate(aws, CALLS[service], b"") == "the caller left"


def test_a_body_that_stops_in_the_middle_is_left_at_the_deadline(aws: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(ITEM) + 1)
    assert _fate(aws, CALLS["S3"], head + b"{") == "the caller left"


def _fate(aws: socket.socket, call: Callable[[], object], first: bytes) -> str:
    """What AWS saw of a call for which 0.3 s are left when it goes out, however slow this machine is."""
    with ThreadPoolExecutor(1) as pool:
        served = pool.submit(_serve, aws, first)
        with deadline.within(0.3, clock=lambda: 0.0), pytest.raises(BotoCoreError):
            call()
        clients.forget()
        return served.result()


def test_a_server_that_takes_no_connection_costs_no_more_than_the_time_for_one(
    aws: socket.socket,
) -> None:
    # Its queue of one is full: the system drops what comes after, as a network that swallows packets does.
    with (
        closing(socket.create_connection(aws.getsockname())),
        deadline.within(0.3, clock=lambda: 0.0),
        pytest.raises(BotoCoreError, match="Connect timeout"),
    ):
        table.get("A", "B")


def test_a_call_is_not_begun_after_the_deadline(aws: socket.socket) -> None:
    with deadline.within(0), pytest.raises(OutOfTime):
        table.get("A", "B")


def test_a_call_that_can_be_done_without_leaves_the_rest_its_time() -> None:
    with deadline.within(4.0, clock=lambda: 10.0):
        with deadline.sparing(1.5):
            assert deadline.left() == 2.5
        assert deadline.left() == 4.0
    assert deadline.left() is None


def test_time_outs_grow_and_end_at_the_deadline() -> None:
    with deadline.within(1.0, clock=lambda: 0.0):
        assert [deadline.time_out(tries) for tries in (1, 2, 3)] == [0.6, 1.0, 1.0]
    assert deadline.time_out(1) is None


def test_pauses_are_short_and_differ() -> None:
    slept: list[float] = []
    with deadline.within(60.0, clock=lambda: 0.0, sleep=slept.append):
        for tries in range(1, 9):
            assert deadline.pause(tries)
    assert all(0.025 <= one <= 0.5 for one in slept)
    assert len(set(slept)) == len(slept)


def test_the_last_pause_ends_where_the_last_try_has_to_begin_and_none_comes_after_it() -> None:
    slept: list[float] = []
    with deadline.within(0.52, clock=lambda: 0.0, sleep=slept.append):
        assert deadline.pause(1)
    assert slept == [pytest.approx(0.02)]
    with deadline.within(0.5, clock=lambda: 0.0, sleep=slept.append):
        assert not deadline.pause(1)
    assert len(slept) == 1


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks glibc")
def test_a_lost_answer_of_the_name_server_costs_a_second_and_not_five() -> None:
    code = """
import ctypes
from chalicelib.cloud import clients
clients.warm()
libc = ctypes.CDLL(None)
libc.__res_state.restype = ctypes.POINTER(ctypes.c_int)
libc.__res_init()
print(*libc.__res_state()[:2])  # seconds, tries
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"AWS_DEFAULT_REGION": "us-east-1"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["1", "2"]


@pytest.mark.parametrize(
    ("function", "handler", "tries", "seconds"),
    [
        ("rongmei-outbox", "app.outbox", 4, 2),
        ("rongmei-deliver", "app.deliver", 4, 2),
        (None, None, 4, 60),
    ],
)
def test_who_answers_nobody_counts_tries_and_a_person_waits_longest(
    monkeypatch: pytest.MonkeyPatch,
    function: str | None,
    handler: str | None,
    tries: int,
    seconds: int,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for name, value in {"AWS_LAMBDA_FUNCTION_NAME": function, "_HANDLER": handler}.items():
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    clients.forget()
    config: Any = clients.dynamodb().meta.config
    clients.forget()
    assert (config.retries["total_max_attempts"], config.read_timeout) == (tries, seconds)
