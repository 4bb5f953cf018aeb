"""Appointments on the deployed bundle: by chat alone, on the page of a small telephone, and a hall that closes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import boto3
import pytest
from playwright.sync_api import expect

from dev.browser import CHROMIUM
from tests.stack.browser import Console
from tests.stack.conftest import Stack
from tests.stack.test_desk_walk import APPID, follower, heard, phone

HALL: Final = "walk-hall"
ASKING: Final = "walk-asking"
HALLS: Final = """
halls:
""" + "".join(
    f"""
  - id: {id_}
    unit: province
    name: {name}
    place: 云岭市样板街 8 号（虚构）
    week: {{mon: {all_day}, tue: {all_day}, wed: {all_day}, thu: {all_day}, fri: {all_day}, sat: {all_day}, sun: {all_day}}}
    holidays: false
    services:
      - {{id: walk, name: 走查业务, minutes: 30, capacity: 3}}
    opens_at: "00:00"
    early: 600
    change_until: 0
    per_person: 5
    per_day: 5
    asks: {asks}
"""
    for all_day in ['["00:00-23:59"]']
    for id_, name, asks in ((HALL, "走查办税服务厅", "[]"), (ASKING, "登记办税服务厅", "[phone]"))
)
_LINK: Final = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_TAP: Final = re.compile(r"weixin://bizmsgmenu\?msgmenucontent=(.*)&msgmenuid=(.*)")
PATIENCE: Final = 90
"""Seconds for a function to start, and for what a warm one holds to be read anew."""


class Walker:
    """A follower of the province with a telephone."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack = stack
        self.user = follower(stack, name)

    def does(self, what: str, body: dict[str, Any]) -> str:
        """Do something on the telephone; returns what was answered."""
        phone(self.stack, f"/accounts/{APPID}/users/{self.user}/{what}", body)
        return self.last

    def say(self, words: str, menu_id: str = "") -> str:
        more = {"bizmsgmenuid": menu_id} if menu_id else {}
        return self.does("send", {"type": "text", "content": words} | more)

    def tap(self, shown: str) -> str:
        """Tap the first link of the last answer that begins so."""
        to = next((to for to, words in _LINK.findall(self.last) if words.startswith(shown)), "")
        found = _TAP.match(to)
        assert found is not None, f"no link “{shown}” in {self.last}"
        return self.say(unquote(found[1]), found[2])

    def until(self, shown: str) -> None:
        """Open the menu until a hall is there: warm functions hold the list of halls for ten seconds."""
        begun = time.monotonic()
        while shown not in self.does("click", {"key": "appointment"}):
            assert time.monotonic() - begun < PATIENCE, self.last
            time.sleep(2)

    def to_times(self, hall: str, *, last: bool = False) -> str:
        """From the menu to the times of the first day that has some, or of the last."""
        self.until(hall)
        return self.day_of(self.tap(hall), last=last)

    def day_of(self, days: str, *, last: bool = False) -> str:
        """From days to the times of the first one that has some, or of the last: late in the evening today has none."""
        for _, shown in _LINK.findall(days)[:: -1 if last else 1]:
            if "月" in shown and "余" in self.tap_in(days, shown):
                return self.last
        raise AssertionError(days)

    def tap_in(self, answer: str, shown: str) -> str:
        """Tap a link of an earlier answer."""
        found = next(_TAP.match(to) for to, words in _LINK.findall(answer) if words == shown)
        assert found is not None
        return self.say(unquote(found[1]), found[2])

    def first_time(self) -> str:
        """Tap the first time that is free."""
        shown = next(words for _, words in _LINK.findall(self.last) if "—" in words)
        return self.tap(shown)

    @property
    def last(self) -> str:
        """What the follower was told last in words."""
        return heard(self.stack, self.user)[-1]


@pytest.fixture(scope="module")
def halls(seeded: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The demo with two halls more, open all day."""
    file: Path = tmp_path_factory.mktemp("halls") / "halls.yaml"
    file.write_text(HALLS, encoding="utf-8")
    done = seeded.rongmei("hall", "import", str(file), "--by", "ban")
    assert done.returncode == 0, done.stdout + done.stderr
    yield seeded


def tell(stack: Stack) -> None:
    """What the minute's sweep does where something is to be told."""
    env = stack.env
    sqs = boto3.client(
        "sqs",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )
    sqs.send_message(
        QueueUrl=env["RONGMEI_OUTGOING_QUEUE_URL"], MessageBody='{"kind": "tell_appointments"}'
    )


def test_a_follower_books_changes_cancels_and_checks_in_by_chat_alone(halls: Stack) -> None:
    who = Walker(halls, "预约一")
    # Of a late evening one time is left: what is changed to it was booked for another day.
    assert "请选择时间" in who.to_times("走查办税服务厅", last=True)
    assert "预约成功" in who.first_time()
    assert "改约成功" in _changed(who)
    assert "已签到：走查办税服务厅" in who.does("scan", {"scene": f"hall-{HALL}"})
    who.to_times("走查办税服务厅")
    assert "预约成功" in who.first_time()
    assert "要取消这个预约吗" in who.tap("取消")
    assert "已取消" in who.tap("确定取消")
    assert "您没有待办的预约" in who.say("我的预约")


def _changed(who: Walker) -> str:
    """Change the booking that was just made to the first time of the first day that has some."""
    who.day_of(who.tap("改约"))
    return who.first_time()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_follower_books_and_cancels_on_the_page_of_a_small_telephone(
    halls: Stack, console: Console
) -> None:
    who = Walker(halls, "预约二")
    who.to_times("登记办税服务厅")
    said = who.first_time()
    address = next(to for to, words in _LINK.findall(said) if words == "填写并预约")
    page = console.stranger(360)
    page.goto(address.replace("&amp;", "&"))
    expect(page.get_by_role("heading", level=1)).to_have_text("确认预约")
    assert "ticket" not in page.url
    page.get_by_label("手机号").fill("13800001111")
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("预约成功")
    expect(page.get_by_text("138****1111")).to_be_visible()
    page.get_by_role("link", name="我的预约").click()
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="改约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("选日期")
    page.goto(page.url.partition("/days")[0] + "/mine")
    page.get_by_role("link", name="取消预约").click()
    page.get_by_role("button", name="确定取消预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已取消")
    assert "您没有待办的预约" in who.say("我的预约")


def test_a_hall_that_closes_for_a_day_tells_everybody_once(halls: Stack) -> None:
    people = [Walker(halls, name) for name in ("停办一", "停办二")]
    booked = []
    for who in people:
        who.say("你好")
        who.to_times("走查办税服务厅")
        booked.append(who.first_time())
        assert "预约成功" in booked[-1]
    found = re.search(r"预约成功：(\d+)月(\d+)日", booked[0])
    assert found is not None
    year = time.gmtime(time.time() + 8 * 3600).tm_year
    day = f"{year}-{int(found[1]):02d}-{int(found[2]):02d}"
    done = halls.rongmei(
        "hall",
        "close",
        HALL,
        "--day",
        day,
        "--reason",
        "停电检修",
        "--yes",
        "--by",
        "ban",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    begun = time.monotonic()
    while not all("停办（停电检修）" in one for one in map(_heard, people)):
        assert time.monotonic() - begun < PATIENCE, [one.last for one in people]
        tell(halls)
        time.sleep(2)
    tell(halls)
    time.sleep(5)
    assert [_heard(one).count("停办（停电检修）") for one in people] == [1, 1]
    told = next(one for one in heard(halls, people[0].user) if "停办（停电检修）" in one)
    assert "可以改到" in told
    shown = halls.rongmei("appointment", "tellings", HALL, "--day", day, "--by", "ban")
    assert shown.stdout.count("闭厅通知") == 2, shown.stdout + shown.stderr


def _heard(who: Walker) -> str:
    return "\n".join(heard(who.stack, who.user))
