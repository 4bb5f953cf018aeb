"""The workbench: today's slots and the numbers of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib import desk, knowledge, newsroom, people, publishing, topics
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import day_numbers as numbers
from chalicelib.application import topic_decisions
from chalicelib.application.tasks import TaskKind
from chalicelib.application.workbench import workbench
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.knowledge import count_feedback, keep_hits
from chalicelib.people import PermissionDenied, Role
from chalicelib.topics import Origin, TopicText
from tests.cloud.console import at_desk
from tests.cloud.console.asked_about import today
from tests.cloud.console.pushes import out
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.insight.topics.made import spike, two_topics
from tests.cloud.newsroom.people import add_unit, an_article, approved_article, newsroom_of

NOON = datetime(2026, 12, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    newsroom_of("province")
    add_unit("city", parent="province")
    newsroom_of("city")
    an_account("province", "province")
    an_account("city", "city")


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


def a_push(account: str, at: datetime) -> str:
    article = approved_article(account, title=f"{account}{at:%d}")
    placed = publishing.put_in_slot(account, [article.id], at, by=local("li"), now=NOON)
    return str(placed.issue.delivery)


def test_pushes_of_today_are_counted_with_their_readers_over_all_accounts_below() -> None:
    out(a_push("province", NOON + timedelta(hours=3)))
    a_push("city", NOON + timedelta(hours=5))
    out(a_push("city", NOON + timedelta(days=1)))
    found = numbers.day_numbers(signed_in("zongbian"), "province", NOON)
    assert found.pushes == numbers.PushNumbers(planned=2, out=1, readers=985)
    assert (found.accounts, found.accounts_left_out) == (2, 0)
    below = numbers.day_numbers(signed_in("zongbian"), "city", NOON).pushes
    assert below == numbers.PushNumbers(planned=1, out=0, readers=0)


def test_answers_of_today_are_counted_with_their_votes() -> None:
    today = NOON.astimezone(SHANGHAI).date()
    keep_hits("province", today, {"q-1": 2}, generation=1)
    keep_hits("city", today, {"q-9": 1}, generation=1)
    keep_hits("city", today - timedelta(days=1), {"q-9": 1}, generation=1)
    count_feedback("province", "q-1", True, "M#1", NOON)
    count_feedback("province", "q-1", False, "M#2", NOON)
    found = numbers.day_numbers(signed_in("zongbian"), "province", NOON)
    assert found.answers == numbers.AnswerNumbers(hits=3, helpful=1, unhelpful=1)


def test_articles_in_review_are_counted_and_a_stranger_sees_nothing() -> None:
    newsroom.submit(an_article().id, by=local("li"), now=NOON)
    an_article(title="还在写")
    found = numbers.day_numbers(signed_in("li"), "province", NOON)
    assert found.articles == numbers.ArticleNumbers(in_review=1, returned=0)
    assert (found.answers, found.desk) == (None, None)
    with pytest.raises(PermissionDenied):
        numbers.day_numbers(signed_in("nobody"), "province", NOON)


def test_what_is_suddenly_asked_waits_for_an_editor_until_it_is_dealt_with() -> None:
    now = utc_now()
    made = two_topics("city", today())
    for topic in (made["topic"], made["other_topic"]):
        spike("city", topic, now - timedelta(hours=1))

    def waits(person: str) -> set[str]:
        found = workbench(signed_in(person), "province", now).tasks
        return {one.path for one in found if one.kind is TaskKind.SPIKE}

    at = "/numbers/question-topics/city/"
    both = {at + made["topic"], at + made["other_topic"]}
    assert waits("zongbian") == both
    people.add_staff("kan", "province", [Role.CONTROLLER], by=local("ops"), now=NOON)
    assert waits("kan") == set(), "who may not decide is not asked to"
    topic_decisions.ignore("city", made["topic"], ignored=True, by=local("li"), now=now)
    text = TopicText(title="契税", origin=Origin.QUESTIONS, of=made["other_topic"], account="city")
    assert waits("zongbian") == {at + made["other_topic"]}
    topics.new_topic("city", text, by=local("li"), now=now)
    assert waits("zongbian") == set()
    assert workbench(signed_in("zongbian"), "province", now + timedelta(days=2)).tasks == ()


def test_the_workbench_lists_the_slots_of_all_accounts_by_time() -> None:
    a_push("city", NOON + timedelta(hours=3))
    seen = workbench(signed_in("zongbian"), "province", NOON)
    assert [one.at for one in seen.slots] == sorted(one.at for one in seen.slots)
    [taken] = [one for one in seen.slots if one.titles]
    assert (taken.account, taken.titles) == ("city", ("city01",))
    assert {one.account for one in seen.slots} == {"province", "city"}


def kinds(person: str, unit: str, now: datetime = NOON) -> list[tuple[TaskKind, str, str]]:
    found = workbench(signed_in(person), unit, now).tasks
    return [(one.kind, one.what, one.path) for one in found if one.kind in NEW]


NEW = (TaskKind.WAITING, TaskKind.RELEASE, TaskKind.DUE)


def test_followers_wait_on_the_workbench_of_the_agent_who_would_be_offered_them() -> None:
    for agent in ("zuo1", "zuo2"):
        people.add_staff(agent, "province", [Role.AGENT], by=local("ops"), now=NOON)
    at_desk.open_all_day("city", NOON)
    at_desk.hire("city", "zuo1", now=NOON, on=False)
    waiting = at_desk.ask_for_person("city", "o-1", "退税没到", NOON - timedelta(minutes=3))
    path = f"/desk?account=city&session={waiting.id}"
    assert kinds("zuo1", "province") == [(TaskKind.WAITING, "退税没到", path)]
    [task] = workbench(signed_in("zuo1"), "city", NOON).tasks
    assert task.since == waiting.waiting_since
    assert "第 1 位" in task.detail
    # Who is no agent there, or may not take, is not called.
    assert kinds("zuo2", "province") == kinds("zongbian", "province") == []
    desk.go_on_duty("city", by=local("zuo1"), now=NOON)
    assert kinds("zuo1", "province") == []


def test_another_person_is_asked_to_release_what_somebody_handed_in() -> None:
    for editor in ("zhi1", "zhi2"):
        people.add_staff(editor, "province", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOON)
    faq = {"question": "怎么开发票", "answer": "在电子税务局开。"}
    versions = knowledge.versions
    made = versions.add_entry("city", faq, by=local("zhi1"), now=NOON)
    assert kinds("zhi2", "province") == [], "a draft is its makers'"
    versions.submit("city", made.version.version, by=local("zhi1"), now=NOON)
    assert [one[::2] for one in kinds("zhi2", "province")] == [
        (TaskKind.RELEASE, "/knowledge/versions?account=city")
    ]
    assert kinds("zhi1", "province") == kinds("li", "province") == []
    assert [one[0] for one in kinds("zhi2", "city")] == [TaskKind.RELEASE]
    versions.send_back("city", made.version.version, by=local("zhi2"), now=NOON, remark="补依据")
    assert kinds("zhi2", "province") == []


def test_entries_that_end_are_due_at_the_units_own_account() -> None:
    people.add_staff("zhi1", "province", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOON)
    for question, until in (("去年的政策", "2026-11-30"), ("今年的政策", "2026-12-20"), ("久远", "2027-06-30")):  # fmt: skip
        faq = {"question": question, "answer": "见公告。", "valid_until": until}
        knowledge.versions.add_entry("city", faq, by=local("zhi1"), now=NOON)
    assert kinds("zhi1", "city") == [
        (TaskKind.DUE, "1 条问答已过有效期，不再答复", "/knowledge?account=city&validity=expired"),
        (TaskKind.DUE, "1 条问答将在 30 天内到期", "/knowledge?account=city&validity=due"),
    ]
    assert kinds("zhi1", "province") == []


def test_the_desks_numbers_are_added_up_over_the_accounts() -> None:
    at_desk.open_all_day("city", NOON)
    at_desk.hire("city", "zuo1", now=NOON)
    first = at_desk.ask_for_person("city", "o-1", "退税", NOON)
    desk.resolve("city", first.id, by=SYSTEM, now=NOON, survey=False)
    at_desk.ask_for_person("city", "o-2", "社保", NOON)
    at_desk.ask_for_person("city", "o-3", "车船", NOON, assigned=False)
    found = numbers.day_numbers(signed_in("zongbian"), "province", NOON)
    assert found.desk == numbers.DeskNumbers(waiting=1, open=1, resolved=1)


def test_a_days_room_is_the_same_alone_and_among_others() -> None:
    a_push("city", NOON + timedelta(hours=3))
    today = NOON.date()
    [alone] = publishing.calendar_of("city", [today], NOON).days
    [among, _] = publishing.calendar_of("city", [today, today + timedelta(days=1)], NOON).days
    assert (alone.left, alone.limit) == (among.left, among.limit)
    assert alone.left is not None and alone.left < (alone.limit or 0)
