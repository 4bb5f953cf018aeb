"""A running simulator, an account's server to call back, and a clock to turn."""

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn

from wechat_simulator.app import Server, build
from wechat_simulator.settings import Settings
from wechat_simulator.wire.crypto import seal, sign, unseal
from wechat_simulator.wire.xml import parse, render

APPID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
# 2026-11-23 09:00 in Shanghai: far enough from midnight for tests that move the clock by hours.
NINE_O_CLOCK = 1_795_395_600.0
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000"
    "00000400012734270a0000000049454e44ae426082"
)


@dataclass
class Clock:
    now: float = NINE_O_CLOCK

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Pushed:
    """One request that the account's server got."""

    method: str
    query: dict[str, str]
    body: str
    fields: dict[str, Any]


@dataclass
class AccountServer:
    """The account's side: notes every push and answers what the test says."""

    url: str = ""
    answer: Callable[[dict[str, Any]], Any] = lambda fields: "success"
    status: int = 200
    mode: str = "plain"
    format: str = "xml"
    hang: threading.Event | None = None
    pushed: list[Pushed] = field(default_factory=list)

    def events(self, name: str) -> list[dict[str, Any]]:
        return [p.fields for p in self.pushed if p.fields.get("Event") == name]

    def awaited(self, name: str) -> list[dict[str, Any]]:
        """The events of one name after the first has come: a page may show a change before its push arrives."""
        deadline = time.monotonic() + 10
        while not (found := self.events(name)):
            assert time.monotonic() < deadline, f"{name} did not arrive"
            time.sleep(0.02)
        return found

    def read(self, body: str) -> dict[str, Any]:
        outer = json.loads(body) if body.startswith("{") else parse(body)
        if "Encrypt" not in outer:
            return outer
        inner = unseal(outer["Encrypt"], AES_KEY, APPID)
        return json.loads(inner) if inner.startswith("{") else parse(inner)

    def write(self, fields: dict[str, Any], reply: Any) -> bytes:
        """A dict becomes a proper reply in the account's mode; text goes out as it is."""
        if isinstance(reply, bytes):
            return reply
        if isinstance(reply, str):
            return reply.encode()
        head = {"ToUserName": fields["FromUserName"], "FromUserName": fields["ToUserName"]}
        message = head | {"CreateTime": 1} | reply
        as_text = json.dumps(message) if self.format == "json" else render(message)
        if self.mode == "plain":
            return as_text.encode()
        encrypted = seal(as_text, AES_KEY, APPID)
        parts = {"TimeStamp": "1713424427", "Nonce": "415670741"}
        signature = sign("sesame", *parts.values(), encrypted)
        sealed = {"Encrypt": encrypted, "MsgSignature": signature} | parts
        return (json.dumps(sealed) if self.format == "json" else render(sealed)).encode()


@pytest.fixture
def account_server() -> Iterator[AccountServer]:
    served = AccountServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            served.pushed.append(Pushed("GET", query, "", {}))
            good = sign("sesame", query["timestamp"], query["nonce"]) == query["signature"]
            self._send(200, query["echostr"].encode() if good else b"no")

        def do_POST(self) -> None:
            query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            body = raw.decode(errors="replace")
            try:
                fields = served.read(raw.decode())
            except ValueError:  # as an account does whose reader is strict
                served.pushed.append(Pushed("POST", query, body, {}))
                self._send(400, b"")
                return
            served.pushed.append(Pushed("POST", query, body, fields))
            if served.hang:
                served.hang.wait()
            content = served.write(fields, served.answer(fields))
            self._send(served.status, content)

        def _send(self, status: int, content: bytes) -> None:
            with contextlib.suppress(ConnectionError):
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/callback"
    yield served
    if served.hang:
        served.hang.set()
    server.shutdown()
    server.server_close()
    thread.join()


class Wechat:
    """A client of a running simulator that says what tests say often."""

    def __init__(self, http: httpx.Client, clock: Clock) -> None:
        self.http = http
        self.clock = clock
        self.token = ""

    def sim(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, "/_sim" + path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def account(self, url: str = "http://127.0.0.1:9/", **settings: Any) -> None:
        base = {
            "name": "云岭省税务",
            "kind": "subscription",
            "original_id": "gh_0123456789ab",
            "secret": "open",
            "token": "sesame",
            "aes_key": AES_KEY,
            "mode": "plain",
            "format": "xml",
            "callback_url": url,
        }
        self.sim("PUT", f"/accounts/{APPID}", base | settings)
        self.token = self.fetch_token()["access_token"]

    def fetch_token(self, **given: Any) -> dict[str, Any]:
        asked = {"grant_type": "client_credential", "appid": APPID, "secret": "open"} | given
        return self.http.post("/cgi-bin/stable_token", json=asked).json()

    def user(self, *, following: bool = True) -> str:
        user = self.sim("POST", "/users", {})["id"]
        if following:
            self.deed(user, "follow")
        return user

    def deed(self, user: str, deed: str, **body: Any) -> dict[str, Any]:
        return self.sim("POST", f"/accounts/{APPID}/users/{user}/{deed}", body)

    def say(self, user: str, content: str = "你好") -> dict[str, Any]:
        return self.deed(user, "send", type="text", content=content)

    def chat(self, user: str) -> list[dict[str, Any]]:
        return self.sim("GET", f"/accounts/{APPID}/users/{user}/chat")

    def ledger(self, kind: str) -> list[dict[str, Any]]:
        return [e for e in self.sim("GET", f"/ledger?appid={APPID}") if e["kind"] == kind]

    def openid(self, user: str) -> str:
        return self.deed(user, "view", url="http://127.0.0.1:9/")["openid"]

    def get(self, path: str, **query: str) -> dict[str, Any]:
        asked = {"access_token": self.token} | query
        return self.http.get("/cgi-bin/" + path, params=asked).json()

    def post(self, path: str, body: Any = None) -> dict[str, Any]:
        raw = json.dumps(body or {}, ensure_ascii=False).encode()
        asked = {"access_token": self.token}
        return self.http.post("/cgi-bin/" + path, params=asked, content=raw).json()

    def upload(
        self, path: str, kind: str, content: bytes = PNG, name: str = "cover.png"
    ) -> dict[str, Any]:
        asked = {"access_token": self.token, "type": kind}
        files = {"media": (name, content)}
        return self.http.post("/cgi-bin/" + path, params=asked, files=files).json()

    def cover(self) -> str:
        return self.upload("material/add_material", "image")["media_id"]

    def draft(self, cover: str | None = None, **words: Any) -> dict[str, Any]:
        article = {
            "title": "个税汇算开始了",
            "content": "<p>三步办完</p>",
            "thumb_media_id": cover or self.cover(),
        }
        return self.post("draft/add", {"articles": [article | words]})

    def settle(self) -> None:
        self.sim("POST", "/settle")


@contextlib.contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The simulator on a free port, in a thread of its own."""
    config = uvicorn.Config(
        build(settings), port=0, log_level="error", timeout_graceful_shutdown=1, lifespan="on"
    )
    server = Server(config)
    ready = threading.Event()
    startup = server.startup

    async def tell_when_ready(sockets: Any = None) -> None:
        await startup(sockets)
        ready.set()

    server.startup = tell_when_ready
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(10), "the simulator did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def client(settings: Settings, clock: Clock) -> Iterator[Wechat]:
    with running(settings) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        yield Wechat(http, clock)


@pytest.fixture(scope="module")
def _shared() -> Iterator[Wechat]:
    clock = Clock()
    # Nothing finishes by itself: tests say when.
    with client(Settings(clock=clock, finish_after=3600), clock) as found:
        yield found


@pytest.fixture
def wechat(_shared: Wechat) -> Wechat:
    """The simulator, empty, at nine in the morning."""
    _shared.clock.now = NINE_O_CLOCK
    _shared.sim("POST", "/reset")
    return _shared


@pytest.fixture
def served(wechat: Wechat, account_server: AccountServer) -> Wechat:
    """The simulator with an account in plaintext mode and its server."""
    wechat.account(account_server.url)
    return wechat


@pytest.fixture
def open_wechat() -> Any:
    """For tests that need settings of their own: `with open_wechat(Settings(…)) as wechat`."""

    def opened(**settings: Any) -> Any:
        clock = Clock()
        return client(Settings(**({"clock": clock} | settings)), clock)

    return opened


@pytest.fixture
def nickname() -> str:
    return "粉丝" + secrets.token_hex(2)
