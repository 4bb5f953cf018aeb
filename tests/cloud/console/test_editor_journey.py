"""Writing in a real browser: both ways of writing, a network that is gone for a while, two people in one article."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from chalicelib import newsroom
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.newsroom import Written
from tests.cloud.console.in_browser import enter
from tests.cloud.console.newsroom import COVER
from tests.cloud.console.test_publishing_journey import address, page, pytestmark
from tests.cloud.newsroom.people import PNG

__all__ = ["address", "page", "pytestmark"]
BODY = "第一段话。\n\n## 小标题\n\n| 项目 | 内容 |\n|:--|--:|\n| 时间 | 九点 |\n\n[^1]: 留着的注。"


def an_article(body: str = BODY) -> str:
    from chalicelib.cloud import objects

    objects.write(COVER.key, PNG, COVER.media_type)
    written = Written(fields={"title": "医保缴费", "cover": COVER.key}, body=body)
    return newsroom.create_from("province", written, by=local("li"), now=utc_now()).id


def body_of(article: str) -> str:
    return newsroom.text_of(article, by=local("li")).written.body


def type_at_the_end_of_the_first_line(page: Page, words: str) -> None:
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.insert_text(words)


def test_rich_text_and_markdown_are_one_text(page: Page, address: str) -> None:
    article = an_article()
    enter(page, address, "li", f"/articles/{article}")
    rich = page.locator(".ProseMirror")
    expect(rich.locator("th").first).to_have_text("项目")
    expect(rich.locator(".source-block textarea")).to_have_value("[^1]: 留着的注。")
    type_at_the_end_of_the_first_line(page, "又一句。")
    page.get_by_text("Markdown", exact=True).click()
    plain = page.locator(".cm-content")
    expect(plain).to_contain_text("第一段话。又一句。")
    expect(plain).to_contain_text("|:--|--:|")
    page.get_by_text("所见即所得", exact=True).click()
    rich.locator("td").first.click()
    page.get_by_role("button", name="表格操作").click()
    page.get_by_role("menuitem", name="下方加一行").click()
    expect(rich.locator("tr")).to_have_count(3)
    page.get_by_role("button", name="存为新版本").click()
    expect(page.locator(".about")).to_contain_text("第 2 版")
    saved = body_of(article)
    assert "第一段话。又一句。\n\n## 小标题" in saved
    assert "| :--- | ---: |\n| 时间 | 九点 |\n|  |  |" in saved
    assert saved.rstrip().endswith("[^1]: 留着的注。")


def test_what_is_typed_without_a_network_is_there_again(page: Page, address: str) -> None:
    article = an_article()
    enter(page, address, "li", f"/articles/{article}")
    expect(page.locator(".ProseMirror")).to_contain_text("第一段话")
    page.context.set_offline(True)
    type_at_the_end_of_the_first_line(page, "断网时写的。")
    kept = page.locator(".kept")
    expect(kept).to_contain_text("已暂存在本机")
    page.context.set_offline(False)
    # Tried again by itself.
    expect(kept).to_contain_text("草稿已自动保存")
    page.context.set_offline(True)
    type_at_the_end_of_the_first_line(page, "又断了。")
    expect(kept).to_contain_text("已暂存在本机")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".ProseMirror")).to_contain_text("断网时写的。又断了。")
    expect(page.locator("main")).to_contain_text("已恢复您")
    page.get_by_role("button", name="存为新版本").click()
    expect(page.locator(".about")).to_contain_text("第 2 版")
    page.reload()
    expect(page.locator(".ProseMirror")).to_contain_text("断网时写的。又断了。")
    expect(page.locator(".kept")).to_contain_text("没有未保存的修改")
    expect(page.locator("main")).not_to_contain_text("已恢复您")


def test_of_two_people_in_one_article_the_second_sees_both_texts(page: Page, address: str) -> None:
    article = an_article()
    enter(page, address, "li", f"/articles/{article}")
    expect(page.locator(".ProseMirror")).to_contain_text("第一段话")
    theirs = Written(fields={"title": "医保缴费", "cover": COVER.key}, body="别人的话。")
    newsroom.revise_from(article, theirs, base=1, by=local("wang"), now=utc_now())
    type_at_the_end_of_the_first_line(page, "我的话。")
    expect(page.locator(".kept")).to_contain_text("草稿已自动保存")
    page.get_by_role("button", name="存为新版本").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("第一段话。我的话。")
    expect(dialog).to_contain_text("别人的话。")
    dialog.get_by_role("button", name="保留我的").click()
    expect(page.locator(".about")).to_contain_text("第 3 版")
    assert body_of(article).startswith("第一段话。我的话。")
    assert newsroom.text_of(article, 2, by=local("li")).written.body == "别人的话。"
