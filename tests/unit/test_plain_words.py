"""The words of office files that strangers wrote."""

from __future__ import annotations

import pytest

from chalicelib.foreign_files.plain_words import words_in
from chalicelib.foreign_files.refusal import FileRefused
from tests.office_files import document, packed, workbook


def test_runs_of_a_paragraph_are_one_line() -> None:
    assert words_in(document(["身份证号11010519", "491231002X"], ["第二段"])) == (
        "身份证号11010519491231002X",
        "第二段",
    )


def test_a_row_of_a_sheet_is_a_line_and_its_numbers_stay_apart() -> None:
    assert words_in(workbook(["姓名", "电话"], ["张三", "13800138000", "22"])) == (
        "姓名；电话",
        "张三；13800138000；22",
    )


def test_how_a_word_is_pronounced_is_no_word_of_the_sheet() -> None:
    body = packed(
        {
            "xl/sharedStrings.xml": "<sst><si><t>税务</t><rPh><t>シュイウー</t></rPh></si></sst>",
            "xl/worksheets/sheet1.xml": '<worksheet><row><c t="s"><v>0</v></c></row></worksheet>',
        }
    )
    assert words_in(body) == ("税务",)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0 ...", "旧版"),
        (b"<html>404</html>", "不是 Office"),
        (document(["正文"])[:200], "损坏"),
        (packed({"readme.xml": "<a/>"}), "里面没有"),
        (
            packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "DTD|DOCTYPE|实体|声明",
        ),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        words_in(body)
