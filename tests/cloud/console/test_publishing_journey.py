"""The section 发布 in a real browser: an editor drags an article into a slot, a chief recalls a push in three steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import publishing
from chalicelib.clock import SHANGHAI, utc_now
from dev.browser import CHROMIUM
from tests.cloud.console.in_browser import COUNTER, enter, hands, serving
from tests.cloud.console.pushes import out
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import approved_article, newsroom_of
from tests.simulator.browser import close_all

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def address(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The console on a port of this machine, over the cloud in this process."""
    newsroom_of("province")
    an_account("province", "province")
    with serving(monkeypatch) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A browser's page; an error on it fails the test."""
    errors: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    opened.add_init_script(COUNTER)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.set_default_timeout(20_000)
    yield opened
    close_all(browser)
    assert errors == []


def next_week_s_slot() -> str:
    """A slot of Wednesday next week, as the grid marks it."""
    today = utc_now().astimezone(SHANGHAI).date()
    day = today + timedelta(days=9 - today.weekday())
    return f"{day}T02:00:00Z"


def test_an_editor_drags_an_approved_article_into_a_free_slot_and_takes_it_back(
    page: Page, address: str
) -> None:
    approved_article(title="办税服务厅开放时间")
    slot = next_week_s_slot()
    enter(page, address, "li", f"/calendar?day={slot[:10]}")
    cell = page.locator(f'td[data-at="{slot}"]')
    story = page.locator("aside.ready li")
    story.drag_to(cell)
    expect(cell).to_contain_text("已排期")
    assert hands(page) == (1, 0), "one gesture"
    expect(story).to_have_count(0)
    [issue] = publishing.list_issues(["province"])
    assert (issue.state, issue.at.strftime("%Y-%m-%dT%H:%M:%SZ")) == ("scheduled", slot)
    page.get_by_role("button", name="撤销").click()
    expect(story).to_have_count(1)
    assert [one.state for one in publishing.list_issues(["province"])] == ["cancelled"]


def test_an_article_gets_its_slot_by_keyboard_too(page: Page, address: str) -> None:
    approved_article(title="办税服务厅开放时间")
    slot = next_week_s_slot()
    enter(page, address, "li", f"/calendar?day={slot[:10]}")
    page.get_by_role("button", name="排到…").press("Enter")
    page.locator(".places button").first.press("Enter")
    expect(page.locator("aside.ready li")).to_have_count(0)
    assert [one.state for one in publishing.list_issues(["province"])] == ["scheduled"]


def test_of_two_people_in_one_issue_the_second_sees_both_versions_and_chooses(
    page: Page, address: str
) -> None:
    from chalicelib.actor import local

    now = utc_now()
    first, second = (approved_article(title=f"{n}稿", body=n) for n in "甲乙")
    at = publishing.slot(f"{(now + timedelta(days=3)).date()} 08:00", now)
    planned = publishing.plan_issue(
        "province", at=at, by=local("li"), now=now, title="合集", article_ids=[first.id]
    )
    enter(page, address, "li", f"/issues/{planned.id}")
    name = page.get_by_label("名称", exact=True)
    expect(name).to_have_value("合集")
    name.fill("我起的名称")
    # Meanwhile a colleague puts an article in and gives it another name.
    publishing.add_articles(planned.id, [second.id], by=local("zongbian"), now=now)
    publishing.change_issue(
        planned.id, by=local("zongbian"), now=now, title="总编的名称", way=planned.way, tag_id=7
    )
    page.get_by_role("button", name="保存", exact=True).click()
    dialog = page.get_by_role("dialog", name="有人刚刚改过这一期")
    for words in ("zongbian", "我起的名称", "总编的名称", "2. 乙稿", "标签 7"):
        expect(dialog).to_contain_text(words)
    # Not decided yet: what was typed is still there beside what they made of it.
    dialog.get_by_role("button", name="先不决定").click()
    expect(name).to_have_value("我起的名称")
    expect(page.locator("main h1")).to_have_text("总编的名称")
    page.get_by_role("button", name="保存", exact=True).click()
    dialog.get_by_role("button", name="按我的改").click()
    expect(page.locator("main h1")).to_have_text("我起的名称")
    kept = publishing.get_issue(planned.id)
    assert (kept.title, kept.tag_id) == ("我起的名称", 7)
    assert [one.article_id for one in kept.entries] == [first.id, second.id]
    # The other way: theirs stands.
    publishing.reorder(planned.id, [second.id, first.id], by=local("zongbian"), now=now)
    page.get_by_role("button", name="移出：甲稿").click()
    expect(dialog).to_contain_text("1. 乙稿")
    dialog.get_by_role("button", name="用现在的").click()
    expect(page.locator("main ol li").first).to_contain_text("乙稿")
    assert len(publishing.get_issue(planned.id).entries) == 2


def test_of_two_people_who_move_one_issue_the_second_chooses_in_the_calendar(
    page: Page, address: str
) -> None:
    from chalicelib.actor import local

    now, slot = utc_now(), next_week_s_slot()
    at = datetime.fromisoformat(slot)
    issue = publishing.plan_issue("province", at=at, by=local("li"), now=now, title="合集")
    enter(page, address, "li", f"/calendar?day={slot[:10]}")
    entry = page.locator(f'td[data-at="{slot}"] .entry')
    expect(entry).to_contain_text("合集")
    later = at + timedelta(days=1)
    publishing.move_issue(issue.id, later, by=local("zongbian"), now=now)
    wanted = at + timedelta(days=2)
    entry.drag_to(page.locator(f'td[data-at="{wanted:%Y-%m-%dT%H:%M:%SZ}"]'))
    dialog = page.get_by_role("dialog", name="有人刚刚改过这一期")
    expect(dialog).to_contain_text("zongbian")
    for one in (wanted, later):
        expect(dialog).to_contain_text(f"{one.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    dialog.get_by_role("button", name="按我的改").click()
    expect(page.locator(f'td[data-at="{wanted:%Y-%m-%dT%H:%M:%SZ}"]')).to_contain_text("合集")
    assert publishing.get_issue(issue.id).at == wanted


def test_a_chief_recalls_a_push_in_three_deliberate_steps(page: Page, address: str) -> None:
    from chalicelib.actor import local

    now = utc_now()
    at = publishing.slot(f"{(now + timedelta(days=3)).date()} 08:00", now)
    article = approved_article(title="办税服务厅开放时间")
    placed = publishing.put_in_slot("province", [article.id], at, by=local("li"), now=now)
    push = str(placed.issue.delivery)
    out(push)
    enter(page, address, "zongbian", f"/deliveries/{push}")
    page.get_by_role("button", name="撤回", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("收不回来")
    dialog.get_by_role("button", name="下一步").click()
    onward = dialog.get_by_role("button", name="下一步")
    expect(onward).to_be_disabled()
    dialog.locator("#recall-reason").fill("数字有误")
    onward.click()
    order = dialog.get_by_role("button", name="下达撤回")
    expect(order).to_be_disabled()
    assert publishing.get(push).recalls == ()
    dialog.locator("#typed-title").fill("办税服务厅开放时间")
    order.click()
    expect(page.locator("main")).to_contain_text("正在向微信提交")
    assert hands(page) == (4, 0), "recall, and three steps"
    assert [(one.by, one.reason) for one in publishing.get(push).recalls] == [
        ("zongbian", "数字有误")
    ]
