"""The account of a city with a crowd of followers, one clock for WeChat and us, moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest
from botocore.client import BaseClient
from pydantic import SecretStr

from chalicelib import accounts, followers, people, units
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce, Secrets
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import follower_roll
from chalicelib.application.following import REPAIR
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import objects
from chalicelib.followers.roll import Sync
from chalicelib.people import Role
from chalicelib.settings import settings as ours
from chalicelib.wechat.client import AccountClient
from tests.cloud.insight.statistics_world import Killed, OneToken
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

APPID = "wx0123456789abcdef"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
ZONG = Actor(person="zong", known_by=KnownBy.SIGN_IN)
"""A chief."""
BAN = Actor(person="ban", known_by=KnownBy.SIGN_IN)
"""A service manager."""


@dataclass
class World:
    """What tests say often."""

    url: str
    now: datetime = NOON
    made: AccountClient | None = None
    asked: list[str] = field(default_factory=list)
    """Cursors of user/get."""
    before_page: Callable[[int], None] = lambda number: None

    def sim(self, method: str, path: str, body: Any = None) -> Any:
        answer = httpx.request(method, f"{self.url}/_sim{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def to(self, now: datetime) -> None:
        """Both clocks go there."""
        self.now = now
        self.sim("POST", "/clock", {"to": now.timestamp()})

    def crowd(self, count: int, tags: dict[str, int] | None = None) -> None:
        """So many follow; fewer than before means that the last of them have left without a word."""
        self.sim("PUT", f"/accounts/{APPID}", {"followers": {"count": count, "tags": tags or {}}})

    def openids(self, first: int, last: int) -> list[str]:
        """Openids of the crowd from one number to another, as WeChat lists them."""
        page = self.client("city").user.get_followers()["data"]["openid"]
        assert last < len(page)
        self.asked.clear()
        return [str(one) for one in page[first : last + 1]]

    def client(self, account_id: str) -> AccountClient:
        assert account_id == "city"
        if self.made is None:
            self.made = AccountClient(APPID, SecretStr("right"), keeper=OneToken)
            ask = self.made.user.get_followers

            def noted(cursor: str = "") -> Any:
                self.before_page(len(self.asked))
                self.asked.append(cursor)
                return ask(cursor)

            self.made.user.get_followers = noted
        return self.made

    def begin(self) -> Sync:
        return follower_roll.start("city", by=ZONG, now=self.now)

    def turn(self, until: datetime | None = None) -> Sync | None:
        return followers.roll.work(
            "city", REPAIR, until=until, clock=lambda: self.now, client=self.client
        )

    def synced(self) -> Sync:
        """A whole sync."""
        self.begin()
        done = self.turn()
        assert done is not None
        return done

    def limited(self, count: int, scarce: Scarce = Scarce.FOLLOWERS) -> None:
        account = accounts.state("city", consistent=True)
        limits = {scarce: Limit(count=count, per=Period.DAY)}
        accounts.store.update_account(
            account.account.model_copy(update={"limits": limits}),
            instead_of=account.settings_version,
        )

    def spent(self, scarce: Scarce = Scarce.FOLLOWERS) -> int:
        lines = accounts.ledger.lines("city", self.now)
        return {one.claim.scarce: one.taken for one in lines}[scarce]


class Reaper:
    """Kills the process after some call of AWS; counts them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls, self.die_at = 0, 0
        call = BaseClient._make_api_call  # type: ignore[attr-defined]

        def counted(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
            answer = call(client, operation, arguments)
            self.calls += 1
            if self.calls == self.die_at:
                raise Killed
            return answer

        patch.setattr(BaseClient, "_make_api_call", counted)


@pytest.fixture(scope="package")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture(autouse=True)
def world(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """The city with its account, at an empty platform."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    monkeypatch.setenv("COLUMNS", "200")
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    made = World(simulator)
    made.sim("PUT", f"/accounts/{APPID}", {"name": "市局", "secret": "right", "token": "token"})
    made.to(NOON)
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid=APPID
        )
    )
    accounts.store.keep_secrets(
        "city", Secrets.model_validate({"app_secret": "right", "token": "token"})
    )
    people.add_staff("zong", "city", [Role.CHIEF], by=local("ops"), now=NOON)
    people.add_staff("ban", "city", [Role.SERVICE_MANAGER], by=local("ops"), now=NOON)
    return made


def stored(prefix: str = "followers/") -> list[str]:
    """Keys of the bucket."""
    return objects.keys(prefix, 10_000)
