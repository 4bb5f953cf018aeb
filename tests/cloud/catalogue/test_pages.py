"""The page that followers open: which address answers what, from the catalogue in force, within ten seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import accounts, newsroom
from chalicelib.application import page_address, service_pages, service_spread
from chalicelib.catalogue import store
from chalicelib.cloud import table
from chalicelib.h5 import handler as h5
from chalicelib.newsroom import Owner
from chalicelib.settings import settings
from chalicelib.wechat.replies import TEXT_BYTES, cut
from tests.cloud.catalogue.made import (
    EDITOR,
    HOUSE,
    NOW,
    drafted,
    released,
    service,
    told,
)

Answer = dict[str, Any]
TILL_THEN = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    service_pages.forget_directories()
    monkeypatch.setattr(h5, "utc_now", lambda: NOW + TILL_THEN)
    yield
    service_pages.forget_directories()
    settings.cache_clear()


def ask(
    path: str,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    method: str = "GET",
) -> Answer:
    event = {
        "httpMethod": method,
        "path": f"/_aws/execute-api/h5ab/api/h5/{path}",
        "headers": headers or {},
        "queryStringParameters": query,
    }
    return h5.handler(event, None)


def header(answer: Answer, name: str) -> str:
    return str(answer["multiValueHeaders"].get(name, [""])[0])


def test_the_front_page_a_category_a_search_and_a_service_answer() -> None:
    released(service(), HOUSE)
    for path, query, words in (
        ("city/", None, "契税申报缴纳"),
        ("city/", {"category": "我要报税"}, "二手房交易缴税"),
        ("city/", {"q": "存量房"}, "1 项服务"),
        ("city/", {"q": "存量房", "part": "1"}, "1 项服务"),
        ("city/deed-tax", None, "网上办理"),
    ):
        answer = ask(path, query)
        assert answer["statusCode"] == 200, path
        assert header(answer, "Content-Type") == "text/html; charset=utf-8"
        assert words in answer["body"]
        if not query or "part" not in query:
            assert "青溪市税务局" in answer["body"]


def test_what_is_not_there_is_said_with_the_right_status() -> None:
    released(service())
    for path, query, status, words in (
        ("nobody/", None, 404, "没有这个页面"),
        ("nobody/deed-tax", None, 404, "没有这个页面"),
        ("city/unknown", None, 404, "没有这项服务"),
        ("city/", {"category": "没有"}, 404, "没有这个分类"),
        ("../console/", None, 404, "没有这个页面"),
        ("city/deed-tax/more", None, 404, "没有这个页面"),
        ("city/<script>", None, 404, "没有这个页面"),
        ("CITY/", None, 404, "没有这个页面"),
        ("city\n/", None, 404, "没有这个页面"),
        ("", None, 404, "没有这个页面"),
        ("city/", {"q": "\ud800\x00", "part": "1"}, 200, ""),
    ):
        answer = ask(path, query)
        assert (answer["statusCode"], words in answer["body"]) == (status, True), path
        assert "<script>" not in answer["body"].replace("<script>(function", "")
    assert ask("city")["statusCode"] == 302
    assert header(ask("city"), "Location") == "city/"


def test_a_service_out_of_service_is_gone_with_its_notice_and_replacement() -> None:
    released(service(), HOUSE)
    service_spread.retire(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="已并入", instead="house"
    )
    answer = ask("county/deed-tax")
    assert answer["statusCode"] == 410
    assert "已并入" in answer["body"] and 'href="house"' in answer["body"]


def test_a_page_has_what_is_in_force_and_not_what_is_drafted() -> None:
    released(service())
    drafted(service(name="契税新名"))
    assert "契税新名" not in ask("city/deed-tax")["body"]


def test_without_a_catalogue_the_account_s_page_says_what_to_do() -> None:
    drafted(service())
    answer = ask("city/")
    assert answer["statusCode"] == 200
    assert "服务目录还没有发布" in answer["body"]
    assert ask("city/deed-tax")["statusCode"] == 404


def test_each_account_has_the_services_of_its_region() -> None:
    released(service(), HOUSE.model_copy(update={"region": ("青溪市税务局",)}))
    found = [ask(f"{one}/house")["statusCode"] for one in ("province", "city", "county")]
    assert found == [404, 200, 200]


def test_a_page_is_in_the_theme_of_its_account() -> None:
    released(service())
    red = newsroom.THEMES["党建红"]
    newsroom.use_theme(Owner("city", "city"), red.name, by=EDITOR, now=NOW)
    assert f"--head:{red.main}" in ask("city/")["body"]
    assert f"--head:{red.main}" not in ask("county/")["body"]


def test_maintenance_and_a_release_show_within_ten_seconds() -> None:
    seconds = 0.0

    def shown(words: str) -> bool:
        made = service_pages.directory_of("city", lambda: seconds)
        found = made.find("deed-tax")
        assert found is not None
        return words in made.standing(found, NOW + TILL_THEN).notice + found.name

    released(service(), HOUSE)
    assert shown("契税申报缴纳")
    service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="停机")
    seconds = service_pages.HOLD - 0.1
    assert not shown("停机")
    seconds = service_pages.HOLD
    assert shown("停机")
    released(service(name="契税新名"), HOUSE, at=NOW + timedelta(seconds=1))
    seconds = 2 * service_pages.HOLD
    assert shown("契税新名")
    assert 2 * service_pages.HOLD <= 10


def test_a_browser_that_has_the_page_is_told_that_it_still_holds() -> None:
    released(service())
    first = ask("city/deed-tax")
    tag = header(first, "ETag")
    assert header(first, "Cache-Control") == "no-cache"
    for sent in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = ask("city/deed-tax", headers={"if-none-match": sent})
        assert (again["statusCode"], again["body"]) == (304, "")
        assert header(again, "ETag") == tag
    service_spread.maintain("province", "deed-tax", by=EDITOR, now=NOW, notice="停机")
    service_pages.forget_directories()
    changed = ask("city/deed-tax", headers={"If-None-Match": tag})
    assert changed["statusCode"] == 200 and header(changed, "ETag") != tag


def test_large_letters_are_remembered_by_the_browser_alone() -> None:
    released(service())
    asked = ask("city/", {"q": "契税", "text": "big"})
    assert asked["statusCode"] == 302
    assert header(asked, "Location") == "./?q=%E5%A5%91%E7%A8%8E"
    assert header(asked, "Set-Cookie").startswith("__Host-text=big; Path=/; Max-Age=31536000")
    big = {"Cookie": "__Host-text=big"}
    assert '<html lang="zh-CN" class="big">' in ask("city/deed-tax", headers=big)["body"]
    assert header(ask("city/deed-tax", headers=big), "Vary") == "Cookie"
    back = ask("city/deed-tax", {"text": "usual"}, big)
    assert header(back, "Location") == "deed-tax"
    assert "Max-Age=0" in header(back, "Set-Cookie")


def test_nothing_else_is_let_in_and_nobody_may_frame_it() -> None:
    released(service())
    answer = ask("city/")
    policy = header(answer, "Content-Security-Policy").split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
    assert header(answer, "X-Frame-Options") == "DENY"
    assert header(answer, "Referrer-Policy") == "no-referrer"
    assert header(answer, "X-Content-Type-Options") == "nosniff"
    assert "Set-Cookie" not in answer["multiValueHeaders"]


def test_the_simulated_telephone_of_this_machine_may_frame_it_in_development(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released(service())
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    settings.cache_clear()
    answer = ask("city/")
    policy = header(answer, "Content-Security-Policy").split("; ")
    assert "frame-ancestors http://127.0.0.1:* http://localhost:*" in policy
    assert "X-Frame-Options" not in answer["multiValueHeaders"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_can_only_be_read(method: str) -> None:
    answer = ask("city/", method=method)
    assert (answer["statusCode"], header(answer, "Allow")) == (405, "GET, HEAD")


def test_opening_pages_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    released(service(), HOUSE)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a page wrote")

    for name in ("put", "update", "delete", "transact"):
        monkeypatch.setattr(table, name, refused)
    for path in ("city/", "city/deed-tax", "city/unknown", "nobody/"):
        assert ask(path)["statusCode"] < 500


def test_a_fault_of_ours_is_a_page_that_says_try_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    released(service())

    def broken(_: Callable[[], float]) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(store, "head", broken)
    answer = ask("city/")
    assert answer["statusCode"] == 503
    assert "暂时打不开" in answer["body"] and "secret" not in answer["body"]
    assert header(answer, "Cache-Control") == "no-store"
    assert "PageFailed" in capsys.readouterr().out


def test_accounts_are_held_apart_and_not_without_bound() -> None:
    released(service())
    for nth in range(service_pages._MOST_HELD + 10):
        accounts.store.add_account(
            accounts.state("city").account.model_copy(
                update={"id": f"a{nth}", "appid": f"wx0000{nth}"}
            )
        )
        service_pages.directory_of(f"a{nth}")
    assert len(service_pages._held) <= service_pages._MOST_HELD
    assert service_pages.directory_of("county") is not service_pages.directory_of("city")


@pytest.fixture
def addressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_H5_URL", "https://h5.gov.cn/h5/")
    settings.cache_clear()


def test_a_reply_links_to_the_service_s_page_of_its_own_account(addressed: None) -> None:
    released(service(), HOUSE)
    assert told("city", "deed-tax").splitlines()[:3] == [
        "【契税申报缴纳】",
        '▸ <a href="https://tax.gov.cn/qs">网上办理</a>',
        '▸ <a href="https://h5.gov.cn/h5/city/deed-tax">办事指南</a>',
    ]
    assert "h5.gov.cn/h5/county/deed-tax" in told("county", "deed-tax")
    keys = {accounts.state(one).services for one in ("province", "city", "county")}
    assert len(keys) == 1


def test_a_reply_that_names_another_service_links_to_that_one_s_page(addressed: None) -> None:
    released(service(), HOUSE)
    service_spread.maintain(
        "province", "deed-tax", by=EDITOR, now=NOW, notice="停机", instead="house"
    )
    said = told("city", "deed-tax")
    assert "h5.gov.cn/h5/city/house" in said and "h5/city/deed-tax" not in said


def test_a_long_reply_keeps_the_link_within_wechat_s_limit(addressed: None) -> None:
    steps = tuple(f"第{nth}步要做的事情写得很长很长" for nth in range(99))
    released(service(summary="一" * 300, steps=steps))
    said = told("city", "deed-tax")
    assert len(said.encode()) > TEXT_BYTES
    assert 'h5.gov.cn/h5/city/deed-tax">办事指南</a>' in cut(said)


def test_without_an_address_of_pages_a_reply_is_as_before() -> None:
    released(service())
    assert "办事指南" not in told("city", "deed-tax")
    assert page_address.address_of("city", "deed-tax") == ""


def test_a_new_address_reaches_replies_the_next_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    released(service(web="", hall="大厅"))
    monkeypatch.setenv("RONGMEI_H5_URL", "https://new.gov.cn/h5/")
    settings.cache_clear()
    assert "办事指南" not in told("city", "deed-tax")
    service_spread.tend("province", NOW + timedelta(days=1))
    assert "https://new.gov.cn/h5/city/deed-tax" in told("city", "deed-tax")
