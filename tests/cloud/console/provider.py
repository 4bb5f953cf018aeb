"""An OpenID provider in the process: its keys, its tokens, and every way in which it can be wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from joserfc import jwk, jwt

CLIENT = "console"


class FakeProvider:
    """A provider; what it serves is changed by setting its attributes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.keys = [_first_key()]
        self.other_keys: list[Any] = []
        """Served beside its own, as they are."""
        self.token = ""
        self.asked: list[str] = []
        """Paths, in order."""
        self.forms: list[dict[str, str]] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        """What is served in the place of the usual, by path."""

    def claims(self, nonce: str, /, **more: Any) -> dict[str, Any]:
        """Claims that hold; None takes one away."""
        now = int(time.time())
        usual = {
            "iss": self.address,
            "sub": "s-1",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "preferred_username": "li.ming",
            "name": "李明",
        }
        return {name: value for name, value in (usual | more).items() if value is not None}

    def signed(self, claims: Mapping[str, Any], *, kid: str | None = None, key: Any = None) -> str:
        """A token of these claims, by the newest key."""
        by = key or self.keys[-1]
        header = {"alg": "RS256", "kid": kid or by.kid}
        return jwt.encode(header, dict(claims), by)

    def unsigned(self, claims: Mapping[str, Any]) -> str:
        """The same with ``alg`` none."""
        return f"{_part({'alg': 'none', 'kid': 'first'})}.{_part(claims)}."

    def confused(self, claims: Mapping[str, Any]) -> str:
        """The same with HS256, its secret being the public key that everybody knows."""
        head = f"{_part({'alg': 'HS256', 'kid': 'first'})}.{_part(claims)}"
        secret = self.keys[0].as_pem(private=False)
        return f"{head}.{_bytes(hmac.digest(secret, head.encode(), hashlib.sha256))}"

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """What stands at a path."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        found = {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "end_session_endpoint": f"{self.address}/logout?tenant=1",
            },
            "/keys": {"keys": [key.as_dict(private=False) for key in self.keys] + self.other_keys},
            "/token": {"id_token": self.token, "access_token": "opaque", "token_type": "Bearer"},
        }.get(path)
        return (404, {}, b"") if found is None else (200, {}, json.dumps(found).encode())


@cache
def _first_key() -> Any:
    """One for all providers of a process: to make it takes longer than a sign-in."""
    return jwk.RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


def _part(value: Mapping[str, Any]) -> str:
    return _bytes(json.dumps(value).encode())


def _bytes(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """One that listens on this machine while the context lasts."""

    class Here(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say()

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            fake.forms.append(dict(parse_qsl(self.rfile.read(length).decode())))
            self._say()

        def _say(self) -> None:
            status, headers, body = fake.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    server.daemon_threads = True
    fake = FakeProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
