"""``python -m dev.console``: the console and followers' pages from this source, before the system that ``make up`` started.

A change is seen without packaging: restart this for Python, ``python -m dev.page`` for the page. One signs in by choosing
a person of the demo; that door is in this module and nowhere in the bundle.
"""

from __future__ import annotations

import os
import secrets
import sys
import uuid
from base64 import b64decode
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

from dotenv import dotenv_values

from dev.page import SOURCE
from dev.places import checkout
from dev.problem import Problem, run

_ONE = Lock()
"""A process of Lambda works on one request at a time, and the code counts on it."""
PORT = int(os.environ.get("RONGMEI_DEV_PORT", "8090"))


class Here(BaseHTTPRequestHandler):
    """One request as API Gateway would pass it on."""

    protocol_version = "HTTP/1.1"
    # Head and body go out one after the other: the body would wait 40 ms for somebody to say that the head has come.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/":
            return self._send(302, "", {"Location": ["/console/"]})
        if asked.path == "/console/sign-in":
            return self._choose(parse_qs(asked.query).get("return_to", ["/"])[0])
        if asked.path == "/console/as":
            return self._sign_in(dict(parse_qsl(asked.query)))
        return self._pass_on()

    def __getattr__(self, name: str) -> Any:
        """The methods that are not GET, as ``http.server`` asks for them."""
        if name in ("do_POST", "do_PUT", "do_PATCH", "do_DELETE", "do_HEAD"):
            return self._pass_on
        raise AttributeError(name)

    def _choose(self, return_to: str) -> None:
        from chalicelib import people

        links = "".join(
            f'<li><a href="/console/as?person={one.id}&return_to={quote(return_to)}">{one.name or one.id}</a> {one.unit}</li>'
            for one in people.list_staff()
        )
        page = f"<!doctype html><meta charset=utf-8><h1>选一个演示人员登录</h1><ul>{links}</ul>"
        self._send(200, page, {"Content-Type": ["text/html; charset=utf-8"]})

    def _sign_in(self, asked: dict[str, str]) -> None:
        from chalicelib.sign_in import LONGEST, Session, store

        now, session_id = datetime.now(UTC), secrets.token_urlsafe(32)
        session = Session(
            person=asked["person"],
            identity="dev",
            began_at=now,
            seen_at=now,
            ends_at=now + LONGEST,
        )
        store.put_session(session_id, session)
        cookie = f"__Host-rongmei={session_id}; Path=/; Secure; HttpOnly; SameSite=Lax"
        where = f"/console/#{asked.get('return_to', '/')}"
        self._send(302, "", {"Location": [where], "Set-Cookie": [cookie]})

    def _pass_on(self) -> None:
        from chalicelib.console import handler as console
        from chalicelib.h5 import counter, works
        from chalicelib.h5 import handler as h5

        asked = urlsplit(self.path)
        handler = h5.handler if asked.path.startswith(h5.ROOT) else console.handler
        if asked.path.startswith(counter.ROOT):
            handler = counter.handler
        if asked.path.startswith(works.ROOT):
            handler = works.handler
        query = parse_qs(asked.query, keep_blank_values=True)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = str(uuid.uuid4())
        event: dict[str, Any] = {
            "httpMethod": self.command,
            "path": asked.path,
            "headers": dict(self.headers),
            "multiValueHeaders": {name: self.headers.get_all(name) for name in self.headers},
            "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
            "multiValueQueryStringParameters": query or None,
            "body": body.decode("utf-8", "replace") or None,
            "isBase64Encoded": False,
            "requestContext": {
                "requestId": request,
                "httpMethod": self.command,
                "path": asked.path,
            },
        }
        with _ONE:
            answer = handler(event, SimpleNamespace(aws_request_id=request))
        said = answer.get("body") or ""
        raw = b64decode(said) if answer.get("isBase64Encoded") else said.encode()
        self._send(answer["statusCode"], raw, answer.get("multiValueHeaders") or {})

    def _send(self, status: int, body: str | bytes, headers: dict[str, list[str]]) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, values in headers.items():
            for value in values:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def log_message(self, format: str, *arguments: Any) -> None:
        print(
            f"{self.command} {self.path.split('?')[0]} {arguments[1] if len(arguments) > 1 else ''}"
        )


def main() -> None:
    file = Path(os.environ.get("RONGMEI_ENV_FILE") or checkout().env_file)
    if not file.is_file():
        raise Problem(f"There is no {file}: run `make up` first.")
    os.environ |= {name: value for name, value in dotenv_values(file).items() if value is not None}
    os.environ["RONGMEI_CONSOLE_URL"] = f"http://127.0.0.1:{PORT}/console/"
    os.environ["RONGMEI_H5_URL"] = f"http://127.0.0.1:{PORT}/h5/"
    if not (SOURCE / "dist/index.html").is_file():
        raise Problem("The page is not built: run `python -m dev.page`.")
    from chalicelib.console import page

    page._HOME = SOURCE / "dist"  # type: ignore[misc]
    page._read = page._read.__wrapped__  # built again while this runs
    print(f"The console from this source: http://127.0.0.1:{PORT}/console/", flush=True)
    try:
        ThreadingHTTPServer(("127.0.0.1", PORT), Here).serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    run(main)
