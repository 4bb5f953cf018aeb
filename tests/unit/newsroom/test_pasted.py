"""HTML as editors paste it becomes the house's own."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from chalicelib.newsroom import Article, ArticleRefused, read_file
from tests.unit.newsroom.images import image

HEAD = "---\ntitle: 题\ncover: 封面.png\n---\n"
PNG = image()

XIUMI = """<section style="box-sizing:border-box;font-style:normal;font-weight:400;text-align:justify;color:rgb(62,62,62);">
<section style="text-align:center;margin:10px 0%;" powered-by="xiumi.us"><section style="display:inline-block;
background-image:url(https://statics.xiumi.us/x.png);background-color:rgb(11,92,173);padding:5px 15px;color:#fff;">
<p style="margin:0px;padding:0px;white-space:normal;"><span style="font-size:18px;"><strong>一、谁可以办</strong></span></p>
</section></section><section style="padding:0 10px;line-height:2;letter-spacing:1px;"><p><span style="color:rgb(62,62,62);
font-size:15px;">　　新办企业的</span><span style="color:#d00000;font-weight:bold;">法定代表人</span><span>，或者经办人。</span></p>
<p><br></p><p style="text-align:right"><em>云岭税务</em></p>
<section class="group-empty"><svg viewBox="0 0 1 1" style="float:left"></svg></section></section></section>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><title>新办企业</title>
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head><body lang=ZH-CN style='tab-interval:21.0pt'>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->
<div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:16.0pt;mso-ascii-font-family:宋体'>办理
流程<o:p></o:p></span></b></p>
<p class=MsoNormal>三天内办完<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>。</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'><td width=284 valign=top><p
class=MsoNormal><b>材料</b></p></td><td><p class=MsoNormal><b>份数</b></p></td></tr><tr><td><p class=MsoNormal>执照</p></td><td><p
class=MsoNormal>1</p></td></tr></table>
</div><div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span><![if !supportFootnotes]>[1]<![endif]></span></a> 指工作日。</p></div></div></body></html>"""


@pytest.fixture
def read(tmp_path: Path):
    def done(html: str, head: str = HEAD) -> Article:
        (tmp_path / "封面.png").write_bytes(PNG)
        (tmp_path / "图.png").write_bytes(PNG)
        (tmp_path / "稿.html").write_bytes((head + html).encode())
        return read_file(tmp_path / "稿.html").article

    return done


def bare(article: Article) -> str:
    return re.sub(r' style="[^"]*"', "", article.html)


def test_an_online_editors_soup_keeps_words_emphasis_and_what_is_meant(read) -> None:
    article = read(XIUMI)
    assert bare(article) == (
        "<section><h2><span>一<span>、</span></span>谁可以办</h2>"
        "<p>新办企业的<span><strong>法定代表人</strong></span>，或者经办人。</p>"
        "<p><em>云岭税务</em></p></section>"
    )
    assert "color:#d00000" in article.html
    assert "text-align:right" in article.html
    assert 'color:#fff"' not in article.html.lower()
    assert "xiumi" not in article.html


def test_what_word_saves_as_a_page_keeps_its_table_and_its_notes(read, tmp_path: Path) -> None:
    html = bare(read(WORD))
    assert "<p><strong>办理流程</strong></p>" in html
    assert "三天内办完<sup>注1</sup>。" in html
    assert "<p>注1 指工作日。</p>" in html
    assert "<th>材料</th>" in html
    assert "<td>执照</td>" in html
    assert "mso" not in html.lower()


def test_a_page_in_the_systems_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "封面.png").write_bytes(PNG)
    page = '<html><head><meta charset="gb2312"><title>办税指南</title></head><body><p>正文</p></body></html>'
    (tmp_path / "稿.htm").write_bytes(page.encode("gb18030"))
    assert read_file(tmp_path / "稿.htm", given={"cover": "封面.png"}).article.title == "办税指南"


def test_a_picture_pasted_into_the_text_becomes_a_file(read) -> None:
    inside = base64.b64encode(PNG).decode()
    article = read(f'<p><img src="data:image/png;base64,{inside}"></p>')
    assert len(article.pictures) == 1
    assert "data:" not in article.html


def test_a_video_of_wechats_keeps_the_article_back(read) -> None:
    with pytest.raises(ArticleRefused) as refused:
        read(
            '<p>前</p><iframe class="video_iframe" data-mpvid="wxv_12" title="演示" src="https://mp.weixin.qq.com/mp/x"></iframe>'
        )
    assert [one.what.split("；")[0] for one in refused.value.findings] == [
        "视频“演示”还没有放进来，读者只会看到一个灰框"
    ]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<img src="https://img.xiumi.us/a.png">', "外部图片 https://img.xiumi.us/a.png"),
        ('<img src="//img.example/a.png">', "外部图片"),
        ('<img src="file:///C:/a.png">', "只在写稿的电脑上有"),
        ("<img>", "图片没有地址"),
        ('<img src="http://[x">', "写错了"),
        ("<p>甲</p>\n<canvas></canvas>", "第 6 行：微信会删掉 <canvas>"),
        ("<iframe src='https://evil.example/'></iframe>", "微信会删掉 <iframe>"),
        ("<form><input></form>", "微信会删掉 <form>"),
        ('<a href="javascript:;">点</a>', "应以 https"),
        ('<a href="">点</a>', "链接“点”没有地址"),
        ('<a href="page.html">点</a>', "相对地址"),
        ('<a href="#no">点</a>', "指向文中没有的位置"),
        ('<a href="http://192.168.1.2/x">点</a>', "内部网络"),
        ('<a href="https://">点</a>', "写错了"),
        ('<a href="https://exa mple.cn/x">点</a>', "空格"),
        ('<a href="https://mp.weixin.qq.com/s?__biz=a&tempkey=b">点</a>', "临时预览链接"),
        ('<a href="ftp://a.cn/x">点</a>', "应以 https"),
        ('<a href="mailto:">点</a>', "没有地址"),
    ],
)
def test_it_is_refused_with_the_reason(read, html: str, reason: str) -> None:
    with pytest.raises(ArticleRefused) as refused:
        read(f"<p>正文</p>{html}" if "第 6" not in reason else html)
    assert any(reason in str(finding) for finding in refused.value.findings)


def test_a_link_within_the_text_loses_only_its_link(read) -> None:
    html = bare(
        read(
            '<a name="top"></a><p><a href="#top">回到开头</a>，<a href="#第二节">下一节</a></p><h2>第二节</h2>'
        )
    )
    assert "<p>回到开头，下一节</p>" in html


def test_boxes_with_words_in_each_are_unpacked_in_their_order(read) -> None:
    html = bare(read("".join(f"<div>字{n}" for n in range(300))))
    assert re.findall(r"字(\d+)", html) == [str(n) for n in range(300)]


def test_boxes_that_go_on_for_ever_are_no_trouble(read) -> None:
    assert "中心" in read("<div>" * 3000 + "中心" + "</div>" * 3000).html
