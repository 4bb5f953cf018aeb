"""The pages on which followers book: who they are, each step, forms that are sent once, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import accounts, appointments
from chalicelib.application import appointment_halls, appointment_pages, visitors
from chalicelib.application.visitors import Purpose
from chalicelib.appointments import Asked, BookingState, HallService
from chalicelib.clock import utc_now
from chalicelib.h5 import counter
from chalicelib.wechat.errors import UnknownOutcome
from tests.cloud.appointments.chat import Follower, hall, tomorrow
from tests.cloud.appointments.page import Browser, come_in
from tests.cloud.appointments.test_chat_walk import other
from tests.cloud.conversation.test_callback import account

__all__ = ["account"]


@pytest.fixture(autouse=True)
def _cold(account: object) -> Iterator[None]:
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()
    yield
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()


def day() -> str:
    """Tomorrow, as the pages show it."""
    return f"{tomorrow().month}月{tomorrow().day}日"


def mine(openid: str = "oFollower") -> list[appointments.Booking]:
    return Follower(openid).bookings


def to_form(browser: Browser, start: str = "09:00") -> str:
    """From the front page to the last step for tomorrow."""
    browser.get()
    for shown in ("云岭区办税服务厅", "发票领用", day(), start):
        browser.tap(shown)
    return browser.html


def test_a_follower_books_changes_and_cancels_on_the_page() -> None:
    hall()
    browser = come_in()
    assert (browser.status, browser.path) == (200, "/api/h5/appointments/province/")
    to_form(browser)
    browser.send("./book", browser.fields)
    (booking,) = mine()
    assert browser.status == 200
    assert "预约成功" in browser.text
    assert booking.code in browser.text
    browser.tap("改约")
    assert "原来的预约一直有效" in browser.text
    browser.tap(day())
    browser.tap("10:00")
    browser.send("./book", browser.fields)
    (changed,) = mine()
    assert (changed.id, changed.start.hour) == (booking.id, 10)
    browser.tap("取消预约")
    assert mine() == [changed]
    browser.send("./drop", browser.fields)
    assert "已取消" in browser.text
    assert mine() == []


def test_a_form_that_is_sent_twice_books_once() -> None:
    hall()
    browser = come_in()
    to_form(browser)
    fields = browser.fields
    browser.send("./book", fields)
    browser.send("./book", fields)
    assert "预约成功" in browser.text
    assert len(mine()) == 1


def test_nobody_comes_in_without_a_link_or_wechat() -> None:
    hall()
    browser = Browser()
    for page in ("", "mine", "hall?hall=north", "done?id=x"):
        browser.get(page)
        assert browser.status == 403
        assert "请回到公众号" in browser.text
    browser.send("./book", {"hall": "north"})
    assert browser.status == 403


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.LINK])
def test_a_token_for_something_else_is_no_link(purpose: Purpose) -> None:
    hall()
    browser = Browser()
    token = visitors.signed(accounts.live("province"), purpose, "oFollower", utc_now())
    browser.get(f"in?ticket={token}")
    assert browser.status == 403
    assert browser.cookies == {}


def test_a_link_ends_after_half_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    hall()
    account = accounts.live("province")
    ticket = visitors.signed(account, Purpose.LINK, "oFollower", utc_now())
    browser = Browser()
    monkeypatch.setattr(counter, "utc_now", lambda: utc_now() + timedelta(minutes=31))
    browser.get(f"in?ticket={ticket}")
    assert browser.status == 403
    assert "链接已经失效" in browser.text


def test_a_session_ends_and_a_changed_one_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    hall()
    browser = come_in()
    (name,) = browser.cookies
    good = browser.cookies[name]
    head, until, mac = good.split(".")
    for bad in (
        f"{head}.{int(until) + 60}.{mac}",
        f"{head}x.{until}.{mac}",
        f"{head}.{until}.",
        "",
        "a.b.c",
        "." * 5,
    ):
        browser.cookies[name] = bad
        browser.get("mine")
        assert browser.status == 403, bad
    browser.cookies[name] = good
    monkeypatch.setattr(counter, "utc_now", lambda: utc_now() + timedelta(hours=3))
    browser.get("mine")
    assert browser.status == 403


def test_a_form_of_another_site_another_person_or_none_books_nothing() -> None:
    hall()
    browser = come_in()
    to_form(browser)
    fields = browser.fields
    browser.send("./book", fields, Sec_Fetch_Site="cross-site")
    assert browser.status == 403
    browser.send("./book", fields, Sec_Fetch_Site="", Origin="https://evil.example")
    assert browser.status == 403
    browser.send("./book", fields | {"token": ""})
    assert browser.status == 403
    thief = come_in("oThief")
    thief.send("./book", fields)
    assert thief.status == 403
    assert mine() == mine("oThief") == []


def test_another_persons_booking_is_as_if_it_were_not_there() -> None:
    hall()
    other(1)
    (theirs,) = mine("oOther1")
    browser = come_in()
    for page in ("done", "drop"):
        browser.get(f"{page}?id={theirs.id}")
        assert browser.status == 404
    to_form(browser)
    token = browser.fields["token"]
    browser.send("./drop", {"id": theirs.id, "token": token})
    assert browser.status == 404
    assert mine("oOther1") == [theirs]


def test_a_hall_that_asks_gets_what_it_asks_for_and_shows_it_masked() -> None:
    hall(asks=(Asked.NAME, Asked.ID_NUMBER))
    browser = come_in()
    to_form(browser)
    assert "加密保存" in browser.text
    browser.send("./book", browser.fields | {"name": "张三", "id_number": "123"})
    assert browser.status == 422
    assert "没有提交" in browser.text
    assert 'value="张三"' in browser.html
    assert 'aria-invalid="true"' in browser.html
    browser.send("./book", browser.fields | {"name": "张三", "id_number": "11010519491231002X"})
    assert "预约成功" in browser.text
    assert "110***********002X" in browser.text
    assert "11010519491231002X" not in browser.html
    assert len(mine()) == 1


def test_a_link_from_the_chat_opens_the_slot_that_was_tapped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RONGMEI_H5_URL", "https://h5.example/api/h5/")
    counter.settings.cache_clear()
    hall(asks=(Asked.NAME,))
    who = Follower()
    who.menu()
    who.tap(day())
    said = who.tap("09:00—10:00")
    address = said.partition('href="')[2].partition('"')[0]
    browser = Browser()
    browser.get(urlsplit(address)._replace(scheme="", netloc="").geturl())
    assert "确认预约" in browser.text
    assert "ticket" not in browser.path
    browser.send("./book", browser.fields | {"name": "张三"})
    assert len(mine()) == 1


def test_a_full_slot_offers_the_waiting_list() -> None:
    hall()
    other(1), other(2)
    browser = come_in()
    to_form(browser)
    assert "确认候补" in browser.text
    browser.send("./book", browser.fields)
    assert "已进入候补" in browser.text
    assert mine()[0].state is BookingState.WAITING
    browser.tap("退出候补")
    browser.send("./drop", browser.fields)
    assert mine() == []


def test_a_place_that_went_meanwhile_is_said_with_ways_on() -> None:
    hall()
    browser = come_in()
    to_form(browser)
    fields = browser.fields
    other(1), other(2)
    browser.send("./book", fields)
    assert browser.status == 409
    assert [words for words, _ in browser.links] == [
        "候补这个时段",
        "换个时间",
        "重新选择",
        "我的预约",
    ]


def test_wechat_says_who_it_is_where_the_account_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    service_account()
    hall()
    asked: list[str] = []
    monkeypatch.setattr(visitors, "openid_by", lambda _, code: asked.append(code) or "oByWeChat")
    browser = Browser()
    browser.get("mine")
    to = urlsplit(browser.left)
    query = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert (to.netloc, to.path, to.fragment) == ("open.weixin.qq.com", "/connect/oauth2/authorize", "wechat_redirect")  # fmt: skip
    assert query["redirect_uri"] == "https://h5.example/api/h5/appointments/province/back"
    assert (query["scope"], query["response_type"]) == ("snsapi_base", "code")
    assert query["state"].isalnum()
    browser.get(f"back?code=c1&state={query['state']}")
    assert asked == ["c1"]
    assert browser.path.endswith("/mine")
    assert "您没有待办的预约" in browser.text


def test_a_return_that_this_browser_did_not_begin_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    service_account()
    hall()
    monkeypatch.setattr(visitors, "openid_by", lambda *_: "oThief")
    victim, thief = Browser(), Browser()
    thief.get("mine")
    state = parse_qs(urlsplit(thief.left).query)["state"][0]
    victim.get(f"back?code=c&state={state}")
    assert victim.status == 403
    assert victim.cookies == {}
    thief.get("back?code=c&state=")
    assert thief.status == 403


def test_a_code_that_wechat_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    service_account()
    hall()

    def refuse(*_: object) -> str:
        raise UnknownOutcome("HTTP 500", appid="wx", api="/sns/oauth2/access_token")

    monkeypatch.setattr(visitors, "openid_by", refuse)
    browser = Browser()
    browser.get("")
    state = parse_qs(urlsplit(browser.left).query)["state"][0]
    browser.get(f"back?code=c&state={state}")
    assert browser.status == 502


def service_account() -> None:
    from chalicelib.cloud import table

    state = accounts.state("province")
    changed = state.account.model_copy(update={"kind": accounts.AccountKind.SERVICE, "oauth": True})
    table.transact([table.update_action("ACCOUNTS", "province", "SET doc = :doc", {":doc": changed.model_dump_json()})])  # fmt: skip
    accounts.forget()


def test_large_letters_are_remembered_and_no_secret_stays_in_the_address() -> None:
    hall()
    browser = come_in()
    browser.get("hall?hall=north&text=big")
    assert 'class="big"' in browser.html
    assert browser.path.endswith("/hall?hall=north")


@pytest.mark.parametrize(
    "address",
    ["nothing", "hall", "hall?hall=elsewhere", "days?hall=north&service=none", "times?hall=north&service=fapiao&day=x", "book?hall=north&service=fapiao", "book?hall=north&service=fapiao&day=2026-01-01&start=9999", "done?id=%00", "drop"],
)  # fmt: skip
def test_what_is_not_there_is_said_and_breaks_nothing(address: str) -> None:
    hall()
    browser = come_in()
    browser.get(address)
    assert browser.status in (200, 404, 409)
    assert "暂时打不开" not in browser.text


def test_every_page_is_small_and_lets_nothing_in() -> None:
    services = tuple(
        HallService(id=f"s{n}", name=f"业务{n}", minutes=10, capacity=3) for n in range(20)
    )
    hall(services=services)
    for nth in range(40):
        hall(f"hall-{nth}", name=f"第{nth}办税服务厅")
    appointment_halls.forget_units()
    browser = come_in()
    browser.get()
    for step in ("", "云岭区办税服务厅", "业务1", day(), "09:00"):
        if step:
            browser.tap(step)
        assert len(browser.html.encode()) < 100_000
        assert "script-src 'none'" in browser.policy
        assert "default-src 'none'" in browser.policy


def test_other_methods_are_refused() -> None:
    answer = counter.handler({"httpMethod": "PUT", "path": "/h5/appointments/province/"}, None)
    assert answer["statusCode"] == 405
