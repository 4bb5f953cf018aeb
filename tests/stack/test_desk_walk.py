"""An agent answers a follower of the simulated WeChat, passes on and ends; two who race. In a browser, on the deployed console."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dev.browser import CHROMIUM
from tests.stack.browser import Console
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import until

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

APPID = "wx00yunling0province"


def phone(seeded: Stack, path: str, body: dict[str, Any] | None = None) -> Any:
    """What a follower does, or sees (without a body), on the simulated telephone."""
    url = f"{seeded.simulator_url}/_sim{path}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def follower(seeded: Stack, name: str) -> str:
    """Somebody who follows the account."""
    user = str(phone(seeded, "/users", {"nickname": name})["id"])
    phone(seeded, f"/accounts/{APPID}/users/{user}/follow", {})
    return user


def say(seeded: Stack, user: str, words: str) -> None:
    phone(seeded, f"/accounts/{APPID}/users/{user}/send", {"type": "text", "content": words})


def heard(seeded: Stack, user: str) -> list[str]:
    """What this follower was told in words. A push has none: it comes to every follower at its minute."""
    chat = phone(seeded, f"/accounts/{APPID}/users/{user}/chat")
    return [str(one["content"]) for one in chat if one["direction"] == "in" and "content" in one]


@pytest.fixture(scope="module")
def staffed(seeded: Stack) -> Stack:
    """A desk of two that is open all day."""
    commands = [
        ("hours", "set", "--spans", "00:00-23:59", "--days", "1-7", "--by", "zong1"),
        *(("agent", "add", one, "--name", one, "--by", "zong1") for one in ("zuo1", "zuo2")),
    ]
    for command in commands:
        done = seeded.rongmei("desk", *command, "--account", "province")
        assert done.returncode == 0, done.stdout + done.stderr
    return seeded


def came_online(page: Page) -> None:
    page.locator(".presence .el-radio-button", has_text="在线").click()
    expect(page.locator(".presence .is-active")).to_contain_text("在线")


def test_an_agent_answers_passes_on_and_the_other_ends(staffed: Stack, console: Console) -> None:
    first = console("zuo1", "/desk?account=province")
    came_online(first)
    # Warm functions look at the account's desk every ten seconds.
    first.wait_for_timeout(11_000)
    user = follower(staffed, "陈晓")
    say(staffed, user, "<b>退税</b>多久到账")
    say(staffed, user, "找人工")
    # Others may wait, whom other tests have left.
    first.locator("[data-row]", has_text="退税").click()
    talk = first.get_by_role("log")
    expect(talk).to_contain_text("<b>退税</b>多久到账")
    expect(talk.locator("b")).to_have_count(0)
    box = first.locator("#composer")
    box.fill("您好，")
    first.keyboard.press("Alt+b")
    expect(box).to_have_value("您好，")
    first.keyboard.press("Alt+b")
    box.press_sequentially("我查一下。")
    box.press("Enter")
    expect(box).to_have_value("")
    expect(talk).to_contain_text("您好，我查一下。")
    expect(first.locator(".budget")).to_contain_text("还可发 4 条")
    second = console("zuo2", "/desk?account=province")
    came_online(second)
    first.bring_to_front()
    first.keyboard.press("Alt+t")
    dialog = first.get_by_role("dialog", name="转接")
    dialog.locator(".el-select").click()
    first.get_by_role("option", name="zuo2").click()
    dialog.get_by_role("button", name="转接", exact=True).click()
    expect(first.locator(".el-message--success")).to_contain_text("已转接")
    second.locator("[data-row]", has_text="退税").click()
    answer = second.locator("#composer")
    answer.fill("三个工作日内到账。")
    answer.press("Enter")
    expect(second.locator(".budget")).to_contain_text("还可发 3 条")
    second.keyboard.press("Alt+q")
    ending = second.get_by_role("dialog", name="结束会话")
    ending.get_by_role("button", name="结束会话").click()
    expect(second.locator(".ended")).to_contain_text("坐席结束")
    for _ in range(100):
        said = heard(staffed, user)
        if any("评价" in one for one in said):
            break
        second.wait_for_timeout(300)
    assert said.count("您好，我查一下。") == said.count("三个工作日内到账。") == 1
    assert "评价" in said[-1]


def test_of_two_who_take_one_the_second_is_told_who_has_it(
    staffed: Stack, console: Console
) -> None:
    # Outside its hours nothing is assigned: both may take what waits.
    shut = ("hours", "set", "--spans", "00:00-00:01", "--by", "zong1", "--account", "province")
    assert staffed.rongmei("desk", *shut).returncode == 0
    pages = [console(one, "/desk?account=province") for one in ("zuo1", "zuo2")]
    for page in pages:
        came_online(page)
    pages[0].wait_for_timeout(11_000)
    user = follower(staffed, "李静")
    say(staffed, user, "社保怎么交")
    say(staffed, user, "找人工")
    for page in pages:
        expect(page.locator(".waiting [data-row]")).to_have_count(1)
        expect(page.locator(".waiting [data-row]")).to_contain_text("社保怎么交")
    # Both have the button under the finger; the second's page may take it away at this very moment.
    held = pages[1].locator(".take button").element_handle()
    pages[0].locator(".take button").click(no_wait_after=True)
    assert held is not None
    held.evaluate("(button) => button.click()")
    # Which request is there first the browsers say: the other one is told.
    second = until(lambda: next(filter(_told, pages), None), 60, pause=0.1)
    listed = staffed.rongmei("desk", "list", "--account", "province", "--json")
    mine = [one for one in json.loads(listed.stdout) if "社保怎么交" in one["summary"]]
    [first] = [one for one in pages if one is not second]
    assert [one["owner"] for one in mine] == ["zuo1" if first is pages[0] else "zuo2"]
    expect(first.get_by_role("log")).to_contain_text("社保怎么交")
    expect(second.locator(".waiting")).to_have_count(0)


def _told(page: Page) -> bool:
    return page.locator(".el-message--error", has_text="接走").count() > 0
