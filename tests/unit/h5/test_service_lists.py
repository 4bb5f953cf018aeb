"""The front page, categories, search, and how large they are."""

from __future__ import annotations

import gzip
from datetime import timedelta

from chalicelib.catalogue import Operation
from chalicelib.catalogue.models import Outage, Retirement
from chalicelib.h5 import services
from tests.unit.h5.made import LOOK, NOW, Read, demo, directory, service

MOST_BYTES = 60_000
DEED = service()
HOUSE = service(id="house", name="二手房交易缴税", aliases=("存量房交易",), materials=("契税完税证明",))  # fmt: skip
INVOICE = service(id="invoice", name="发票领用", aliases=(), category="我要开票", summary="领取发票", materials=(), basis=())  # fmt: skip
LOOSE = service(
    id="loose", name="其他事项办理", aliases=(), category="", summary="", materials=(), basis=()
)
ALL = directory(LOOSE, DEED, HOUSE, INVOICE)
STOPS = {
    "deed-tax": Operation(service="deed-tax", outage=Outage(since=NOW, notice="升级")),
    "house": Operation(service="house", retirement=Retirement(since=NOW, notice="停办")),
}


def weight(html: str) -> int:
    return len(gzip.compress(html.encode()))


def test_the_front_page_has_each_category_with_its_number_and_first_services() -> None:
    read = Read(services.front(demo(), LOOK, NOW).html)
    assert "我要登记\n15 项 ›\n新办企业税务登记" in read.words
    assert "./?category=%E6%88%91%E8%A6%81%E7%99%BB%E8%AE%B0" in read.links
    assert read.words.count(" 项 ›") == 6
    assert len([one for one in read.links if one and one[0].isalpha() and ":" not in one]) == 18


def test_services_without_a_category_come_last_under_a_name_of_their_own() -> None:
    words = Read(services.front(ALL, LOOK, NOW).html).words
    assert words.index("我要报税") < words.index("我要开票") < words.index("其他服务")
    page = services.category(ALL, "其他服务", LOOK, NOW)
    assert page is not None and "其他事项办理" in page.html


def test_a_few_services_stand_on_the_front_page_all_at_once() -> None:
    read = Read(services.front(ALL, LOOK, NOW).html)
    assert {"deed-tax", "house", "invoice", "loose"} <= set(read.links)


def test_a_category_names_ways_and_states() -> None:
    stopped = directory(DEED, HOUSE, INVOICE, operations=STOPS)
    page = services.category(stopped, "我要报税", LOOK, NOW)
    assert page is not None
    words = Read(page.html).words
    assert "契税申报缴纳\n维护中\n买房" in words
    assert "二手房交易缴税" not in words  # out of service for good: found by its name alone
    assert services.category(stopped, "没有的", LOOK, NOW) is None
    usual = services.category(ALL, "我要报税", LOOK, NOW)
    assert usual is not None
    assert "网上办理 · 小程序办理 · 在这里办理 · 到大厅办理 · 电话咨询" in Read(usual.html).words


def test_search_finds_by_name_first_then_by_what_is_said() -> None:
    assert [one.id for one in ALL.search("契税")] == ["deed-tax", "house"]
    assert [one.id for one in ALL.search(" 房屋 契税 ")] == ["deed-tax"]
    assert [one.id for one in ALL.search("存量")] == ["house"]
    assert [one.id for one in ALL.search("我要报税")] == ["deed-tax", "house"]
    assert [one.id for one in ALL.search("INVOICE")] == ["invoice"]
    assert ALL.search("  ") == []


def test_search_finds_what_a_question_is_about_without_its_name() -> None:
    found = demo().search("刚买的新车怎么交购置税")
    assert [one.name for one in found][:1] == ["车辆购置税申报缴纳"]


def test_a_retired_service_is_found_by_its_name() -> None:
    words = Read(services.search(directory(HOUSE, operations=STOPS), "二手房", LOOK, NOW).html).words  # fmt: skip
    assert "“二手房”：1 项服务" in words and "已下线" in words


def test_nothing_found_is_said_with_the_categories_below() -> None:
    read = Read(services.search(ALL, "火箭发射许可", LOOK, NOW).html)
    assert "没有找到“火箭发射许可”" in read.words and "我要开票" in read.words


def test_many_found_are_shown_in_part() -> None:
    many = directory(*(service(id=f"s{n}", name=f"服务第{n}项", aliases=()) for n in range(200)))
    read = Read(services.search(many, "服务", LOOK, NOW).html)
    assert "200 项服务，先看前 50 项" in read.words
    assert read.words.count("服务第") == 50


def test_the_part_that_changes_while_one_types_begins_with_what_is_told() -> None:
    part = services.search_part(ALL, "契税", NOW)
    assert part.startswith("<p>“契税”：2 项服务</p>")
    assert services.search_part(ALL, "", NOW).startswith("<p></p>")
    assert "<script" not in part and "<style" not in part


def test_without_a_catalogue_the_page_says_what_to_do() -> None:
    words = Read(services.front(directory(), LOOK, NOW).html).words
    assert "服务目录还没有发布" in words and "导入并发布" in words


def test_a_first_view_is_one_small_file() -> None:
    every = demo()
    several = [services.front(every, LOOK, NOW), services.search(every, "税", LOOK, NOW)]
    several += [services.one(every, one, LOOK, NOW) for one in every.services]
    several += [
        page
        for name in every.categories(NOW)
        if (page := services.category(every, name, LOOK, NOW)) is not None
    ]
    assert len(several) == 2 + 95 + 6
    for page in several:
        assert 1_000 < weight(page.html) <= MOST_BYTES
        # Nothing else is asked for: no file of style, script, letters or pictures.
        read = Read(page.html)
        assert not [tag for tag, *_ in read.shape if tag in ("img", "iframe", "object", "video")]
        assert [names for tag, *names in read.shape if tag == "script"] in ([], [[]])


def test_the_front_page_stays_small_with_a_very_large_catalogue() -> None:
    names = (
        f"{word}事项第{n}号的申请与办理" for n in range(100) for word in "甲乙丙丁戊己庚辛壬癸"
    )
    large = directory(
        *(service(id=f"s{n}", name=name, aliases=(), category=f"第{n % 12}类") for n, name in enumerate(names))
    )  # fmt: skip
    assert len(large.services) == 1000
    assert weight(services.front(large, LOOK, NOW).html) <= MOST_BYTES / 10
    page = services.category(large, "第3类", LOOK, NOW)
    assert page is not None and weight(page.html) <= MOST_BYTES


def test_a_stop_that_is_over_leaves_no_mark() -> None:
    over = Operation(service="deed-tax", outage=Outage(since=NOW, until=NOW + timedelta(hours=1), notice="升级"))  # fmt: skip
    later = NOW + timedelta(hours=1)
    page = services.category(directory(DEED, operations={"deed-tax": over}), "我要报税", LOOK, later)  # fmt: skip
    assert page is not None and "维护中" not in page.html
