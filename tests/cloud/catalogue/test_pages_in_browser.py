"""The page that followers open, in a real browser as wide as a small telephone: usual and large letters, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.application import service_pages, service_spread
from chalicelib.catalogue import Service
from chalicelib.catalogue.files import read
from chalicelib.catalogue.models import EntranceKind, Paused
from chalicelib.clock import utc_now
from dev.browser import CHROMIUM
from tests.cloud.catalogue.made import EDITOR, released
from tests.cloud.console.test_every_page import AXE, FAULTS, FOUND, RULES
from tests.cloud.h5_telephone import LETTERS, LONG, SMALL, Open, serving, telephones
from tests.unit.h5.made import DEMO

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
STRANGE: Final = Service(
    id="long",
    name=f"{LONG}{LONG}"[:60],
    category=LONG,
    audience=(LONG, LONG),
    owner=LONG,
    summary=LONG * 4,
    steps=(LONG * 3, "https://etax.example/" + "a" * 120),
    materials=(LONG, "b" * 90),
    fees=LONG,
    web="https://" + "long." * 12 + "example/",
    hall=LONG * 2,
    phone="0871-63012366 转 8 再按 3",
    paused=(Paused(kind=EntranceKind.HALL, note=LONG),),
)
PATHS: Final = (
    "",
    "?category=我要报税",
    f"?category={LONG}",
    "?q=契税",
    "?q=火箭发射许可",
    "deed-tax",
    "vehicle-purchase-tax",
    "long",
    "real-name-collection",
    "unknown",
    "?category=unknown",
)


@pytest.fixture
def address() -> Iterator[str]:
    """The account's page, with the demo's services: one stopped, one out of service, one of long words."""
    service_pages.forget_directories()
    services = read(DEMO.name, DEMO.read_bytes()).services
    released(*services, STRANGE)
    how = {"by": EDITOR, "now": utc_now(), "notice": LONG}
    service_spread.maintain("province", "deed-tax", **how, instead="long")
    service_spread.retire("province", "real-name-collection", **how, instead="long")
    with serving() as here:
        yield f"{here}/h5/city/"
    service_pages.forget_directories()


@pytest.fixture
def telephone(browser: Browser, address: str) -> Iterator[Open]:
    """``telephone(big=…, …)``: a page of a browser of its own; an error in it, or what the policy refuses, fails the test."""
    with telephones(browser) as anew:

        def opened(*, big: bool = False, **how: Any) -> Page:
            page = anew(**how)
            if big:
                page.goto(f"{address}?text=big")
            return page

        yield opened


@pytest.mark.parametrize("big", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_reach_every_page(
    telephone: Open, address: str, big: bool, scheme: str
) -> None:
    """WCAG 2.2 AA by axe, and nothing sticks out of 360 pixels."""
    page = telephone(big=big, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in PATHS:
        page.goto(address + path)
        assert page.locator("html.big").count() == big
        page.add_script_tag(path=AXE)
        faults = [*page.evaluate(FOUND, RULES), *page.evaluate(FAULTS)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            faults.append(f"{wide} pixels wide")
        if faults:
            found[path] = faults
    assert not found, found


@pytest.mark.parametrize("big, target, letters", [(False, 44, 13), (True, 60, 17.8)])
def test_targets_and_letters_are_as_large_as_the_rules_for_old_people_ask(
    telephone: Open, address: str, big: bool, target: int, letters: float
) -> None:
    page = telephone(big=big)
    for path in PATHS:
        page.goto(address + path)
        assert page.evaluate(SMALL, target) == [], path
        assert page.evaluate(LETTERS) >= letters, path


def test_without_scripts_one_reads_searches_and_switches(telephone: Open, address: str) -> None:
    page = telephone(java_script_enabled=False)
    page.goto(address)
    page.get_by_label("搜索服务").fill("车辆购置税")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("status")).to_contain_text("“车辆购置税”：")
    page.get_by_role("link", name="大字版").click()
    expect(page.locator("html")).to_have_class("big")
    expect(page.get_by_role("status")).to_contain_text("“车辆购置税”：")
    page.get_by_role("link", name="车辆购置税申报缴纳").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("车辆购置税申报缴纳")
    expect(page.locator("html")).to_have_class("big")
    page.get_by_role("link", name="全部服务").click()
    page.get_by_role("link", name="标准版").click()
    expect(page.locator("html.big")).to_have_count(0)
    page.get_by_role("link", name="我要报税").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我要报税")


def test_search_answers_while_one_types_and_tells_how_many(telephone: Open, address: str) -> None:
    page = telephone()
    page.goto(address)
    field = page.get_by_label("搜索服务")
    field.press_sequentially("契税")
    expect(page.get_by_role("status")).to_contain_text("“契税”：")
    expect(page.get_by_role("link", name="契税申报缴纳")).to_be_visible()
    expect(page.get_by_text("维护中").first).to_be_visible()
    expect(field).to_be_focused()
    page.get_by_role("link", name="契税申报缴纳").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("契税申报缴纳")
    page.go_back()
    expect(page.get_by_label("搜索服务")).to_have_value("契税")
    expect(page.get_by_role("link", name="契税申报缴纳")).to_be_visible()
    page.get_by_label("搜索服务").fill("")
    expect(page.get_by_role("link", name="我要登记")).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()


def test_a_search_that_the_network_loses_says_so(telephone: Open, address: str) -> None:
    page = telephone()
    page.goto(address)
    page.route("**/*part=1*", lambda route: route.fulfill(status=503))
    page.get_by_label("搜索服务").press_sequentially("契税")
    expect(page.get_by_role("status")).to_have_text("网络不好，请点“搜索”再试。")
    page.unroute_all()
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("link", name="契税申报缴纳")).to_be_visible()


def test_the_keyboard_reaches_the_words_first_and_then_everything(
    telephone: Open, address: str
) -> None:
    page = telephone()
    page.goto(address + "long")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="全部服务")).to_be_focused()


def test_an_open_page_asks_for_nothing_besides_itself(telephone: Open, address: str) -> None:
    page = telephone()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "long"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith("data:")] == [address, address + "long"]
