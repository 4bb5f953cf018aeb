"""A clock, a WeChat that counts, and what other functions have written of a token."""

from __future__ import annotations

import json
from collections.abc import Callable

from chalicelib.cloud import table
from chalicelib.wechat.errors import WeChatError
from chalicelib.wechat.token import REFRESH_LEFT, Fetched, TokenKeeper

APPID = "wx-race"


class World:
    """A clock that moves when somebody waits, and a WeChat that counts."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.calls: list[bool] = []
        self.token = "T1"
        self.ends = self.now + 7200
        self.fails: WeChatError | None = None

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def fetch(self, force: bool) -> Fetched:
        self.calls.append(force)
        if self.fails is not None:
            raise self.fails
        if force or self.ends - self.now <= REFRESH_LEFT:
            self.token = f"T{len(self.calls) + 1}"
            self.ends = self.now + 7200
        return Fetched(self.token, int(self.ends - self.now))

    def keeper(self, fetch: Callable[[bool], Fetched] | None = None) -> TokenKeeper:
        """One more cold function."""
        return TokenKeeper(APPID, fetch or self.fetch, clock=self.clock, sleep=self.sleep)


def stored(world: World, **known: object) -> None:
    """What another function has written: a token that ends in two hours, fetched an hour ago."""
    now = int(world.now)
    item = {"token": "T9", "ends": now + 7200, "fetched": now - 3600, "generation": 3}
    table.put({"pk": f"TOKEN#{APPID}", "sk": "TOKEN", **item, **known})


def forced() -> list[int]:
    """When the token was renewed by force."""
    item = table.get(f"TOKEN#{APPID}", "TOKEN") or {}
    return list(json.loads(str(item["forced"])))


def leased(world: World) -> dict[str, object]:
    """The lease of somebody who keeps it."""
    return {"lease": "x", "lease_ends": int(world.now) + 9999}
