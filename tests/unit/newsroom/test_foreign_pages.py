"""Pages of editors, offices and authorities: what is left out is named, what was meant is kept."""

from __future__ import annotations

import re

import pytest

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.layout.lay_out import LaidOut
from chalicelib.newsroom.composing.sources import Source, read_html

SITE = """<html><head><title>通知公告 关于年报的通知 某局</title><meta name="ContentSource" content="登记处">
<style>.no{display:none}.red{color:#c00}@media print{p{display:none}}</style><script>a<b</script></head><body>
<div class="header"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">办事服务</a></div>
<div class="weizhi">您现在的位置：<a href="/">首页</a> &gt; 正文</div>
<h1>关于年报的通知</h1>
<p>来源：登记处 发布时间：2026-01-08 浏览次数：<b>12</b> 字体：[<a href="javascript:f()">大</a> <a href="#">中</a>] <a href="#">打印</a></p>
<div id="zoom"><p>各县局：</p><p>请于<span class="red">6月30日</span>前报送年度报告。</p><p class="no">内部口径</p></div>
<p>【<a href="x.html">返回列表</a>】【<a href="javascript:p()">打印本页</a>】</p>
<p>字体：</p><p>小</p><p>中</p><p>大</p>
<p>上一篇：<a href="a.html">别的公告</a></p>
<div class="footer">版权所有：某局 滇ICP备1号</div><script>x()</script></body></html>"""


def read(html: str) -> LaidOut:
    source = read_html(html)
    return lay_out(source.html, lambda name: name, source.begins)


def bare(laid: LaidOut) -> str:
    """The body with those looks alone that an author gave."""
    # The justified lines of the whole are the theme's.
    html = laid.html.replace(";text-align:justify", "", 1)
    html = re.sub(r'style="[^"]*?;?((?:text-align|color|width):[^;"]+)"', r'style="\1"', html)
    html = re.sub(r' style="(?!text-align:|color:)[^"]*"', "", html)
    return re.sub('<section style="color:#[0-9a-f]+">', "<section>", html, count=1).replace(
        "\n", ""
    )


def said(laid: LaidOut) -> str:
    return "\n".join(map(str, laid.findings))


def test_a_site_s_page_keeps_its_text_and_says_what_went() -> None:
    source: Source = read_html(SITE)
    laid = lay_out(source.html, lambda name: name, source.begins)
    assert source.fields == {"title": "关于年报的通知", "source": "登记处"}
    words = re.sub(r"\s", "", re.sub("<[^>]+>", "", laid.html))
    assert words == "来源：登记处发布时间：2026-01-08各县局：请于6月30日前报送年度报告。"
    told = said(laid)
    assert "color:#c00" in laid.html
    assert "网页四周的内容没有放进正文" in told
    for kind in (
        "页头“首页",
        "当前位置“您现在的位置",
        "网页工具“",
        "返回列表",
        "上一篇",
        "页脚“版权所有",
    ):
        assert kind in told
    assert "“内部口径”" in told
    assert told.count("脚本") == 1
    assert not [one for one in laid.findings if one.severity is Severity.ERROR]


def test_a_piece_of_a_page_keeps_what_looks_like_a_bar() -> None:
    laid = read('<nav>目录</nav><p>正文</p><div class="footer">联系我们</div>')
    assert bare(laid) == "<section><p>目录</p><p>正文</p><p>联系我们</p></section>"
    assert not laid.findings


@pytest.mark.parametrize(
    "text",
    [
        '<div class="header"><h2>关于办税的通知</h2></div>',
        '<div class="top">关于印发办税指南的通知</div>',
        '<div class="footer"><p>请各单位于三月一日之前把有关材料报送到登记处，逾期不再受理，由此产生的后果由各单位自行承担，并在年度考核中予以通报。</p></div>',
        "<p>分享到的经验有三条</p>",
        "<p>打印发票需要三步</p>",
    ],
)
def test_words_of_the_text_are_no_bar(text: str) -> None:
    words = re.sub("<[^>]+>", "", text)
    laid = read(f"<html><body>{text}<p>正文一段。</p></body></html>")
    assert words in re.sub("<[^>]+>", "", laid.html)
    assert not laid.findings


@pytest.mark.parametrize(
    ("html", "kept", "told"),
    [
        ("<svg><text>点击</text><tspan>不显示</tspan></svg>", "点击", "SVG 图形里的文字已按顺序放进正文：“点击”"),
        ("<svg><foreignObject><p>期限</p></foreignObject></svg>", "期限", "SVG 图形里的文字"),
        ("<svg><title>不显示</title><path d='M0'/></svg>", "", ""),
        ("<math><mfrac><mi>甲</mi><mn>2</mn></mfrac></math>", "甲/2", "公式已改写成文字：“甲/2”"),
        ("<math><msup><mi>r</mi><mn>2</mn></msup></math>", "r2", "公式已改写成文字：“r^2”"),
        ("<math><mtable><mtr><mtd>甲</mtd></mtr></mtable></math>", "", "公式没有放进正文：“甲”"),
        ("<mp-common-profile data-nickname='云岭税务'></mp-common-profile>", "", "公众号名片没有放进正文：“云岭税务”"),
        ("<mp-common-videosnap data-nickname='甲' data-desc='乙'></mp-common-videosnap>", "", "视频号内容没有放进正文：“甲”"),
        ("<mp-of-tomorrow data-title='新'></mp-of-tomorrow>", "", "微信卡片没有放进正文：“新”"),
        ("<mpvoice name='录音'></mpvoice>", "", "音频没有放进正文：“录音”"),
        ("<qqmusic music_name='歌'></qqmusic>", "", "音乐没有放进正文：“歌”"),
        ("<mp-style-type data-value=3></mp-style-type>", "", ""),
        ("<iframe src='https://a.example/x'></iframe>", "", "微信会删掉 <iframe> 及其内容（嵌入的网页）：“https://a.example/x”"),
        ("<form><label>姓名</label><input placeholder='请填姓名'></form>", "姓名", "微信会删掉 <form> 及其内容（表单）：“请填姓名”"),
        ("<form><input type=hidden value=x>甲</form>", "甲", ""),
        ("<audio src=a.mp3>不支持</audio>", "", "（音频）：“a.mp3”"),
        ("<object data=a.swf></object>", "", "（嵌入的对象）：“a.swf”"),
        ("<div style=\"background:url('a.png')\">字</div>", "字", "背景图片没有放进正文（第一处写着“字”）"),
        ("<a data-miniprogram-appid=w href=''>办税</a>", "办税", "小程序“办税”"),
        ("<a class='wx_topic_link' href='javascript:;'>#话题</a>", "#话题", "话题“#话题”"),
        ("<template><p>模板</p></template>", "", "隐藏的内容没有放进正文：“模板”"),
        ("<details><summary>甲</summary>乙</details>", "甲乙", ""),
        ("<p aria-hidden=true>读得到</p>", "读得到", ""),
        ("<ruby>税<rt>shuì</rt></ruby>", "税（shuì）", ""),
    ],
)  # fmt: skip
def test_what_an_article_cannot_hold_is_named(html: str, kept: str, told: str) -> None:
    laid = read(f"<p>前</p>{html}<p>后</p>")
    assert re.sub(r"\s|<[^>]+>", "", laid.html) == f"前{kept}后"
    assert (told in said(laid)) if told else not laid.findings


def test_a_script_that_never_ends_is_an_error() -> None:
    laid = read("<p>前</p><script>var a = 1;<p>后</p>")
    assert "没有写完的脚本" in said(laid)
    assert Severity.ERROR in [one.severity for one in laid.findings]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p style="color:red">甲</p>', '<p><span style="color:red">甲</span></p>'),
        ('<section style="color:rgb(204,0,0)"><p>甲</p><p>乙</p></section>',
         '<p><span style="color:#cc0000">甲</span></p><p><span style="color:#cc0000">乙</span></p>'),
        ('<font color="red"><p>甲</p></font>', '<p><span style="color:red">甲</span></p>'),
        ('<section style="color:red"><p style="color:#333">甲</p></section>', "<p>甲</p>"),
        ('<section style="color:red"><p style="color:#ffe">甲</p></section>', "<p>甲</p>"),
        ('<span style="text-decoration:underline">甲</span>', "<p><u>甲</u></p>"),
        ('<p style="text-decoration:line-through">甲</p>', "<p><s>甲</s></p>"),
        ('<p style="font-weight:bold">甲</p>', "<p><strong>甲</strong></p>"),
        ('<p style="font-weight:600">甲<span style="font-weight:400">乙</span></p>', "<p><strong>甲</strong>乙</p>"),
        ('<div style="font:bold 16px x">甲</div>', "<p><strong>甲</strong></p>"),
        ('<p style="font-style:italic">甲</p>', "<p><em>甲</em></p>"),
        ('<b style="font-weight:normal"><p>甲</p></b>', "<p>甲</p>"),
        ('<section style="text-align:center"><p style="text-align:left">甲</p><p>乙</p></section>',
         '<p>甲</p><p style="text-align:center">乙</p>'),
        ('<center>甲<p>乙</p></center>', '<p style="text-align:center">甲</p><p style="text-align:center">乙</p>'),
        ('<div align="right"><p>甲</p></div>', '<p style="text-align:right">甲</p>'),
        ('<style>.a{color:red}.b .c{font-weight:bold}</style><p class="a">甲</p><div class=b><p class=c>乙</p></div>',
         '<p><span style="color:red">甲</span></p><p><strong>乙</strong></p>'),
        ('10m<span style="vertical-align:super">2</span>', "<p>10m<sup>2</sup></p>"),
        ('<span style="display:block">甲</span><span style="display:block">乙</span>', "<p>甲</p><p>乙</p>"),
    ],
)  # fmt: skip
def test_looks_hold_wherever_they_stand(html: str, kept: str) -> None:
    laid = read(html)
    assert bare(laid) == f"<section>{kept}</section>"
    assert not laid.findings


def rows(laid: LaidOut) -> list[list[str]]:
    """The cells of the tables of an article."""
    found = re.findall(r"<tr>(.*?)</tr>", laid.html, re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in found]
    return [[re.sub("<[^>]+>", "", cell) for cell in row] for row in cells]


@pytest.mark.parametrize(
    ("html", "cells"),
    [
        ('<div style="display:flex"><p>税种与税目一</p><p>期限</p></div><div style="display:flex"><p>增值税</p><p>15日</p></div>',
         [["税种与税目一", "期限"], ["增值税", "15日"]]),
        ('<div style="display:grid;grid-template-columns:repeat(3,1fr)">' + "".join(f"<p>{n}日</p>" for n in range(1, 7)) + "</div>",
         [["1日", "2日", "3日"], ["4日", "5日", "6日"]]),
        ('<div style="display:flex;flex-wrap:wrap">' + "".join(f'<p style="width:50%">{n}号</p>' for n in range(1, 5)) + "</div>",
         [["1号", "2号"], ["3号", "4号"]]),
        ('<ul>' + "".join(f'<li style="float:left;width:25%">格子{n}的字</li>' for n in range(1, 9)) + "</ul>",
         [[f"格子{n}的字" for n in range(1, 5)], [f"格子{n}的字" for n in range(5, 9)]]),
        ('<div style="display:table"><div style="display:table-row"><div style="display:table-cell">甲</div>'
         '<div style="display:table-cell">乙</div></div><div style="display:table-row"><div style="display:table-cell">丙</div>'
         '<div style="display:table-cell">丁</div></div></div>', [["甲", "乙"], ["丙", "丁"]]),
    ],
)  # fmt: skip
def test_boxes_side_by_side_are_a_table(html: str, cells: list[list[str]]) -> None:
    assert rows(read(html)) == cells


def test_a_lone_row_of_few_words_is_one_line() -> None:
    laid = read(
        '<section style="display:flex"><section>01</section><section><p><b>申报</b></p></section></section>'
    )
    assert bare(laid) == "<section><p>01\u3000<strong>申报</strong></p></section>"


def test_words_between_two_rows_stay_between_them() -> None:
    row = '<div style="display:flex"><p>{}</p><p>{}</p></div>'
    laid = read(f"{row.format('甲' * 20, '乙' * 20)}中间{row.format('丙' * 20, '丁' * 20)}")
    words = re.sub(r"\s|<[^>]+>", "", laid.html)
    assert words == "甲" * 20 + "乙" * 20 + "中间" + "丙" * 20 + "丁" * 20


def test_boxes_in_a_column_stay_below_each_other() -> None:
    laid = read('<div style="display:flex;flex-direction:column"><p>甲</p><p>乙</p></div>')
    assert bare(laid) == "<section><p>甲</p><p>乙</p></section>"


def test_many_lines_of_a_word_each_are_told() -> None:
    laid = read("".join(f"<div>字{n}</div>" for n in range(7)))
    assert "从“字0 字1 字2 字3 字4 字5…”起有 7 段都只有一两个字" in said(laid)


@pytest.mark.parametrize(
    ("image", "width"),
    [
        ('<img src="a.png" width="47">', "47px"),
        ('<img src="a.png" style="width:120px">', "120px"),
        ('<img src="a.png" style="width:30%">', "30%"),
        ('<img src="a.png" style="width:100%">', ""),
        ('<img src="a.png" width="900">', ""),
    ],
)
def test_small_pictures_keep_their_width(image: str, width: str) -> None:
    html = read(image).html
    assert (f";width:{width}" in html) if width else (";width:" not in html)


@pytest.mark.parametrize("alt", ["doocs", "qr code", "image_20260101", "logo", "a1b2c3d4e5f6"])
def test_a_program_s_words_are_no_caption(alt: str) -> None:
    assert read(f'<p><img src="a.png" alt="{alt}"></p>').html.count("<p ") == 1


def test_a_first_line_that_repeats_the_title_goes() -> None:
    page = "<html><head><title>办税通知</title></head><body><p><b>办税</b>通知</p><p>办税通知如下。</p></body></html>"
    assert bare(read(page)) == "<section><p>办税通知如下。</p></section>"


@pytest.mark.parametrize("share", ["0.12", "12%", "0.5"])
def test_words_on_a_tint_of_their_own_colour_are_seen(share: str) -> None:
    cell = f"background:rgba(51, 71, 91, {share});color:#33475b"
    laid = read(f'<table><tr><th style="{cell}">项目</th></tr><tr><td>时间</td></tr></table>')
    assert "项目" in laid.html
    assert not laid.findings


def test_words_in_the_colour_behind_them_stay_hidden() -> None:
    laid = read('<p>看得见<span style="background:rgba(51,71,91,1);color:#33475b">内部</span></p>')
    assert "内部" not in laid.html
