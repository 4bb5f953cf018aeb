"""Document numbers and titles, however people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.knowledge.policies.numbers import (
    Names,
    canonical,
    folded_title,
    named_in,
    numbers_in,
    quoted_titles,
    same,
    wanted,
)


def names(number: str, title: str) -> Names:
    return Names(canonical(number), folded_title(title))


KEPT = [
    names("云税发〔2026〕3号", "关于做好专项附加扣除服务工作的通知"),
    names("云税发〔2026〕13号", "关于推广电子发票的通知"),
    names("云岭省税务局公告2026年第2号", "关于办理年度汇算事项的公告"),
    names("", "云岭省办税服务厅服务规范"),
]


@pytest.mark.parametrize(
    "written",
    [
        "云税发〔2026〕3号",
        "云税发[2026]3号",
        "云税发【2026】3号",
        "云税发（2026）3号",
        "云税发(2026) 3 号",
        "云税发［2026］第3号",
        "云税发〔２０２６〕３号",
        "云税发 〔 2026 年 〕 03 号",
        "云税发<2026>3号",
        "雲稅發〔2026〕3號",
    ],
)
def test_one_number_in_every_spelling(written: str) -> None:
    assert canonical(written) == "云税发〔2026〕3号"


@pytest.mark.parametrize(
    "written",
    ["云岭省税务局公告2026年第2号", "2026年第2号公告", "公告 2026 年第 02 号", "2026年2号公告"],
)
def test_announcements_are_numbered_by_year(written: str) -> None:
    assert canonical(written) == "2026年第2号"


def test_a_day_is_no_number() -> None:
    assert numbers_in("2026年3月9号去办，2026年9号行吗") == []


def test_a_number_is_found_wherever_it_stands_in_a_message() -> None:
    for text in (
        "云税发〔2026〕3号",
        "请问云税发[2026]3号还有效吗",
        "你好,我想看看云税发(2026)3号文件的解读",
        "根据公司说的云税发【2026】3号怎么报",
    ):
        assert named_in(text, KEPT) == [0], text


@pytest.mark.parametrize(
    "text",
    ["云税发2026 3号", "请问云税发2026年3号文", "云税发2026-03", "云税发 2026年第3号还有效吗"],
)
def test_a_number_typed_without_brackets_finds_its_document(text: str) -> None:
    assert named_in(text, KEPT) == [0]


@pytest.mark.parametrize("text", ["云税发2026年3月发的", "我2026年3号来的", "云税发2026 33号"])
def test_what_only_looks_like_a_number_finds_none(text: str) -> None:
    assert named_in(text, KEPT) == []


def test_a_number_is_not_found_in_a_longer_one() -> None:
    assert named_in("云税发〔2026〕13号", KEPT) == [1]
    assert named_in("云税发〔2025〕3号", KEPT) == []
    assert not same("财税发〔2026〕3号", "云税发〔2026〕3号")


def test_of_two_offices_the_longer_name_is_meant() -> None:
    kept = [names("税发〔2026〕3号", "甲文件标题"), names("云税发〔2026〕3号", "乙文件标题")]
    assert named_in("云税发〔2026〕3号", kept) == [1]
    assert named_in("税发〔2026〕3号", kept) == [0]


def test_titles_are_found_in_quotes_and_in_passing() -> None:
    assert named_in("《关于推广电子发票的通知》在哪", KEPT) == [1]
    assert named_in("《推广电子发票的通知》在哪", KEPT) == [1]
    assert named_in("云岭省办税服务厅服务规范是什么时候的", KEPT) == [3]
    assert named_in("通知", KEPT) == []
    assert quoted_titles("《甲办法》和《乙规定》") == ["甲办法", "乙规定"]


def test_one_that_holds_stands_before_one_that_was_withdrawn() -> None:
    kept = [KEPT[0]._replace(effective=False), KEPT[1]]
    assert wanted("扣除和发票的文件", kept, lambda text, most: [0, 1]) == [1, 0]


def test_likeness_is_asked_only_where_a_document_is_wanted() -> None:
    assert wanted("电子发票的政策文件", KEPT, lambda text, most: [1]) == [1]
    assert wanted("怎么开电子发票", KEPT, lambda text, most: [1]) == []
    assert wanted("云税发〔2026〕3号 文件", KEPT, lambda text, most: [1]) == [0]


OFFICES = st.text("财税总函发云岭省国办社费", min_size=1, max_size=6)
BRACKETS = st.sampled_from(
    [("〔", "〕"), ("[", "]"), ("【", "】"), ("（", "）"), ("［", "］"), ("(", ")")]
)
BLANKS = st.sampled_from(["", " ", "\u3000", "  "])
AROUND = st.text("请问一下这个文件，。 ?abc12", max_size=12)


@given(OFFICES, st.integers(1990, 2050), st.integers(1, 99999), BRACKETS, BLANKS, AROUND, AROUND)
def test_any_number_in_any_spelling_finds_its_document(
    office: str,
    year: int,
    number: int,
    brackets: tuple[str, str],
    blank: str,
    before: str,
    after: str,
) -> None:
    official = f"{office}〔{year}〕{number}号"
    written = f"{office}{blank}{brackets[0]}{blank}{year}{brackets[1]}{blank}{number}{blank}号"
    assert canonical(written) == official
    assert named_in(f"{before}{written}{after}", [names(official, "无关的标题很长")]) == [0]


@given(st.text(max_size=200))
def test_no_message_breaks_the_search(text: str) -> None:
    assert all(0 <= at < len(KEPT) for at in named_in(text, KEPT))
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize(
    "text",
    [
        "雲稅發〔2026〕13號",
        "《關於推廣電子發票的通知》在哪裡看",
        "請問關於推廣電子發票的通知怎麼說",
    ],
)
def test_a_document_is_found_in_traditional_characters(text: str) -> None:
    assert wanted(text, KEPT, lambda _said, _most: []) == [1]
