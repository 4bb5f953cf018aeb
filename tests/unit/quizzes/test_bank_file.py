"""Questions in a spreadsheet: what is written is read again, and each mistake has its place."""

from __future__ import annotations

import pytest

from chalicelib.quizzes import Question, QuestionKind, bank, bank_file
from tests.unit.quizzes.test_draw import question

HEADS = "题型,题目,选项A,选项B,选项C,答案,解析,事项,难度\n"


def test_what_is_written_is_read_again() -> None:
    some = [
        question(number, kind, explanation="因为，所以", basis="公告2026年第1号", basis_url="https://a.example/1", matter="发票", difficulty=2)
        for number, kind in enumerate(QuestionKind)
    ]  # fmt: skip
    body = bank_file.written(some).body
    again = [
        bank.question_of({**one, "id": some[number].id})
        for number, one in enumerate(bank_file.read("题库.xlsx", body))
    ]
    assert again == some


def test_a_plain_list_is_read() -> None:
    body = (
        HEADS
        + "单选题,税率是几？,1%,3%,5%,B,,增值税,易\n判断,要申报。,,,,错误,,,\n多选,哪些要？,甲,乙,丙,A、C,,,难\n"
    )
    found = bank_file.read("题库.csv", body.encode())
    kinds = [Question.model_validate({**one, "id": "q-00000000"}) for one in found]
    assert [(one.kind.value, one.right) for one in kinds] == [
        ("single", (1,)),
        ("judge", (1,)),
        ("multiple", (0, 2)),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("填空,问？,甲,乙,丙,A,,,", "没有题型“填空”"),
        ("单选,问？,甲,乙,丙,,,,", "缺少答案"),
        ("单选,问题？,甲,乙,丙,E,,,", "正确答案不是这些选项里的"),
        ("单选,问题？,甲,乙,丙,AB,,,", "只能有一个正确答案"),
        ("单选,问题？,甲,甲,丙,A,,,", "有两个选项相同"),
        ("多选,问题？,甲,乙,丙,A,,,", "多选题至少有两个正确答案"),
        ("判断,问题？,,,,C,,,", "写 对 或 错"),
        ("单选,问题？,甲,乙,丙,1,,,", "写选项的字母"),
        ("单选,问题？,甲,乙,丙,A,,,很难", "没有难度“很难”"),
    ],
)
def test_each_mistake_is_told_with_its_row(row: str, said: str) -> None:
    good = "单选,好的题？,甲,乙,丙,A,,,\n"
    with pytest.raises(bank_file.QuestionFileErrors) as refused:
        bank_file.read("题库.csv", (HEADS + good + row + "\n").encode())
    [problem] = refused.value.problems
    assert said in str(problem)
    assert "3" in str(problem)


@pytest.mark.parametrize(
    ("name", "body"), [("a.docx", b"x"), ("a.csv", b""), ("a.csv", b"a,b\n1,2\n")]
)
def test_a_file_without_questions_is_none(name: str, body: bytes) -> None:
    with pytest.raises(bank_file.QuestionFileErrors):
        bank_file.read(name, body)
