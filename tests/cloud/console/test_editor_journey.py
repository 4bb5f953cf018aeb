"""Writing in a real browser: both ways of writing, a network that is gone for a while, two people in one article."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

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


FROM_WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset=utf-8><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:"";font-family:等线;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h2 style='mso-line-height-rule:exactly'>怎么缴费<o:p></o:p></h2>
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-family:仿宋;mso-ascii-font-family:Calibri'>登录后<b>两分钟</b>办完。<o:p></o:p></span></p>
<p class=MsoListParagraph style='text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Wingdings'><span
style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>居民<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Wingdings'><span
style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>单位<o:p></o:p></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/Users/li/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img
width=300 height=200 src="file:///C:/Users/li/AppData/Temp/msohtmlclip1/01/clip_image001.png" v:shapes="图片_x0020_1"><![endif]></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'><td width=200><p
class=MsoNormal><b>人群<o:p></o:p></b></p></td><td width=200><p class=MsoNormal><b>金额</b></p></td></tr><tr><td><p
class=MsoNormal>成年人</p></td><td><p class=MsoNormal>400元</p></td></tr></table><!--EndFragment--></body></html>"""


def kept_by_s3(page: Page) -> None:
    """What the browser uploads stands in the bucket; a browser can't reach the one of this process."""
    from chalicelib.cloud import objects

    def ticket(route: Route) -> None:
        given = route.fetch()
        objects.write(given.json()["fields"]["key"], PNG, "image/png")
        route.fulfill(response=given)

    page.route("**/api/v1/editor/uploads", ticket)
    page.route(
        re.compile(r"https://[^/]*\bs3\b.*amazonaws\.com"),
        lambda route: route.fulfill(
            status=204 if route.request.method == "POST" else 200,
            headers={"Access-Control-Allow-Origin": "*", "Content-Type": "image/png"},
            body=b"" if route.request.method == "POST" else PNG,
        ),
    )


def test_what_is_pasted_from_word_becomes_clean_text_and_its_picture_is_asked_for(
    page: Page, address: str
) -> None:
    article = an_article("前一段。\n")
    kept_by_s3(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, address, "li", f"/articles/{article}")
    rich = page.locator(".ProseMirror")
    expect(rich).to_contain_text("前一段")
    page.evaluate(
        "(html) => navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })])",
        FROM_WORD,
    )
    rich.locator("p").first.click()
    page.keyboard.press("Control+v")
    expect(rich.locator("h2")).to_have_text("怎么缴费")
    expect(rich.locator("ul li")).to_have_text(["居民", "单位"])
    expect(rich.locator("strong").first).to_have_text("两分钟")
    expect(rich.locator("table")).to_contain_text("400元")
    expect(rich.locator(".source-block")).to_have_count(0)
    # What was changed is told, and the picture's place is kept until somebody fills it.
    report = page.locator(".el-notification")
    expect(report).to_contain_text("去掉了")
    expect(report).to_contain_text("图片 clip_image001.png 没有带过来")
    remarks = page.locator(".remarks")
    expect(remarks).to_contain_text("clip_image001.png")
    missing = rich.get_by_role("button", name="补上这张图：clip_image001.png")
    with page.expect_file_chooser() as asked:
        missing.click()
    asked.value.set_files({"name": "流程图.png", "mimeType": "image/png", "buffer": PNG})
    expect(missing).to_have_count(0)
    expect(remarks).to_contain_text("没有发现问题")
    page.get_by_role("button", name="存为新版本").click()
    expect(page.locator(".about")).to_contain_text("第 2 版")
    saved = body_of(article)
    for words in ("mso", "MsoNormal", "仿宋", "style=", "file:", "Users", "clip_image"):
        assert words not in saved
    assert (
        "## 怎么缴费\n\n登录后**两分钟**办完。\n\n- 居民\n- 单位\n\n![](articles/pictures/" in saved
    )
    assert "| 人群 | 金额 |" in saved


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
