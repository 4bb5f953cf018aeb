"""Official documents without heading styles: headings by typeface or bold, title, number, who signs and when."""

from __future__ import annotations

import re

import pytest

from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.plain_text import paragraphs
from chalicelib.newsroom.composing.sources import read_html, read_markdown
from chalicelib.newsroom.composing.themes import DEFAULT, PLAIN, look_of
from tests.unit.newsroom.test_layout_property import resolve


def tags(html: str) -> str:
    laid = lay_out(read_html(html).html, resolve, "正文").html
    return re.sub(r"</?section>", "", re.sub(r' style="[^"]*"', "", laid))


def marked(markdown: str) -> str:
    source = read_markdown(f"---\ntitle: 题\n---\n{markdown}")
    return lay_out(source.html, resolve, source.begins).html


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<p><b>一、总体要求</b></p>", "h2"),
        ("<p><span style='font-weight:700'>十一、</span><b>附则</b></p>", "h2"),
        ("<p><span style='font-family:黑体'>一、总体要求</span></p>", "h2"),
        ("<p style='font-family: SimHei, sans-serif'>二、工作安排</p>", "h2"),
        ("<div style='font-family:&quot;黑体&quot;'>三、保障</div>", "h2"),
        ("<p><font face='黑体'>一、总体要求</font></p>", "h2"),
        ("<p><b>（一）时间</b></p>", "h3"),
        ("<p><span style='font-family:楷体_GB2312'>（二）地点。</span></p>", "h3"),
        ("<p><span style='font-family:KaiTi'>(三)方式</span></p>", "h3"),
    ],
)
def test_a_numbered_line_in_black_or_bold_is_a_heading(html: str, tag: str) -> None:
    words = re.sub(r"<[^>]*>", "", html)
    assert tags(html + "<p>正文。</p>") == f"<{tag}>{words}</{tag}><p>正文。</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>一、总体要求</p>",
        "<p><b>一、总体要求</b>：抓早抓小。</p>",
        "<p><b>一、各单位要高度重视，切实加强领导。</b></p>",
        "<p><b>（一）各单位要高度重视，切实加强领导。</b></p>",
        "<p><b>总体要求</b></p>",
        "<p><span style='font-family:宋体'>一、总体要求</span></p>",
        "<p><span style='font-family:黑体'>一、总体</span><span style='font-family:仿宋'>要求</span></p>",
        f"<p><b>一、{'很长的要求' * 9}</b></p>",
        "<table><tr><td><b>一、总体要求</b></td><td>乙</td></tr></table>",
        "<blockquote><p><b>一、总体要求</b></p></blockquote>",
        "<ul><li><p><b>一、总体要求</b></p><p>乙</p></li></ul>",
    ],
)
def test_anything_less_stays_a_paragraph(html: str) -> None:
    assert "<h" not in tags(html)


def test_below_headings_of_the_author_a_numbered_line_is_one_rank_lower() -> None:
    html = marked("## 政策内容\n\n**一、适用范围**\n\n文\n\n**（一）时间**\n\n文")
    assert re.findall(r"<(h\d)", html) == ["h2", "h3", "h4"]


TITLE = look_of(PLAIN).roles["document-title"].split(";")[1]
SIGNED = "text-align:right"


def test_a_centred_first_paragraph_is_the_documents_title() -> None:
    html = lay_out(
        read_html(
            "<p align=center>关于征期服务的通知</p><p align=center>云税发〔2026〕12号</p><p>各单位：</p>"
        ).html,
        resolve,
        "正文",
    ).html
    assert re.search(rf'<p style="[^"]*{TITLE};font-weight:bold[^"]*">关于征期服务的通知</p>', html)
    assert re.search(r'<p style="margin:-0.6em[^"]*">云税发〔2026〕12号</p>', html)


@pytest.mark.parametrize(
    "html",
    [
        "<p align=center>全文都居中</p><p align=center>第二段</p>",
        "<p align=center>这是一句话。</p><p>正文</p>",
        "<p>正文</p><p align=center>居中的一段</p><p>正文</p>",
    ],
)
def test_other_centred_paragraphs_are_no_title(html: str) -> None:
    assert f"{TITLE};font-weight:bold" not in lay_out(read_html(html).html, resolve, "正文").html


@pytest.mark.parametrize(
    "markdown",
    [
        "正文。\n\n国家税务总局云岭省税务局\n\n2026年2月20日",
        "正文。\n\n国家税务总局云岭省税务局\n2026年2月20日",
        "正文。\n\n云岭省税务局办公室\n\n二〇二六年二月二十日",
        "正文[^1]。\n\n云岭省财政厅\n云岭省税务局\n2026年2月20日\n\n[^1]: 注",
    ],
)
def test_a_unit_above_a_date_at_the_end_signs_at_the_right(markdown: str) -> None:
    html = marked(markdown)
    assert SIGNED in html
    assert not re.search(r'text-align:right">正文', html)


@pytest.mark.parametrize(
    "markdown",
    [
        "正文。\n\n2026年2月20日",
        "正文。\n\n请在期限内申报\n\n2026年2月20日",
        "国家税务总局云岭省税务局\n\n2026年2月20日\n\n正文。",
        "正文。\n\n国家税务总局云岭省税务局\n\n2026年2月20日前申报。",
    ],
)
def test_anything_less_is_no_signature(markdown: str) -> None:
    assert SIGNED not in marked(markdown)


def test_paragraphs_that_the_author_set_to_the_right_at_the_end_sign() -> None:
    html = lay_out(
        read_html(
            "<p>正文</p><p align=right>云岭省税务局</p><p align=right>2026年2月20日</p>"
        ).html,
        resolve,
        "正文",
        DEFAULT,
    ).html
    assert html.count("text-align:right") == 2
    assert "margin:1.8em 0 0.3em" in html
    assert paragraphs(html) == ["正文", "云岭省税务局", "2026年2月20日"]
