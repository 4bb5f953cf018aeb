"""The house's own checks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.checks import (
    CHECKS,
    Copy,
    House,
    Leader,
    Word,
    examine,
    own_words,
)
from chalicelib.newsroom.composing.checks.house_file import read_house, read_words
from chalicelib.newsroom.errors import UnreadableFile

DAY = date(2026, 11, 23)


def found(*blocks: str, house: House | None = None, **fields: str) -> list[str]:
    copy = Copy(fields, tuple((f"第 {n} 行", words) for n, words in enumerate(blocks, 1)))
    house = house or House(words=own_words(), planned=DAY)
    return [f"{one.check} {one.where} {one.what}" for one in examine(copy, house)]


def test_a_wrong_word_is_found_where_it_stands_with_the_right_one() -> None:
    [line] = found("请核对。", "登录后填写银行帐户信息。")
    assert line.startswith("words 第 2 行 “帐户”应为“账户”")
    assert "填写银行帐户信息" in line


def test_a_right_word_that_contains_a_wrong_one_is_right() -> None:
    house = House(words=(Word(wrong="营改", right="营改增"),))
    assert found("全面推开营改增试点。", house=house) == []
    assert len(found("营改以后。", house=house)) == 1


def test_the_longer_entry_speaks_where_two_meet() -> None:
    [line] = found("请登陆电子税务局办理。")
    assert "登录电子税务局" in line


def test_the_products_list_says_something_of_every_entry() -> None:
    words = own_words()
    assert len(words) > 1000
    assert len({word.wrong for word in words}) == len(words)
    for word in words:
        assert word.right != word.wrong
        assert found(word.wrong), word
        assert not any("words" in line for line in found(word.right)), word
        for one in word.right_in:
            assert word.wrong in one, word
            assert not any(f"“{word.wrong}”" in line for line in found(one)), word


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("《办法（试行）自公布之日起施行。", "“《”没有闭合"),
        ("他说：“可以。", "““”没有闭合"),
        ("见附件1）和附件2。", "“）”没有前一半"),
        ("（甲《乙）丙》", "没有闭合"),
        ("【提示 请核对", "“【”没有闭合"),
    ],
)
def test_a_bracket_without_its_partner_is_found(words: str, sign: str) -> None:
    [line] = found(words)
    assert sign in line


@pytest.mark.parametrize(
    "words",
    [
        "《关于〈办法〉的公告》（2026年第1号）",
        "1）先登录；2）再填写。",
        "a) first; b) second",
        "（一）总则 （二)分则",
        "Taxpayers’ guide: it’s here :)",
        "“他说‘好’”",
        "云岭税发〔2026〕31号",
        "一）登录",
    ],
)
def test_brackets_that_are_in_order_are_not_found(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    ("title", "body", "number"),
    [
        ("2027年社保新政", "2026年起执行新的基数。", "2027年"),
        ("税率降到3%", "税率由5%降到 4％。", "3%"),
        ("云岭税发〔2026〕31号解读", "云岭税发〔2026〕13号要点如下。", "31号"),
        ("减免10万元", "可减免12万元。", "10万"),
    ],
)
def test_a_number_of_the_title_that_the_body_lacks_is_an_error(
    title: str, body: str, number: str
) -> None:
    [line] = found(body, title=title)
    assert f"numbers title 标题里的“{number}”" in line


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2027年社保新政", "自 2027 年 1 月起。"),
        ("最高减1,000元", "最高可减 1000 元。"),
        ("3步办完", "三步就能办完。"),
        ("税率5％", "税率百分之五，即 5%。"),
        ("减免10万元", "减免 10 万。"),
        ("没有数字", "也没有。"),
    ],
)
def test_numbers_that_are_written_another_way_agree(title: str, body: str) -> None:
    assert found(body, title=title) == []


def test_a_count_that_the_body_only_lists_is_a_warning() -> None:
    copy = Copy({"title": "7个问题"}, (("第 1 行", "问题如下。"),))
    [finding] = examine(copy, House())
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "words",
    [
        "请于2026年11月20日前办理。",
        "报名截至 11 月 1 日。",
        "征期延长至2026-11-16",
        "申报期：2026年10月1日至10月26日",
        "今年6月30日前补缴。",
    ],
)
def test_a_deadline_that_is_over_is_found(words: str) -> None:
    [line] = found(words)
    assert line.startswith("dates 第 1 行 期限")


@pytest.mark.parametrize(
    "words",
    [
        "请于2026年11月30日前办理。",
        "2026年1月1日起施行。",
        "年度汇算在次年3月1日至6月30日。",
        "2027年3月1日至6月30日办理。",
        "2026年度汇算：2027-03-01至6月30日止。",
        "2027.3.1—6月30日",
        "2027年3月1日开始，2026年度汇算6月30日截止。",
        "2026年度汇算6月30日截止。",
        "2027年征期为1月1日至1月20日。",
        "请在 1 月 20 日前核对。",
        "3.15 前后",
    ],
)
def test_a_date_that_is_no_passed_deadline_is_not_found(words: str) -> None:
    assert found(words) == []


def test_without_a_planned_day_no_date_is_judged() -> None:
    assert found("请于2020年1月1日前办理。", house=House(), valid_until="2020-01-01") == []


def test_what_is_no_longer_valid_when_it_goes_out_is_an_error() -> None:
    [line] = found("正文", valid_until="2026-11-22")
    assert line.startswith("dates valid_until")
    assert found("正文", valid_until="2026-11-23") == []


def test_a_policy_column_names_its_basis() -> None:
    [line] = found("正文", column="图解")
    assert line.startswith("basis legal_basis")
    assert found("正文", column="图解", legal_basis="云岭税发〔2026〕1号") == []
    assert found("正文", column="税收文化") == []


def test_each_check_can_be_switched_off() -> None:
    blocks = ("《帐户", "请于2020年1月1日前。", "**重点", "局长张三，13800138000")
    leaders = (Leader(name="张三", titles=("副局长",)),)
    fields = {"title": "2027年", "column": "图解"}
    every = House(words=own_words(), planned=DAY, leaders=leaders)
    all_found = found(*blocks, house=every, **fields)
    assert {line.split()[0] for line in all_found} == set(CHECKS)
    for name in CHECKS:
        house = every.model_copy(update={"off": frozenset({name})})
        left = {line.split()[0] for line in found(*blocks, house=house, **fields)}
        assert left == set(CHECKS) - {name}


def test_a_units_file_adds_words_and_switches_checks_off(tmp_path: Path) -> None:
    (tmp_path / "敏感词.csv").write_text(
        "错词,正词,说明,级别\n绝密,,不得出现\n亲们,大家,,提醒\n", "utf-8-sig"
    )
    (tmp_path / "单位.yaml").write_text(
        "关闭: [numbers]\n词表: [敏感词.csv]\n政策栏目: [图解]\n", "utf-8"
    )
    house = read_house(tmp_path / "单位.yaml")
    assert house.off == {"numbers"}
    assert house.basis_columns == {"图解"}
    [line] = found("这是绝密文件", house=house)
    assert "“绝密”不宜使用（不得出现）" in line
    assert house.words[-1].severity is Severity.WARNING


def test_a_word_list_may_be_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("帐篷: 账篷\n", "utf-8")
    (tmp_path / "b.yaml").write_text("- {错词: 甲, 正词: 乙, 说明: 丙, 级别: 提醒}\n", "utf-8")
    assert read_words(tmp_path / "a.yaml") == (Word(wrong="帐篷", right="账篷"),)
    [word] = read_words(tmp_path / "b.yaml")
    assert (word.wrong, word.right, word.note, word.severity) == (
        "甲",
        "乙",
        "丙",
        Severity.WARNING,
    )


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "甲,乙,丙,严重\n", "级别“严重”不对"),
        ("a.yaml", "- 甲\n", "应是一列"),
        ("a.yaml", "[", "不是正确的 YAML"),
    ],
)
def test_a_word_list_that_is_wrong_says_so(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UnreadableFile, match=reason):
        read_words(tmp_path / name)


@pytest.mark.parametrize(
    "day", ["2月30日", "2026年2月29日", "6月31日", "13月5日", "11月31号", "5月0日"]
)
def test_a_day_that_no_calendar_has_is_found(day: str) -> None:
    assert found(f"请于{day}前申报。")[0].startswith(f"dates 第 1 行 没有 {day} 这一天")


@pytest.mark.parametrize("day", ["2月29日", "2024年2月29日", "12月31日", "1月1号", "2026年3月5日"])
def test_a_day_that_exists_is_not_found_impossible(day: str) -> None:
    assert not any("没有" in line for line in found(f"{day}起施行。"))
