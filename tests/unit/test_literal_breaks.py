"""Line breaks that operators spell out: told of in rules, answers and canned replies."""

from __future__ import annotations

import pytest

from chalicelib import conversation, knowledge
from chalicelib.sheets.literal_breaks import as_meant, literal_break


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("第一行\\n第二行", "\\n"),
        ("第一行\\r\\n第二行", "\\r\\n"),
        ("第一行<br>第二行", "<br>"),
        ("第一行<BR />第二行", "<BR />"),
        ("第一行\n第二行", None),
        ("请打开 D:\\new\\表.xlsx 填写", None),
        ("共享在 \\\\server\\notes 里", None),
        ("", None),
    ],
)
def test_a_spelled_out_line_break_is_found(text: str, written: str | None) -> None:
    assert literal_break(text) == written


def test_what_was_meant_has_real_line_breaks() -> None:
    assert as_meant("甲\\n乙<br/>丙\\r\\n丁") == "甲\n乙\n丙\n丁"


def test_a_rule_with_one_is_imported_with_a_reminder_of_its_row_and_what_is_meant() -> None:
    read = conversation.rules_file.read(
        "规则.csv", "关键词,回复内容\n发票,第一行\\n第二行\n".encode()
    )
    [warning] = read.warnings
    assert (warning.row, warning.column) == (2, "回复内容")
    assert "粉丝会看到原样的 \\n" in warning.reason
    assert "第一行 ⏎ 第二行" in warning.reason


def test_a_service_and_a_special_reply_are_looked_at_too() -> None:
    body = "触发,规则名称,关键词,回复内容\n关注,,,欢迎<br>您\n服务,预约,,先\\n后\n"
    assert [
        one.row for one in conversation.rules_file.read("规则.csv", body.encode()).warnings
    ] == [2, 3]


def test_an_answer_with_one_is_told_of() -> None:
    read = knowledge.files.read_faq("问答.csv", "问题,答案\n能办吗？,第一\\n第二\n".encode())
    [problem] = read.problems
    assert (problem.row, problem.column) == (2, "答案")


@pytest.mark.parametrize(
    "address", ["https://user:pw@host.example/", "http://127.0.0.1/a", "http://0x7f.1/a"]
)
def test_an_address_that_is_not_for_followers_is_refused_in_rules_and_answers(address: str) -> None:
    link = f'<a href=""{address}"">看</a>'
    with pytest.raises(conversation.rules_file.RulesFileErrors, match=r"用户名或密码|内部网络"):
        conversation.rules_file.read("规则.csv", f'关键词,回复内容\n发票,"{link}"\n'.encode())
    with pytest.raises(knowledge.files.KnowledgeFileErrors, match=r"用户名或密码|内部网络"):
        knowledge.files.read_faq("问答.csv", f'问题,答案\n能办吗？,"见 {address}"\n'.encode())
