"""The pages on which followers book, in a real browser as wide as a small telephone: usual and large letters, with the keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import accounts, appointments
from chalicelib.application import appointment_halls, appointment_pages, visitors
from chalicelib.appointments import Asked, HallService
from chalicelib.clock import utc_now
from dev.browser import CHROMIUM
from tests.cloud.appointments.chat import Follower, hall, tomorrow
from tests.cloud.appointments.test_chat_walk import other
from tests.cloud.console.test_every_page import AXE, FAULTS, FOUND, RULES
from tests.cloud.conversation.test_callback import account
from tests.cloud.h5_telephone import LETTERS, LONG, SMALL, Open, serving, telephones

__all__ = ["account"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
ASKING: Final = "asking"
CHOSEN: Final = f"hall={ASKING}&service=long&day={tomorrow().isoformat()}"


@pytest.fixture
def address(account: object) -> Iterator[str]:
    """A plain hall, one of long words that asks for everything, and a follower with two bookings and a wait."""
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()
    hall(note="请带原件。")
    hall(
        ASKING,
        name=LONG[:40],
        place=LONG * 3,
        phone="0871-63012366 转 8 再按 3",
        note=LONG * 4,
        asks=tuple(Asked),
        services=(HallService(id="long", name=LONG[:30], minutes=30, capacity=1), HallService(id="none", name="停办的业务", minutes=30, capacity=0)),
    )  # fmt: skip
    with serving() as here:
        yield f"{here}/h5/appointments/province/"
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()


@pytest.fixture
def telephone(browser: Browser, address: str) -> Iterator[Open]:
    """``telephone(big=…, …)``: a follower's page; an error in it, or what the policy refuses, fails the test."""
    with telephones(browser) as anew:

        def opened(*, big: bool = False, openid: str = "oFollower", **how: Any) -> Page:
            page = anew(**how)
            ticket = visitors.signed(accounts.live("province"), visitors.Purpose.LINK, openid, utc_now())  # fmt: skip
            page.goto(f"{address}in?{urlencode({'ticket': ticket})}")
            if big:
                page.goto(f"{address}?text=big")
            return page

        yield opened


def paths() -> list[str]:
    """Every kind of page, with what can stand on it."""
    other(1), other(2)
    who = Follower()
    who.menu()
    who.tap("云岭区")
    who.tap(f"{tomorrow().month}月{tomorrow().day}日")
    who.tap("候补")
    who.menu()
    who.tap("云岭区")
    who.tap(f"{tomorrow().month}月{tomorrow().day}日")
    who.tap("10:00")
    waits, booked = who.bookings
    return [
        "",
        "hall?hall=north",
        f"hall?hall={ASKING}",
        f"days?hall={ASKING}&service=long",
        f"days?hall=north&service=fapiao&change={booked.id}",
        f"times?hall=north&service=fapiao&day={tomorrow().isoformat()}",
        "times?hall=north&service=fapiao&day=2020-01-01",
        f"book?{CHOSEN}&start=0900",
        f"book?hall=north&service=fapiao&day={tomorrow().isoformat()}&start=0900&wait=1",
        "mine",
        f"done?id={booked.id}",
        f"done?id={waits.id}",
        f"drop?id={booked.id}",
        "done?id=none",
        "in?ticket=old",
        "nothing",
    ]


@pytest.mark.parametrize("big", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_reach_every_page(
    telephone: Open, address: str, big: bool, scheme: str
) -> None:
    """WCAG 2.2 AA by axe, and nothing sticks out of 360 pixels."""
    page = telephone(big=big, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in paths():
        page.goto(address + path)
        assert page.locator("html.big").count() == big
        page.add_script_tag(path=AXE)
        faults = [*page.evaluate(FOUND, RULES), *page.evaluate(FAULTS)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            faults.append(f"{wide} pixels wide")
        if faults:
            found[path] = faults
    assert not found, found


@pytest.mark.parametrize("big, target, letters", [(False, 44, 13), (True, 60, 17.8)])
def test_targets_and_letters_are_as_large_as_the_rules_for_old_people_ask(
    telephone: Open, address: str, big: bool, target: int, letters: float
) -> None:
    page = telephone(big=big)
    for path in paths():
        page.goto(address + path)
        assert page.evaluate(SMALL, target) == [], path
        assert page.evaluate(LETTERS) >= letters, path


def test_without_scripts_one_books_says_who_one_is_and_cancels(
    telephone: Open, address: str
) -> None:
    page = telephone(java_script_enabled=False, big=True)
    page.goto(f"{address}times?{CHOSEN}")
    page.get_by_role("link", name="09:30—").click()
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("身份证件号码").fill("110105194912310020")
    page.get_by_label("手机号").fill("13800000000")
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_role("alert")).to_contain_text("没有提交")
    field = page.get_by_label("身份证件号码")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("姓名")).to_have_value("张三")
    field.fill("11010519491231002X")
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("预约成功")
    expect(page.get_by_text("110***********002X")).to_be_visible()
    page.get_by_role("link", name="我的预约").first.click()
    page.get_by_role("link", name="取消预约").click()
    page.get_by_role("button", name="确定取消预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已取消")
    assert Follower().bookings == []


def test_the_keyboard_alone_books(telephone: Open, address: str) -> None:
    page = telephone()
    page.goto(f"{address}book?hall=north&service=fapiao&day={tomorrow().isoformat()}&start=0900")
    page.get_by_role("button", name="确认预约").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("预约成功")
    assert len(Follower().bookings) == 1


def test_an_open_page_asks_for_nothing_besides_itself(telephone: Open, address: str) -> None:
    page = telephone()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}mine")
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if not one.startswith("data:")] == [f"{address}mine"]
    assert appointments.open_of(Follower().person, utc_now()) == []
