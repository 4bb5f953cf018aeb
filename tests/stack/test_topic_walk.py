"""From a question on the phone to its answer told on the phone: editor, department, two who release, in browsers."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import expect

from dev.browser import CHROMIUM
from tests.stack.browser import Console
from tests.stack.conftest import Stack
from tests.stack.test_desk_walk import APPID, follower, heard, phone, say

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

TITLE = "电子烟批发环节消费税怎么计算"
ANSWER = "按批发环节销售额的百分之十一计算，季度终了后十五日内申报。"
BASIS = "财政部 海关总署 税务总局公告2022年第33号"
_LINK = re.compile(r"msgmenuid=(tell:[^\"&]+)")


def commanded(seeded: Stack, *command: str) -> str:
    done = seeded.rongmei(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wants(seeded: Stack, user: str) -> None:
    """Somebody asks, gets no answer, and taps 有答复时告诉我."""
    for _ in range(40):
        say(seeded, user, TITLE)
        found = next(filter(None, (_LINK.search(one) for one in heard(seeded, user)[::-1])), None)
        if found:
            break
        time.sleep(1)  # a warm function looks at the account's settings every ten seconds
    assert found
    tap = {"type": "text", "content": "有答复时告诉我", "bizmsgmenuid": found[1]}
    phone(seeded, f"/accounts/{APPID}/users/{user}/send", tap)


def release_newest(seeded: Stack) -> None:
    """The newest version of the knowledge is handed in by one person and released by another."""
    history = json.loads(commanded(seeded, "faq", "history", "--account", "province", "--json"))
    version = str(max(one["version"] for one in history))
    commanded(seeded, "faq", "submit", version, "--account", "province", "--by", "zhi")
    commanded(seeded, "faq", "release", version, "--account", "province", "--by", "zong1")


def told(seeded: Stack, user: str) -> list[str]:
    return [one for one in heard(seeded, user) if "有答复了" in one]


def test_a_question_is_answered_by_its_department_and_the_asker_is_told(
    seeded: Stack, console: Console
) -> None:
    commanded(seeded, "account", "set", "province", "--tell-answers", "--by", "yun")
    asker, other = follower(seeded, "沈一"), follower(seeded, "沈二")
    wants(seeded, asker)
    say(seeded, other, TITLE)

    editor = console("li", "/board?unit=province")
    editor.get_by_role("button", name="新建选题").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("标题").fill(TITLE)
    dialog.get_by_label("领域").click()
    editor.get_by_role("option", name="消费税").click()
    dialog.locator(".el-select", has=editor.get_by_label("公众号")).click()
    editor.get_by_role("option", name="云岭省税务局", exact=True).click()
    dialog.get_by_role("button", name="保存").click()
    expect(editor.locator("h1")).to_have_text(TITLE)
    topic = re.search(r"t-\d{8}-[0-9a-z]{6}", editor.url)
    assert topic
    editor.get_by_role("button", name="请部门答复").click()
    editor.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(editor.get_by_text("待接收")).to_be_visible()

    department = console("huo", f"/board/asked/{topic[0]}")
    department.get_by_label("答复内容").fill(ANSWER)
    department.get_by_label("文件名称、文号或条款").fill(BASIS)
    department.get_by_role("button", name="手工填写").click()
    department.get_by_role("button", name="提交答复").click()
    expect(department.get_by_text("已答复，待采用").first).to_be_visible()

    editor.reload()
    editor.get_by_role("button", name="采用答复").click()
    editor.get_by_role("dialog").get_by_role("button", name="采用", exact=True).click()
    made = editor.get_by_role("link", name="你问我答稿件")
    expect(made).to_be_visible()
    article = str(made.get_attribute("href")).rsplit("/", 1)[-1]

    release_newest(seeded)
    for _ in range(90):
        if told(seeded, asker):
            break
        time.sleep(1)
    [message] = told(seeded, asker)
    assert ANSWER in message
    # Nobody is told who did not want to be, and nobody twice.
    commanded(seeded, "article", "submit", article, "--by", "li")
    for reviewer in ("chu", "fu", "zhong"):
        commanded(seeded, "review", "approve", article, "--by", reviewer)
    expect(editor.get_by_text("已审核").first).to_be_visible()
    assert len(told(seeded, asker)) == 1
    assert told(seeded, other) == []

    small = console("li", f"/board/topics/{topic[0]}", 390)
    expect(small.get_by_text("告知人数")).to_be_visible()
    effects = console("zong1", "/numbers/topics?unit=province")
    expect(effects.get_by_role("cell", name="货物和劳务税处").first).to_be_visible()
    commanded(seeded, "account", "set", "province", "--no-tell-answers", "--by", "yun")
