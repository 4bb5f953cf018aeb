"""数据 in a browser: a day is marked and its mark taken away and brought back, the curve saved, the table exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.people import Role
from dev.browser import CHROMIUM
from tests.cloud import snapshot
from tests.cloud.console import in_browser, world
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def page(wechat: WeChat, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    snapshot.world("numbers", lambda: world.fill() | counted.fill("jia", world.MARK))
    with in_browser.serving(monkeypatch) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        in_browser.enter(page, address, world.person_of(Role.CHIEF), "/numbers/followers")
        yield page


def test_a_chief_marks_a_day_saves_the_curve_and_exports(page: Page) -> None:
    marks = page.locator("section", has_text="标记日的效果").last
    expect(marks.get_by_text("高于平常")).to_be_visible()
    marks.get_by_role("button", name="标记日子").click()
    dialog = page.get_by_role("dialog", name="标记日子")
    dialog.get_by_label("发生了什么").fill("宣传月")
    dialog.get_by_role("button", name="标记", exact=True).click()
    row = marks.get_by_role("row", name="宣传月")
    expect(row).to_contain_text("七天还没过完")
    row.get_by_role("button", name="删除 宣传月").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(row).to_have_count(1)

    expect(page.locator("canvas")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="存为图片").click()
    assert saved.value.suggested_filename.startswith("粉丝增长-甲市税务-")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")

    page.get_by_role("button", name="导出", exact=True).click()
    asked = page.get_by_role("dialog", name="导出")
    asked.get_by_role("textbox").fill("年度总结")
    with page.expect_response(lambda said: said.url.endswith("/numbers/export")) as begun:
        asked.get_by_role("button", name="导出").click()
    assert begun.value.status == 202


def test_a_chief_reads_a_report_and_has_another_made(page: Page) -> None:
    # The router hears of another address only once its first page stands.
    expect(page.locator("canvas").first).to_be_visible()
    page.goto(page.url.split("/numbers")[0] + "/numbers/reports?unit=jia")
    page.get_by_role("button", name="甲市局运营周报").click()
    expect(page.get_by_role("heading", name="二、粉丝")).to_be_visible()
    expect(page.get_by_role("figure").filter(has_text="每日新增与取消关注").locator("canvas")).to_be_visible()  # fmt: skip
    expect(page.get_by_role("row", name="新增粉丝（人）")).to_contain_text("微信统计·用户增减")
    page.get_by_role("button", name="返回列表").click()

    page.get_by_role("button", name="制作报告").click()
    dialog = page.get_by_role("dialog", name="制作报告")
    dialog.get_by_text("运营月报").click()
    with page.expect_response(lambda said: said.url.endswith("/api/v1/reports")) as begun:
        dialog.get_by_role("button", name="制作", exact=True).click()
    assert begun.value.status == 202
    expect(dialog).to_be_hidden()
