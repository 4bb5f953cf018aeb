"""An agent at the keyboard, on a running system: ``python -m tests.stack.agent_hour --answers 30``.

Run by hand after ``make up``, with its environment (``set -a; . .local/env``). Five followers of the simulated WeChat write in
turn; one agent answers each without the mouse, every second time with a canned reply. Counted are the keys beside the words, and the
seconds that the system takes. Nobody thinks and nobody types here: the time of a person is theirs.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

from chalicelib import desk, people
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from demo.accounts import PROVINCE
from dev.browser import browser
from tests.stack import soak

AGENT: Final = "hour1"
PHONES: Final = 5
WAIT: Final = 30_000
CANNED: Final = "hour-bye"


class Keys:
    """The page's keyboard, which counts the keys that are no letters of an answer."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        """One key, or several at once."""
        self.pressed.append(key)
        self._page.keyboard.press(key)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--answers", type=int, default=30)
    answers = options.parse_args().answers
    _prepare()
    users = [soak.follower(500 + number) for number in range(PHONES)]
    with browser() as started:
        page = soak.opened(started.new_context(viewport={"width": 1280, "height": 800}), AGENT)
        report = _hour(page, users, answers)
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return 0


def _prepare() -> None:
    soak.clear_desk()
    now = utc_now()
    people.add_staff(AGENT, PROVINCE.id, [Role.AGENT], by=local("ops"), now=now, name=AGENT)
    fields = {"id": AGENT, "name": AGENT, "capacity": 15}
    desk.setup.add_agent(PROVINCE.id, fields, by=SYSTEM, now=now)
    desk.setup.import_canned(PROVINCE.id, {CANNED: "您好，申报截止到 15 日。"}, by=SYSTEM, now=now)
    desk.go_on_duty(PROVINCE.id, by=local(AGENT), now=now)
    time.sleep(12)  # warm functions look at the account every ten seconds


def _hour(page: Page, users: list[str], answers: int) -> dict[str, object]:
    keys = Keys(page)
    shown, opened, arrived, pressed = [], [], [], []
    hello = "您好，请问有什么可以帮您？"
    for greeted in range(
        1, len(users) + 1
    ):  # what each asked first is answered before anything is counted
        page.keyboard.press("Alt+j")
        _ready(page)
        page.keyboard.type(hello)
        page.keyboard.press("Enter")
        _until(lambda greeted=greeted: sum(hello in soak.heard(one) for one in users) == greeted)
    for number in range(answers):
        user, mark = users[number % len(users)], f"问{number}-{secrets.randbelow(10**6)}"
        asked = time.time()
        soak.write(user, f"{mark} 还没有到账")
        page.locator("body").get_by_text(mark).first.wait_for(timeout=WAIT)
        shown.append(time.time() - asked)
        before = len(keys.pressed)
        begun = time.time()
        keys.press("Alt+j")
        page.get_by_role("log").get_by_text(mark).wait_for(timeout=WAIT)
        _ready(page)
        opened.append(time.time() - begun)
        known = len(soak.heard(user))
        if number % 2:
            page.keyboard.type(f"/{CANNED}")
            page.locator("#canned-list").get_by_text(CANNED).wait_for(timeout=WAIT)
            keys.press("Enter")
        else:
            page.keyboard.type("三个工作日内到账。")
        sent = time.time()
        keys.press("Enter")
        _until(lambda user=user, known=known: len(soak.heard(user)) > known)
        arrived.append(time.time() - sent)
        pressed.append(len(keys.pressed) - before)
    return {
        "answers": answers,
        "keys_beside_words": {"typed": pressed[::2], "canned": pressed[1::2]},
        "mouse_clicks": 0,
        "seconds_until_words_are_shown": _of(shown),
        "seconds_until_the_conversation_is_open": _of(opened),
        "seconds_from_enter_to_the_phone": _of(arrived),
    }


def _ready(page: Page) -> None:
    """The composer is there and has the cursor."""
    page.locator(".composer.reply #composer:focus").wait_for(timeout=WAIT)


def _until(true: Callable[[], bool]) -> None:
    until = time.time() + WAIT / 1000
    while not true():
        if time.time() > until:
            raise TimeoutError
        time.sleep(0.05)


def _of(seconds: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds), 2),
        "p95": round(sorted(seconds)[int(len(seconds) * 0.95)], 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
