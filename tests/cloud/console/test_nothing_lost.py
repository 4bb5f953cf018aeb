"""Two people in one thing, and a network that fails: what somebody did is neither lost nor overwritten unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from chalicelib import newsroom, publishing
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.newsroom import Written
from dev.browser import CHROMIUM
from tests.cloud.console import in_browser
from tests.cloud.console.in_browser import Open
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import an_article, approved_article

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
opened = in_browser.opened


def body_of(page: Page) -> Any:
    """Where an article is written, whatever the editor."""
    return page.locator("main [contenteditable=true]").first


def written_on(page: Page, text: str) -> None:
    """Type at the end of the article."""
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def test_what_is_typed_without_a_network_is_there_after_the_tab_was_closed(opened: Open) -> None:
    page = opened("li", "/articles/new/new-12345678")
    page.locator("#field-title").fill("暴雨天怎么办税")
    written_on(page, "先写一句。")
    kept = page.locator(".kept")
    expect(kept).to_contain_text("草稿已自动保存")
    page.context.set_offline(True)
    written_on(page, "网断了再写一句。")
    expect(kept).to_contain_text("网络不通，已暂存在本机")
    at = page.url
    again = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    again.goto(at)
    expect(body_of(again)).to_contain_text("先写一句。网断了再写一句。")
    expect(again.locator("#field-title")).to_have_value("暴雨天怎么办税")


def test_a_text_that_was_kept_here_is_sent_when_the_network_is_back(opened: Open) -> None:
    page = opened("li", "/articles/new/new-12345678")
    page.locator("#field-title").fill("暴雨天怎么办税")
    page.context.set_offline(True)
    written_on(page, "网断了写的。")
    expect(page.locator(".kept")).to_contain_text("网络不通，已暂存在本机")
    page.context.set_offline(False)
    expect(page.locator(".kept")).to_contain_text("草稿已自动保存")
    kept = newsroom.draft_of("new-12345678", by=local("li"), now=utc_now())
    assert kept is not None
    assert "网断了写的。" in kept.written.body


def test_two_people_in_one_article_see_both_texts_and_both_are_kept(opened: Open) -> None:
    made = an_article()
    page = opened("wang", f"/articles/{made.id}")
    expect(body_of(page)).to_contain_text("工作日九点开门")
    theirs = newsroom.text_of(made.id, by=local("li")).written
    newsroom.revise_from(
        made.id,
        Written(fields=theirs.fields, body="李写的另一句。"),
        base=1,
        by=local("li"),
        now=utc_now(),
    )
    written_on(page, "王写的一句。")
    page.get_by_role("button", name="存为新版本").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("两个人改了同一篇稿件")
    expect(dialog.locator("pre").nth(0)).to_contain_text("王写的一句。")
    expect(dialog.locator("pre").nth(1)).to_contain_text("李写的另一句。")
    assert newsroom.get_article(made.id).revision == 2, (
        "nothing is overwritten before somebody says so"
    )
    dialog.get_by_role("button", name="保留我的，存为更新的一版").click()
    expect(page.locator(".about")).to_contain_text("第 3 版")
    assert "王写的一句。" in newsroom.page_for(made.id, 3, by=local("li"))
    assert "李写的另一句。" in newsroom.page_for(made.id, 2, by=local("li"))


def test_of_two_people_at_one_slot_the_second_hears_who_was_first_and_keeps_the_article(
    opened: Open,
) -> None:
    an_account("province", "province")
    approved_article(title="我的稿件")
    other = approved_article(title="别人的稿件")
    today = utc_now().astimezone(SHANGHAI).date()
    day = today + timedelta(days=9 - today.weekday())
    slot = f"{day}T02:00:00Z"
    at = publishing.slot(f"{day} 10:00", utc_now())
    page = opened("li", f"/calendar?day={day}")

    def first(route: Route) -> None:
        # The slot was free when the article was taken up; another is faster.
        publishing.put_in_slot("province", [other.id], at, by=local("wang"), now=utc_now())
        route.continue_()

    page.route("**/calendar/drop", first)
    story = page.locator("aside.ready li", has_text="我的稿件")
    cell = page.locator(f'td[data-at="{slot}"]')
    expect(story).to_have_count(1)
    story.drag_to(cell)
    told = page.locator(".el-message--warning")
    expect(told).to_be_visible()
    expect(cell).to_contain_text("别人的稿件")
    expect(story).to_have_count(1)
    # The attempt left no issue behind but one that is called off.
    standing = [one for one in publishing.list_issues(["province"]) if one.state != "cancelled"]
    assert [[entry.article_id for entry in one.entries] for one in standing] == [[other.id]]
