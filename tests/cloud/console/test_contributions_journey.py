"""A lead from its sender to a topic in a real browser: written and sent, returned, sent again, adopted by the keyboard, undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import contributions, people, topics, units
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import utc_now
from chalicelib.contributions import ContributionState
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from dev.browser import CHROMIUM
from tests.cloud.console import in_browser
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

TITLE = "自助办税机进社区"


@pytest.fixture
def address(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("jia", name="甲市局", level=UnitLevel.CITY, parent="province")
    for person, unit in (("li", "province"), ("qin", "jia")):
        people.add_staff(person, unit, [Role.EDITOR], by=local("ops"), now=utc_now(), name=person)
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


def test_a_lead_goes_from_a_telephone_to_a_topic_and_back(browser: Browser, address: str) -> None:
    below = page_of(browser, address, "qin", "/contributions/new?unit=jia", 390)
    below.get_by_label("标题", exact=True).fill(TITLE)
    below.get_by_label("内容", exact=True).fill("三天办了两百件。")
    below.get_by_role("button", name="报送", exact=True).click()
    expect(below.get_by_text("请写明联系人").first).to_be_visible()
    below.get_by_label("联系人", exact=True).fill("秦某")
    below.get_by_role("button", name="报送", exact=True).click()
    expect(below.get_by_text("等上级处理。")).to_be_visible()
    [one] = contributions.store.open_at("province")

    above = page_of(browser, address, "li", "/", 1280)
    above.get_by_text("1 件报送待处理").first.click()
    above.locator(".read h1").get_by_text(TITLE).wait_for()
    above.keyboard.press("r")
    above.locator(".el-message-box textarea").fill("请补充台数")
    above.locator(".el-message-box").get_by_role("button", name="退回补充").click()
    expect(above.get_by_text("没有待处理的报送")).to_be_visible()

    below.reload()
    below.get_by_role("button", name="修改").click()
    expect(below.get_by_role("alert").filter(has_text="请补充台数")).to_be_visible()
    below.get_by_label("内容", exact=True).fill("三台，三天办了两百件。")
    below.get_by_role("button", name="再次报送").click()
    expect(below.get_by_text("等上级处理。")).to_be_visible()

    above.reload()
    above.locator(".read").get_by_text("三台，三天办了两百件。").wait_for()
    above.keyboard.press("a")
    expect(above.get_by_text(f"已采用《{TITLE}》")).to_be_visible()
    assert [each.title for each in topics.board("province", by=SYSTEM)] == [TITLE]
    above.locator(".el-message").get_by_role("button", name="撤销").click()
    above.locator(".el-message").get_by_text("已撤销").wait_for()
    assert contributions.get(one.id).state is ContributionState.RECEIVED
