"""The platform's page in a real browser: traffic, faults, clock, quotas, the administrator."""

import pytest
from playwright.sync_api import expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened
from tests.simulator.conftest import APPID

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def page(browser, served):
    with opened(browser, f"{served.http.base_url}/platform") as found:
        yield found


def test_calls_and_callbacks_appear_as_they_happen_and_open(page, served, account_server):
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "三步办完"}
    user = served.user()
    served.say(user, "怎么退税")
    row = page.locator("#calls .callback", has_text="怎么退税")
    row.locator("summary").click()
    expect(row.locator(".request")).to_contain_text("<Content><![CDATA[怎么退税]]></Content>")
    expect(row.locator(".reply")).to_contain_text("三步办完")
    expect(row.locator(".tries")).to_contain_text("第 1 次：200")


def test_the_traffic_is_filtered_by_kind_words_and_account(page, served):
    served.user()
    served.get("menu/get")
    served.get("draft/count")
    expect(page.locator("#calls li:visible")).to_have_count(4)
    page.get_by_role("button", name="出错").click()
    expect(page.locator("#calls li:visible")).to_have_count(1)
    expect(page.locator("#calls li:visible")).to_contain_text("46003")
    page.get_by_role("button", name="全部", exact=True).click()
    page.get_by_role("searchbox", name="筛选").fill("DRAFT/count")
    expect(page.locator("#calls li:visible")).to_have_count(1)
    page.get_by_role("searchbox", name="筛选").fill("")
    served.sim("PUT", "/accounts/wxfedcba9876543210", {"name": "青禾市税务"})
    page.locator("#accounts button", has_text="青禾市税务").click()
    expect(page.locator("#calls li:visible")).to_have_count(0)
    expect(page.locator("#nothing")).to_be_visible()


def test_a_fault_is_a_switch(page, served):
    page.get_by_label("路径或事件").fill("/cgi-bin/draft/count")
    switch = page.get_by_role("switch", name="未执行，返回 -1")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert served.get("draft/count")["errcode"] == -1
    expect(page.locator(".fault.on small")).to_have_text("draft/count · 已中 1 次")
    expect(page.locator("#calls .misfortune")).to_have_text("未执行，返回 -1")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    assert served.sim("GET", f"/accounts/{APPID}/faults") == []


def test_the_clock_is_moved_and_set_back(page, served):
    expect(page.locator(".now")).to_contain_text("09:00:")
    page.get_by_role("button", name="＋1 小时").click()
    expect(page.locator(".now")).to_contain_text("10:00:")
    assert served.sim("GET", "/clock")["offset"] == 3600
    page.get_by_role("button", name="明早 8 点").click()
    expect(page.locator(".now")).to_contain_text("2026/11/24")
    page.get_by_role("button", name="复位").click()
    expect(page.locator(".now")).to_contain_text("09:00:")


def test_the_administrator_confirms_a_mass_send(page, served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_protection": True})
    served.user()
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "停机通知"}}
    served.post("message/mass/sendall", body)
    waits = page.locator(".mass.waits")
    expect(waits).to_contain_text("待管理员确认，剩 30 分钟")
    waits.get_by_role("button", name="确认群发给 1 人").click()
    expect(waits).to_have_count(0)
    served.settle()
    expect(page.locator(".mass")).to_contain_text("已发送 1 人")
    expect(page.locator(".quota", has_text="群发")).to_contain_text("1 / 1")


def test_protection_is_a_switch(page, served):
    switch = page.get_by_role("switch", name="群发保护")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert served.sim("GET", "/accounts")[0]["mass_protection"] is True


def test_the_administrator_refuses_one(page, served):
    served.sim("PUT", f"/accounts/{APPID}", {"mass_protection": True})
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "停机通知"}}
    served.post("message/mass/sendall", body)
    page.get_by_role("button", name="拒绝").click()
    expect(page.locator(".mass")).to_contain_text("未发送")
    served.settle()


def test_phone_and_platform_lead_to_each_other(page):
    page.get_by_role("link", name="打开手机").click()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("link", name="打开平台").click()
    expect(page.get_by_role("heading", name="故障开关")).to_be_visible()
