"""The platform: its state, clock, jobs and event listeners."""

import asyncio
import base64
import contextlib
import functools
import hashlib
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextvars import ContextVar
from typing import Any

import httpx

from wechat_simulator.settings import Settings
from wechat_simulator.world.state import Account, Follower, State
from wechat_simulator.world.storage import Storage

CALLS_KEPT = 500
# The API call that is being answered; jobs that it starts inherit it, so that the ledger names the cause.
current_call: ContextVar[str] = ContextVar("current_call", default="")
SAVE_EVERY = 0.5
# A listener's queue of events; None ends it when the platform closes.
Listener = asyncio.Queue[dict[str, Any] | None]


def new_call_id() -> str:
    return secrets.token_hex(8)


async def _run(work: Callable[[], Awaitable[Any]]) -> None:
    await work()


class UnknownError(LookupError):
    """The platform has no such account or user."""


class Platform:
    """State and what changes it. One event loop owns it, so nothing here needs a lock."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.storage = Storage(self.settings.state_file)
        self.state = self.storage.load()
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_KEPT)
        self._listeners: set[Listener] = set()
        self._hung_up = False
        self._jobs: set[asyncio.Task[None]] = set()
        self._hurry = asyncio.Event()
        # Called as time goes by, whoever moved the clock.
        self.on_time: list[Callable[[Platform], None]] = []
        # Pushes that a fault holds back until the next one has gone out: appid → pushes.
        self.held: dict[str, list[Callable[[], Awaitable[Any]]]] = {}
        self._changed = False

    @functools.cached_property
    def http(self) -> httpx.AsyncClient:
        """The client that pushes to the accounts' servers, on a new connection each time, as WeChat does.

        All accounts share one: making its TLS context costs more than a whole exchange.
        """
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        return httpx.AsyncClient(trust_env=False, limits=limits)

    def now(self) -> float:
        """Seconds since the epoch on the platform's clock, which /_sim/clock moves."""
        return self.settings.clock() + self.state.clock_offset

    def look_at_the_clock(self) -> None:
        """Run the checks that depend on the time."""
        for look in self.on_time:
            look(self)

    def sequence(self) -> int:
        self.state.sequence += 1
        return self.state.sequence

    def message_id(self) -> int:
        """A MsgId as WeChat's: 64 bits, beyond what a JavaScript number holds, rising."""
        return (int(self.now() * 1000) << 20) + self.sequence() % (1 << 20)

    def account(self, appid: str) -> Account:
        try:
            return self.state.accounts[appid]
        except KeyError:
            raise UnknownError(f"no account {appid}") from None

    def follower(self, account: Account, user: str) -> Follower:
        """The record of this user at this account; the openid is stable and differs between accounts."""
        if user not in self.state.users:
            raise UnknownError(f"no user {user}")
        if user not in account.followers:
            digest = hashlib.sha256(f"{account.appid}/{user}".encode()).digest()
            openid = "o" + base64.urlsafe_b64encode(digest).decode()[:27]
            account.followers[user] = Follower(openid, user)
        return account.followers[user]

    def say(self, account: Account, follower: Follower, entry: dict[str, Any]) -> dict[str, Any]:
        """Put an entry into the chat and tell the phone. `entry` has direction and type."""
        entry = {"id": self.sequence(), "at": self.now(), **entry}
        follower.chat.append(entry)
        self.tell("entry", {"appid": account.appid, "user": follower.user, "entry": entry})
        return entry

    def record(self, kind: str, account: Account, **effect: Any) -> None:
        """Write an external effect into the ledger: something that followers or the account really got.

        `call` is the id of the API call or callback that caused it, as /_sim/calls lists it.
        """
        entry = {"id": self.sequence(), "at": self.now(), "appid": account.appid, "kind": kind}
        entry["call"] = current_call.get()
        self.state.ledger.append(entry | effect)
        self.touch()

    def log_call(self, **call: Any) -> None:
        call = {"id": new_call_id(), "at": self.now(), **call}
        self.calls.append(call)
        self.tell("call", call)

    def tell(self, event: str, content: dict[str, Any]) -> None:
        for listener in self._listeners:
            listener.put_nowait({"event": event, "data": content})
        self.touch()

    def hang_up(self) -> None:
        """End every event stream; an open one would hold up the server's shutdown."""
        self._hung_up = True
        for listener in self._listeners:
            listener.put_nowait(None)

    def touch(self) -> None:
        self._changed = True

    @contextlib.contextmanager
    def listening(self) -> Iterator[Listener]:
        queue: Listener = asyncio.Queue()
        if self._hung_up:
            # A stream that opens during the shutdown: nobody would end it later.
            queue.put_nowait(None)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def later(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work after `finish_after` seconds, or as soon as somebody settles."""
        task = asyncio.get_running_loop().create_task(self._after_a_moment(work))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def _after_a_moment(self, work: Callable[[], Awaitable[None]]) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), self.settings.finish_after)
        await work()

    def at_once(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Do the work beside whatever is going on."""
        task = asyncio.get_running_loop().create_task(_run(work))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def settle(self) -> int:
        """Finish every job that is under way now; returns how many there were."""
        self._hurry.set()
        jobs = list(self._jobs)
        await asyncio.gather(*jobs)
        # Jobs that those started: the event of a session, or of a mass send.
        await asyncio.gather(*self._jobs)
        self._hurry.clear()
        for appid in list(self.held):
            await self.release(appid)
        return len(jobs)

    async def release(self, appid: str) -> None:
        """Send the pushes that a fault held back."""
        for push in self.held.pop(appid, []):
            await push()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Save changes while the server runs, and once more when it ends."""
        saver = asyncio.create_task(self._save_changes())
        try:
            yield
        finally:
            for task in (saver, *self._jobs):
                task.cancel()
            await asyncio.gather(saver, *self._jobs, return_exceptions=True)
            await self.http.aclose()
            self.storage.save(self.state)

    async def _save_changes(self) -> None:
        pause = SAVE_EVERY
        while True:
            await asyncio.sleep(pause)
            self.look_at_the_clock()
            if self._changed:
                self._changed = False
                begun = time.perf_counter()
                self.storage.save(self.state)
                # A crowd makes a large state: saving takes a tenth of the time, never all of it.
                pause = max(SAVE_EVERY, 10 * (time.perf_counter() - begun))

    def reset(self) -> None:
        for task in self._jobs:
            task.cancel()
        self.state = State()
        self.calls.clear()
        self.held.clear()
        self.storage.clear()
        self.tell("changed", {})
