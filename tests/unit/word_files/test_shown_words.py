"""Every word that Word shows is read once and in order; what it hides is not."""

from __future__ import annotations

import pytest

from chalicelib.foreign_files.refusal import FileRefused
from tests.unit.word_files.built import (
    STYLES,
    field,
    lines,
    para,
    read,
    remarks,
    run,
    warnings,
    word,
)

HIDDEN = "<w:vanish/>"
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="框"/>'
    "<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_OLD_BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


def _control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "around",
    [
        '<w:smartTag w:uri="u" w:element="chsdate">{}</w:smartTag>',
        '<w:customXml w:uri="u" w:element="e">{}</w:customXml>',
        '<w:ins w:id="1" w:author="a">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="a">{}</w:moveTo>',
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" REF 日期 ">{}</w:fldSimple>',
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:bdo w:val="ltr">{}</w:bdo>',
        '<w:dir w:val="ltr">{}</w:dir>',
        '<w:smartTag w:element="a"><w:ins w:id="1"><w:hyperlink w:anchor="x">{}</w:hyperlink></w:ins></w:smartTag>',
        '<mc:AlternateContent><mc:Choice Requires="w14">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>',
        '<mc:AlternateContent><mc:Choice Requires="foo"><w:r><w:t>别的</w:t></w:r></mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>',
    ],
)  # fmt: skip
def test_words_inside_something_stand_where_they_stood(around: str) -> None:
    inside = around.format(run("12月15日"))
    assert lines(para("请于", inside, "前办理。")) == ["请于12月15日前办理。"]


@pytest.mark.parametrize(
    "around",
    [
        '<w:del w:id="1" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="1" w:author="a"><w:r><w:t>{}</w:t></w:r></w:moveFrom>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>",
        "<w:r><w:rPr><w:specVanish/></w:rPr><w:t>{}</w:t></w:r>",
        "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>{}</w:t></w:r>",
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r>',
        '<w:ins w:id="1"><w:del w:id="2"><w:r><w:delText>{}</w:delText></w:r></w:del></w:ins>',
        "<w:r><w:instrText>{}</w:instrText></w:r>",
    ],
)
def test_words_that_word_does_not_show_are_left_out(around: str) -> None:
    assert lines(para("前", around.format("内部口径"), "后")) == ["前后"]


def test_hidden_words_are_named_in_a_warning() -> None:
    said = warnings(para("前", run("内部口径", HIDDEN), "后"))
    assert said == ["Word 里隐藏的文字没有带入：“内部口径”；要发布请先取消隐藏"]


STYLED = (
    STYLES
    + '<w:style w:type="character" w:styleId="h"><w:name w:val="内部"/><w:rPr><w:vanish/></w:rPr></w:style>'
    + '<w:style w:type="character" w:styleId="hh"><w:name w:val="内部二"/><w:basedOn w:val="h"/></w:style>'
    + '<w:style w:type="paragraph" w:styleId="ph"><w:name w:val="内部段"/><w:rPr><w:vanish/></w:rPr></w:style>'
    + '<w:style w:type="paragraph" w:styleId="phh"><w:name w:val="内部段二"/><w:basedOn w:val="ph"/></w:style>'
)


@pytest.mark.parametrize("style", ["h", "hh"])
def test_a_character_style_hides_and_so_does_one_based_on_it(style: str) -> None:
    body = para("前", run("隐", f'<w:rStyle w:val="{style}"/>'), "后")
    assert lines(body, styles=STYLED) == ["前后"]


@pytest.mark.parametrize("style", ["ph", "phh"])
def test_a_paragraph_style_hides_and_direct_formatting_shows_again(style: str) -> None:
    body = para("隐", run("显", '<w:vanish w:val="0"/>'), "隐", ppr=f'<w:pStyle w:val="{style}"/>')
    assert lines(body + para("次"), styles=STYLED) == ["显次"]


def test_a_hidden_style_in_a_hidden_paragraph_shows_as_word_toggles() -> None:
    body = para(run("显", '<w:rStyle w:val="h"/>'), ppr='<w:pStyle w:val="ph"/>')
    assert lines(body, styles=STYLED) == ["显"]


def test_the_documents_defaults_hide_too() -> None:
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    assert lines(para("隐", run("显", '<w:vanish w:val="false"/>')), styles=defaults) == ["显"]


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_a_switch_that_is_off_hides_nothing(value: str) -> None:
    assert lines(para(run("显", f'<w:vanish w:val="{value}"/>'))) == ["显"]


def test_white_words_on_a_colour_are_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    red = '<w:shd w:val="clear" w:fill="C00000"/>'
    assert lines(para(run("红底", white + red))) == ["红底"]
    assert lines(para(run("红段", white), ppr=red)) == ["红段"]


def test_a_hidden_paragraph_mark_joins_what_follows() -> None:
    apart = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    assert lines(para("标题。", ppr=apart) + para("正文。")) == ["标题。正文。"]
    gone = para(run("全隐", HIDDEN), ppr="<w:rPr><w:vanish/></w:rPr>")
    assert lines(para("甲") + gone + para("乙")) == ["甲", "乙"]


def test_a_deleted_paragraph_mark_joins_what_follows() -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert lines(para("甲", ppr=deleted) + para("乙") + para("丙")) == ["甲乙", "丙"]


def test_a_large_initial_belongs_to_its_paragraph() -> None:
    body = para("税", ppr='<w:framePr w:dropCap="drop" w:lines="3"/>') + para("务机关")
    assert lines(body) == ["税务机关"]


def test_fields_show_their_results_and_no_instructions() -> None:
    inner = field(' IF 1 = 1 "是" ', run("是"))
    body = para("见", field(" REF 附件 ", run("附件一") + inner), "。")
    assert lines(body) == ["见附件一是。"]
    assert lines(para("前", field(" XE 词条 ", None), field(" SET x 值 ", run("值")), "后")) == [
        "前后"
    ]


def test_an_instruction_with_a_field_in_it_shows_nothing() -> None:
    nested = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("不显")
    nested += field(" PAGE ", run("7")) + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    nested += run("显") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert lines(para("前", nested, "后")) == ["前显后"]


def test_a_field_goes_on_over_paragraphs() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    )
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    page = run("\t3", "<w:webHidden/>")
    body = para(begin, "一、总则", page) + para("二、附则", page) + para(end)
    assert lines(body) == ["一、总则", "二、附则"]
    assert warnings(body) == ["文中有目录，页码和跳转在手机上没有意义；不需要请在 Word 里删去目录"]


def test_a_deleted_field_leaves_the_rest_alone() -> None:
    parts = (
        field(" REF x ", run("旧"))
        .replace("<w:t ", "<w:delText ")
        .replace("</w:t>", "</w:delText>")
    )
    assert lines(para("前", f'<w:del w:id="1">{parts}</w:del>', "后")) == ["前后"]


@pytest.mark.parametrize("box", [_BOX, _OLD_BOX])
def test_a_text_box_is_read_once(box: str) -> None:
    assert lines(para("前", box.format(para("框里")), "后") + para("次")) == ["前后", "框里", "次"]


def test_a_text_box_in_a_text_box_is_read_once() -> None:
    assert lines(para(_BOX.format(para("外", _BOX.format(para("内")))))) == ["外", "内"]


def test_boxes_and_choices_of_forms_show_as_word_draws_them() -> None:
    def box(inside: str) -> str:
        return f"<w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData>"

    chosen = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData>'
    assert lines(
        para(
            field(" FORMCHECKBOX ", None, box('<w:default w:val="1"/>')),
            field(" FORMCHECKBOX ", None, box('<w:default w:val="1"/><w:checked w:val="0"/>')),
            field(" FORMCHECKBOX ", None, box("<w:checked/>")),
            field(" FORMDROPDOWN ", None, chosen),
            field(" FORMTEXT ", run("填写"), "<w:ffData><w:textInput/></w:ffData>"),
            field(" MACROBUTTON NoMacro [点此填写] ", None),
        )
    ) == ["☒☐☒乙填写[点此填写]"]


def test_ticked_content_controls_show_their_sign() -> None:
    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    assert lines(para(_control(run("☒"), ticked), "是", _control(run("☐")), "否")) == ["☒是☐否"]
    bold = run("☒", "<w:b/>")
    assert lines(para("甲", "乙", _control(bold, ticked))) == ["甲乙☒"]
    assert lines(para(_control("", ticked), "空")) == ["☒空"]
    sign = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    assert lines(para(_control(sign, ticked))) == ["☑"]


def test_a_choice_shows_its_value_and_an_empty_control_its_hint() -> None:
    choice = '<w:dropDownList><w:listItem w:value="1" w:displayText="甲"/></w:dropDownList>'
    assert lines(para("选：", _control(run("甲"), choice))) == ["选：甲"]
    body = para(_control(run("单击此处输入"), "<w:showingPlcHdr/>"))
    assert lines(body) == ["单击此处输入"]
    assert warnings(body) == ["有一个内容控件还没有填写，带入的是它的提示文字；请填写或删去"]
    assert warnings(_control(para("单击"), "<w:showingPlcHdr/>")) == warnings(body)


def test_blocks_in_controls_and_custom_xml_are_read() -> None:
    nested = _control(_control(para("问")) + f"<w:customXml>{para('答')}</w:customXml>")
    assert lines(para("前") + nested + para("后")) == ["前", "问", "答", "后"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="00A8"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>þ</w:t></w:r>', "☑"),
        ("<w:r><w:t>010</w:t><w:noBreakHyphen/><w:t>12366</w:t></w:r>", "010-12366"),
        ("<w:r><w:t>可</w:t><w:softHyphen/><w:t>断</w:t></w:r>", "可断"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>vat</w:t></w:r>", "VAT"),
        ("<w:r><w:t> 甲 </w:t></w:r>", "甲"),
        ("<m:oMath><m:r><m:t>收入×税率</m:t></m:r></m:oMath>", "收入×税率"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>含税价</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>1+税率</m:t></m:r></m:den></m:f></m:oMath>",
            "含税价/(1+税率)",
        ),
        ('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>', "艺术字"),
    ],
)  # fmt: skip
def test_signs_are_read_as_they_look(inside: str, text: str) -> None:
    assert lines(para(inside)) == [text]


def test_an_emoji_is_read_from_the_branch_that_is_text() -> None:
    emoji = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w:sym w:font="x" w:char="1F600"/></mc:Choice>'
        "<mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(para("好", emoji)) == ["好😀"]


def test_the_words_below_a_reading_stay_and_the_reading_is_named() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('shuì')}</w:rt><w:rubyBase>{run('税')}</w:rubyBase></w:ruby></w:r>"
    assert lines(para(ruby, "务")) == ["税务"]
    assert warnings(para(ruby)) == ["文字上方的注音“shuì”没有带入；需要请写在括号里"]


def test_links_of_all_kinds_keep_their_address() -> None:
    relations = {"rId9": ("hyperlink", "https://a.example/x")}
    body = para(
        f'<w:hyperlink r:id="rId9">{run("甲")}</w:hyperlink>',
        field(' HYPERLINK "https://b.example/y" \\o "提示" ', run("乙")),
        f'<w:fldSimple w:instr=" HYPERLINK &quot;https://c.example&quot; \\l &quot;z&quot; ">{run("丙")}</w:fldSimple>',
        field(' HYPERLINK \\l "_Toc1" ', run("丁")),
    )
    document = read(word(body, relations=relations))
    found = [(one.text, one.link) for one in document.blocks[0].pieces]
    assert found == [
        ("甲", "https://a.example/x"), ("乙", "https://b.example/y"), ("丙", "https://c.example#z"), ("丁", ""),
    ]  # fmt: skip


def test_notes_are_read_where_their_marks_stand() -> None:
    body = para(
        "甲",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        "乙",
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
    )
    document = read(
        word(
            body,
            footnotes=f'<w:footnote w:id="2">{para("脚", run("隐", HIDDEN), "注")}</w:footnote>',
            endnotes=f'<w:endnote w:id="1">{para("尾注")}</w:endnote>',
        )
    )
    assert {key: note[0].words for key, note in document.notes.items()} == {
        "footnote-2": "脚注", "endnote-1": "尾注",
    }  # fmt: skip


def test_revisions_comments_and_headers_are_told_of() -> None:
    body = para(
        "甲",
        '<w:ins w:id="1"><w:r><w:t>加</w:t></w:r></w:ins>',
        '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>',
    )
    document = read(
        word(
            body,
            comments=f'<w:comment w:id="0">{para("待定")}</w:comment><w:comment w:id="1">{para("再议")}</w:comment>',
            header1=para("云岭税务内部资料"),
        )
    )
    said = [one.what for one in remarks(document)]
    assert said[0].startswith("有 2 处修订还没有接受或拒绝")
    assert said[1].startswith("2 条批注未带入")
    assert said[2].startswith("页眉页脚里的文字没有带入：“云岭税务内部资料”")


def test_page_numbers_in_a_footer_are_not_told_of() -> None:
    assert warnings(word(para("甲"), header1=para("— 1 —"))) == []


def test_strict_documents_and_those_with_macros_are_read() -> None:
    body = para("甲", run("隐", HIDDEN), ppr='<w:jc w:val="center"/>')
    assert lines(word(body, strict=True)) == ["甲"]
    assert lines(word(body, macros=True)) == ["甲"]


def test_relations_that_lead_nowhere_harm_nothing() -> None:
    body = word(
        para("甲"), relations={"rId9": ("image", "NULL"), "rId8": ("footnotes", "../none.xml")}
    )
    assert lines(body) == ["甲"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "docx"),
        (b"%PDF", "docx"),
        (b"\xd0\xcf\x11\xe0 old", "旧版 .doc 或加了密码"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
)
def test_what_is_no_document_is_refused_in_chinese(body: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read(body)
