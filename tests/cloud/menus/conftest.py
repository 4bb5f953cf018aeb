"""An account of a city, with WeChat played by the simulator."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from chalicelib import accounts, menus, people, units
from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
from chalicelib.actor import local
from chalicelib.people import Role
from chalicelib.settings import settings as ours
from tests.cloud.menus.made import APPID, NOW
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings


@pytest.fixture(scope="package")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture(autouse=True)
def city(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The city with its account, at an empty platform."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    monkeypatch.setenv("COLUMNS", "200")
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    account = {"name": "市局", "secret": "right", "token": "token"}
    httpx.put(f"{simulator}/_sim/accounts/{APPID}", json=account).raise_for_status()
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid=APPID
        )
    )
    accounts.store.keep_secrets(
        "city", Secrets.model_validate({"app_secret": "right", "token": "token"})
    )
    for one in ("ban", "zong"):
        people.add_staff(one, "city", [Role.SERVICE_MANAGER], by=local("ops"), now=NOW)
    return simulator


@pytest.fixture
def wechat() -> menus.Menus:
    """The menus as WeChat has them."""
    return menus.menus_of("city")
