"""A menu entry that leads to what was taken down: out of the menu, and back; the menu stands in the simulator."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from chalicelib import accounts, menus, takedown
from chalicelib.accounts import Secrets
from chalicelib.actor import SYSTEM
from chalicelib.application import takedowns
from chalicelib.clock import utc_now
from chalicelib.menus import Button, Content, MenuDocument, Plan
from chalicelib.publishing import Way
from chalicelib.settings import settings as ours
from chalicelib.takedown import PlaceState, SpotKind, TakedownState
from tests.cloud.takedown.conftest import ZONG2, Matrix, adopted
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

APPID = "wx000000city"


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture
def city(matrix: Matrix, simulator: str, monkeypatch: pytest.MonkeyPatch) -> Matrix:
    """The city published its copy and leads to it in its menu, below an entry of its own."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    account = {"name": "市局", "secret": "right", "token": "token"}
    httpx.put(f"{simulator}/_sim/accounts/{APPID}", json=account).raise_for_status()
    given = {"app_secret": "right", "token": "token"}
    accounts.store.keep_secrets("city", Secrets.model_validate(given))
    matrix.pushed("city", adopted(matrix)["city"], Way.PUBLISH)
    url = "https://mp.weixin.qq.com/s/city?scene=5"
    below = (
        Button(name="减免政策", type="view", url=url),
        Button(name="办税", type="view", url="https://tax.example/b"),
    )
    document = MenuDocument(
        buttons=(
            Button(name="政策", children=below),
            Button(name="更多", children=below[:1]),
            Button(name="首页", type="view", url="https://tax.example/"),
        )
    )
    menus.hand_in("city", Content(document), Plan(), by=SYSTEM, now=utc_now())
    return matrix


def shown() -> list[tuple[str, list[str]]]:
    return [
        (one.name, [below.name for below in one.children])
        for one in menus.menus_of("city").read().buttons
    ]


def test_an_entry_that_leads_there_leaves_the_menu_and_comes_back(city: Matrix) -> None:
    before = shown()
    case = city.found()
    [entry] = [one for one in city.places(case) if one.kind is SpotKind.MENU]
    assert entry.title == "菜单项“减免政策”"
    city.approve(case)
    city.work()
    assert takedown.store.get(case.id).state is TakedownState.CLOSED
    assert shown() == [("政策", ["办税"]), ("首页", [])]
    takedowns.restore(case.id, [entry.id], reason="核实无误", by=ZONG2, now=city.now)
    city.work()
    [entry] = [one for one in city.places(case) if one.kind is SpotKind.MENU]
    assert entry.state is PlaceState.RESTORED, entry.problem
    assert shown() == before
