"""大屏 in a real browser: an event reaches it by the bell, a screen is let in, a lost network is said and got over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.wall_server import Bell, changed, doorbell_here
from chalicelib import accounts, people, service_tokens, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import wall
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.console.displays import _BEGUN
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from dev.browser import CHROMIUM
from dev.console import _ONE as ONE_AT_A_TIME
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console import in_browser
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
CHIEF = Actor(person="zong", known_by=KnownBy.SIGN_IN)


@pytest.fixture
def bell(wechat: WeChat) -> Iterator[Bell]:
    wall.forget()
    _BEGUN._left.clear()
    units.add_unit("city", name="青溪市税务局", level=UnitLevel.CITY)
    people.add_staff("zong", "city", [Role.CHIEF], by=local("ops"), now=utc_now(), name="总编")
    accounts.add_account(
        account(id="city", name="青溪税务", unit="city", appid="wxcity12345"),
        SECRETS,
        by=SYSTEM,
        now=utc_now(),
    )
    with doorbell_here() as here:
        yield here
    wall.forget()


@pytest.fixture
def address(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with in_browser.serving(monkeypatch) as address:
        yield address


def screen(browser: Browser) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(60_000)
    return context, context.new_page()


def push(state: str, version: int) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(minutes=1)
    name = f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-00000001-city"
    doc = {"id": name, "account": "city", "at": at.isoformat(), "pieces": [{"title": "汇算须知"}]}
    return {
        "pk": "DELIVERIES#city",
        "sk": name,
        "doc": json.dumps(doc),
        "state": state,
        "version": version,
    }


def test_an_event_is_on_the_wall_by_the_bell(browser: Browser, address: str, bell: Bell) -> None:
    context, page = screen(browser)
    in_browser.enter(page, address, "zong", "/screen?unit=city%26scenes=pushes")
    expect(page.locator(".ticker")).to_contain_text("近两天没有告警")
    while not bell.open:  # the page connects half a second after it stands
        page.wait_for_timeout(100)
    changed(push("submitted", 3), push("failed", 4))
    expect(page.locator(".ticker")).to_contain_text("青溪税务：推送失败：汇算须知")
    expect(page.locator(".list")).to_contain_text("汇算须知")
    context.close()


def test_a_screen_is_let_in_by_its_code_and_sent_back_when_it_is_revoked(
    browser: Browser, address: str
) -> None:
    context, page = screen(browser)
    page.goto(f"{address}/#/screen")
    code = page.locator(".code").inner_text()
    own = browser.new_context().new_page()
    own.set_default_timeout(60_000)
    in_browser.enter(own, address, "zong", "/wall")
    own.get_by_role("button", name="连接显示屏").click()
    own.get_by_label("显示屏上的配对码").fill(code.lower())
    own.get_by_role("button", name="查找").click()
    own.get_by_label("名称").fill("一楼大厅")
    own.get_by_role("button", name="允许连接").click()
    expect(own.get_by_text("一楼大厅")).to_be_visible()
    expect(page.locator("h1")).to_have_text("青溪市税务局")
    # Switched off and on again it finds its unit.
    page.goto("about:blank")
    page.goto(f"{address}/#/screen")
    expect(page.locator("h1")).to_have_text("青溪市税务局")
    with ONE_AT_A_TIME:
        [token] = service_tokens.tokens_of("city", by=CHIEF)
        service_tokens.revoke(token.id, by=CHIEF, now=utc_now())
    expect(page.locator(".code")).to_be_visible()
    context.close()


def test_a_lost_network_is_said_and_got_over(browser: Browser, address: str) -> None:
    context, page = screen(browser)
    in_browser.enter(page, address, "zong", "/screen?unit=city")
    expect(page.locator(".who")).to_contain_text("更新于")
    context.set_offline(True)
    expect(page.locator(".who")).to_contain_text("连接中断")
    context.set_offline(False)
    expect(page.locator(".who")).to_contain_text("更新于")
    context.close()
