"""Somebody changes the menu on the platform's own page (sheet §2.2): by the control API, and in a real browser."""

import pytest
from playwright.sync_api import expect

from dev.browser import CHROMIUM
from tests.simulator.browser import opened
from tests.simulator.conftest import APPID

VIEW = {"name": "官网", "type": "view", "url": "https://tax.example/"}
CALL = {
    "button": [
        {
            "name": "办税",
            "sub_button": [
                {"name": "契税", "type": "click", "key": "service:deed-tax"},
                {"name": "扫码查验", "type": "scancode_waitmsg", "key": "scan"},
            ],
        },
        VIEW,
    ]
}
browsing = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.mark.parametrize(
    ("buttons", "told"),
    [
        ([VIEW] * 4, "一级菜单最多 3 个，现在有 4 个"),
        ([{"name": "办税", "sub_button": [VIEW] * 6}], "“办税”的子菜单最多 5 个，现在有 6 个"),
        ([VIEW, VIEW | {"name": " "}], "第 2 个菜单：请填写名称"),
        ([VIEW | {"name": "一二三四五六"}], "名称最长 16 字节（一个汉字 3 字节），现在 18 字节"),
        (
            [{"name": "办税", "sub_button": [VIEW | {"name": "长" * 21}]}],
            "名称最长 60 字节（一个汉字 3 字节），现在 63 字节",
        ),
        ([VIEW | {"type": "click", "key": "K"}], "第 1 个菜单“官网”：请选择类型"),
        ([VIEW | {"url": ""}], "第 1 个菜单“官网”：请填写网址"),
        ([VIEW | {"url": "tax.example"}], "网址以 http:// 或 https:// 开头"),
        ([VIEW | {"url": "https://" + "a" * 1017}], "网址最长 1024 字节"),
        ([VIEW | {"type": "text", "value": "长" * 683}], "文字最长 2048 字节"),
        ([VIEW | {"type": "img", "value": "无此素材"}], "请从永久素材中选择"),
        ([VIEW | {"type": "miniprogram", "appid": "wx1"}], "请填写小程序页面"),
        (
            [{"name": "办税", "sub_button": [{"name": "下", "sub_button": [VIEW]}]}],
            "“办税”的第 1 个子菜单：菜单只有两级",
        ),
    ],
)
def test_what_the_page_does_not_take_is_told_with_its_place(served, buttons, told):
    answer = served.http.put(f"/_sim/accounts/{APPID}/menu", json={"button": buttons})
    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert served.sim("GET", f"/accounts/{APPID}/menu")["button"] == []


@pytest.mark.parametrize(
    "button",
    [
        VIEW | {"name": "一二三四五a"},
        VIEW | {"url": "https://" + "a" * 1016},
        {"name": "您好", "type": "text", "value": "长" * 682},
        VIEW | {"type": "miniprogram", "appid": "wx0123456789abcdef", "pagepath": "index"},
    ],
)
def test_what_just_fits_is_taken(served, button):
    assert served.sim("PUT", f"/accounts/{APPID}/menu", {"button": [button]})["on_page"] is True


def test_an_entry_that_a_program_has_set_stays_as_it_is_and_is_not_made_anew(served):
    served.post("menu/create", CALL)
    scan = CALL["button"][0]["sub_button"][1]
    kept = [{"name": "扫一扫", "type": "scancode_waitmsg", "key": "scan"}, VIEW]
    assert served.sim("PUT", f"/accounts/{APPID}/menu", {"button": kept})["button"] == kept
    other = {"button": [scan | {"key": "another"}]}
    refused = served.http.put(f"/_sim/accounts/{APPID}/menu", json=other)
    assert (refused.status_code, "请选择类型" in refused.json()["error"]) == (422, True)


@pytest.fixture
def page(browser, served):
    served.post("menu/create", CALL)
    with opened(browser, f"{served.http.base_url}/platform", refused=422) as found:
        yield found


@browsing
def test_the_menu_is_shown_and_changed_in_a_form(page, served):
    card = page.get_by_role("region", name="自定义菜单")
    expect(card).to_contain_text("由接口设置")
    expect(card.get_by_role("listitem")).to_have_text(
        [
            "办税",
            "契税click · service:deed-tax",
            "扫码查验scancode_waitmsg · scan",
            "官网跳转网页 · https://tax.example/",
        ]
    )
    card.get_by_role("button", name="修改菜单").click()
    form = page.get_by_role("dialog", name="修改菜单")
    form.get_by_label("菜单 1.2 名称").fill("扫一扫")
    form.get_by_role("button", name="菜单 1.1 删除").click()
    form.get_by_role("button", name="＋ 子菜单", exact=True).click()
    form.get_by_label("菜单 1.2 名称").fill("地址")
    form.get_by_label("菜单 1.2 类型").select_option("发送文字")
    form.get_by_label("菜单 1.2 内容").fill("青溪路 8 号")
    form.get_by_label("菜单 2 网址").fill("https://new.example/")
    form.get_by_role("button", name="菜单 2 上移").click()
    form.get_by_role("button", name="保存").click()
    expect(form).to_be_hidden()
    expect(card).to_contain_text("在平台页面上设置")
    expect(card.get_by_role("listitem").first).to_have_text("官网跳转网页 · https://new.example/")
    found = served.sim("GET", f"/accounts/{APPID}/menu")
    assert found["button"] == [
        VIEW | {"url": "https://new.example/"},
        {
            "name": "办税",
            "sub_button": [
                {"name": "扫一扫", "type": "scancode_waitmsg", "key": "scan"},
                {"name": "地址", "type": "text", "value": "青溪路 8 号"},
            ],
        },
    ]
    assert served.get("menu/get")["errcode"] == 46003, "menu/get does not tell of it"


@browsing
def test_a_refusal_stands_in_the_form_which_keeps_what_was_typed(page, served):
    page.get_by_role("button", name="修改菜单").click()
    name = page.get_by_label("菜单 2 名称")
    name.fill("一二三四五六")
    expect(page.locator(".over")).to_have_text("18/16")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("名称最长 16 字节")
    expect(name).to_have_value("一二三四五六")
    # What happens meanwhile draws the page again, and leaves the form.
    served.get("draft/count")
    expect(page.locator("#calls li", has_text="draft/count")).to_have_count(1)
    name.fill("首页")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert served.sim("GET", f"/accounts/{APPID}/menu")["button"][1]["name"] == "首页"


@browsing
def test_by_keyboard_it_is_filled_emptied_and_left(page, served):
    served.sim("PUT", f"/accounts/{APPID}/menu", {"button": []})
    opener = page.get_by_role("button", name="修改菜单")
    expect(page.get_by_role("region", name="自定义菜单")).to_contain_text("没有菜单")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="＋ 一级菜单").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("菜单 1 名称")).to_be_focused()
    page.keyboard.type("官网")
    page.get_by_label("菜单 1 网址").focus()
    page.keyboard.type("https://tax.example/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert served.sim("GET", f"/accounts/{APPID}/menu")["button"] == [VIEW]
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="菜单 1 删除").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="＋ 一级菜单")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    assert served.sim("GET", f"/accounts/{APPID}/menu")["button"] == [VIEW], "left as it was"


@browsing
def test_the_focus_finds_a_button_that_was_drawn_anew_behind_the_form(page, served):
    opener = page.get_by_role("button", name="修改菜单")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("菜单 1 名称")).to_be_focused()
    served.sim("PUT", f"/accounts/{APPID}/menu", {"button": []})
    expect(page.get_by_text("没有菜单", exact=True)).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


@browsing
def test_on_a_narrow_screen_nothing_hangs_over(page):
    page.set_viewport_size({"width": 390, "height": 844})
    width = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(width)
    page.get_by_role("button", name="修改菜单").click()
    boxes = "[...document.querySelectorAll('#menuform *')].filter((n) => n.getBoundingClientRect().right > innerWidth).length"
    assert page.evaluate(boxes) == 0
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
