"""One service changed once: the reply, the page behind its link, search and the console say so within ten seconds, in browsers."""

from __future__ import annotations

import sys
import time

import pytest
from playwright.sync_api import FrameLocator, Page

from dev.browser import CHROMIUM
from tests.stack.browser import Console
from tests.stack.conftest import Stack
from tests.stack.test_desk_walk import follower, heard, say

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SERVICE = "resource-tax"
NAME = "资源税申报"
NOTICE = "机房搬迁，星期一恢复。"
RENAMED = "资源税按季申报"
WAIT = 60_000
HOLD = 10.0
"""Seconds that a warm function may hold what it saw of an account."""
SLACK = 20.0
"""Seconds that a busy machine may add."""


def until_heard(seeded: Stack, asker: str, words: str, wanted: str) -> float:
    """Seconds until a follower who asks again and again reads ``wanted``."""
    begun = time.monotonic()
    while time.monotonic() - begun < HOLD + SLACK:
        say(seeded, asker, words)
        if wanted in heard(seeded, asker)[-1]:
            break
        time.sleep(1)
    assert wanted in heard(seeded, asker)[-1]
    return time.monotonic() - begun


def opened_from_reply(handset: Page) -> FrameLocator:
    """The page behind the link of the newest answer, inside the telephone."""
    handset.locator("[data-page=chat] .in .bubble a", has_text="办事指南").last.click()
    return handset.frame_locator("iframe.reader")


def until_shown(leaf: Page, address: str, wanted: str) -> float:
    """Seconds until a page for followers, opened again and again, says ``wanted``."""
    begun = time.monotonic()
    while time.monotonic() - begun < HOLD + SLACK:
        leaf.goto(address)
        if wanted in leaf.inner_text("main"):
            break
        time.sleep(1)
    assert wanted in leaf.inner_text("main")
    return time.monotonic() - begun


def test_a_service_is_stopped_by_one_person_and_renamed_by_two(
    seeded: Stack, console: Console
) -> None:
    from playwright.sync_api import expect

    asker = follower(seeded, "沈青")
    # A function that was warm before the services were released has yet to see them.
    until_heard(seeded, asker, NAME, f"【{NAME}】")
    handset = console.telephone(seeded.simulator_url, asker)
    handset.locator("[data-page=chats] .row", has_text="订阅号消息").click()
    handset.locator("[data-page=folder] .strip button").first.click()
    inside = opened_from_reply(handset)
    expect(inside.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(inside.get_by_role("heading", name="办理步骤")).to_be_visible()
    handset.get_by_role("button", name="返回").click()
    leaf, address = console.stranger(360), f"{seeded.env['RONGMEI_H5_URL']}province/{SERVICE}"

    manager = console("ban", f"/services/{SERVICE}?unit=province")
    manager.get_by_role("button", name="设置维护").click(timeout=WAIT)
    dialog = manager.get_by_role("dialog")
    dialog.get_by_label("给粉丝看的说明").fill(NOTICE)
    dialog.get_by_role("button", name="设置维护").click()
    expect(manager.get_by_text(NOTICE).first).to_be_visible(timeout=WAIT)
    stopped = until_heard(seeded, asker, NAME, NOTICE)
    closed = until_shown(leaf, address, NOTICE)
    manager.get_by_role("button", name="恢复运行").click()
    manager.get_by_role("dialog").get_by_role("button", name="恢复运行").click()
    expect(manager.get_by_role("button", name="恢复运行")).to_have_count(0, timeout=WAIT)

    name = manager.get_by_label("服务名称", exact=True)
    name.fill(RENAMED)
    manager.get_by_role("button", name="保存为草稿").click()
    manager.get_by_role("button", name="提交审核").click(timeout=WAIT)
    chief = console("zong1", "/services/versions?unit=province")
    expect(chief.locator("ins", has_text="按季").first).to_be_visible(timeout=WAIT)
    chief.get_by_role("button", name="发布", exact=True).click()
    chief.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(chief.get_by_text("没有未发布的修改")).to_be_visible(timeout=WAIT)
    renamed = until_heard(seeded, asker, RENAMED, f"【{RENAMED}】")

    chief.goto(chief.url.split("#")[0] + "#/services?unit=province&q=按季")
    expect(chief.get_by_role("link", name=RENAMED)).to_be_visible(timeout=WAIT)
    chief.keyboard.press("Control+k")
    chief.keyboard.insert_text(RENAMED)
    expect(
        chief.get_by_role("option", name=RENAMED).or_(chief.get_by_text(RENAMED)).last
    ).to_be_visible(timeout=WAIT)
    called = until_shown(leaf, address, RENAMED)
    inside = opened_from_reply(handset)
    expect(inside.get_by_role("heading", level=1)).to_have_text(RENAMED)
    inside.get_by_role("link", name="全部服务").click()
    inside.get_by_label("搜索服务").press_sequentially("按季申报")
    expect(inside.get_by_role("link", name=RENAMED)).to_be_visible()
    sys.stdout.write(
        f"维护 {stopped:.0f} 秒、改名 {renamed:.0f} 秒后到手机上；页面再过 {closed:.0f} 秒、{called:.0f} 秒\n"
    )
