"""自定义菜单 in a real browser, before WeChat played by the simulator: drafted, released, changed elsewhere, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chalicelib import menus
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.menus import Button, MenuDocument
from dev.browser import CHROMIUM
from tests.cloud.console.in_browser import enter, serving
from tests.cloud.menus.conftest import city, simulator, wechat  # noqa: F401 - fixtures
from tests.cloud.menus.made import APPID, counted, document, later, names, published, view
from tests.simulator.browser import close_all

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Open = Callable[[str, str], Page]
GROUP = Button(name="办税", children=(view("发票"), view("契税"), view("社保")))


@pytest.fixture
def opened(
    city: str,  # noqa: F811
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Open]:
    """``opened(person, path)``: that person's page in a browser of their own; an error on it fails the test."""
    errors: list[str] = []
    with serving(monkeypatch) as address:

        def open_page(person: str, path: str = "/menus?account=city") -> Page:
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            enter(page, address, person, path)
            return page

        yield open_page
        close_all(browser)
    assert errors == []


def phone(page: Page | Locator) -> Locator:
    return page.get_by_role("group", name="手机上的菜单")


def saved(page: Page) -> None:
    expect(page.get_by_text("草稿已保存")).to_be_visible()


def done(page: Page, words: str) -> None:
    expect(page.locator(".el-message").last).to_contain_text(words)


def press_publish(page: Page, **fields: str) -> None:
    """The publish dialog, filled in and confirmed."""
    page.get_by_role("button", name="发布", exact=True).click()
    dialog = page.get_by_role("dialog", name="发布菜单")
    for label, value in fields.items():
        dialog.get_by_label(label).fill(value)
        dialog.get_by_label(label).press("Enter")
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(dialog).to_be_hidden()


def drafted_names() -> list[str]:
    return [one.name for one in menus.current_draft("city").document.buttons]


def test_a_suggestion_becomes_a_draft_that_another_person_releases(
    opened: Open,
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(MenuDocument(buttons=(view("官网"), GROUP)))
    counted({GROUP.children[2].url: 240, view("官网").url: 24})
    menus.set_two_people("city", True, by=local("ops"), now=utc_now())
    mine = opened("ban", "/menus?account=city")
    advice = mine.get_by_role("listitem").filter(has_text="提到一级，与“官网”对调")
    expect(advice).to_contain_text("点了 240 次")
    expect(advice).to_contain_text("只有 24 次")
    advice.get_by_role("button", name="放进草稿").click()
    done(mine, "已放进草稿，还没有发布")
    saved(mine)
    assert drafted_names() == ["社保", "办税"]

    # Dragged: the last at the top comes first.
    top = phone(mine).locator("[data-place='buttons.1']")
    top.drag_to(phone(mine).locator("[data-place='buttons.0']"))
    expect(phone(mine).locator("[data-place='buttons.0']")).to_have_text("办税")
    # By keyboard: below it, the first entry goes one place down; then one at the top back to the right.
    phone(mine).locator("[data-place='buttons.0.children.0']").press("Alt+ArrowDown")
    expect(phone(mine).locator("[data-place='buttons.0.children.1']")).to_have_text("发票")
    expect(phone(mine).locator("[data-place='buttons.0.children.1']")).to_be_focused()
    mine.keyboard.press("ArrowDown")
    mine.keyboard.press("ArrowDown")
    expect(phone(mine).locator("[data-place='buttons.0']")).to_be_focused()
    mine.keyboard.press("Alt+ArrowRight")
    expect(phone(mine).locator("[data-place='buttons.1']")).to_have_text("办税")
    saved(mine)
    assert drafted_names() == ["社保", "办税"]
    below = menus.current_draft("city").document.buttons[1].children
    assert [one.name for one in below] == ["契税", "发票", "官网"]

    mine.get_by_role("button", name="发布", exact=True).click()
    dialog = mine.get_by_role("dialog", name="发布菜单")
    expect(dialog).to_contain_text("这个单位发布菜单要另一个人审核")
    dialog.get_by_label("说明（可不写）").fill("社保提前")
    dialog.get_by_role("button", name="提交审核").click()
    done(mine, "已提交，请另一位同事审核")
    expect(mine.get_by_role("button", name="通过并发布")).to_be_disabled()
    assert names(wechat) == ["官网", "办税"]

    # The second person finds it on the workbench.
    theirs = opened("zong", "/?unit=city")
    theirs.get_by_role("link").filter(has_text="菜单第 2 版：社保提前").click()
    theirs.get_by_role("button", name="通过并发布").click()
    done(theirs, "已发布，粉丝重新打开公众号就能看到")
    assert names(wechat) == ["社保", "办税"]
    expect(theirs.get_by_text("现行是版本 2")).to_be_visible()


def test_a_campaign_gives_way_to_the_menu_before_at_its_end(
    opened: Open,
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(document("官网"))
    page = opened("ban", "/menus?account=city")
    phone(page).locator("[data-place='buttons.0']").click()
    page.get_by_label("名称", exact=True).fill("宣传月")
    saved(page)
    until = utc_now() + timedelta(hours=2)
    press_publish(page, 结束时间=f"{until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    done(page, "已发布")
    assert names(wechat) == ["宣传月"]
    heading = page.get_by_role("heading", name="发布", exact=True)
    listed = page.locator("section", has=heading).get_by_role("listitem")
    expect(listed).to_contain_text(["现行", "活动期间暂停"])
    expect(listed.first).to_contain_text("结束")
    menus.bring("city", later(until))
    page.reload()
    expect(page.get_by_text("现行是版本 1")).to_be_visible()
    assert names(wechat) == ["官网"]


def test_a_menu_that_was_changed_elsewhere_is_shown_taken_over_and_overwritten(
    opened: Open,
    city: str,  # noqa: F811
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(document("官网", "查询"))
    body = {"button": [{"name": "官网", "type": "view", "url": view("官网").url}]}
    httpx.put(f"{city}/_sim/accounts/{APPID}/menu", json=body).raise_for_status()
    page = opened("ban", "/menus?account=city")
    page.get_by_role("button", name="对照微信").click()
    done(page, "微信上的菜单在别处改过")
    note = page.get_by_role("alert").filter(has_text="微信上的菜单与现行的不同")
    expect(note).to_contain_text("有人在微信后台改过")
    expect(note.get_by_role("listitem")).to_contain_text(["删除 默认菜单：查询"])
    note.get_by_role("button", name="接管").click()
    asked = page.get_by_role("dialog", name="接管")
    asked.get_by_role("button", name="接管").click()
    expect(asked).to_contain_text("请写明原因")
    asked.get_by_role("textbox").fill("查询已经停用")
    asked.get_by_role("button", name="接管").click()
    done(page, "已接管")
    expect(note).to_have_count(0)
    expect(page.get_by_text("现行是版本 2")).to_be_visible()
    assert names(wechat) == ["官网"]

    wechat.client.menu.create({"button": menus.bodies(document("别处").buttons)})
    page.get_by_role("button", name="对照微信").click()
    expect(note).to_contain_text("有人用别的程序改过")
    note.get_by_role("button", name="覆盖").click()
    asked = page.get_by_role("dialog", name="覆盖")
    asked.get_by_role("textbox").fill("不是我们改的")
    asked.get_by_role("button", name="覆盖").click()
    done(page, "已换回现行的")
    expect(note).to_have_count(0)
    assert names(wechat) == ["官网"]


def test_an_older_version_is_looked_at_compared_and_published_again(
    opened: Open,
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(MenuDocument(buttons=(view("官网"), GROUP)), note="第一版")
    counted({GROUP.children[0].url: 240})
    published(document("官网"))
    page = opened("ban", "/menus/versions?account=city")
    first = page.get_by_role("listitem").filter(has_text="第一版")
    first.get_by_role("button", name="与现行比较").click()
    expect(page.get_by_text("版本 1 → 版本 2")).to_be_visible()
    first.get_by_role("button", name="与上一版比较").click()
    expect(page.get_by_role("row").filter(has_text="办税/发票")).to_be_visible()
    # The phone of an old version opens as a telephone does.
    phone(page).locator("[data-place='buttons.1']").click()
    expect(phone(page).locator("[data-place='buttons.1.children.0']")).to_have_text("发票")
    first.get_by_role("button", name="恢复").click()
    page.get_by_role("dialog", name="恢复").get_by_role("button", name="恢复").click()
    done(page, "已发布")
    assert names(wechat) == ["官网", "办税"]
    expect(page.get_by_role("listitem").first).to_contain_text("现行")


def test_of_two_who_publish_at_once_the_second_hears_who_was_faster(
    opened: Open,
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(document("官网"))
    first, second = (opened(one, "/menus?account=city") for one in ("ban", "zong"))
    phone(first).locator("[data-place='buttons.0']").click()
    first.get_by_label("名称", exact=True).fill("首页")
    saved(first)
    second.reload()
    expect(phone(second).locator("[data-place='buttons.0']")).to_have_text("首页")
    # Both have the dialog open; one is faster.
    for page in (first, second):
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_role("dialog", name="发布菜单")).to_be_visible()
    first.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    done(first, "已发布")
    second.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    told = second.get_by_role("dialog", name="没有生效")
    expect(told).to_contain_text("“ban”刚刚改动或发布了菜单，您的操作没有生效")
    told.get_by_role("button", name="看最新的").click()
    expect(second.get_by_role("dialog")).to_have_count(0)
    expect(second.get_by_text("现行是版本 2")).to_be_visible()
    assert names(wechat) == ["首页"]
    assert len(menus.publications_of("city")) == 2


def test_what_one_follower_sees_is_asked_of_wechat(
    opened: Open,
    city: str,  # noqa: F811
    wechat: menus.Menus,  # noqa: F811
) -> None:
    published(MenuDocument(buttons=(view("官网"), GROUP)))
    user = httpx.post(f"{city}/_sim/users", json={}).json()["id"]
    httpx.post(f"{city}/_sim/accounts/{APPID}/users/{user}/follow").raise_for_status()
    [openid] = wechat.client.get("user/get")["data"]["openid"]
    page = opened("ban", "/menus?account=city")
    for asked, told in (("nobody", "65302"), (openid, "")):
        page.get_by_role("button", name="粉丝看到的菜单").click()
        dialog = page.get_by_role("dialog", name="粉丝看到的菜单")
        dialog.get_by_role("textbox").fill(asked)
        dialog.get_by_role("button", name="查看").click()
        if told:
            done(page, told)
    drawer = page.get_by_role("dialog", name=f"粉丝看到的菜单：{openid}")
    phone(drawer).locator("[data-place='buttons.1']").click()
    expect(phone(drawer).locator("[data-place='buttons.1.children.0']")).to_have_text("发票")
