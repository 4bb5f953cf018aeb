"""A start that is kept as a snapshot and goes on twice, days later: what both have in common, and what they must not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from benchmarks.stub import ENVIRONMENT

ROOT = Path(__file__).parents[2]
HOOKS = '''
"""As AWS describes the library of its runtimes: before a snapshot in reverse order, after it in order."""
before, after = [], []


def register_before_snapshot(call, *args, **named):
    before.insert(0, lambda: call(*args, **named))


def register_after_restore(call, *args, **named):
    after.append(lambda: call(*args, **named))
'''
# A fork stands for the snapshot. Python draws new random numbers in a fork; a snapshot does not: they are put back.
GOES_ON = """
import json, os, random, secrets, sys, uuid
from datetime import datetime, timedelta
import app
import snapshot_restore_py as hooks
from botocore import credentials
import chalicelib.accounts.live
from chalicelib.cloud import clients
from chalicelib.conversation.rules import reply_book
from benchmarks import handler, wire
from benchmarks.stub import Cloud, stubbed

for call in hooks.before:
    call()
links = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]
at_the_snapshot = {
    "sockets": [one for one in links if one.startswith("socket")],
    "accounts": list(sys.modules["chalicelib.accounts.live"]._held),
    "books": list(reply_book._held),
    "key": clients.dynamodb()._request_signer._credentials.access_key,
}
state = random.getstate()
children = []
for name in ("one", "two"):
    read, write = os.pipe()
    if os.fork() == 0:
        random.setstate(state)
        held = clients.dynamodb()._request_signer._credentials
        held._time_fetcher = lambda: credentials._local_now() + timedelta(days=3)
        if "--no-hooks" not in sys.argv:
            for call in hooks.after:
                call()
        cloud = Cloud(10)
        key = held.get_frozen_credentials().access_key
        with stubbed(cloud):
            answered = app.app(handler.event_of(wire.callbacks()[0]), None)
        told = {
            "random": random.random(), "uuid": str(uuid.uuid4()), "secret": secrets.token_hex(8),
            "key": key, "calls": dict(cloud.calls), "status": answered["statusCode"], "reply": answered["body"],
        }
        os.write(write, json.dumps(told).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        children.append(json.loads(pipe.read()))
    os.wait()
print(json.dumps({"snapshot": at_the_snapshot, "children": children}))
"""


class _Credentials(BaseHTTPRequestHandler):
    """Lambda's own address for credentials: each answer has a new key, good for an hour, then for days."""

    given = 0

    def do_GET(self) -> None:
        if self.headers.get("Authorization") != "token":
            self.send_error(403)
            return
        kind = type(self)
        kind.given += 1
        hours = 1 if kind.given == 1 else 240
        body = json.dumps(
            {
                "AccessKeyId": f"KEY{kind.given}",
                "SecretAccessKey": "secret",
                "Token": "session",
                "Expiration": (datetime.now(UTC) + timedelta(hours=hours)).isoformat(),
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def credentials_url() -> Iterator[str]:
    handler = type("Once", (_Credentials,), {"given": 0, "protocol_version": "HTTP/1.1"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/credentials"
    server.shutdown()
    server.server_close()


def _goes_on(home: Path, url: str, *arguments: str) -> dict[str, Any]:
    (home / "snapshot_restore_py.py").write_text(HOOKS)
    env = os.environ | ENVIRONMENT
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        env.pop(name, None)
    env |= {
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": url,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "token",
        "PYTHONPATH": f"{home}:{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-c", GOES_ON, *arguments],
        cwd=ROOT,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture
def told(tmp_path: Path, credentials_url: str) -> dict[str, Any]:
    return _goes_on(tmp_path, credentials_url)


def test_a_snapshot_holds_no_account_no_secret_and_no_open_connection(told):
    snapshot = told["snapshot"]
    assert (snapshot["accounts"], snapshot["books"], snapshot["sockets"]) == ([], [], [])


def test_both_draw_random_numbers_of_their_own(told):
    one, two = told["children"]
    for kind in ("random", "uuid", "secret"):
        assert one[kind] != two[kind], kind


def test_without_the_hook_they_would_draw_the_same(tmp_path, credentials_url):
    # What the fork stands for is seen here: else the test above could not fail.
    one, two = _goes_on(tmp_path, credentials_url, "--no-hooks")["children"]
    assert one["random"] == two["random"]


def test_credentials_of_the_snapshot_s_day_are_not_used_three_days_later(told):
    keys = {told["snapshot"]["key"], *(one["key"] for one in told["children"])}
    assert len(keys) == 3


def test_each_fetches_account_and_secrets_before_its_first_reply(told):
    for one in told["children"]:
        assert one["status"] == 200
        assert one["calls"]["GetParameter"] == 1


def test_no_two_replies_are_sealed_alike(told):
    one, two = told["children"]
    assert one["reply"] != two["reply"]


def test_where_lambda_takes_no_snapshot_its_library_is_not_asked_for(monkeypatch):
    from chalicelib.cloud import snapshot

    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", None)
    snapshot.prepare()
