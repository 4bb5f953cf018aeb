"""Departments: who may answer, reminders and escalation once each, tasks on the workbench, effect."""

from __future__ import annotations

import pytest

from chalicelib import insight, people, topics
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import topic_effect, topic_events, topic_tasks
from chalicelib.application.effect_export import HEADS, rows_of
from chalicelib.application.task import TaskKind
from chalicelib.topics import Basis, NotYourTopic, Origin, Topic, TopicText
from tests.cloud.desk.conftest import ACCOUNT, taken
from tests.cloud.topics.world import CAI, LI, UNIT, ZONG, Loop

SHE = local("she")
SIGNED_IN = Actor(person="cai", known_by=KnownBy.SIGN_IN)
"""Without what a shell may do beside a person's roles."""
BASIS = [Basis(title="公告")]


def asked(loop: Loop) -> Topic:
    text = TopicText(title="电子烟消费税怎么算", matter="消费税")
    topic = topics.new_topic(UNIT, text, by=LI, now=loop.now)
    return topics.inquiries.ask(topic.id, by=LI, now=loop.now)


def kinds(loop: Loop, person: str) -> list[TaskKind]:
    return [one.kind for one in topic_tasks.of_person(local(person), UNIT, loop.now)]


def test_a_department_answers_what_it_is_asked_and_nothing_else(loop: Loop) -> None:
    topic = asked(loop)
    with pytest.raises(NotYourTopic):
        topics.inquiries.answer(topic.id, "不归我", BASIS, by=SHE, now=loop.now)
    with pytest.raises(NotYourTopic):
        topics.asked_for(topic.id, by=SHE)
    with pytest.raises(people.PermissionDenied):
        topics.board(UNIT, by=SIGNED_IN)
    with pytest.raises(people.PermissionDenied):
        topics.inquiries.take(topic.id, by=SIGNED_IN, now=loop.now)
    with pytest.raises(people.PermissionDenied):
        topics.inquiries.accept(topic.id, by=LI, now=loop.now)
    assert topics.asked_of(UNIT, by=SHE) == []
    topics.inquiries.forward(topic.id, "social", by=CAI, now=loop.now)
    with pytest.raises(NotYourTopic):
        topics.inquiries.accept(topic.id, by=CAI, now=loop.now)
    assert topics.inquiries.accept(topic.id, by=SHE, now=loop.now).inquiry


def test_a_reminder_and_an_escalation_are_written_once_each(loop: Loop) -> None:
    topic = asked(loop)
    assert topic.inquiry is not None
    assert topic.inquiry.remind_at is not None
    for at in (topic.inquiry.remind_at, topic.inquiry.due_at):
        loop.office.now = at
        for _ in range(3):
            topic_events.sweep(loop.now)
            for body in taken():
                topic_events.work(body, loop.now)
                topic_events.work(body, loop.now)
    steps = [one.what for one in topics.get(topic.id).steps]
    assert steps.count("reminded") == 1
    assert steps.count("escalated") == 1
    assert list(topics.due(loop.now)) == []


def test_what_waits_stands_on_the_workbench_of_whom_it_waits_for(loop: Loop) -> None:
    topic = asked(loop)
    assert (kinds(loop, "cai"), kinds(loop, "she"), kinds(loop, "li")) == (
        [TaskKind.ANSWER],
        [],
        [],
    )
    assert topic.inquiry is not None
    topic_events.look(topic.id, topic.inquiry.due_at)
    assert kinds(loop, "cai") == [TaskKind.LATE]
    assert kinds(loop, "li") == [TaskKind.LATE]
    assert kinds(loop, ZONG.person) == [TaskKind.LATE]
    topics.inquiries.answer(topic.id, "按批发环节。", BASIS, by=CAI, now=loop.now)
    assert (kinds(loop, "cai"), kinds(loop, "li")) == ([], [TaskKind.ANSWERED])


def test_the_effect_counts_seven_days_before_and_the_days_after_that_are_over(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = loop.taken_answer()
    topics.progress.entry_made(topic.id, topic.id, ACCOUNT, loop.now)
    released = topics.progress.entry_released(topic.id, loop.now)
    known = released.model_copy(update={"origin": Origin.QUESTIONS, "of": "tabc"})
    spans = []

    def by_day(account: str, of: str, since: object, until: object) -> object:
        from datetime import timedelta

        spans.append((since, until))
        days = (until - since).days + 1  # type: ignore[operator]
        return {
            since + timedelta(days=n): insight.topics.AskedOfDay(10 - n, 5) for n in range(days)
        }  # type: ignore[operator]

    monkeypatch.setattr(insight.topics, "asked_by_day", by_day)
    loop.later(days=4)
    effect = topic_effect.effect_of(known, loop.now, topic_effect.Counter())
    # Of the first to the seventh day 10 … 4 people, five of each day without an answer.
    assert effect.before == 49
    assert effect.days_after == 3
    assert effect.after == 2 + 1 + 0
    assert effect.answered_before == pytest.approx((49 - 35) / 49)
    assert effect.day is not None
    assert [(effect.day - spans[0][0]).days, (spans[0][1] - effect.day).days] == [7, 3]


def test_a_department_s_month_counts_what_it_was_asked(loop: Loop) -> None:
    loop.taken_answer()
    late = asked(loop)
    assert late.inquiry is not None
    loop.office.now = late.inquiry.due_at
    loop.later(hours=1)
    [month] = topic_effect.months_for(UNIT, "2026-12", by=LI, now=loop.now)
    assert (month.name, month.asked, month.answered, month.late) == ("货物和劳务税处", 2, 1, 1)
    assert topic_effect.months_for(UNIT, "2026-11", by=LI, now=loop.now) == []
    [row] = rows_of([month])
    assert len(row) == len(HEADS)
