"""Service lists as files: every fault at once, and what is written is read the same."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.catalogue import EntranceKind, Service
from chalicelib.catalogue.columns import COLUMNS
from chalicelib.catalogue.errors import BadService
from chalicelib.catalogue.files import ServiceFileErrors, read, service_of, template, write
from chalicelib.catalogue.models import Paused
from chalicelib.sheets.spreadsheets import write_csv

_LETTERS = (
    "税务办理申报缴费发票查询退一二三四五六·—（）《》、。|\\=+-@'\"<>&%#，：" + string.ascii_letters
)
_WORDS = st.text(_LETTERS, min_size=1, max_size=20).map(lambda one: f"字{one}字")
_SEVERAL = st.lists(_WORDS, max_size=3, unique=True).map(tuple)


@st.composite
def _services(draw: st.DrawFn) -> tuple[Service, ...]:
    count = draw(st.integers(1, 3))
    made = []
    for nth in range(count):
        given_: dict[str, Any] = {
            "id": f"s{nth}",
            "name": f"服务{nth}",
            "aliases": tuple(f"{one}{nth}" for one in draw(_SEVERAL)),
            "category": draw(_WORDS),
            "phone": draw(_WORDS),
            "paused": (Paused(kind=EntranceKind.PHONE, note=draw(st.one_of(st.just(""), _WORDS))),)
            if draw(st.booleans())
            else (),
            "review_on": draw(st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1))),
            "web": draw(st.sampled_from(["", "https://tax.gov.cn/a?b=1&c=2"])),
        }
        for field in ("audience", "region", "basis", "steps", "materials"):
            given_[field] = draw(_SEVERAL)
        for field in ("owner", "summary", "fees", "duration", "hours", "hall"):
            given_[field] = draw(st.one_of(st.just(""), _WORDS))
        made.append(Service(**given_))
    return tuple(made)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_services(), st.sampled_from(["服务.xlsx", "服务.csv"]))
def test_what_is_written_is_read_the_same(services: tuple[Service, ...], name: str) -> None:
    assert read(name, write(name, services)).services == services


def test_every_field_has_a_column() -> None:
    assert {one.field for one in COLUMNS} == set(Service.model_fields)


def test_an_empty_template_has_every_heading_and_nothing_to_import() -> None:
    with pytest.raises(ServiceFileErrors, match="没有服务"):
        read("a.xlsx", template())


def test_every_fault_of_a_list_comes_at_once() -> None:
    rows = [
        [
            "编号",
            "服务名称",
            "分类",
            "别名",
            "网页地址",
            "小程序页面",
            "暂停的入口",
            "复核日期",
            "适用地区",
        ],
        ["a b", "契税申报", "报税", "", "tax.gov.cn", "", "", "", ""],
        ["b", "", "报税", "", "https://tax.gov.cn", "", "", "明年", ""],
        ["c", "印花税", "", "", "", "", "", "", ""],
        ["d", "房产税", "报税", "印花", "https://tax.gov.cn", "pages/a", "大厅：搬迁", "", "外省"],
        ["e", "车船税", "报税", "", "https://tax.gov.cn", "", "", "", ""],
        ["e", "资源税", "报税", "车船税", "https://tax.gov.cn", "", "", "", ""],
    ]
    with pytest.raises(ServiceFileErrors) as refused:
        read("a.csv", write_csv(rows), regions=["青溪市"])
    found = {(one.row, one.column) for one in refused.value.problems}
    assert found == {
        (2, "编号"),
        (2, "网页地址"),
        (3, "服务名称"),
        (3, "复核日期"),
        (4, "分类"),
        (4, "网页地址"),
        (5, "小程序 AppID"),
        (5, "暂停的入口"),
        (5, "适用地区"),
        (7, "编号"),
        (7, "别名"),
    }


def test_other_headings_of_offices_are_known() -> None:
    rows = [["事项名称", "类别", "咨询电话", "流程"], ["契税申报", "报税", "12366", "预约|缴款"]]
    [one] = read("a.csv", write_csv(rows)).services
    assert (one.name, one.category, one.steps) == ("契税申报", "报税", ("预约", "缴款"))
    assert one.id.startswith("s-")


def test_what_a_person_typed_keeps_the_other_fields() -> None:
    known = Service(id="a", name="契税", category="报税", phone="12366", steps=("甲", "乙"))
    after = service_of({"fees": "不收费"}, known)
    assert after == known.model_copy(update={"fees": "不收费"})
    with pytest.raises(BadService) as refused:
        service_of({"phone": "", "name": ""}, known)
    assert {one.name for one in refused.value.fields} == {"name", "web"}
