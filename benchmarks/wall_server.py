"""The wall's surroundings in this process: a doorbell over WebSocket, and a table whose changes ring it.

What API Gateway and the stream do for the deployed system is done here by a hundred lines: pages connect with a ticket,
say what they watch, and are rung; a change of the table goes through the functions Outbox and Doorbell.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from unittest import mock
from urllib.parse import parse_qs, urlsplit

from dev.console import _ONE as ONE_AT_A_TIME

_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Bell(socketserver.ThreadingTCPServer):
    """Open pages by connection."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.open: dict[str, _Connection] = {}

    @property
    def url(self) -> str:
        """Where pages connect, as the settings spell it."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def send(self, connection: str, message: Any) -> bool:
        """``cloud.sockets.send``, here."""
        found = self.open.get(connection)
        if found is None:
            return False
        try:
            found.frame(_TEXT, json.dumps(message).encode())
        except OSError:
            return False
        return True

    def cut(self) -> None:
        """Every connection ends, as when API Gateway ends them after two hours."""
        for one in list(self.open.values()):
            with contextlib.suppress(OSError):
                one.request.shutdown(socket.SHUT_RDWR)


class _Connection(socketserver.BaseRequestHandler):
    """One page (RFC 6455, as far as a browser needs it)."""

    server: Bell

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            got = self.request.recv(1)
            if not got:
                return
            head += got
        lines = head.decode("latin-1").split("\r\n")
        named = {k.lower(): v.strip() for k, _, v in (one.partition(":") for one in lines[1:])}
        ticket = parse_qs(urlsplit(lines[0].split(" ")[1]).query).get("ticket", [""])[0]
        name = base64.b64encode(os.urandom(9)).decode()
        if not _event("CONNECT", name, queryStringParameters={"ticket": ticket}):
            self.request.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        key = named["sec-websocket-key"] + _GUID
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()  # noqa: S324 - RFC 6455
        self.request.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        self.server.open[name] = self
        try:
            self._listen(name)
        finally:
            self.server.open.pop(name, None)
            _event("DISCONNECT", name)

    def _listen(self, name: str) -> None:
        while (got := self._read()) is not None:
            kind, body = got
            if kind == _CLOSE:
                return
            if kind == _PING:
                self.frame(_PONG, body)
            if kind == _TEXT:
                _event("MESSAGE", name, body=body.decode())

    def _read(self) -> tuple[int, bytes] | None:
        """One frame; a page's are masked."""
        try:
            first, second = self._exactly(2)
            length = second & 0x7F
            if length == 126:
                [length] = struct.unpack("!H", self._exactly(2))
            elif length == 127:
                [length] = struct.unpack("!Q", self._exactly(8))
            mask, body = self._exactly(4), self._exactly(length)
        except (OSError, EOFError):
            return None
        return first & 0xF, bytes(one ^ mask[n % 4] for n, one in enumerate(body))

    def _exactly(self, number: int) -> bytes:
        got = b""
        while len(got) < number:
            more = self.request.recv(number - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def frame(self, kind: int, body: bytes) -> None:
        """Send one frame."""
        size = (
            bytes([len(body)]) if len(body) < 126 else bytes([126]) + struct.pack("!H", len(body))
        )
        self.request.sendall(bytes([0x80 | kind]) + size + body)


def _event(kind: str, connection: str, **more: Any) -> bool:
    from chalicelib.console import doorbell

    context = {"eventType": kind, "connectionId": connection}
    with ONE_AT_A_TIME:
        answer = doorbell.handler({"requestContext": context, **more}, None)
    return bool(answer["statusCode"] == 200)


@contextlib.contextmanager
def doorbell_here() -> Iterator[Bell]:
    """A doorbell on a port of this machine, which the settings name."""
    from chalicelib.cloud import sockets
    from chalicelib.settings import settings

    with Bell() as bell:
        thread = threading.Thread(target=bell.serve_forever, daemon=True)
        thread.start()
        before = os.environ.get("RONGMEI_LIVE_URL")
        os.environ["RONGMEI_LIVE_URL"] = bell.url
        settings.cache_clear()
        with mock.patch.object(sockets, "send", bell.send):
            yield bell
        bell.cut()
        bell.shutdown()
        if before is None:
            del os.environ["RONGMEI_LIVE_URL"]
        settings.cache_clear()


def changed(old: dict[str, Any] | None, new: dict[str, Any], at: datetime | None = None) -> None:
    """What the stream does after an item changed: Outbox notes what walls show, Doorbell rings."""
    from chalicelib.application import wall_log
    from chalicelib.console import doorbell
    from chalicelib.wall import store

    written: list[str] = []
    real_push, real_alarm = store.note_push, store.add_alarm

    def push(row: Any, version: int) -> bool:
        written.append("WALL#pushes")
        return real_push(row, version)

    def alarm(one: Any) -> bool:
        written.append("WALL#alarms")
        return real_alarm(one)

    with (
        ONE_AT_A_TIME,
        mock.patch("chalicelib.wall.note_push", push),
        mock.patch("chalicelib.wall.add_alarm", alarm),
    ):
        wall_log.follow(old, new, at or datetime.now(UTC))
        keys = [
            {"dynamodb": {"Keys": {"pk": {"S": f"{one}#x"}, "sk": {"S": "x"}}}} for one in written
        ]
        if keys:
            doorbell.handler({"Records": keys}, None)
