"""What a unit has set for the inspection of what is published holds for its drafts."""

from __future__ import annotations

import pytest

from chalicelib import inspection, newsroom
from chalicelib.application import writing
from chalicelib.inspection import ListedWord, Permitted, UnitIndicators
from chalicelib.newsroom import ArticleRefused, Written
from tests.cloud.inspection.conftest import LI, NOW, WANG, ZONG

WORDS = (
    ListedWord(kind="banned", wrong="税务通", note="已停用的名称"),
    ListedWord(kind="leader", wrong="张示例", right="局长、党委书记"),
    ListedWord(kind="wrong", wrong="办税厅", right="办税服务厅"),
)


def text(body: str) -> Written:
    return Written(fields={"title": "征期提醒", "column": "通知公告"}, body=body)


def said(body: str) -> list[tuple[str, str]]:
    found = writing.examine("xian", text(body), by=LI, now=NOW)
    return [
        (one.check, one.severity.value)
        for one in found.remarks
        if one.check in ("words", "leaders", "privacy")
    ]


@pytest.fixture
def listed(matrix: None) -> None:
    mine = UnitIndicators(unit="sheng", words=WORDS, reason="全省统一用词")
    inspection.set_indicators(mine, base=0, by=ZONG, now=NOW)


def test_words_and_leaders_of_units_above_are_found_in_a_draft(listed: None) -> None:
    assert said("请登录税务通。") == [("words", "error")]
    assert said("请到办税厅办理。") == [("words", "error")]
    assert said("副局长张示例到会。") == [("leaders", "warning")]
    assert said("局长张示例到会，请到办税服务厅。") == []


def test_a_banned_word_keeps_a_draft_from_being_saved(listed: None) -> None:
    with pytest.raises(ArticleRefused, match="税务通"):
        writing.create("xian", text("请登录税务通。"), by=LI, now=NOW)


def test_a_word_that_the_unit_permits_may_stand_there(listed: None) -> None:
    one = Permitted(unit="xian", kind="word", value="税务通", reason="转引原文件名称")
    inspection.permit(one, by=WANG, now=NOW)
    assert said("请登录税务通。") == []


def test_a_number_that_a_unit_above_permits_is_no_finding(listed: None) -> None:
    mobile = "13800138000"
    assert [check for check, _ in said(f"咨询电话{mobile}。")] == ["privacy"]
    one = Permitted(unit="shi", kind="number", value=mobile, reason="对外公布的值班手机")
    inspection.permit(one, by=ZONG, now=NOW)
    assert said(f"咨询电话{mobile}。") == []


def test_what_another_unit_permits_does_not_count_here(listed: None) -> None:
    one = Permitted(unit="xian", kind="word", value="税务通", reason="转引原文件名称")
    inspection.permit(one, by=WANG, now=NOW)
    assert inspection.words_of("shi").right == frozenset()
    assert inspection.words_of("xian").right == {"税务通"}
    assert newsroom.House().with_words_of(inspection.words_of("xian")).words[0].wrong == "办税厅"
