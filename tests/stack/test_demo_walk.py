"""The first five minutes with the demo, on the deployed bundle: what a newcomer would try."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from demo.accounts import CITY, PROVINCE, Demo
from dev.browser import CHROMIUM
from tests.stack.conftest import Stack

ARTICLES = Path("demo/articles")


class Phone:
    """A follower's phone on the simulated WeChat."""

    def __init__(self, system: Stack, nickname: str) -> None:
        self._base = f"{system.simulator_url}/_sim"
        self.user = self._call("POST", "/users", {"nickname": nickname})["id"]

    def __call__(self, account: Demo, deed: str, **body: Any) -> Any:
        """Do something with an account; returns what the simulator says came of it."""
        return self._call("POST", f"/accounts/{account.appid}/users/{self.user}/{deed}", body)

    def ask(self, account: Demo, text: str) -> str | None:
        """Write a text; returns what the phone shows."""
        said = self(account, "send", type="text", content=text)
        assert said["problem"] is None, said
        return said["shown"]

    def chat(self, account: Demo) -> list[dict[str, Any]]:
        found = self._call("GET", f"/accounts/{account.appid}/users/{self.user}/chat")
        return found["entries"] if isinstance(found, dict) else found

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, self._base + path, json=body, timeout=60)
        assert answer.status_code < 300, answer.text
        return answer.json()


def until(seen: Callable[[], Any], seconds: float, pause: float = 1.0) -> Any:
    """What ``seen`` returns as soon as that is something; fails the test after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < deadline, f"not seen within {seconds} s"
        time.sleep(pause)
    return found


def command(system: Stack, *arguments: str) -> str:
    done = system.python("-m", "cli", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def phone(seeded: Stack) -> Phone:
    return Phone(seeded, "云小岭")


@pytest.mark.parametrize("account", [PROVINCE, CITY], ids=lambda account: account.id)
def test_following_is_welcomed_and_a_question_answered_in_either_mode(phone, account):
    assert account.name in phone(account, "follow")["shown"]
    assert phone.ask(account, "办税厅")


def test_a_qr_code_chooses_its_own_welcome(seeded):
    first, second = Phone(seeded, "甲"), Phone(seeded, "乙")
    plain = first(PROVINCE, "follow")["shown"]
    by_code = second(PROVINCE, "follow", scene="hall-province")["shown"]
    assert by_code
    assert by_code != plain


def test_width_and_case_make_no_difference(phone):
    phone(PROVINCE, "follow")
    assert phone.ask(PROVINCE, "个税ＡＰＰ") == phone.ask(PROVINCE, "个税app")


def test_the_default_reply_is_not_repeated(phone):
    phone(CITY, "follow")
    assert phone.ask(CITY, "今晚吃什么")
    assert phone.ask(CITY, "明天吃什么") is None


def test_where_nothing_is_near_the_province_offers_a_person(phone):
    phone(PROVINCE, "follow")
    assert "给坐席留言" in phone.ask(PROVINCE, "今晚吃什么")
    assert "坐席" in phone.ask(PROVINCE, "转人工")


def test_every_entry_of_the_menu_that_asks_us_is_answered(phone, seeded):
    import yaml

    phone(PROVINCE, "follow")
    buttons = yaml.safe_load(PROVINCE.menu.read_text())["button"]
    keys = [one["key"] for top in buttons for one in top["sub_button"] if one["type"] == "click"]
    assert keys
    for key in keys:
        assert phone(PROVINCE, "click", key=key)["shown"], key


def test_the_links_of_the_welcome_lead_to_answers(phone):
    import re

    welcome = phone(PROVINCE, "follow")["shown"]
    asked = re.findall(r"msgmenucontent=([^&\"]+)", welcome)
    assert asked
    default = phone.ask(PROVINCE, "今晚吃什么")
    for text in asked:
        assert phone.ask(PROVINCE, text) not in (None, default), text


def test_rules_come_into_force_and_can_be_taken_back(phone, seeded, tmp_path):
    phone(CITY, "follow")
    before = phone.ask(CITY, "办税厅")
    exported = tmp_path / "rules.xlsx"
    command(seeded, "rule", "export", str(exported), "--account", "city")
    sheet = tmp_path / "rules.csv"
    sheet.write_text("关键词,回复内容\n办税厅,搬到新址了\n")
    history = json.loads(command(seeded, "rule", "history", "--account", "city", "--json"))
    command(seeded, "rule", "import", str(sheet), "--account", "city")
    until(lambda: phone.ask(CITY, "办税厅") == "搬到新址了", 40)
    version = str(max(one["version"] for one in history))
    command(seeded, "rule", "restore", version, "--account", "city")
    until(lambda: phone.ask(CITY, "办税厅") == before, 40)
    command(seeded, "rule", "import", str(exported), "--account", "city")


def test_a_sheet_with_mistakes_names_each_and_changes_nothing(seeded, tmp_path):
    sheet = tmp_path / "rules.csv"
    sheet.write_text("规则名称,关键词,匹配,回复内容\n甲,税,猜的,好\n乙,票,全匹配,\n")
    before = command(seeded, "rule", "history", "--account", "province", "--json")
    done = seeded.python("-m", "cli", "rule", "import", str(sheet), "--account", "province")
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "猜的" in said
    assert "rules.csv" in said
    assert command(seeded, "rule", "history", "--account", "province", "--json") == before


def test_the_account_check_finds_nothing_to_fix(seeded):
    findings = json.loads(command(seeded, "account", "check", "province", "--json"))
    assert findings
    assert [one for one in findings if one["state"] == "fail"] == []


def test_a_push_goes_out_at_its_minute_and_is_followed_to_the_end(phone, seeded):
    phone(PROVINCE, "follow")
    soon = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=75)
    planned = json.loads(
        command(
            seeded,
            *("push", "plan", str(ARTICLES / "huisuan.md"), "--account", "province"),
            *("--at", soon.strftime("%Y-%m-%d %H:%M"), "--json"),
            *("--by", "zong1", "--reason", "试发"),
        )
    )

    def confirmed() -> Any:
        shown = json.loads(command(seeded, "push", "show", planned["id"], "--json"))
        assert shown["state"] != "failed", shown
        return shown if shown["state"] == "confirmed" else None

    done = until(confirmed, 240, pause=5)
    assert done["counts"]["sent"] >= 1
    pushed = [entry for entry in phone.chat(PROVINCE) if entry.get("pushed")]
    assert len(pushed) == 1
    url = done["urls"][0]
    page = requests.get(url, timeout=30)
    assert "汇算" in page.text


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_in_a_browser_a_phone_follows_asks_and_reads_the_answer(seeded, browser):
    from playwright.sync_api import expect

    phone = Phone(seeded, "小岭")
    phone(PROVINCE, "follow")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{seeded.simulator_url}/?beside={phone.user}")
    page.wait_for_selector("body[data-ready]")
    # Each step names the page it acts on: a row of the page before may say the same.
    page.locator("[data-page=chats] .row", has_text="订阅号消息").click()
    page.locator("[data-page=folder] .strip button", has_text=PROVINCE.name).click()
    bubbles = page.locator("[data-page=chat] .in .bubble")
    expect(bubbles.first).to_contain_text("欢迎关注", timeout=30_000)
    phone.ask(PROVINCE, "怎么开发票")
    expect(bubbles.last).to_contain_text("开具数电发票", timeout=30_000)
