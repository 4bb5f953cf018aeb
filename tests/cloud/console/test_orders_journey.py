"""An order from the draft to the end in a real browser: written and issued, signed and reported, returned and accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import orders, people, units
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from dev.browser import CHROMIUM
from tests.cloud.console import in_browser
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

TITLE = "核对办税服务厅公示信息"


@pytest.fixture
def address(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("jia", name="甲市局", level=UnitLevel.CITY, parent="province")
    for person, unit, role in (("guan", "province", Role.CONTROLLER), ("li", "jia", Role.EDITOR)):
        people.add_staff(person, unit, [role], by=local("ops"), now=utc_now(), name=person)
    with in_browser.serving(monkeypatch) as address:
        yield address


def page_of(browser: Browser, address: str, person: str, path: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    context.add_init_script(in_browser.COUNTED)
    page = context.new_page()
    in_browser.enter(page, address, person, path)
    page.locator("main").wait_for()
    return page


def issued(page: Page) -> str:
    """Write it, to all below, and issue it by the keyboard; returns its id."""
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("正文", exact=True).fill("请核对地址、电话、办公时间。")
    page.get_by_role("button", name="全部选中").click()
    expect(page.get_by_text("送达 1 个单位")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.locator(".el-message-box").get_by_role("button", name="签发").click()
    page.wait_for_url(re.compile(r"/orders/zl-[^/?]+"))
    return urlsplit(page.url).fragment.rpartition("/")[2].partition("?")[0]


def reported(page: Page, text: str) -> None:
    page.get_by_label("办理说明", exact=True).fill(text)
    page.get_by_role("button", name="提交反馈").click()
    expect(page.get_by_text("已提交，等上级审核")).to_be_visible()


def test_an_order_goes_from_its_draft_to_its_end(browser: Browser, address: str) -> None:
    above = page_of(browser, address, "guan", "/orders/new", 1280)
    order = issued(above)
    orders.carry_out(f"{order} deliver jia", utc_now())
    below = page_of(browser, address, "li", "/", 390)
    below.get_by_text(TITLE).first.click()  # among the tasks
    below.get_by_role("button", name="签收", exact=True).click()
    expect(below.get_by_text("还缺：办理说明")).to_be_visible()
    reported(below, "已核对。")
    in_browser.go(above, f"/orders/{order}?at=jia")
    above.locator(".el-drawer").get_by_role("button", name="退回重办").click()
    above.locator(".el-message-box textarea").fill("请写明改了什么")
    above.locator(".el-message-box").get_by_role("button", name="退回重办").click()
    expect(above.get_by_text("已退回 1 个单位")).to_be_visible()
    below.reload()
    expect(below.get_by_text("请写明改了什么").first).to_be_visible()
    reported(below, "电话更正一处。")
    above.reload()
    above.locator(".el-drawer").get_by_role("button", name="通过").click()
    expect(above.get_by_text("已办结 1 个单位")).to_be_visible()
    assert orders.receipt(order, "jia").state is orders.ReceiptState.DONE
