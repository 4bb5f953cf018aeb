"""Articles have what Word shows, with its looks; official documents without styles get their headings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.newsroom import ArticleRefused, Composed, read_file
from chalicelib.newsroom.composing.sources import read_word
from chalicelib.newsroom.models import Severity
from tests.unit.newsroom.images import image
from tests.unit.word_files.built import (
    cell,
    field,
    level,
    listed,
    numbering,
    para,
    row,
    run,
    table,
    word,
)

TODAY = date(2026, 11, 23)
CENTRE, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
EQUATION = "<m:oMath><m:rad><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>"
NUMBERS = numbering(
    level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.") + level(2, "bullet", "•"),
    level(0, "decimal", "%1.") + level(1, "bullet", "•") + level(2, "decimal", "%3."),
)


def html(body: str, **parts: str) -> str:
    """The body of a document as its source gives it, without the places."""
    import re

    return re.sub(r' data-at="[^"]*"', "", read_word(word(body, **parts)).html)


def said(body: str | bytes, **parts: str) -> list[tuple[str, str, Severity]]:
    source = read_word(body if isinstance(body, bytes) else word(body, **parts))
    return [(one.where, one.what, one.severity) for one in source.findings]


def font(text: str, name: str, half_points: int = 32, more: str = "") -> str:
    return run(text, f'<w:rFonts w:eastAsia="{name}"/>{more}<w:sz w:val="{half_points}"/>')


@pytest.fixture
def read(tmp_path: Path):
    def done(body: bytes, name: str = "稿件.docx", **given: str) -> Composed:
        (tmp_path / "封面.png").write_bytes(image())
        (tmp_path / name).write_bytes(body)
        return read_file(tmp_path / name, given={"cover": "封面.png", **given}, today=TODAY)

    return done


# Numbers.


def test_a_number_that_html_cannot_count_stands_as_text() -> None:
    body = listed("甲") + para("说明") + listed("乙")
    assert html(body, numbering=NUMBERS) == "<p>一、甲</p><p>说明</p><p>二、乙</p>"


def test_plain_figures_are_a_list_that_goes_on_after_a_paragraph() -> None:
    body = listed("甲", 2) + listed("乙", 2) + para("说明") + listed("丙", 2)
    assert html(body, numbering=NUMBERS) == (
        '<ol><li>甲</li><li>乙</li></ol><p>说明</p><ol start="3"><li>丙</li></ol>'
    )


def test_deeper_items_stand_in_the_item_above() -> None:
    body = listed("甲", 2) + listed("点", 2, 1) + listed("1", 2, 2) + listed("乙", 2)
    assert html(body, numbering=NUMBERS) == (
        "<ol><li>甲<ul><li>点<ol><li>1</li></ol></li></ul></li><li>乙</li></ol>"
    )


def test_a_deep_item_below_a_heading_is_no_empty_bullet() -> None:
    body = para("总则", ppr='<w:pStyle w:val="1"/>') + listed("甲", 2, 2)
    assert html(body, numbering=NUMBERS) == "<h2>总则</h2><ol><li>甲</li></ol>"


def test_a_numbered_heading_keeps_its_number() -> None:
    body = listed("总体要求", more='<w:outlineLvl w:val="0"/>')
    assert html(body, numbering=NUMBERS) == "<h2>一、总体要求</h2>"


def test_the_number_is_as_bold_as_its_words() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = para(run("甲", "<w:b/>"), "；乙。", ppr=numbered)
    made = numbering(level(0, "decimal", "（%1）"))
    assert html(body, numbering=made) == "<p><strong>（1）</strong><strong>甲</strong>；乙。</p>"


def test_a_bold_line_with_a_heading_number_is_a_heading_without_tags_of_its_own() -> None:
    assert html(para(run("一、总体要求", "<w:b/>"))) == "<h2>一、总体要求</h2>"


# Looks.


@pytest.mark.parametrize(
    ("properties", "written"),
    [
        ("<w:b/>", "<strong>字</strong>"),
        ("<w:i/>", "<em>字</em>"),
        ('<w:u w:val="single"/>', "<u>字</u>"),
        ("<w:dstrike/>", "<s>字</s>"),
        ('<w:vertAlign w:val="superscript"/>', "<sup>字</sup>"),
        ('<w:vertAlign w:val="subscript"/>', "<sub>字</sub>"),
        ('<w:color w:val="C00000"/>', '<span style="color:#c00000">字</span>'),
        ('<w:highlight w:val="yellow"/>', '<mark style="background-color:#ffff00">字</mark>'),
        ('<w:shd w:val="clear" w:fill="F2F2F2"/>', "字"),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/>', '<mark style="background-color:#c00000">字</mark>'),
    ],
)  # fmt: skip
def test_looks_become_tags(properties: str, written: str) -> None:
    assert html(para(run("字", properties))) == f"<p>{written}</p>"


def test_the_looks_of_a_quotes_style_are_the_houses() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/>'
        '<w:rPr><w:i/><w:color w:val="4F81BD"/></w:rPr></w:style>'
    )
    body = para("引", run("重", "<w:b/>"), ppr='<w:pStyle w:val="q"/>')
    assert html(body, styles=styles) == "<blockquote><p>引<strong>重</strong></p></blockquote>"


def test_alignment_stays_on_paragraphs_headings_and_cells(read) -> None:
    body = para("中", ppr=CENTRE) + para("题", ppr=f'<w:pStyle w:val="2"/>{CENTRE}')
    body += table(row(cell(para("格", ppr=RIGHT)), "乙")) + para("右", ppr=RIGHT)
    article = read(word(body), title="题名").article.html
    for words, align in (("中", "center"), ("题", "center"), ("格", "right"), ("右", "right")):
        tag = article[: article.index(f">{words}<")].rpartition("<")[2]
        assert f"text-align:{align}" in tag.replace(" ", ""), tag


def test_colour_and_struck_words_reach_the_article(read) -> None:
    body = para("按", run("旧", "<w:dstrike/>"), run("新", '<w:color w:val="C00000"/>'), "率计")
    article = read(word(body), title="题名").article.html
    assert "<s>旧</s>" in article
    assert '<span style="color:#c00000">新</span>' in article


def test_merged_cells_keep_their_size() -> None:
    body = table(
        row(cell("甲", properties='<w:gridSpan w:val="2"/>'), "乙"),
        row(cell("丙", properties='<w:vMerge w:val="restart"/>'), "丁", "戊"),
        row(cell(properties="<w:vMerge/>"), "己", "庚"),
    )
    made = html(body)
    assert '<td colspan="2"><p>甲</p></td>' in made
    assert '<td rowspan="2"><p>丙</p></td>' in made
    assert made.count("<td") == 7


def test_quotes_and_code_that_follow_each_other_are_one() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/></w:style>'
    styles += (
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="HTML Preformatted"/></w:style>'
    )
    body = "".join(
        para(text, ppr=f'<w:pStyle w:val="{text[0]}"/>') for text in ("q1", "q2", "c1", "c2")
    )
    assert (
        html(body, styles=styles) == "<blockquote><p>q1</p><p>q2</p></blockquote><pre>c1\nc2</pre>"
    )


# What was hidden, and what can't be carried along.


def test_hidden_and_deleted_words_are_no_part_of_the_article(read) -> None:
    body = para(
        "公开",
        run("内部口径", "<w:vanish/>"),
        '<w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del>',
        "内容",
    )
    composed = read(word(body), title="题名")
    assert "公开内容" in composed.article.html
    assert [str(one) for one in composed.warnings] == [
        "文档：有 1 处修订还没有接受或拒绝，已按全部接受带入；请在 Word 里确认定稿，特别是日期和数字",
        "第 1 段“公开内容”：Word 里隐藏的文字没有带入：“内部口径”；要发布请先取消隐藏",
    ]


def test_what_cannot_be_carried_keeps_the_article_back_with_its_place(read) -> None:
    body = (
        para("第一段")
        + para("应纳税额＝", EQUATION)
        + para(EQUATION)
        + para(field(" EQ x ", None), "末段")
    )
    with pytest.raises(ArticleRefused) as refused:
        read(word(body), title="题名")
    assert [one.where for one in refused.value.findings] == [
        "第 2 段“应纳税额＝”", "第 2 段“应纳税额＝”之后", "第 3 段“末段”",
    ]  # fmt: skip
    assert all(one.severity is Severity.ERROR for one in refused.value.findings)


def test_the_first_thing_of_a_document_has_a_place_too() -> None:
    [(where, _, _)] = said(para(EQUATION) + para("末"))
    assert where == "文档开头"


def test_remarks_say_no_english_word_of_a_library() -> None:
    body = para(
        "甲",
        EQUATION,
        '<w:r><w:drawing><a:blip r:link="x"/></w:drawing></w:r>',
        "<w:r><w:drawing><c:chart/></w:drawing></w:r>",
    )
    for _, what, _ in said(body):
        words = "".join(sign for sign in what if sign.isascii() and sign.isalpha())
        assert words in ("", "x", "Word")


def test_a_document_with_macros_is_read(read) -> None:
    assert "甲" in read(word(para("甲"), macros=True), "稿件.docm", title="题名").article.html


# Official documents.


def _official() -> str:
    red = '<w:color w:val="FF0000"/>'
    return (
        para(font("云岭省税务局文件", "方正小标宋简体", 72, red), ppr=CENTRE)
        + para(font("云税发〔2026〕12号", "仿宋"), ppr=CENTRE)
        + para(font("云岭省税务局关于", "方正小标宋简体", 44), ppr=CENTRE)
        + para(font("做好申报的通知", "方正小标宋简体", 44), ppr=CENTRE)
        + para(font("各市税务局：", "仿宋"))
        + para(font("　　一、总体要求", "黑体"))
        + para(font("　　（一）提高认识。", "楷体_GB2312"), font("各单位要重视。", "仿宋"))
        + para(font("　　（二）加强宣传", "楷体_GB2312"))
        + para(font("　　三、四项工作都要按期完成，不得拖延。", "仿宋"))
        + para(font("云岭省税务局", "仿宋"), ppr='<w:ind w:left="4800"/>')
        + para(font("　　　　　　　　　　　　2026年11月28日", "仿宋"))
        + para(font("（联系人：某某）", "仿宋"))
    )


def test_the_title_is_the_large_centred_line_below_the_red_head() -> None:
    source = read_word(word(_official()))
    assert source.fields == {"title": "云岭省税务局关于做好申报的通知"}
    assert "做好申报的通知" not in source.html


def test_an_official_document_keeps_its_order_and_places() -> None:
    assert html(_official()) == (
        '<p style="text-align:center"><span style="color:#ff0000">云岭省税务局文件</span></p>'
        '<p style="text-align:center">云税发〔2026〕12号</p>'
        "<p>各市税务局：</p><h2>一、总体要求</h2>"
        "<p><strong>（一）提高认识。</strong>各单位要重视。</p><h3>（二）加强宣传</h3>"
        "<p>三、四项工作都要按期完成，不得拖延。</p>"
        '<p style="text-align:right">云岭省税务局</p><p style="text-align:right">2026年11月28日</p>'
        "<p>（联系人：某某）</p>"
    )


def test_an_automatic_number_in_a_heading_font_makes_a_heading_too() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = para(font("总体要求", "黑体"), ppr=numbered) + listed("普通一项")
    assert html(body, numbering=NUMBERS) == "<h2>一、总体要求</h2><p>二、普通一项</p>"


def test_a_centred_line_of_the_size_of_the_text_is_no_title() -> None:
    source = read_word(word(para("附件一", ppr=CENTRE) + para("正文在这里。")))
    assert "title" not in source.fields
    assert "附件一" in source.html


def test_a_large_centred_line_below_the_first_text_is_no_title() -> None:
    source = read_word(word(para("正文。") + para(font("小结", "黑体", 44), ppr=CENTRE)))
    assert "title" not in source.fields


def test_a_title_that_the_fields_name_leaves_the_body_and_another_stays() -> None:
    head = para(font("通 知", "黑体", 44), ppr=CENTRE)
    for given, stays in (("通知", False), ("别的题目", True)):
        source = read_word(word(table(row("标题", given)) + head + para("正文。")))
        assert source.fields["title"] == given
        assert ("通 知" in source.html) is stays


def test_a_title_given_beside_the_document_leaves_its_own_in_the_body(read) -> None:
    head = para(font("办税通知", "黑体", 44), ppr=CENTRE)
    assert "办税通知" in read(word(head + para("正文。")), title="另一题目").article.html
    assert "办税通知" not in read(word(head + para("正文。")), title="办税通知").article.html


def test_breaks_at_the_edges_of_a_paragraph_are_no_lines() -> None:
    broken = '<w:r><w:br w:type="page"/></w:r>'
    assert html(para(broken, "甲", "<w:r><w:br/></w:r>", "乙", broken)) == "<p>甲<br>乙</p>"


def test_a_title_style_of_two_lines_is_one_title() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    body = para("关于社保", ppr='<w:pStyle w:val="t"/>') + para(
        "缴费的通知", ppr='<w:pStyle w:val="t"/>'
    )
    source = read_word(word(body + para("正文。"), styles=styles))
    assert source.fields["title"] == "关于社保缴费的通知"
    assert "<h1" not in source.html
