"""Connections to WeChat: kept while they are in use, not trusted after a sleep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from chalicelib.settings import settings
from chalicelib.wechat.transport import IDLE_SECONDS, WECHAT, Transport


class _WeChat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    callers: list[int]

    def do_GET(self) -> None:
        self.callers.append(self.client_address[1])
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def callers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The ports from which a WeChat on this machine is called: one a connection."""
    seen: list[int] = []
    handler = type("Handler", (_WeChat,), {"callers": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", f"http://127.0.0.1:{server.server_port}")
    settings.cache_clear()
    yield seen
    server.shutdown()
    server.server_close()
    settings.cache_clear()


def test_a_connection_is_used_again_unless_the_function_has_slept(callers: list[int]) -> None:
    now = [1000.0]
    with requests.Session() as session:
        session.trust_env = False
        transport = Transport("wx1", session, clock=lambda: now[0])
        for pause in (0.0, IDLE_SECONDS - 1.0, IDLE_SECONDS + 1.0):
            now[0] += pause
            transport.call("GET", WECHAT + "/cgi-bin/getcallbackip", {"timeout": 5}, ())
    assert len(callers) == 3
    assert callers[0] == callers[1]
    assert callers[1] != callers[2]
