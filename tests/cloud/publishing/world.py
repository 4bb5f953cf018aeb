"""The real simulator beside the worker: its ledger says what followers got, whatever we believe.

Worker and platform share one clock, which is moved by hand. Finish events come when ``settle`` says so (or, with
the fault ``event_early``, before the call's answer), through the callback's own parser. A worker can be killed
after every call of WeChat and every write.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from chalicelib import publishing
from chalicelib.cloud import queues, table
from chalicelib.publishing import Channel, Delivery, DeliveryState
from chalicelib.publishing.deliveries.transitions import ENDED
from chalicelib.publishing.sending.wechat import WeChatChannel
from chalicelib.wechat.body import parse
from chalicelib.wechat.client import AccountClient
from chalicelib.wechat.events import MassSendJobFinish, PublishJobFinish
from chalicelib.wechat.parse import typed
from chalicelib.wechat.token import TokenKeeper
from tests.cloud.publishing.conftest import Clock
from tests.cloud.publishing.platform import Killed
from wechat_simulator.activity import protection
from wechat_simulator.app import Server, build
from wechat_simulator.settings import Settings
from wechat_simulator.world import faults
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account

APPID = "wx0123456789"
FAR_OFF = 3600.0
"""Finish events wait so long (real seconds) for somebody who settles."""


class Reaper:
    """Kills the worker at one of the places where it can die; counts them all."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.seen = 0
        self.places: list[str] = []

    def pass_by(self, place: str) -> None:
        self.seen += 1
        self.places.append(place)
        if self.seen == self.at:
            raise Killed(place)

    def around(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        """``call``, with a place to die after it, also where it failed."""

        def watched(*args: Any, **named: Any) -> Any:
            try:
                answer = call(*args, **named)
            except Exception:
                self.pass_by(f"after {name} failed")
                raise
            self.pass_by(f"after {name}")
            return answer

        return watched


class Dying:
    """A channel whose user may die after each call."""

    def __init__(self, channel: Channel, world: World) -> None:
        self._channel, self._world = channel, world

    def __getattr__(self, name: str) -> Any:
        return self._world.reaper.around(getattr(self._channel, name), name)


@dataclass
class World:
    """One account, its followers, the platform and our side of it."""

    url: str
    platform: Platform
    loop: asyncio.AbstractEventLoop
    clock: Clock
    callback: str = ""
    reaper: Reaper = field(default_factory=Reaper)
    outbox_retries: int = 0
    _channel: Channel | None = None

    def begin(self, **account: Any) -> None:
        """A platform with one account and two followers, and a worker that has just started."""
        counted = self.platform.state.sequence
        self._in_loop(self.platform.reset)
        # WeChat never gives a job's number twice.
        self.platform.state.sequence = counted
        self.reaper, self._channel = Reaper(), None
        for partition in ("DELIVERIES", "MASS", "PUBLISH", "ALLOWANCE", "TOKEN"):
            key = f"{partition}#{APPID if partition == 'TOKEN' else 'province'}"
            for item in list(table.query(key)):
                table.delete(str(item["pk"]), str(item["sk"]))
        with httpx.Client(base_url=f"{self.url}/_sim", trust_env=False) as sim:
            given = {
                "name": "云岭省税务",
                "kind": "subscription",
                "original_id": "gh_1",
                "secret": "s",
                "token": "sesame",
                "mode": "plain",
                "callback_url": self.callback,
                "mass_daily": 100,
            }
            sim.put(f"/accounts/{APPID}", json=given | account).raise_for_status()
            for _ in range(2):
                user = sim.post("/users", json={}).json()["id"]
                sim.post(f"/accounts/{APPID}/users/{user}/follow", json={}).raise_for_status()

    @property
    def account(self) -> Account:
        return self.platform.state.accounts[APPID]

    def fault(self, kind: str, path: str = "", **options: Any) -> None:
        """Let the platform fail once."""
        given = {"kind": kind, **({"path": path} if path else {}), **options}
        self.account.faults.append(faults.made(f"f{len(self.account.faults)}", given))

    def channel(self, _: str) -> Channel:
        """The worker's way to WeChat; a new process has a new one."""
        if self._channel is None:
            client = AccountClient(
                APPID,
                SecretStr("s"),
                keeper=lambda appid, fetch: TokenKeeper(
                    appid,
                    fetch,
                    clock=self.clock.timestamp,
                    sleep=lambda seconds: self.clock.forward(seconds=seconds),
                ),
            )
            self._channel = Dying(WeChatChannel(client), self)  # type: ignore[assignment]
        return self._channel  # type: ignore[return-value]

    def work(self, delivery_id: str) -> bool:
        """A worker takes the delivery as far as it goes, or dies; returns whether it lived."""
        try:
            while publishing.deliver(delivery_id, channel_for=self.channel, clock=self.clock):
                pass
        except Killed:
            self._channel = None
            return False
        return True

    def settle(self) -> None:
        """What the platform still has to do it does now; its events arrive, or are lost by a fault."""
        self._in_loop(lambda: protection.expire(self.platform))
        future = asyncio.run_coroutine_threadsafe(self.platform.settle(), self.loop)
        future.result(30)

    def agree(self, *, refuse: bool = False) -> None:
        """The administrator answers every mass send that waits."""
        for mass in list(self.account.masses.values()):
            if mass.awaits_admin_until is not None:
                act = protection.refuse if refuse else protection.confirm
                self._in_loop(lambda m=mass, a=act: a(self.platform, self.account, m))
        self.settle()

    def to_next(self, delivery_id: str) -> Delivery:
        """The clock goes on to when somebody has to look at the delivery."""
        delivery = publishing.get(delivery_id)
        if delivery.due_at is not None and delivery.due_at > self.clock.now:
            self.clock.now = delivery.due_at
        return delivery

    def live_through(self, delivery_id: str, *, settle: bool = True, most: int = 120) -> Delivery:
        """From now on until nothing is left to do, whoever dies on the way."""
        for _ in range(most):
            self.to_next(delivery_id)
            self.work(delivery_id)
            if settle:
                self.settle()
            delivery = publishing.get(delivery_id)
            if delivery.state in ENDED and delivery.due_at is None:
                return delivery
        raise AssertionError(f"not settled: {publishing.get(delivery_id)} {self.reaper.places}")

    def got(self, title: str) -> int:
        """How many times followers got, or anybody could read, a push of this title."""
        entries = [one for one in self.platform.state.ledger if one.get("titles") == [title]]
        calls = [one["call"] for one in entries if one["kind"] in ("mass", "publish")]
        # A send leaves one entry for each follower; a second send of the same has another call.
        return len(set(calls))

    def accepted(self, title: str) -> int:
        """How many jobs the platform took for a push of this title, whatever became of them."""
        jobs = [*self.account.masses.values(), *self.account.publications.values()]
        titles = (
            [self.platform.state.articles[page].title for page in job.article_ids] for job in jobs
        )
        return sum(one == [title] for one in titles)

    def heard(self, body: bytes) -> None:
        """What the account's server does with a push: the outbox's part, which the stream repeats until it is done."""
        push = typed(parse(body))
        while True:
            try:
                match push:
                    case MassSendJobFinish():
                        publishing.confirm("province", push, now=self.clock.now)
                    case PublishJobFinish():
                        publishing.confirm_publication("province", push, now=self.clock.now)
            except Killed:
                self.outbox_retries += 1
                continue
            return

    def _in_loop(self, act: Callable[[], Any]) -> None:
        async def run() -> None:
            act()

        asyncio.run_coroutine_threadsafe(run(), self.loop).result(30)


def truthful(delivery: Delivery, world: World) -> None:
    """What a delivery says of itself, held against the platform's own record."""
    title = delivery.pieces[0].title
    accepted, got = world.accepted(title), world.got(title)
    assert accepted <= 1, f"accepted {accepted} times: {delivery}"
    assert got <= 1, f"received {got} times: {delivery}"
    match delivery.state:
        case DeliveryState.CONFIRMED | DeliveryState.PARTIALLY_SENT:
            assert got == 1, delivery
        case DeliveryState.CANCELLED:
            assert accepted == 0, delivery
        case DeliveryState.FAILED:
            problem = delivery.problem
            assert problem is not None, delivery
            if delivery.tried_at is None:
                assert accepted == 0, delivery
            elif got:
                assert "不知道" in problem.what or "没有给出" in problem.what, delivery
                assert "核对" in problem.advice, delivery
        case DeliveryState.RECALLED:
            assert got == 1, delivery
        case _:
            raise AssertionError(f"not an end: {delivery}")


@contextlib.contextmanager
def dying(world: World, reaper: Reaper, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within, the worker dies where ``reaper`` says."""
    world.reaper = reaper
    with patch.context() as inner:
        for name in ("put", "update", "transact"):
            inner.setattr(table, name, reaper.around(getattr(table, name), name))
        inner.setattr(queues, "send", reaper.around(queues.send, "enqueue"))
        yield
    world.reaper = Reaper()


@contextlib.contextmanager
def running(clock: Clock) -> Iterator[World]:
    """The simulator and the account's server, each on a free port and in a thread of its own."""
    settings = Settings(clock=clock.timestamp, finish_after=FAR_OFF)
    app = build(settings)
    config = uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1)
    server, ready = Server(config), threading.Event()
    startup, found = server.startup, {}

    async def tell_when_ready(sockets: Any = None) -> None:
        await startup(sockets)
        found["loop"] = asyncio.get_running_loop()
        ready.set()

    server.startup = tell_when_ready  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(10), "the simulator did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    world = World(f"http://127.0.0.1:{port}", app.state.platform, found["loop"], clock)
    with _account_server(world):
        yield world
    server.should_exit = True
    thread.join()


@contextlib.contextmanager
def _account_server(world: World) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            world.heard(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "7")
            self.end_headers()
            self.wfile.write(b"success")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    world.callback = f"http://127.0.0.1:{server.server_port}/callback"
    yield
    server.shutdown()
    server.server_close()
    thread.join()
