"""The section 互动 in a real browser: a question becomes an answer that two people made, a file is mended in its grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib import conversation, knowledge, people
from chalicelib.actor import local
from chalicelib.application.try_answer import try_answer
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.conversation import Rung
from chalicelib.people import Role
from tests.cloud.console.asked import ask_robot
from tests.cloud.console.in_browser import enter
from tests.cloud.console.test_publishing_journey import address, page  # noqa: F401 - fixtures
from tests.cloud.newsroom.people import NOW
from tests.simulator.browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

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
