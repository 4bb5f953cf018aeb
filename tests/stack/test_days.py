"""What people do all day, on the deployed console in a real browser, with the clicks and keys that it takes.

The numbers are counted by the page, not by this test: who adds a step to a day's work finds it here.
"""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from playwright.sync_api import Page, expect

from dev.browser import CHROMIUM
from tests.cloud.console.in_browser import hands
from tests.cloud.newsroom.people import png
from tests.stack.browser import Console
from tests.stack.conftest import Stack

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

FROM_WECHAT: Final = """<section style="font-size:17px" data-tools="135编辑器"><h2 style="color:red">办理时间</h2>
<p style="margin:0;text-indent:2em"><span style="letter-spacing:1px">工作日九点开门，<strong>十七点</strong>关门。</span></p>
<p><span style="display:none">看不见的字</span></p></section>"""
APPID: Final = "wxhall0000000000"


def asked(system: Stack, *command: str) -> Any:
    """What a command of an operator says, as JSON."""
    done = system.rongmei(*command, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def ours(page: Page, title: str) -> int:
    """Where an article stands in a list, from 0."""
    rows = page.locator("main [data-row]")
    expect(rows.filter(has_text=title)).to_have_count(1)
    return next(n for n, text in enumerate(rows.all_inner_texts()) if title in text)


def test_an_editor_pastes_a_page_of_wechat_and_a_reviewer_decides_without_the_mouse(
    seeded: Stack, console: Console, tmp_path: Path
) -> None:
    cover, title = tmp_path / "cover.png", "办税服务厅开放时间"
    cover.write_bytes(png(900, 383))
    page = console("li", f"/articles/new/new-{secrets.token_hex(8)}")
    page.locator("#field-title").fill(title)
    page.locator('input[type="file"].hidden').set_input_files(cover)
    expect(page.locator("#field-cover img")).to_be_visible()
    page.evaluate(
        """(html) => navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })])""",
        FROM_WECHAT,
    )
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+v")
    phone = page.frame_locator(".phone iframe")
    expect(phone.locator("body")).to_contain_text("工作日九点开门")
    expect(phone.locator("strong")).to_have_text("十七点")
    expect(phone.locator("body")).not_to_contain_text("看不见的字")
    expect(page.locator(".remarks")).to_contain_text("没有发现问题")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.locator(".about")).to_contain_text("待初审")
    # Into the text, paste, hand in.
    assert hands(page) == (2, 1)
    expect(page).to_have_url(re.compile("#/articles/a-"))
    article = page.url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
    page.close()

    review = console("chu", "/review")
    pressed = 0
    if ours(review, title):  # others wait longer; the first row needs no choice
        chosen = review.locator("main [data-row][data-at]", has_text=title)
        while not chosen.count():
            review.keyboard.press("j")
            pressed += 1
            assert pressed < 40, "no row with the title is chosen"
    review.keyboard.press("Enter")
    expect(review.locator(".text:visible").first).to_contain_text("工作日九点开门")
    review.keyboard.press("Control+Enter")
    expect(review.locator(".el-message--success")).to_contain_text("已通过")
    # Open, decide; and past those who wait longer.
    assert hands(review) == (0, 2 + pressed)
    kept = asked(seeded, "article", "show", article)
    assert (kept["state"], [one["by"] for one in kept["approvals"]]) == ("in_review", ["chu"])


def test_a_chief_sees_the_calendars_of_all_accounts(console: Console) -> None:
    page = console("zong1", "/")
    page.get_by_role("menuitem", name="排期", exact=True).click()
    for name in ("云岭省税务局", "云岭省青溪市税务局", "青溪市竹浦县税务局"):
        expect(page.locator(".calendars")).to_contain_text(name)
    assert hands(page) == (1, 0)


def test_an_operator_invites_a_person(seeded: Stack, console: Console) -> None:
    page = console("yun", "/people?unit=province")
    page.get_by_role("button", name="邀请人员").click()
    dialog = page.get_by_role("dialog")
    for label, text in (("姓名", "赵敏"), ("编号", "zhao.min")):
        dialog.get_by_label(label, exact=True).fill(text)
    dialog.get_by_label(re.compile("登录")).first.fill("zhao.min")
    dialog.get_by_text("采编", exact=True).click()
    dialog.get_by_role("button", name="邀请人员").click()
    expect(dialog).to_contain_text("赵敏")
    expect(dialog.locator(".el-result")).to_be_visible()
    assert hands(page)[0] == 3
    listed = asked(seeded, "person", "list")
    assert [one["roles"] for one in listed if one["id"] == "zhao.min"] == [["editor"]]


def test_an_operator_registers_an_account_until_it_is_green(
    seeded: Stack, console: Console
) -> None:
    wechat = f"{seeded.simulator_url}/_sim/accounts/{APPID}"
    made = {"name": "办税厅", "secret": "PLANTED-SECRET", "ip_allowlist": []}
    requests.put(wechat, json=made, timeout=60).raise_for_status()
    page = console("yun", "/accounts/new?unit=county")
    for label, text in (("名称", "办税厅"), ("短名", "hall"), ("开发者 ID（AppID）", APPID)):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("AppSecret", exact=True).fill("PLANTED-SECRET")
    for button in page.get_by_role("button", name="随机生成").all():
        button.click()
    token, key = (page.get_by_label(label).input_value() for label in ("Token", "EncodingAESKey"))
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("/wechat/hall")
    # What the operator enters on WeChat's own page meanwhile.
    there = {"token": token, "aes_key": key, "callback_url": seeded.callback_url("hall")}
    requests.put(wechat, json=there, timeout=60).raise_for_status()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("全部正常，可以使用。")).to_be_visible()
    # On, two keys drawn, register, on; none to find the check, which runs by itself.
    assert hands(page)[0] == 5
