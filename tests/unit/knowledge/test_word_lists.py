"""Question lists in Word: what Word shows becomes the answer, and nothing that it hides."""

from __future__ import annotations

import pytest

from chalicelib.knowledge import files
from tests.unit.knowledge.written import pairs, problems
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

EQUATION = "<m:oMath><m:rad><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>"


def read(body: str, **parts: object) -> list[tuple[str, str]]:
    return pairs("问答.docx", word(body, **parts))  # type: ignore[arg-type]


def warnings(body: str | bytes) -> list[tuple[int | None, str]]:
    made = body if isinstance(body, bytes) else word(body)
    return [(one.row, one.reason) for one in files.read_faq("问答.docx", made).problems]


def test_smart_tags_insertions_and_controls_are_part_of_the_answer() -> None:
    answer = para(
        "答：",
        f'<w:smartTag w:uri="u" w:element="chsdate">{run("2026年12月15日")}</w:smartTag>',
        f'<w:ins w:id="1" w:author="a">{run("24时")}</w:ins>',
        "前。",
        run("内部口径", "<w:vanish/>"),
    )
    asked = f"<w:sdt><w:sdtContent>{para('问：时限几天？')}</w:sdtContent></w:sdt>"
    assert read(asked + answer) == [("时限几天？", "2026年12月15日24时前。")]


def test_hidden_questions_are_no_entries() -> None:
    hidden = para(run("问：内部？", "<w:vanish/>")) + para(run("答：不可说。", "<w:vanish/>"))
    body = para("问：甲？") + para("答：乙。") + hidden
    assert read(body) == [("甲？", "乙。")]
    assert any("隐藏" in reason for _, reason in warnings(body))


def test_automatic_numbers_stand_in_answers_and_not_before_questions() -> None:
    made = numbering(level(0, "chineseCounting", "%1、"), level(0, "decimal", "%1."))
    body = (
        listed("怎么开发票？")
        + listed("登录。", 2)
        + listed("选择。", 2)
        + listed("怎么缴社保？")
        + para("手机。")
    )
    assert read(body, numbering=made) == [
        ("怎么开发票？", "1. 登录。\n2. 选择。"), ("怎么缴社保？", "手机。"),
    ]  # fmt: skip


def test_a_numbering_may_be_the_mark_itself() -> None:
    made = numbering(level(0, "decimal", "问%1："), level(0, "decimal", "答%1："))
    assert read(listed("甲？") + listed("乙。", 2), numbering=made) == [("甲？", "乙。")]


def test_lines_of_one_paragraph_are_lines() -> None:
    body = para("<w:r><w:t>问：甲？</w:t><w:br/><w:t>答：乙。</w:t></w:r>")
    assert read(body) == [("甲？", "乙。")]


def test_links_and_notes_stay_in_the_answer() -> None:
    body = para("问：甲？") + para(
        "答：见",
        field(' HYPERLINK "https://a.example/?x=1&y=2" ', run("官网")),
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        "。",
    )
    assert read(body, footnotes=f'<w:footnote w:id="2">{para("每月更新")}</w:footnote>') == [
        ("甲？", '见<a href="https://a.example/?x=1&amp;y=2">官网</a>（注：每月更新）。')
    ]


def test_a_note_that_marks_itself_ends() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = para("问：甲？") + para("答：乙", mark)
    assert read(body, footnotes=f'<w:footnote w:id="2">{para("注", mark)}</w:footnote>') == [
        ("甲？", "乙（注：注）")
    ]


def test_merged_cells_hold_for_all_their_rows() -> None:
    body = table(
        row("问题", "答案"),
        row("甲？", cell("同一答案", properties='<w:vMerge w:val="restart"/>')),
        row("乙？", cell(properties="<w:vMerge/>")),
    )
    assert read(body) == [("甲？", "同一答案"), ("乙？", "同一答案")]


def test_deleted_rows_are_out() -> None:
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("旧？")}{cell("旧答")}</w:tr>'
    assert read(table(row("问题", "答案"), gone, row("甲？", "乙"))) == [("甲？", "乙")]


def test_what_cannot_be_carried_is_an_error_of_its_question() -> None:
    body = (
        para("问：甲？")
        + para("答：乙。")
        + para("问：怎么算？")
        + para("答：按", EQUATION, "计算")
    )
    assert problems("问答.docx", word(body)) == [
        (3, None, "第 4 段“答：按计算”：公式“x”不能带入；请改写成一行文字，或截图作为图片插入")
    ]
    kept = files.read_faq("问答.docx", word(body), skip_bad=True)
    assert [one.question for one in kept.kept] == ["甲？"]


def test_a_picture_in_an_answer_is_told_of() -> None:
    shown = '<w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r>'
    body = word(
        para("问：甲？") + para("答：见图", shown),
        relations={"p": ("image", "media/a.png")},
        files={"media/a.png": b"png"},
    )
    assert warnings(body) == [
        (2, "第 2 段“答：见图”：图片没有带入：问答只有文字；需要请写成文字，或在答案里放链接")
    ]


def test_questions_before_the_first_mark_are_told_of() -> None:
    bold = "<w:b/>"
    body = (
        para("本材料供参考。")
        + para(run("怎么开发票？", bold))
        + para("登录。")
        + para(run("怎么缴社保？", bold))
        + para("手机。")
        + para("问：甲？")
        + para("答：乙。")
    )
    assert read(body) == [("甲？", "乙。")]
    assert [(row_, reason[:8]) for row_, reason in warnings(body)] == [
        (2, "“怎么开发票？”"), (4, "“怎么缴社保？”"),
    ]  # fmt: skip


def test_a_bold_question_without_a_mark_among_the_others_is_told_of() -> None:
    body = (
        para("问：甲？") + para("答：乙。") + para(run("怎么缴社保？", "<w:b/>")) + para("手机。")
    )
    [(at, reason)] = warnings(body)
    assert at == 3
    assert "没有作为问题导入" in reason


def test_a_question_inside_an_answer_is_not_told_of() -> None:
    assert (
        warnings(para("问：甲？") + para("答：乙。") + para("为什么呢？因为丙。这样行吗？")) == []
    )


def test_a_title_above_lines_that_ask_is_no_question() -> None:
    body = para("办税问答", ppr='<w:pStyle w:val="1"/>') + para("怎么开发票？") + para("登录。")
    assert read(body) == [("怎么开发票？", "登录。")]


def test_revisions_and_comments_are_told_of() -> None:
    body = para("问：甲？") + para("答：", f'<w:ins w:id="1">{run("乙。")}</w:ins>')
    made = word(body, comments=f'<w:comment w:id="0">{para("待定")}</w:comment>')
    assert [reason[:9] for _, reason in warnings(made)] == ["有 1 处修订还没", "1 条批注未带入；"]


@pytest.mark.parametrize("name", ["问答.docx", "问答.docm"])
def test_a_list_with_macros_is_read(name: str) -> None:
    assert pairs(name, word(para("问：甲？") + para("答：乙。"), macros=True)) == [("甲？", "乙。")]
