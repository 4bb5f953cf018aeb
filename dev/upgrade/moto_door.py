"""An address at which other processes reach this process's moto (whose own server would need Flask)."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

_SERVICE: Final = re.compile(r"Credential=[^/]+/\d+/[^/]+/([a-z0-9-]+)/")
_ONE: Final = threading.RLock()
"""moto is not made for threads."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out one after the other: the body would wait 40 ms for somebody to say that the head has come.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        signed = _SERVICE.search(self.headers.get("Authorization", ""))
        service = signed[1] if signed else "sts"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = f"https://{service}.us-east-1.amazonaws.com{self.path}"
        headers = HTTPHeaders()
        for name, value in self.headers.items():
            if name.lower() != "host":
                headers[name] = value
        request = AWSPreparedRequest(self.command, url, headers, body, stream_output=False)
        with _ONE:
            answer = botocore_stubber.process_request(request)
        status, told, said = answer or (404, {}, "")
        content = said.encode() if isinstance(said, str) else bytes(said)
        self.send_response(int(status))
        for name, value in dict(told).items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, str(value))
        # Of a HEAD it is the object's.
        length = dict(told).get("Content-Length") or dict(told).get("content-length")
        self.send_header(
            "Content-Length", str(length if self.command == "HEAD" and length else len(content))
        )
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Say nothing: what fails is seen by who asked."""


@contextmanager
def moto_door() -> Iterator[str]:
    """The address, while moto is at work here."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Door) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
