"""The section 互动 in a real browser: a question becomes an answer that two people made, a file is mended in its grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib import conversation, jobs, knowledge, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import job_kinds
from chalicelib.application.try_answer import try_answer
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.conversation import Rung
from chalicelib.people import Role
from dev.browser import CHROMIUM
from tests.cloud.console.asked import ask_robot
from tests.cloud.console.in_browser import enter
from tests.cloud.console.test_publishing_journey import address, page  # noqa: F401 - fixtures
from tests.cloud.newsroom.people import NOW

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

ASKED = "驾照到期换证"
SCRIPT = "<img src=x onerror=\"document.title='跑了'\">怎么缴费"


@pytest.fixture(autouse=True)
def staff(address: str) -> None:  # noqa: F811
    people.add_staff(
        "zhi", "province", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOW, name="知"
    )


def test_an_open_question_becomes_an_answer_that_another_person_releases(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    for follower in ("o-1", "o-2", "o-3"):
        ask_robot("province", ASKED, who=follower)
    ask_robot("province", SCRIPT, who="o-4")
    enter(page, address, "zhi", "/questions")
    page.get_by_role("button", name=SCRIPT).click()
    panel = page.locator(".panel")
    expect(panel.locator("h1")).to_have_text(SCRIPT)
    # One person's words are not copied into the form.
    expect(panel.get_by_label("问题", exact=True)).to_have_value("")
    page.get_by_role("button", name=ASKED).click()
    expect(panel.locator("h1")).to_have_text(ASKED)
    expect(panel.get_by_label("问题", exact=True)).to_have_value(ASKED)
    panel.get_by_label("答复", exact=True).fill("驾驶证由公安交管部门办理。")
    panel.get_by_role("button", name="发送").click()
    expect(panel.locator(".phone")).to_contain_text("驾驶证由公安交管部门办理。")
    expect(panel.locator(".why")).to_contain_text("知识库")
    panel.get_by_role("button", name="提交审核").click()
    expect(page.locator(".el-message--success")).to_contain_text("请另一位同事发布")
    expect(page.get_by_role("button", name=ASKED)).to_have_count(0)
    assert "跑了" not in page.title()

    page.goto(f"{address}/#/knowledge/versions")
    expect(page.get_by_text("已由知提交，等另一位同事发布")).to_be_visible()
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    assert knowledge.versions.number_in_force("province") == 0

    enter(page, address, "zongbian", "/knowledge/versions")
    expect(page.locator("ins", has_text="驾驶证由公安交管部门办理。")).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(page.locator(".el-message--success")).to_contain_text("已发布")

    said = try_answer("province", ASKED, utc_now().astimezone(SHANGHAI)).decision
    assert said.rung is Rung.FAQ
    assert "驾驶证由公安交管部门办理。" in str(said.reply)
    enter(page, address, "zhi", "/questions?handled=answered")
    expect(page.get_by_role("button", name=ASKED)).to_contain_text("已能回答")


def test_a_file_s_faults_stand_in_its_grid_and_are_mended_there(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    file = tmp_path / "规则.csv"
    file.write_text("规则名称,关键词,优先级,回复内容\n发票,发票,高,到大厅办理\n地址,,,人民路一号\n")
    enter(page, address, "zongbian", "/import/rules")
    page.locator('input[type="file"]').set_input_files(file)
    faults = page.locator("td[data-fault]")
    expect(faults).to_have_count(2)
    expect(faults.first).to_contain_text("不是整数")
    assert conversation.rules_in_force("province").rules == ()
    for at, text in ((0, "5"), (1, "地址")):
        faults.nth(at).click()
        page.locator("td textarea").fill(text)
        page.locator("h1").click()
    page.get_by_role("button", name="再检查一次").click()
    expect(faults).to_have_count(0)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator(".el-message--success")).to_contain_text("已导入")
    found = conversation.rules_in_force("province").rules
    assert [(one.name, one.contains, one.priority) for one in found] == [
        ("发票", ("发票",), 5),
        ("地址", ("地址",), 0),
    ]


def test_a_long_list_goes_on_without_its_page_and_is_released_by_keyboard(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chalicelib.jobs.short.SHORT", -1.0)
    file = tmp_path / "问答.csv"
    file.write_text("问题,答案,生效时间\n周末开门吗,不开门,不是日期\n")
    enter(page, address, "zhi", "/import/entries")
    page.locator('input[type="file"]').set_input_files(file)
    going = page.locator(".work")
    expect(going).to_contain_text("检查问答：问答.csv")
    expect(going.get_by_role("button", name="取消")).to_be_enabled()
    # Whoever loads the page anew, or comes by the bell, waits on and sees what came of it.
    carry_out("zhi")
    page.reload()
    fault = page.locator("td[data-fault]")
    expect(fault).to_contain_text("不是日期")
    expect(page.get_by_text("请再选一次这个文件")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(file)
    expect(going).to_be_visible()
    carry_out("zhi")
    fault.focus()
    page.keyboard.press("Enter")
    page.locator("td textarea").fill("2026-01-01")
    page.keyboard.press("Tab")
    press(page, "再检查一次")
    expect(going).to_be_visible()
    carry_out("zhi")
    press(page, "导入为草稿")
    expect(going).to_contain_text("导入问答")
    carry_out("zhi")
    expect(page.get_by_text("版本 1 是草稿（知）")).to_be_visible()
    press(page, "提交审核")
    expect(page.get_by_text("已由知提交，等另一位同事发布")).to_be_visible()

    enter(page, address, "zongbian", "/knowledge/versions")
    press(page, "发布")
    page.get_by_role("dialog").get_by_role("button", name="发布").focus()
    page.keyboard.press("Enter")
    expect(going).to_contain_text("发布")
    assert knowledge.versions.number_in_force("province") == 0
    carry_out("zongbian")
    expect(page.get_by_text("没有未发布的修改")).to_be_visible()
    assert knowledge.versions.number_in_force("province") == 1


def press(page: Page, name: str) -> None:  # noqa: F811
    """A button by keyboard: reached, then Enter."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")


def carry_out(person: str) -> None:
    """Do what the newest job of a person waits for, as the worker does."""
    newest = next(jobs.jobs_of(Actor(person=person, known_by=KnownBy.SIGN_IN)))
    assert newest.state == "queued"
    assert job_kinds.run(f"{newest.id} {person}") is not None
