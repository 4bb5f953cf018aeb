"""Automatic numbers are those that Word shows."""

from __future__ import annotations

import pytest

from chalicelib.word_files import paragraphs
from chalicelib.word_files.number_text import written
from tests.unit.word_files.built import (
    STYLES,
    errors,
    level,
    lines,
    listed,
    numbering,
    para,
    read,
    run,
    word,
)

_MANY = tuple(".".join(f"%{part + 1}" for part in range(at + 1)) for at in range(4))
OUTLINE = numbering("".join(level(at, "decimal", text) for at, text in enumerate(_MANY)))
OFFICIAL = numbering(
    level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
)


@pytest.mark.parametrize(
    ("form", "numbers"),
    {
        "decimal": "1 2 10 11 20 21 100",
        "chineseCounting": "一 二 十 十一 二十 二十一 一〇〇",
        "chineseCountingThousand": "一 二 十 十一 二十 二十一 一百",
        "ideographDigital": "一 二 一〇 一一 二〇 二一 一〇〇",
        "ideographTraditional": "甲 乙 癸 11 20 21 100",
        "japaneseCounting": "一 二 十 十一 二十 二十一 百",
        "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 壹佰",
        "decimalEnclosedCircle": "① ② ⑩ ⑪ ⑳ 21 100",
        "decimalEnclosedCircleChinese": "① ② ⑩ ⑪ ⑳ 21 100",
        "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾ ⒇ 21 100",
        "decimalFullWidth": "１ ２ １０ １１ ２０ ２１ １００",
        "decimalZero": "01 02 10 11 20 21 100",
        "upperRoman": "I II X XI XX XXI C",
        "lowerRoman": "i ii x xi xx xxi c",
        "upperLetter": "A B J K T U VVVV",
        "lowerLetter": "a b j k t u vvvv",
    }.items(),
)
def test_formats(form: str, numbers: str) -> None:
    assert [written(value, form) for value in (1, 2, 10, 11, 20, 21, 100)] == numbers.split()


def test_large_numbers_are_spoken() -> None:
    spoken = [
        written(value, "chineseCountingThousand") for value in (101, 110, 1001, 10_010, 20_305)
    ]
    assert spoken == ["一百零一", "一百一十", "一千零一", "一万零一十", "二万零三百零五"]


def test_the_ladder_of_official_documents() -> None:
    body = listed("总体要求") + listed("目标", level=1) + listed("到期", level=2) + listed("保障")
    assert lines(body, numbering=OFFICIAL) == ["一、总体要求", "（一）目标", "1. 到期", "二、保障"]


def test_a_number_goes_on_after_a_plain_paragraph_and_a_table() -> None:
    body = (
        listed("甲")
        + para("说明")
        + listed("乙")
        + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        + listed("丙")
    )
    assert lines(body, numbering=OFFICIAL) == ["一、甲", "说明", "二、乙", "三、丙"]


def test_articles_of_a_law_have_a_wide_blank() -> None:
    law = numbering(level(0, "chineseCounting", "第%1条"))
    assert lines(listed("为了规范") + listed("本办法"), numbering=law) == [
        "第一条\u3000为了规范", "第二条\u3000本办法",
    ]  # fmt: skip


def test_deeper_levels_begin_anew_and_show_the_higher_ones() -> None:
    body = (
        listed("a")
        + listed("b", level=1)
        + listed("c", level=1)
        + listed("d")
        + listed("e", level=1)
    )
    body += listed("f", level=2)
    assert lines(body, numbering=OUTLINE) == ["1 a", "1.1 b", "1.2 c", "2 d", "2.1 e", "2.1.1 f"]


def test_a_level_that_was_passed_over_counts_as_one() -> None:
    body = listed("甲", level=1) + listed("乙", level=3) + listed("丙")
    assert lines(body, numbering=OUTLINE) == ["1.1 甲", "1.1.1.1 乙", "2 丙"]


def test_a_level_may_begin_anew_after_certain_levels_only() -> None:
    def made(restart: int) -> str:
        return numbering(
            level(0, "decimal", "%1.")
            + level(1, "decimal", "%1.%2")
            + level(2, "lowerLetter", "%3)", f'<w:lvlRestart w:val="{restart}"/>')
        )

    body = "".join(listed("x", level=at) for at in (0, 1, 2, 1, 2, 0, 2))
    third = ["a) x", "a) x", "a) x"], ["a) x", "b) x", "a) x"], ["a) x", "b) x", "c) x"]
    for restart, expected in zip((2, 1, 0), third, strict=True):
        shown = [one for one in lines(body, numbering=made(restart)) if ")" in one]
        assert shown == expected


def test_a_start_of_its_own_is_kept() -> None:
    assert lines(listed("甲") + listed("乙"), numbering=numbering(level(0, "decimal", "%1.", start=5))) == [
        "5. 甲", "6. 乙",
    ]  # fmt: skip


def test_lists_of_one_kind_count_on_until_one_begins_anew() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = (
        listed("a")
        + listed("b", 2)
        + listed("c", 3)
        + listed("d", 3)
        + listed("e", 1)
        + listed("f", 3)
    )
    made = numbering(level(0, "decimal", "%1."), lists=lists)
    assert lines(body, numbering=made) == ["1. a", "2. b", "7. c", "8. d", "9. e", "10. f"]


def test_a_list_may_define_a_level_anew() -> None:
    own = level(0, "upperRoman", "（%1）")
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    assert lines(listed("甲"), numbering=numbering(level(0, "decimal", "%1."), lists=lists)) == [
        "（I）甲"
    ]


def test_legal_levels_show_higher_numbers_in_figures() -> None:
    legal = numbering(
        level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    assert lines(listed("总则") + listed("目的", level=1), numbering=legal) == [
        "第一章\u3000总则",
        "1.1 目的",
    ]


HEADED = STYLES.replace(
    '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>',
    '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>',
).replace(
    '<w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr>',
    '<w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
)


def test_headings_are_numbered_by_their_styles() -> None:
    made = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>')
        + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
    )
    body = "".join(
        para(text, ppr=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("总体", "1"), ("目标", "2"), ("措施", "1"))
    )
    assert lines(body, styles=HEADED, numbering=made) == ["一、总体", "（一）目标", "二、措施"]


def test_a_style_based_on_a_numbered_one_has_its_number_and_zero_takes_it_off() -> None:
    styles = (
        HEADED
        + '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
    )
    made = numbering(level(0, "chineseCounting", "%1、"))
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = para("甲", ppr='<w:pStyle w:val="x"/>') + para("乙", ppr=f'<w:pStyle w:val="x"/>{none}')
    assert lines(body, styles=styles, numbering=made) == ["一、甲", "乙"]


def test_a_list_may_stand_for_a_style_of_lists() -> None:
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="ls"><w:name w:val="列表"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    made = numbering(
        '<w:numStyleLink w:val="ls"/>', f'<w:styleLink w:val="ls"/>{level(0, "upperLetter", "%1.")}'
    )
    assert lines(listed("甲") + listed("乙"), styles=styles, numbering=made) == ["A. 甲", "B. 乙"]


def test_paragraphs_that_word_does_not_show_are_not_counted() -> None:
    gone = "<w:rPr><w:vanish/></w:rPr>"
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = para(
        '<w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del>',
        ppr=f'{numbered}<w:rPr><w:del w:id="2"/></w:rPr>',
    )
    body = (
        listed("甲") + para(run("隐", "<w:vanish/>"), ppr=numbered + gone) + deleted + listed("乙")
    )
    assert lines(body, numbering=OFFICIAL) == ["一、甲", "二、乙"]


def test_an_empty_item_counts_though_nothing_of_it_is_read() -> None:
    assert lines(listed("甲") + listed("") + listed("丙"), numbering=OFFICIAL) == [
        "一、甲",
        "三、丙",
    ]


def test_bullets_and_hidden_numbers() -> None:
    made = numbering(
        level(
            0,
            "bullet",
            "\uf0d8",
        ).replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>')
        + level(1, "none", "")
        + level(2, "decimal", "%3.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    )
    body = listed("甲") + listed("乙", level=1) + listed("丙", level=2)
    assert lines(body, numbering=made) == ["➢ 甲", "乙", "丙"]


def test_words_own_paddings() -> None:
    padded = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert lines(listed("甲"), numbering=numbering(padded)) == ["001 甲"]


def test_a_format_that_is_not_known_is_an_error() -> None:
    [said] = errors(listed("甲"), numbering=numbering(level(0, "aiueo", "%1.")))
    assert "aiueo" in said
    assert "编号" in said


def test_only_plain_figures_may_become_a_list() -> None:
    made = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%2)"))
    document = read(word(listed("甲") + listed("乙", level=1), numbering=made))
    assert [one.label.value for one in paragraphs(document.blocks) if one.label] == [1, None]


def test_a_list_that_is_not_defined_shows_nothing() -> None:
    assert lines(listed("甲", list_id=9), numbering=OFFICIAL) == ["甲"]
