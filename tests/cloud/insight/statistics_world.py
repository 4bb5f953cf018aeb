"""An account, the simulated WeChat that counts for it, and one clock for both, moved by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from chalicelib import accounts, insight, units
from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
from chalicelib.clock import SHANGHAI
from chalicelib.insight.wechat_numbers import store
from chalicelib.insight.wechat_numbers.models import Progress
from chalicelib.settings import settings as ours
from chalicelib.units import UnitLevel
from chalicelib.wechat.client import AccountClient
from chalicelib.wechat.token import Fetched as Token

APPID = "wx0123456789abcdef"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)


@dataclass
class World:
    """What tests say often."""

    url: str
    now: datetime = NOON
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Call, begin and end of every call that was made."""
    made: AccountClient | None = None
    die_at: int | None = None
    """The call after which the function is killed."""

    def sim(self, method: str, path: str, body: Any = None) -> Any:
        answer = httpx.request(method, f"{self.url}/_sim{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def account(self, **settings: Any) -> None:
        known = {"name": "省局", "secret": "s", "token": "tok", "kind": "subscription"}
        self.sim("PUT", f"/accounts/{APPID}", known | settings)

    def to(self, now: datetime) -> None:
        """Both clocks go there; a token of before may have ended."""
        self.now = now
        self.sim("POST", "/clock", {"to": now.timestamp()})

    def refuse(self, call: str) -> None:
        """The account has no right to one call from now on."""
        fault = {"kind": "error", "code": 48001, "path": f"/datacube/{call}", "times": None}
        self.sim("POST", f"/accounts/{APPID}/faults", fault)

    def begin(self, first: date) -> None:
        """Let the account begin on a day of ours: a month of days is much to simulate."""
        assert store.claim("province", "test", self.now)
        known = Progress(connected=self.now.date(), first=first)
        assert store.keep("province", "test", known, self.now, done=True)

    def fetch(self, **more: Any) -> insight.wechat_numbers.Fetched:
        return insight.wechat_numbers.fetch(
            "province", clock=lambda: self.now, client=self.client, **more
        )

    def carry_out(self, message: str) -> None:
        insight.wechat_numbers.carry_out(message, clock=lambda: self.now)

    def client(self, account_id: str) -> AccountClient:
        assert account_id == "province"
        if self.made is not None:
            return self.made
        client = self.made = AccountClient(APPID, SecretStr("s"), keeper=OneToken)
        ask: Callable[..., Any] = client.datacube.ask

        def noted(name: str, begin: Any, end: Any) -> Any:
            self.asked.append((name, str(begin), str(end)))
            answer = ask(name, begin, end)
            if self.die_at is not None and len(self.asked) >= self.die_at:
                raise Killed
            return answer

        client.datacube.ask = noted
        return client

    def twice(self) -> dict[tuple[str, str, str], int]:
        """Calls that were made more than once since the list was emptied."""
        return {call: number for call, number in Counter(self.asked).items() if number > 1}


class Killed(BaseException):
    """The function is gone: no ``except`` of its own hears it."""


class OneToken:
    """A keeper of tokens that trusts no clock: that of these tests jumps by days."""

    def __init__(self, appid: str, fetch: Callable[..., Token]) -> None:
        self._fetch, self._held = fetch, ""

    def current(self) -> str:
        self._held = self._held or self._fetch().token
        return self._held

    def after_rejection(self, used: str) -> str:
        self._held = self._fetch().token
        return self._held

    def forget(self) -> None:
        pass


def counted_by_wechat(url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world with an account that the simulated WeChat at ``url`` knows, and no other, at noon of 24 November 2026."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", url)
    ours.cache_clear()
    world = World(url)
    world.sim("POST", "/reset")
    world.account()
    world.to(NOON)
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id="province",
            name="省税务局",
            unit="province",
            kind=AccountKind.SUBSCRIPTION,
            appid=APPID,
        )
    )
    accounts.store.keep_secrets(
        "province", Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
    )
    return world
