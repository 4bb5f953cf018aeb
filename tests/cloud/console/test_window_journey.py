"""预约 in a real browser: a window checks people in, a hall closes for a day, hours of a day are set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import appointments, people, units
from chalicelib.actor import local
from chalicelib.application import hall_setup
from chalicelib.appointments import Booking, BookingState, Origin, Person, SlotKey
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from dev.browser import CHROMIUM
from tests.cloud.console.in_browser import enter, serving
from tests.simulator.browser import close_all

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Open = Callable[..., Page]
HALL = "city-hall"
CLERK = "clerk"


@pytest.fixture
def hall(cloud: None) -> str:
    """A hall that is open at any time of any day, and somebody who does all of its work."""
    units.add_unit("city", name="青溪市税务局", level=UnitLevel.PROVINCE)
    people.add_staff(CLERK, "city", list(Role), by=local("ops"), now=utc_now(), name="林晓")
    week = {key: ["00:00-23:59"] for key in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    typed = {
        "id": HALL,
        "unit": "city",
        "name": "青溪市办税服务厅",
        "week": week,
        "holidays": False,
        # Closing a day writes each of its slots: tomorrow has few.
        "extra": {(today() + timedelta(days=1)).isoformat(): ["09:00-11:00"]},
        "services": [
            {"id": "fapiao", "name": "发票领用", "minutes": 5, "capacity": 2},
            {"id": "estate", "name": "不动产交易缴税", "minutes": 60, "capacity": 3},
        ],
    }
    hall_setup.save_hall(typed, seen=0, by=local("ops"), now=utc_now())
    return HALL


@pytest.fixture
def opened(hall: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """``opened(path)``: the clerk's page; an error on it fails the test."""
    errors: list[str] = []
    with serving(monkeypatch) as address:

        def open_page(path: str, width: int = 1280, height: int = 900) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            enter(page, address, CLERK, path)
            return page

        yield open_page
        close_all(browser)
    assert errors == []


def today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


def booked(number: int, day: date, at: time = time(0)) -> Booking:
    """Booked the day before."""
    before = datetime.combine(day - timedelta(days=1), time(10), SHANGHAI)
    slot = SlotKey(HALL, "estate", day, at)
    person = Person("city", f"oPerson{number}")
    return appointments.book(slot, person, key=f"{number}-{day}", origin=Origin.CHAT, now=before)


def state(booking: Booking) -> BookingState:
    return appointments.get(booking.id).state


def done(page: Page, words: str) -> None:
    expect(page.locator(".el-message").last).to_contain_text(words)


@pytest.mark.parametrize("width", [390, 1280])
def test_who_says_a_code_is_checked_in_and_then_served(opened: Open, width: int) -> None:
    first, second = booked(1, today()), booked(2, today())
    page = opened(f"/appointments/{HALL}/window", width)
    row = page.locator("article").filter(has_text=first.code)
    page.get_by_label("请办税人报 6 位预约码").fill(first.code)
    page.keyboard.press("Enter")
    done(page, "已签到")
    expect(page.get_by_label("请办税人报 6 位预约码")).to_be_focused()
    row.get_by_role("button", name="办结").click()
    done(page, "已办结")
    expect(row).to_contain_text("已办结")
    other = page.locator("article").filter(has_text=second.code)
    other.get_by_role("button", name="爽约").click()
    page.get_by_role("dialog").get_by_role("button", name="爽约").click()
    done(page, "已记为爽约")
    assert [state(first), state(second)] == [BookingState.SERVED, BookingState.NO_SHOW]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_code_that_nobody_has_is_said_and_the_field_stays(opened: Open) -> None:
    page = opened(f"/appointments/{HALL}/window")
    page.get_by_label("请办税人报 6 位预约码").fill("000000")
    page.get_by_role("button", name="签到").click()
    done(page, "今天没有预约码为“000000”的预约")
    expect(page.get_by_label("请办税人报 6 位预约码")).to_have_value("000000")


def test_somebody_without_an_appointment_is_taken(opened: Open) -> None:
    page = opened(f"/appointments/{HALL}/window")
    page.get_by_role("button", name="现场取号").click()
    page.get_by_role("menuitem", name="发票领用").click()
    done(page, "已登记：发票领用")
    expect(page.locator("article")).to_contain_text("现场")
    (one,) = appointments.of_day(HALL, today())
    assert (one.person, one.by) == (None, CLERK)


def test_a_day_is_closed_after_one_has_seen_whom_it_hits(opened: Open) -> None:
    day = today() + timedelta(days=1)
    hit = booked(1, day, time(9))
    page = opened(f"/appointments/{HALL}?day={day}")
    page.get_by_role("button", name="停办这一天").click()
    dialog = page.get_by_role("dialog", name=f"停办 {day}")
    expect(dialog).to_contain_text("1 人已预约")
    expect(dialog).to_contain_text("不动产交易缴税")
    confirm = dialog.get_by_role("button", name="停办并通知")
    dialog.get_by_label("原因（会告知预约的人）").fill("系统升级")
    expect(confirm).to_be_disabled()
    dialog.get_by_text("我知道").click()
    confirm.click()
    done(page, "已停办，1 人会收到通知")
    assert state(hit) is BookingState.HALL_CLOSED
    page.get_by_role("button", name="恢复办理").click()
    page.get_by_role("dialog").get_by_role("button", name="恢复办理").last.click()
    done(page, "已恢复办理")
    assert appointments.halls.get(HALL).closed == {}


def test_a_day_gets_hours_of_its_own_and_gives_them_back(opened: Open) -> None:
    day = today() + timedelta(days=2)
    page = opened(f"/appointments/{HALL}?day={day}")
    page.get_by_label("改这一天的时间").fill("09:00-11:00")
    page.get_by_role("button", name="保存").click()
    done(page, "已保存")
    (span,) = appointments.halls.get(HALL).extra[day]
    assert (span.start, span.end) == (time(9), time(11))
    page.get_by_role("button", name="改回平常的时间").click()
    done(page, "已改回平常的时间")
    assert day not in appointments.halls.get(HALL).extra


def test_settings_are_saved_and_a_wrong_time_stands_at_its_field(opened: Open) -> None:
    page = opened(f"/appointments/{HALL}/settings")
    page.get_by_label("周六").fill("上午")
    expect(page.get_by_text("时间要写成 09:00-12:00")).to_be_visible()
    page.get_by_label("周六").fill("09:00-11:30")
    page.get_by_label("提前几天开放").fill("14")
    page.get_by_role("button", name="保存").click()
    done(page, "已保存")
    kept = appointments.halls.get(HALL)
    assert kept.opens_days == 14
    assert [f"{one.start:%H:%M}" for one in kept.week[5]] == ["09:00"]
    assert kept.week[0][0].end == time(23, 59)
