"""Words are made to fit a template's fields as far as that may be; the rest is told field by field."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.notices.fields import LIMITS, faults, filled, limit_of, line_faults, read_fields
from chalicelib.notices.models import Template, TemplateKind
from chalicelib.notices.purposes import PURPOSES, examples

AT = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
CONTENT = "事项名称:{{thing1.DATA}}\n办理时间：{{time2.DATA}}\n状态:{{phrase3.DATA}}\n单号:{{character_string4.DATA}}"


def template(content: str = CONTENT) -> Template:
    return Template(
        id="t",
        title="办理提醒",
        kind=TemplateKind.ONE_TIME,
        fields=read_fields(content),
        fetched_at=AT,
    )


def test_the_content_names_the_fields_with_kind_and_label() -> None:
    found = [(one.name, one.kind, one.label) for one in template().fields]
    assert found == [
        ("thing1", "thing", "事项名称"),
        ("time2", "time", "办理时间"),
        ("phrase3", "phrase", "状态"),
        ("character_string4", "character_string", "单号"),
    ]


def test_a_line_without_a_field_is_none() -> None:
    assert read_fields("温馨提示\n") == ()


def test_placeholders_are_filled_and_times_are_those_of_beijing() -> None:
    lines = {"thing1": "{hall} {service}", "time2": "{time}", "phrase3": "{what}", "character_string4": "{code}"}  # fmt: skip
    said = filled(template(), lines, {"hall": "青溪厅", "service": "代开", "time": AT, "what": "预约成功", "code": "48"})  # fmt: skip
    assert said == {"thing1": "青溪厅 代开", "time2": "2026年3月1日 09:00", "phrase3": "预约成功", "character_string4": "48"}  # fmt: skip
    assert faults(template(), said) == {}


def test_a_day_has_no_clock() -> None:
    said = filled(template("日期:{{date1.DATA}}"), {"date1": "{day}"}, {"day": date(2026, 3, 1)})
    assert said == {"date1": "2026年3月1日"}


def test_long_words_are_cut_to_the_limit_with_a_mark() -> None:
    said = filled(
        template(),
        {"thing1": "{title}"},
        {"title": "关于支持小微企业和个体工商户发展有关税费政策的公告"},
    )
    assert said["thing1"] == "关于支持小微企业和个体工商户发展有关税…"
    assert len(said["thing1"]) == 20


def test_a_phrase_is_cut_without_a_mark_that_wechat_would_refuse() -> None:
    assert filled(template(), {"phrase3": "大厅当日关闭"}, {})["phrase3"] == "大厅当日关"


def test_lines_of_several_words_become_one() -> None:
    assert filled(template(), {"thing1": "{a}"}, {"a": "一\n 二"})["thing1"] == "一 二"


def test_an_empty_field_says_that_there_is_nothing() -> None:
    assert filled(template(), {"thing1": "{note}"}, {})["thing1"] == "无"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("thing", "任何文字 abc", ""),
        ("number", "12.5", "十二"),
        ("letter", "abc", "a1"),
        ("symbol", "#!", "a"),
        ("character_string", "A-12/b", "预约码"),
        ("time", "2026年3月1日 09:00", "明天上午"),
        ("time", "09:00~10:30", "九点"),
        ("date", "2026-03-01", "三月"),
        ("amount", "￥100.50", "一百"),
        ("phone_number", "0766-12366", "电话"),
        ("car_number", "粤W12345", "#"),
        ("name", "张小明", "<b>"),
        ("phrase", "已受理", "ok"),
        ("const", "通过", ""),
    ],
)
def test_each_kind_takes_its_own_words(kind: str, good: str, bad: str) -> None:
    one = template(f"项:{{{{{kind}1.DATA}}}}")
    assert faults(one, {f"{kind}1": good}) == {}
    assert list(faults(one, {f"{kind}1": bad})) == [f"{kind}1"]


def test_what_is_too_long_and_cannot_be_cut_is_a_fault() -> None:
    one = template("码:{{character_string1.DATA}}")
    said = filled(one, {"character_string1": "{code}"}, {"code": "9" * 33})
    assert "太长" in faults(one, said)["character_string1"]


def test_a_kind_that_nobody_has_listed_takes_words() -> None:
    assert limit_of("thing_new").most == LIMITS["thing"].most


def test_a_wiring_fills_every_field_with_what_its_purpose_tells() -> None:
    lines = {"thing1": "{hall}", "time2": "{when}", "phrase3": "", "character_string4": "固定"}
    assert line_faults(template(), lines, {"hall", "time"}) == {
        "time2": "“办理时间”里没有 {when} 这一项",
        "phrase3": "“状态”没有填写",
    }


def test_every_purpose_has_an_example_of_all_that_it_tells() -> None:
    for purpose, terms in PURPOSES.items():
        assert set(examples(purpose)) == {one.name for one in terms.tells}
        assert all(examples(purpose).values())
