"""Plays a scenario wave by wave with many phones at a time; the same seed plays the same day."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from wechat_simulator.crowd.report import Report, Tally, make
from wechat_simulator.crowd.scenario import Scenario, Wave, split

APPID = "wx00000000000crowd"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Size:
    """The number of followers and questions, the seed, and the share of messages that is pushed twice."""

    followers: int
    messages: int
    seed: int
    doubled: float = 0.0


class NobodyThereError(RuntimeError):
    """No simulator answers at the address, or it has no account."""


@contextlib.asynccontextmanager
async def alone() -> AsyncIterator[httpx.AsyncClient]:
    """A simulator inside this process, with an account that answers everything."""
    from wechat_simulator.app import build
    from wechat_simulator.crowd.echo_server import answering

    app = build()
    async with answering() as callback, app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            body = {"name": "人潮", "mode": "plain", "callback_url": callback}
            await http.put(f"/_sim/accounts/{APPID}", json=body)
            yield http


async def account_at(http: httpx.AsyncClient, wanted: str | None) -> str:
    """Return the appid to write to: the named one, or the only one."""
    try:
        listed = (await http.get("/_sim/accounts")).json()
    except httpx.HTTPError as error:
        raise NobodyThereError(f"no simulator answers at {http.base_url}") from error
    appids = [account["appid"] for account in listed]
    if wanted in appids:
        return wanted
    if wanted is None and len(appids) == 1:
        return str(appids[0])
    raise NobodyThereError(f"--appid is one of: {', '.join(appids) or '(no account yet)'}")


class Day:
    """One run. Random numbers are drawn in the order of the scenario, not of the answers, so a seed repeats."""

    def __init__(
        self, http: httpx.AsyncClient, appid: str, scenario: Scenario, size: Size, tell: Progress
    ) -> None:
        self.http, self.appid, self.scenario, self.size = http, appid, scenario, size
        self.chance = random.Random(size.seed)  # noqa: S311
        self.tell = tell
        self.tally = Tally()
        self.here: list[str] = []

    async def play(self) -> Report:
        started = time.perf_counter()
        before = len(await self._ledger())
        waves = self.scenario.waves
        comers = split(self.size.followers, [wave.follow for wave in waves])
        questions = split(self.size.messages, [wave.messages for wave in waves])
        async with self._doubling():
            for wave, coming, asking in zip(waves, comers, questions, strict=True):
                await self._wave(wave, coming, asking)
        ledger = (await self._ledger())[before:]
        return make(self.scenario.name, self.tally, ledger, time.perf_counter() - started)

    async def _wave(self, wave: Wave, coming: int, asking: int) -> None:
        await self._together(wave, "关注", [self._follow() for _ in range(coming)])
        if self.here:
            asked = [
                self._ask(self.chance.choice(self.here), self._question()) for _ in range(asking)
            ]
            await self._together(wave, "提问", asked)
        leaving = self.chance.sample(self.here, round(coming * self.scenario.unfollow))
        await self._together(wave, "取关", [self._leave(user) for user in sorted(leaving)])

    async def _together(
        self, wave: Wave, what: str, actions: Iterable[Coroutine[Any, Any, None]]
    ) -> None:
        room, waiting, done = asyncio.Semaphore(wave.at_once), list(actions), 0

        async def one(action: Coroutine[Any, Any, None]) -> None:
            nonlocal done
            async with room:
                await action
            done += 1
            self.tell(f"{wave.name} · {what}", done, len(waiting))

        await asyncio.gather(*(one(action) for action in waiting))

    def _question(self) -> str:
        return self.chance.choices(self.scenario.questions, self.scenario.weights)[0]

    async def _follow(self) -> None:
        user = (await self.http.post("/_sim/users", json={})).json()["id"]
        self.tally.action(await self._action(user, "follow", {}))
        self.tally.follows += 1
        self.here.append(user)

    async def _ask(self, user: str, content: str) -> None:
        self.tally.message(await self._action(user, "send", {"type": "text", "content": content}))

    async def _leave(self, user: str) -> None:
        await self._action(user, "unfollow", {})
        self.tally.unfollows += 1
        self.here.remove(user)

    async def _action(self, user: str, action: str, body: dict[str, Any]) -> dict[str, Any]:
        path = f"/_sim/accounts/{self.appid}/users/{user}/{action}"
        answer = await self.http.post(path, json=body)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        return result

    async def _ledger(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            await self.http.get("/_sim/ledger", params={"appid": self.appid})
        ).json()
        return found

    @contextlib.asynccontextmanager
    async def _doubling(self) -> AsyncIterator[None]:
        """The fault that doubles pushes; it goes again whatever happens, Ctrl-C included."""
        if not self.size.doubled:
            yield
            return
        faults = f"/_sim/accounts/{self.appid}/faults"
        fault = {"kind": "event_at_once", "path": "text", "seed": self.size.seed}
        body = fault | {"probability": self.size.doubled}
        # A cancelled request may have been carried out: it is let finish, so that the fault's id is known.
        switching = asyncio.ensure_future(self.http.post(faults, json=body))
        try:
            (await asyncio.shield(switching)).raise_for_status()
            yield
        finally:
            with contextlib.suppress(httpx.HTTPError):
                switched = (await switching).raise_for_status()
                await self.http.delete(f"{faults}/{switched.json()['id']}")
