"""What people do all day, in a real browser, with the number of clicks and keys that it takes.

The numbers are counted by the page, not by this test: who adds a step to a day's work finds it here.
"""

from __future__ import annotations

import re
import time
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from chalicelib import conversation, newsroom, people
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.newsroom import Written
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.wechat.callback_errors import Refused
from tests.cloud.console import in_browser
from tests.cloud.console.in_browser import Open, hands
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import NOW, add_unit, an_article, composed
from tests.cloud.wechat.stub import WeChat
from tests.simulator.browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

FROM_WECHAT: Final = """<section style="font-size:17px" data-tools="135编辑器"><h2 style="color:red">办理时间</h2>
<p style="margin:0;text-indent:2em"><span style="letter-spacing:1px">工作日九点开门，<strong>十七点</strong>关门。</span></p>
<p><span style="display:none">看不见的字</span></p></section>"""


CALLBACK: Final = "https://callback.test/api/wechat/"
opened = in_browser.opened


def a_draft() -> str:
    """A new article of ``li``, kept while typing: it has a title and a cover, and no text yet."""
    cover = composed().article.cover
    assert cover is not None
    an_article(title="有封面的稿件")  # its cover is stored with it
    fields = {"title": "办税服务厅开放时间", "cover": cover.key}
    newsroom.keep_draft(
        "new-12345678",
        "province",
        0,
        Written(fields=fields, body=""),
        by=local("li"),
        now=utc_now(),
    )
    return "/articles/new/new-12345678"


def body_of(page: Page) -> Any:
    """Where an article is written, whatever the editor."""
    return page.locator("main [contenteditable=true]").first


def test_an_editor_pastes_a_page_of_wechat_and_hands_it_in(opened: Open) -> None:
    page = opened("li", a_draft())
    expect(page.locator("#field-title")).to_have_value("办税服务厅开放时间")
    page.evaluate(
        """(html) => navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })])""",
        FROM_WECHAT,
    )
    body_of(page).click()
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


def test_a_reviewer_decides_without_the_mouse(opened: Open) -> None:
    made = an_article()
    newsroom.submit(made.id, by=local("li"), now=NOW)
    page = opened("chu", "/review")
    expect(page.locator("main li")).to_contain_text("办税服务厅开放时间")
    page.keyboard.press("Enter")
    expect(page.locator(".text:visible").first).to_contain_text("工作日九点开门")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".el-message--success")).to_contain_text("已通过")
    assert hands(page) == (0, 2)
    assert newsroom.get_article(made.id).state == "in_review"
    assert [one.by for one in newsroom.get_article(made.id).approvals] == ["chu"]


def test_a_chief_sees_the_calendars_of_all_accounts(opened: Open) -> None:
    add_unit("city", "province")
    an_account("province", "province")
    an_account("city", "city")
    page = opened("zongbian", "/")
    page.get_by_role("menuitem", name="排期", exact=True).click()
    for name in ("province税务", "city税务"):
        expect(page.locator("main")).to_contain_text(name)
    assert hands(page) == (1, 0)


def test_an_operator_registers_an_account_until_it_is_green(
    opened: Open, wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_CALLBACK_URL", f"{CALLBACK}{{account}}")
    settings.cache_clear()
    people.add_staff("yun", "province", [Role.OPERATOR], by=local("ops"), now=NOW)
    a_content_wechat(wechat)
    page = opened("yun", "/accounts/new?unit=province")
    for label, text in (
        ("名称", "办税厅"),
        ("短名", "hall"),
        ("开发者 ID（AppID）", "wxhall12345"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("AppSecret", exact=True).fill("PLANTED-SECRET")
    for button in page.get_by_role("button", name="随机生成").all():
        button.click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"{CALLBACK}hall")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("全部正常，可以使用。")).to_be_visible()
    # On, two keys drawn, register, on; none to find the check, which runs by itself.
    assert hands(page)[0] == 5


def test_an_operator_invites_a_person(opened: Open) -> None:
    people.add_staff("yun", "province", [Role.OPERATOR], by=local("ops"), now=NOW)
    page = opened("yun", "/people?unit=province")
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
    assert [one.roles for one in people.list_staff() if one.id == "zhao.min"] == [(Role.EDITOR,)]


def a_content_wechat(wechat: WeChat) -> None:
    """WeChat answers every check, and reaches the callback, which is the bundle's own code."""

    def serve(request: Any) -> tuple[int, dict[str, str], str]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
        try:
            if request.method == "GET":
                return 200, {}, conversation.verify("hall", query, time.time())
            return 200, {}, conversation.answer("hall", query, request.body, time.time()).body
        except Refused:
            return 403, {}, ""

    for method in ("GET", "POST"):
        wechat.mock.add_callback(method, CALLBACK + "hall", serve)
    wechat.answer("/cgi-bin/getcallbackip", {"ip_list": ["203.0.113.1"]}, method="GET")
    wechat.answer(
        "/cgi-bin/callback/check", {"dns": [{"ip": "1"}], "ping": [{"package_loss": "0%"}]}
    )
    wechat.answer(
        "/cgi-bin/openapi/quota/get", {"quota": {"daily_limit": 100, "used": 1, "remain": 99}}
    )
