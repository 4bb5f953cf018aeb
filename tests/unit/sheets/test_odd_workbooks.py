"""One odd workbook after the other: rules, questions, policies and canned replies read it alike."""

from __future__ import annotations

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.sheets.importers import (
    ALL,
    CANNED,
    FAQ,
    POLICIES,
    RULES,
    Importer,
    Rows,
    one_sheet,
    workbook,
)

every = pytest.mark.parametrize("of", ALL, ids=lambda one: one.name)


@every
def test_unknown_columns_are_passed_over_in_one_sentence(of: Importer) -> None:
    name, text = of.heads
    rows: Rows = [
        ["序号", name, text, "备注", None],
        [1, "甲", "一", "内部", None],
        [2, "乙", "二", "", "散"],
    ]
    read = of.read("表.xlsx", one_sheet(rows))
    assert read.kept == {"甲": "一", "乙": "二"}
    assert read.warnings == [
        "第 3 行第 5 列有内容，但这一列没有表头，没有导入",
        "第 1 行：没有导入不认识的列：“序号”、“备注”",
    ]
    csv = "\n".join(",".join(str(cell or "") for cell in row) for row in rows).encode()
    assert of.read("表.csv", csv) == of.read("表.csv", csv)
    assert of.read("表.csv", csv).kept == read.kept
    assert of.read("表.csv", csv).warnings == read.warnings


@every
def test_a_misspelt_heading_is_guessed_at(of: Importer) -> None:
    rows: Rows = [[*of.heads, "生效时见"], ["甲", "一", "2026-03-01"]]
    [said] = of.read("表.xlsx", one_sheet(rows)).warnings
    assert said.startswith("第 1 行：没有导入不认识的列：“生效时见”")
    assert ("（是不是“生效时间”？）" in said) == (of in (RULES, FAQ))


@every
def test_all_sheets_with_a_header_are_read_and_named(of: Importer) -> None:
    body = workbook(
        ("封面", [["税务问答汇编"], ["2026 年"]], None),
        ("个税", [of.heads, ["甲", "一"]], None),
        ("社保", [["社保问题"], of.heads, ["乙", "二"]], None),
        ("联系人", [["部门", "电话"], ["办公室", "12366"]], None),
    )
    read = of.read("表.xlsx", body)
    assert read.kept == {"甲": "一", "乙": "二"}
    assert read.warnings == [
        "没有导入没有表头的工作表：“封面”“联系人”",
        "导入了 2 个工作表：“个税”“社保”；只要其中的，请用 --sheet 指定",
    ]
    assert of.read("表.xlsx", body, ["社保"]).kept == {"乙": "二"}
    assert of.read("表.xlsx", body, ["社保"]).warnings == []
    assert of.read("表.xlsx", body, ["车船税"]).errors == [
        "没有工作表“车船税”；文件里有：“封面”“个税”“社保”“联系人”"
    ]


@every
def test_problems_name_the_sheet_where_several_are_read(of: Importer) -> None:
    body = workbook(
        ("甲表", [of.heads, ["甲", "一"]], None),
        ("乙表", [of.heads, ["甲", "二"], ["丙", "=1+1"]], None),
    )
    said = of.read("表.xlsx", body).errors
    assert (
        f"工作表“乙表” 第 3 行“{of.heads[1]}”：是公式，而且没有保存计算结果；请复制后“粘贴为数值”"
        in said
    )
    assert any("甲表" in one and one.startswith("工作表“乙表” 第 2 行") for one in said)


@every
def test_hidden_sheets_rows_and_columns_are_left_out_and_named(of: Importer) -> None:
    def hide(sheet: Worksheet) -> None:
        for number in (3, 5, 6, 7):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["C"].hidden = True

    def conceal(sheet: Worksheet) -> None:
        sheet.sheet_state = "veryHidden"

    name, text = of.heads
    rows: Rows = [[name, text, text], *([one, "文", "旧"] for one in "甲乙丙丁戊己庚")]
    body = workbook(("在用", rows, hide), ("作废", [of.heads, ["辛", "废"]], conceal))
    read = of.read("表.xlsx", body)
    assert read.kept == {"甲": "文", "丙": "文", "庚": "文"}
    assert read.warnings == [
        "没有导入隐藏的工作表：“作废”；要导入请取消隐藏，或用 --sheet 指定",
        "第 3、5–7 行是隐藏的（或被筛选掉），没有导入；要导入请取消隐藏或筛选",
        f"没有导入隐藏的列：“{text}”；要导入请取消隐藏",
    ]
    assert of.read("表.xlsx", body, ["作废"]).kept == {"辛": "废"}


@every
def test_what_is_struck_through_is_void(of: Importer) -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in ("A3", "B3", "C4"):
            sheet[cell].font = Font(strike=True)
        sheet["B5"] = CellRichText(
            "税率",
            TextBlock(InlineFont(strike=True), "原3%"),
            TextBlock(InlineFont(b=True), "现1%"),
        )

    name, text = of.heads
    rows: Rows = [
        [name, text, "备注"],
        ["甲", "一", ""],
        ["乙", "二", ""],
        ["丙", "三", "划掉"],
        ["丁", "", ""],
    ]
    read = of.read("表.xlsx", one_sheet(rows, strike))
    assert read.kept == {"甲": "一", "丙": "三", "丁": "税率现1%"}
    assert read.warnings == [
        "第 3 行有删除线，没有导入",
        "第 1 行：没有导入不认识的列：“备注”",
        f"第 5 行“{text}”：没有导入有删除线的“原3%”",
    ]


@every
def test_a_merged_text_belongs_to_each_of_its_rows(of: Importer) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("C3:C5")
        sheet.merge_cells("A6:C6")
        sheet.merge_cells("B8:B9")
        sheet.merge_cells("C8:C9")

    name, text = of.heads
    rows: Rows = [
        ["汇总"], ["类别", name, text],
        ["个税", "甲", "同一答案"], [None, "乙", None], [None, "丙", None],
        ["二、社保"], ["社保", "丁", "四"], ["医保", "戊", "五"], ["医保", None, None],
    ]  # fmt: skip
    read = of.read("表.xlsx", one_sheet(rows, merge))
    assert read.errors == []
    assert read.kept == {
        "甲": "同一答案", "乙": "同一答案", "丙": "同一答案", "丁": "四", "戊": "五"
    }  # fmt: skip
    assert read.warnings == [
        "第 6 行是合并成一格的小标题，没有导入",
        "第 2 行：没有导入不认识的列：“类别”",
    ]


@every
def test_a_header_of_two_merged_rows_is_one_header(of: Importer) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows: Rows = [[of.heads[0], "答复情况", None], [None, of.heads[1], "页码"], ["甲", "一", "3"]]
    read = of.read("表.xlsx", one_sheet(rows, merge))
    assert read.kept == {"甲": "一"}


@every
def test_a_hidden_row_of_a_merged_area_leaves_its_text_to_the_next(of: Importer) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[2].hidden = True

    read = of.read("表.xlsx", one_sheet([of.heads, ["甲", "同"], ["乙", None]], dress))
    assert read.kept == {"乙": "同"}


@every
def test_the_link_of_a_cell_is_kept(of: Importer) -> None:
    def link(sheet: Worksheet) -> None:
        sheet["B2"].hyperlink = "https://a.example/banshui?a=1"
        sheet["B3"].hyperlink = "https://a.example/b"
        sheet["B4"] = '=HYPERLINK("https://a.example/c","点这里")'
        sheet["B5"].hyperlink = "file:///C:/附件.docx"

    rows: Rows = [
        of.heads,
        ["甲", "点此进入"],
        ["乙", "https://a.example/b"],
        ["丙", ""],
        ["丁", "见附件"],
    ]
    read = of.read("表.xlsx", one_sheet(rows, link))
    shown = {
        "甲": ("点此进入", "https://a.example/banshui?a=1"),
        "丙": ("点这里", "https://a.example/c"),
    }
    form = "{} {}" if of is POLICIES else '<a href="{1}">{0}</a>'
    kept = {name: form.format(*pair) for name, pair in shown.items()}
    bare = "https://a.example/b https://a.example/b" if of is POLICIES else "https://a.example/b"
    assert read.kept == {**kept, "乙": bare, "丁": "见附件"}
    assert read.warnings == [f"第 5 行“{of.heads[1]}”：没有导入这一格的链接：file:///C:/附件.docx"]


@every
def test_a_header_on_each_printed_page_and_numbered_empty_rows_are_no_rows(of: Importer) -> None:
    rows: Rows = [
        ["序号", *of.heads],
        [1, "甲", "一"],
        ["序号", *of.heads],
        [2, "乙", "二"],
        [3],
        [4],
    ]
    read = of.read("表.xlsx", one_sheet(rows))
    assert read.kept == {"甲": "一", "乙": "二"}
    assert "第 4 行重复了表头，没有导入" not in read.warnings
    assert "第 3 行重复了表头，没有导入" in read.warnings


@every
def test_a_percentage_a_date_and_a_broken_formula_are_errors_with_their_cells(of: Importer) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0%"

    rows: Rows = [of.heads, ["甲", 0.13], ["乙", "#N/A"]]
    assert [one.split("；")[0] for one in of.read("表.xlsx", one_sheet(rows, spoil)).errors] == [
        f"第 2 行“{of.heads[1]}”：被表格软件当成了百分比",
        f"第 3 行“{of.heads[1]}”：是出错的公式",
    ]


@every
def test_only_a_workbook_has_sheets(of: Importer) -> None:
    read = of.read("表.csv", f"{','.join(of.heads)}\n甲,一\n".encode(), ["甲表"])
    assert read.errors == ["只有 .xlsx 有工作表，请去掉 --sheet"]


def test_the_title_of_a_policy_leads_to_its_page() -> None:
    def link(sheet: Worksheet) -> None:
        sheet["A2"].hyperlink = "https://a.example/1"
        sheet["A3"].hyperlink = "https://a.example/2"

    from chalicelib import knowledge

    rows: Rows = [["标题", "链接"], ["公告一", None], ["公告二", "https://a.example/other"]]
    read = knowledge.files.read_policies("政策.xlsx", one_sheet(rows, link))
    assert [one.link for one in read.kept] == ["https://a.example/1", "https://a.example/other"]
    assert [str(one) for one in read.problems] == [
        "政策.xlsx 第 3 行“标题”：没有导入这一格的链接：https://a.example/2"
    ]


def test_a_link_of_a_question_has_no_place_and_is_told() -> None:
    def link(sheet: Worksheet) -> None:
        sheet["A2"].hyperlink = "https://a.example/1"

    read = FAQ.read("表.xlsx", one_sheet([FAQ.heads, ["甲", "一"]], link))
    assert read.warnings == ["第 2 行“问题”：没有导入这一格的链接：https://a.example/1"]


def test_a_rule_stands_in_one_sheet() -> None:
    body = workbook(
        ("新", [RULES.heads, ["甲", "一"]], None), ("旧", [RULES.heads, ["甲", "二"]], None)
    )
    [said] = RULES.read("表.xlsx", body).errors
    assert (
        said == "工作表“旧” 第 2 行“关键词”：已有名为“甲”的规则（工作表“新”第 2 行），请换一个名称"
    )


def test_one_reply_beside_merged_keywords_is_one_reply() -> None:
    from chalicelib import conversation

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("D2:D3")

    rows: Rows = [
        ["规则名称", "关键词", "匹配", "回复内容"],
        ["发票", "开票", "全匹配", "好"],
        [None, "发票", "半匹配"],
    ]
    [rule] = conversation.rules_file.read("a.xlsx", one_sheet(rows, merge)).rules.rules
    assert (rule.exact, rule.contains, len(rule.replies)) == (("开票",), ("发票",), 1)


def test_questions_beside_one_merged_number_and_answer_are_one_entry() -> None:
    from chalicelib import knowledge

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:C3")

    rows: Rows = [["编号", "问题", "答案"], ["a1", "怎么开票", "好"], [None, "发票怎么开"]]
    [one] = knowledge.files.read_faq("a.xlsx", one_sheet(rows, merge)).kept
    assert (one.id, one.question, one.variants) == ("a1", "怎么开票", ("发票怎么开",))


def test_a_hidden_column_of_numbers_still_tells_which_entry_it_is() -> None:
    from chalicelib import knowledge

    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].hidden = True

    rows: Rows = [["编号", "问题", "答案"], ["a1", "怎么开票", "好"]]
    read = knowledge.files.read_faq("a.xlsx", one_sheet(rows, hide))
    assert ([one.id for one in read.kept], read.problems) == (["a1"], ())


def test_canned_replies_need_no_header() -> None:
    assert CANNED.read("a.csv", "/问候,您好\n结束语,再见\n".encode()).kept == {
        "问候": "您好",
        "结束语": "再见",
    }
