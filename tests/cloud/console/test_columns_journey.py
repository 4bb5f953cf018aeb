"""An editor's hands on columns in a real browser: an issue begun, a series put into order by keys, a number that would move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import columns
from chalicelib.actor import local
from chalicelib.application import column_steps
from chalicelib.clock import utc_now
from chalicelib.columns import Series
from dev.browser import CHROMIUM
from tests.cloud.console import at_columns, in_browser, world
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def ids(wechat: WeChat) -> dict[str, str]:
    made = world.fill() | at_columns.fill("jia", world.MARK)
    column_steps.join(made["series_id"], made["spare_article"], by=local("li"), now=utc_now())
    return made


@pytest.fixture
def page(ids: dict[str, str], browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with in_browser.serving(monkeypatch) as address:
        yield entered(browser, address)


def entered(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    context.add_init_script(in_browser.COUNTED)
    page = context.new_page()
    in_browser.enter(page, address, "li", "/columns?unit=jia")
    page.locator("main").wait_for()
    return page


def order(ids: dict[str, str]) -> list[str]:
    return [one.article for one in columns.store.get(ids["series_id"], Series).entries]


def test_an_issue_begins_with_one_press_and_a_series_is_ordered_by_keys(
    page: Page, ids: dict[str, str]
) -> None:
    a, b, c = ids["other_article"], ids["joined_article"], ids["spare_article"]
    in_browser.go(page, f"/columns/series/{ids['series_id']}?unit=jia")
    entries = page.locator("[data-entry]")
    expect(entries).to_have_count(3)
    entries.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("有改动，还没有保存")).to_be_visible()
    assert order(ids) == [a, b, c], "nothing is written before it is saved"
    page.get_by_role("button", name="保存顺序").click()
    expect(page.get_by_text("已发布的期号会改变")).to_be_visible()
    page.get_by_role("button", name="取消").or_(page.get_by_role("button", name="Cancel")).click()
    assert order(ids) == [a, b, c]
    page.get_by_role("button", name="保存顺序").click()
    page.get_by_role("button", name="同时改期号").click()
    expect(page.get_by_text("已调整顺序")).to_be_visible()
    assert order(ids) == [a, c, b]

    in_browser.go(page, "/columns?unit=jia")
    page.get_by_role("button", name="写这一期").or_(
        page.get_by_role("button", name="继续写")
    ).first.click()
    page.wait_for_url("**/articles/**")


def test_who_saves_an_old_order_is_told_who_was_first(page: Page, ids: dict[str, str]) -> None:
    in_browser.go(page, f"/columns/series/{ids['series_id']}?unit=jia")
    entries = page.locator("[data-entry]")
    expect(entries).to_have_count(3)
    entries.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    seen = columns.store.get(ids["series_id"], Series)
    turned = [one.article for one in seen.entries[::-1]]
    columns.reorder(
        seen.id, turned, base=seen.version, by=local("li"), now=utc_now(), renumber=True
    )
    page.get_by_role("button", name="保存顺序").click()
    expect(page.get_by_text("刚刚改过")).to_be_visible()
    assert order(ids) == turned
