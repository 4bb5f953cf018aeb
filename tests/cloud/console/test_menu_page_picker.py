"""A menu's entry opens a page of the account's services: chosen by name, kept as its address."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chalicelib import accounts, menus, people
from chalicelib.actor import SYSTEM, local
from chalicelib.people import Role
from chalicelib.settings import settings
from dev.browser import CHROMIUM
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console import catalogued, in_browser
from tests.cloud.console.in_browser import Open
from tests.cloud.newsroom.people import NOW

opened = in_browser.opened
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def test_a_page_is_chosen_by_the_service_s_name(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = account(id="hall", name="市局", unit="province", appid="wxhall1234")
    accounts.add_account(one, SECRETS, by=SYSTEM, now=NOW)
    people.add_staff("ban", "province", [Role.SERVICE_MANAGER], by=local("ops"), now=NOW)
    catalogued.fill("province", "")
    monkeypatch.setenv("RONGMEI_H5_URL", "https://h5.gov.cn/h5/")
    settings.cache_clear()

    page = opened("ban", "/menus?account=hall")
    page.get_by_role("button", name="加一级菜单").click()
    page.get_by_label("名称", exact=True).fill("办税")
    picker = page.get_by_role("combobox", name="或者选一个办税服务页")
    picker.click()
    picker.fill("契税")
    page.get_by_role("option", name="契税申报缴纳").click()
    expect(page.get_by_role("textbox", name="网址")).to_have_value(
        "https://h5.gov.cn/h5/hall/deed-tax"
    )
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    [button] = menus.current_draft("hall").document.buttons
    assert (button.type, button.url) == ("view", "https://h5.gov.cn/h5/hall/deed-tax")
