"""The page of one service: the ways in, what one needs, and what is said while it does not run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.catalogue import EntranceKind, Operation
from chalicelib.catalogue.models import Outage, Paused, Retirement
from chalicelib.h5 import services
from tests.unit.h5.made import LOOK, NOW, ROW, Read, directory, service

HOUSE = service(id="house", name="二手房交易缴税", aliases=())
OUT = Outage(since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=9), notice="系统升级")


def page(one=None, **operation) -> Read:
    one = one or service()
    run = {one.id: Operation(service=one.id, **operation)} if operation else {}
    return Read(services.one(directory(one, HOUSE, operations=run), one, LOOK, NOW).html)


def test_all_that_the_catalogue_says_of_a_service_stands_there_under_headings() -> None:
    read = page()
    for field in ("name", "summary", "fees", "duration", "hours", "owner", "hall"):
        assert ROW[field] in read.words, field
    for field in ("steps", "materials", "basis"):
        for one in ROW[field]:
            assert one in read.words, one
    titles = ("怎么办理", "须知", "所需材料", "办理步骤", "办理依据")
    assert [read.words.index(one) for one in titles] == sorted(read.words.index(one) for one in titles)  # fmt: skip
    assert [tag for tag, *_ in read.shape].count("h1") == 1
    assert {"header", "main", "nav", "footer"} <= {tag for tag, *_ in read.shape}


def test_what_the_catalogue_leaves_empty_has_no_heading() -> None:
    bare = service(steps=(), materials=(), basis=(), fees="", duration="", hours="", owner="", audience=())  # fmt: skip
    words = page(bare).words
    for title in ("须知", "所需材料", "办理步骤", "办理依据"):
        assert title not in words


def test_a_way_leads_there_where_a_page_can_lead_and_is_told_where_not() -> None:
    read = page()
    assert "https://etax.example/qs" in read.links
    assert "tel:0871-12366" in read.links
    assert "发送“契税申报缴纳”，点“小程序办理”" in read.words
    assert "发送“契税申报缴纳”，点“在这里办理”" in read.words


def test_a_closed_entrance_says_so_and_leads_nowhere_while_the_others_are_open() -> None:
    closed = service(paused=(Paused(kind=EntranceKind.WEB, note="窗口搬迁中"),))
    read = page(closed)
    assert "网上办理\n暂停\n窗口搬迁中" in read.words
    assert "https://etax.example/qs" not in read.links
    assert "tel:0871-12366" in read.links
    assert read.words.count("暂停") == 1


def test_an_address_that_is_no_page_is_a_text() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "weixin://dl/x", "//evil.example"):
        read = page(service(web=address))
        assert address not in read.links
        assert address in read.words


def test_maintenance_is_told_with_its_end_and_what_to_use_and_no_way_is_open() -> None:
    read = page(outage=OUT.model_copy(update={"instead": "house"}))
    assert "这项服务维护中\n系统升级\n预计 2026-11-30 19:00 恢复。\n可以改用：\n二手房交易缴税" in read.words  # fmt: skip
    assert "house" in read.links
    assert "https://etax.example/qs" not in read.links and "tel:0871-12366" not in read.links
    assert "购房合同" in read.words


def test_maintenance_begins_and_ends_by_the_clock() -> None:
    soon = page(outage=OUT.model_copy(update={"since": NOW + timedelta(hours=1)}))
    assert "※ 2026-11-30 11:00 至 2026-11-30 19:00暂停：系统升级" in soon.words
    assert "https://etax.example/qs" in soon.links
    over = page(outage=OUT.model_copy(update={"until": NOW}))
    assert "系统升级" not in over.words
    later = page(outage=OUT.model_copy(update={"since": NOW + timedelta(days=4), "until": None}))
    assert "系统升级" not in later.words


def test_a_service_that_replaces_nothing_now_is_not_recommended() -> None:
    one = service()
    run = {
        one.id: Operation(service=one.id, outage=OUT.model_copy(update={"instead": "house"})),
        "house": Operation(service="house", outage=OUT),
    }
    read = Read(services.one(directory(one, HOUSE, operations=run), one, LOOK, NOW).html)
    assert "可以改用" not in read.words


def test_a_retired_service_is_a_notice_and_its_replacement() -> None:
    read = page(retirement=Retirement(since=NOW, notice="已并入", instead="house"))
    assert "这项服务已下线\n已并入\n可以改用：\n二手房交易缴税" in read.words
    for gone in ("购房合同", "上传合同", "怎么办理", "不收费"):
        assert gone not in read.words


@pytest.mark.parametrize("big", [False, True])
def test_the_switch_leads_to_the_other_size_of_the_same_page(big: bool) -> None:
    look = LOOK._replace(big=big, query=(("q", "契税"),))
    read = Read(services.one(directory(service()), service(), look, NOW).html)
    assert ("标准版" if big else "大字版") in read.words
    assert f"?q=%E5%A5%91%E7%A8%8E&text={'usual' if big else 'big'}" in read.links
    assert (("html", "lang", "class") in read.shape) == big
