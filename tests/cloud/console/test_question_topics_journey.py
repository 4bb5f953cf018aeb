"""大家在问 in a real browser: an editor puts topics of questions in order, takes it back, and lists one on the board.

Between deeds the account is counted, as the round does that each of them orders.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chalicelib import insight, topics
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.topics import BoardAction, TopicText
from dev.browser import CHROMIUM
from tests.cloud.console.asked_about import today
from tests.cloud.console.in_browser import Open, opened  # noqa: F401 - a fixture
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.insight.topics.made import spike, two_topics

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

LIST = "/numbers/question-topics"


@pytest.fixture
def made(opened: Open) -> dict[str, str]:  # noqa: F811
    an_account("province", "province")
    return two_topics("province", today())


def counted(page: Page) -> None:
    """Count today, and look again."""
    insight.topics.run_day("province", today().date(), today() + timedelta(hours=2))
    page.reload()


def row(page: Page, topic: str) -> str:
    return f'[data-topic="{topic}"]'


def undo(page: Page) -> None:
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".el-message--success").last).to_contain_text("已撤销")


def test_a_spike_leads_to_its_topic_which_becomes_one_of_the_board(
    opened: Open,  # noqa: F811
    made: dict[str, str],
) -> None:
    spike("province", made["topic"], utc_now() - timedelta(minutes=5))
    page = opened("li", LIST)
    found = page.locator(".spikes li")
    expect(found).to_contain_text("正在突增")
    expect(found).to_contain_text("发现")
    found.get_by_role("link").click()
    page.get_by_role("button", name="改名").click()
    box = page.get_by_role("dialog")
    box.get_by_role("textbox").fill("育儿补贴怎么领")
    box.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("育儿补贴怎么领")
    page.get_by_role("button", name="列为选题").click()
    dialog = page.get_by_role("dialog", name="新建选题")
    expect(dialog.get_by_label("标题")).to_have_value("育儿补贴怎么领")
    expect(dialog).to_contain_text("粉丝提问")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("育儿补贴怎么领")
    [there] = topics.of_unit("province")
    assert (there.of, there.account, there.origin) == (made["topic"], "province", "questions")
    page.get_by_role("link", name="看问题话题").click()
    page.get_by_role("link", name="打开选题（线索）").click()
    expect(page.locator("main")).to_contain_text(there.id)
    page.goto(page.url.split("#")[0] + f"#{LIST}")
    expect(page.locator(row(page, made["topic"]))).to_contain_text("线索")


def test_a_name_is_taken_back_with_one_click(opened: Open, made: dict[str, str]) -> None:  # noqa: F811
    page = opened("li", f"{LIST}/province/{made['other_topic']}")
    before = page.locator("h1").inner_text()
    page.get_by_role("button", name="改名").click()
    box = page.get_by_role("dialog")
    box.get_by_role("textbox").fill("契税")
    box.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_have_text("契税")
    undo(page)
    expect(page.locator("h1")).to_have_text(before)


def test_a_topic_is_merged_and_parted(opened: Open, made: dict[str, str]) -> None:  # noqa: F811
    one, other = made["topic"], made["other_topic"]
    page = opened("li", f"{LIST}/province/{one}")
    page.get_by_role("button", name="并入…").click()
    dialog = page.get_by_role("dialog", name="并入另一个话题")
    dialog.get_by_role("combobox").click()
    page.get_by_role("option", name="契税").click()
    dialog.get_by_role("button", name="并入另一个话题").click()
    page.wait_for_url(f"**/{other}*")
    expect(page.locator("h1")).to_contain_text("契税")
    counted(page)
    expect(page.locator("dl")).to_contain_text("6")
    page.get_by_role("button", name="恢复为单独的话题").click()
    expect(page.get_by_text("已恢复为单独的话题")).to_be_visible()
    expect(page.get_by_role("button", name="恢复为单独的话题")).to_have_count(0)
    counted(page)
    expect(page.locator("dl")).to_contain_text("3")
    assert not insight.topics.question_topic("province", one).merged


def test_an_ignored_topic_leaves_the_list_and_comes_back(
    opened: Open,  # noqa: F811
    made: dict[str, str],
) -> None:
    page = opened("li", f"{LIST}/province/{made['topic']}")
    page.get_by_role("button", name="忽略").click()
    expect(page.get_by_role("button", name="恢复", exact=True)).to_be_visible()
    page.get_by_role("link", name="大家在问").first.click()
    expect(page.locator(row(page, made["other_topic"]))).to_be_visible()
    expect(page.locator(row(page, made["topic"]))).to_have_count(0)
    page.get_by_role("combobox", name="只看").press("Enter")
    page.get_by_role("option", name="已忽略").click()
    page.locator(row(page, made["topic"])).get_by_role("link").click()
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_role("button", name="忽略")).to_be_visible()
    page.get_by_role("link", name="大家在问").first.click()
    expect(page.locator("tr[data-topic]")).to_have_count(2)


def test_chosen_questions_are_split_off_and_brought_back(
    opened: Open,  # noqa: F811
    made: dict[str, str],
) -> None:
    page = opened("li", f"{LIST}/province/{made['topic']}")
    page.locator("li", has_text="育儿补贴在哪里申领").locator(".el-checkbox").click()
    page.get_by_role("button", name="拆出所选 1 条").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("在哪里领")
    dialog.get_by_role("button", name="确定").click()
    expect(page.locator(".el-message--success")).to_contain_text("已拆出")
    insight.topics.run_day("province", today().date(), today() + timedelta(hours=2))
    names = {one.name for one in insight.topics.question_topics("province", today().date())}
    assert "在哪里领" in names
    undo(page)
    counted(page)
    expect(page.locator("dl")).to_contain_text("3")
    expect(page.get_by_text("在哪里领")).to_be_visible()


def test_a_card_is_dragged_to_the_columns_that_it_may_go_to_and_to_no_other(
    opened: Open,  # noqa: F811
) -> None:
    made = topics.new_topic("province", TopicText(title="电子烟"), by=local("li"), now=utc_now())
    page = opened("li", "/board")
    card = page.locator(row(page, made.id))
    page.drag_and_drop(row(page, made.id), '[data-column="topic"]')
    expect(page.locator('[data-column="topic"]').locator(row(page, made.id))).to_be_visible()
    assert topics.get(made.id).state == "topic"
    page.drag_and_drop(row(page, made.id), '[data-column="published"]')
    expect(page.locator(".el-message--warning")).to_contain_text("不能直接移到“已发布”")
    expect(page.locator('[data-column="topic"]').locator(row(page, made.id))).to_be_visible()
    # A way back wants a reason, which stands in the topic's way.
    page.drag_and_drop(row(page, made.id), '[data-column="lead"]')
    box = page.get_by_role("dialog")
    box.get_by_role("textbox").fill("再想想")
    box.get_by_role("button", name="退回上一步").click()
    expect(page.locator('[data-column="lead"]').locator(row(page, made.id))).to_be_visible()
    expect(card).to_have_count(1)
    assert [one.what for one in topics.get(made.id).steps][-2:] == [
        BoardAction.ADOPT,
        BoardAction.BACK,
    ]
