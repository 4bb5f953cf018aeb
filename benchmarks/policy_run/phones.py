"""Followers who come and write at given moments, through the simulated WeChat, whether earlier ones were answered or not.

The simulator signs and encrypts each push, waits five seconds for an answer, and tries three times with the same MsgId.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from botocore.exceptions import BotoCoreError

from benchmarks.policy_day import Coming
from demo.accounts import PROVINCE
from demo.questions import Message, Planned, links

FOLLOW: Final = "关注"
_PATIENCE: Final = 300
"""Seconds for a push with its three tries, on a machine that may have to catch up."""
_PROBE_EVERY: Final = 5.0
_PROBE_LASTS: Final = 300.0
_LOOK_EVERY: Final = 0.05
_LOOK_SHARE: Final = 0.05
"""Of the time that a probe has waited, until it looks again: many that wait long must not become the load that they wait for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One push and what a phone saw of it."""

    due: float
    """The moment for which it was planned; seconds since the clock of this machine began, like ``began``."""
    began: float
    kind: str
    openid: str
    tries: tuple[int, ...]
    """Milliseconds of each."""
    answered: bool

    @property
    def seconds(self) -> float:
        """How long the last try took: what WeChat waited for its answer."""
        return self.tries[-1] / 1000


@dataclass
class Phones:
    """All phones together; ``sent`` grows in the order in which pushes end."""

    http: httpx.AsyncClient
    plan: Iterator[Planned]
    chance: random.Random
    sent: list[Sent] = field(default_factory=list)
    under_way: int = 0
    lags: list[tuple[float, float]] = field(default_factory=list)
    """Moment, and seconds from the answer to a follow until the function behind the stream had noted it."""
    _here: list[tuple[str, str]] = field(default_factory=list)
    _offered: dict[str, list[Message]] = field(default_factory=dict)
    _probed: float = 0.0
    _probes: set[asyncio.Task[None]] = field(default_factory=set)

    async def play(self, coming: Sequence[Coming]) -> list[Sent]:
        """Send what comes, each at its moment (seconds from now); returns when the last was answered or given up."""
        begun, before = time.monotonic(), len(self.sent)
        async with asyncio.TaskGroup() as group:
            for one in coming:
                await asyncio.sleep(max(0.0, begun + one.at - time.monotonic()))
                group.create_task(self._one(begun + one.at, one.follows or not self._here))
        return self.sent[before:]

    async def told(self) -> None:
        """Wait until the stream's function noted every follow that is watched."""
        await asyncio.gather(*self._probes)

    async def _one(self, due: float, follows: bool) -> None:
        self.under_way += 1
        try:
            await (self._follow(due) if follows else self._ask(due))
        finally:
            self.under_way -= 1

    async def _follow(self, due: float) -> None:
        began = time.monotonic()
        user = str((await self._post("/users", {}))["id"])
        said = await self._deed(user, "follow", {})
        openid = str(said["openid"])
        self._note(due, began, FOLLOW, openid, said)
        self._here.append((user, openid))
        now = time.monotonic()
        if not said["problem"] and now - self._probed > _PROBE_EVERY:
            self._probed = now
            task = asyncio.create_task(self._probe(openid, now))
            self._probes.add(task)
            task.add_done_callback(self._probes.discard)

    async def _ask(self, due: float) -> None:
        planned = next(self.plan)
        user, _ = self.chance.choice(self._here)
        offered = self._offered.get(user) if planned.taps else None
        message = self.chance.choice(offered) if offered else planned.message
        began = time.monotonic()
        said = await self._deed(user, "send", message)
        self._note(due, began, planned.kind, str(said["openid"]), said)
        if found := links(said["shown"] or ""):
            self._offered[user] = found

    def _note(self, due: float, began: float, kind: str, openid: str, said: dict[str, Any]) -> None:
        tries = tuple(int(one["ms"]) for one in said["attempts"])
        self.sent.append(Sent(due, began, kind, openid, tries, not said["problem"]))

    async def _probe(self, openid: str, since: float) -> None:
        """See when the follow is in the follower's state, which the function behind the stream alone writes."""
        while time.monotonic() - since < _PROBE_LASTS:
            # Where far more comes than is held, the local cloud may not answer this either.
            with contextlib.suppress(BotoCoreError):
                if await asyncio.to_thread(_follows, openid):
                    break
            await asyncio.sleep(look_again(time.monotonic() - since))
        self.lags.append((since, time.monotonic() - since))

    async def _deed(self, user: str, name: str, body: Message) -> dict[str, Any]:
        return await self._post(f"/accounts/{PROVINCE.appid}/users/{user}/{name}", body)

    async def _post(self, path: str, body: Message) -> dict[str, Any]:
        answer = await self.http.post(f"/_sim{path}", json=body, timeout=_PATIENCE)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


def look_again(waited: float) -> float:
    """Seconds until a probe that has waited so many looks again."""
    return max(_LOOK_EVERY, _LOOK_SHARE * waited)


def _follows(openid: str) -> bool:
    from chalicelib.cloud import table
    from chalicelib.followers import STATE, partition

    item = table.get(partition(PROVINCE.id, openid), STATE)
    return item is not None and "followed_at" in item
