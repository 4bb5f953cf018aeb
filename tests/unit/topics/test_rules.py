"""A topic's way over the board, and a department's answer to it, as values."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.topics import rules
from chalicelib.topics.errors import BadTopic, TopicNotReady
from chalicelib.topics.models import (
    Assignment,
    Basis,
    BoardAction,
    DepartmentAnswer,
    Duty,
    InquiryState,
    Made,
    ProductForm,
    Telling,
    Topic,
    TopicState,
)
from chalicelib.topics.transitions import BOARD, Who

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
DUTY = Duty(matter="个税", department="income", days=3, remind=1)
OTHER = Duty(matter="社保", department="social", days=2, remind=1)


def topic(**more: Any) -> Topic:
    return Topic(
        id="t-20261130-abc123",
        unit="province",
        title="专项附加扣除怎么填",
        made_at=NOW,
        made_by="li",
        updated_at=NOW,
        **more,
    )


def one(**more: Any) -> Assignment:
    return Assignment(
        id="a1", person="li", form=ProductForm.ARTICLE, due_at=NOW + timedelta(days=2), **more
    )


def answered(after: timedelta = timedelta(hours=5)) -> Topic:
    said = DepartmentAnswer(
        text="按下列步骤填写。", basis=(Basis(title="个人所得税法"),), by="cai", at=NOW + after
    )
    return rules.answered(rules.asked(topic(), DUTY, "li", NOW), said, "cai", NOW + after)


def test_every_column_but_the_last_leads_back_and_can_be_dropped() -> None:
    for state in TopicState:
        able = BOARD.possible(topic(state=state, assignments=(one(),)), [Who.EDITOR])
        on_the_way = state not in (TopicState.PUBLISHED, TopicState.DROPPED)
        assert (BoardAction.DROP in able) is on_the_way
        assert (BoardAction.BACK in able) is (on_the_way and state is not TopicState.LEAD)


def test_nothing_goes_into_the_making_without_somebody_who_makes_it() -> None:
    with pytest.raises(TopicNotReady):
        rules.moved(topic(state=TopicState.ASSIGNED), BoardAction.START, Who.EDITOR, "li", NOW)


def test_dropping_needs_a_reason_and_leaves_it() -> None:
    with pytest.raises(BadTopic):
        rules.moved(topic(), BoardAction.DROP, Who.EDITOR, "li", NOW, "  ")
    gone = rules.moved(topic(), BoardAction.DROP, Who.EDITOR, "li", NOW, "已有答复")
    assert (gone.state, gone.drop_reason) == (TopicState.DROPPED, "已有答复")
    back = rules.moved(gone, BoardAction.TAKE_UP, Who.EDITOR, "li", NOW)
    assert (back.state, back.drop_reason) == (TopicState.LEAD, "")


def test_an_assignment_brings_a_lead_forward() -> None:
    after = rules.assigned(topic(), one(), "li", NOW)
    assert (after.state, after.assignments) == (TopicState.ASSIGNED, (one(),))
    with pytest.raises(BadTopic):
        late = one().model_copy(update={"due_at": NOW})
        rules.assigned(topic(), late, "li", NOW)


def test_a_department_has_working_days_from_when_it_was_asked() -> None:
    inquiry = rules.asked(topic(), DUTY, "li", NOW).inquiry
    assert inquiry is not None
    assert inquiry.due_at == datetime(2026, 12, 3, 18, 0, tzinfo=SHANGHAI)
    assert inquiry.remind_at == datetime(2026, 12, 2, 9, 0, tzinfo=SHANGHAI)


def test_a_forwarded_question_has_a_deadline_of_its_own() -> None:
    asked = rules.asked(topic(), DUTY, "li", NOW)
    later = NOW + timedelta(days=1)
    moved = rules.forwarded(asked, OTHER, Who.DEPARTMENT, "cai", later, "属社保")
    assert moved.inquiry is not None
    assert moved.inquiry.department == "social"
    assert moved.inquiry.due_at == datetime(2026, 12, 3, 18, 0, tzinfo=SHANGHAI)
    with pytest.raises(BadTopic):
        rules.forwarded(moved, OTHER, Who.DEPARTMENT, "cai", later, "")


def test_a_returned_question_is_an_editor_s_to_forward() -> None:
    asked = rules.asked(topic(), DUTY, "li", NOW)
    with pytest.raises(BadTopic):
        rules.returned(asked, "cai", NOW, "")
    back = rules.returned(asked, "cai", NOW, "不属本处")
    with pytest.raises(TopicNotReady):
        rules.forwarded(back, OTHER, Who.DEPARTMENT, "cai", NOW, "")
    assert rules.forwarded(back, OTHER, Who.EDITOR, "li", NOW, "").inquiry


def test_an_answer_needs_a_basis_and_brings_the_topic_into_the_making() -> None:
    asked = rules.asked(topic(), DUTY, "li", NOW)
    with pytest.raises(BadTopic):
        bare = DepartmentAnswer(text="是", by="cai", at=NOW)
        rules.answered(asked, bare, "cai", NOW)
    assert answered().state is TopicState.MAKING


def test_an_answer_sent_back_waits_for_the_department_again() -> None:
    back = rules.sent_back(answered(), "li", NOW + timedelta(hours=6), "请举例", DUTY)
    assert back.inquiry is not None
    assert (back.inquiry.state, back.inquiry.waits) == (InquiryState.SENT_BACK, True)
    assert back.inquiry.answer is not None


def test_reminder_and_escalation_are_said_once_each() -> None:
    asked = rules.asked(topic(), DUTY, "li", NOW)
    assert asked.inquiry is not None
    assert asked.inquiry.remind_at is not None
    assert rules.due_at(asked) == asked.inquiry.remind_at
    assert rules.reminded(asked, NOW) is None
    soon = rules.reminded(asked, asked.inquiry.remind_at)
    assert soon is not None
    assert soon.steps[-1].what == "reminded"
    assert rules.reminded(soon, asked.inquiry.remind_at) is None
    assert rules.due_at(soon) == asked.inquiry.due_at
    late = rules.reminded(soon, asked.inquiry.due_at)
    assert late is not None
    assert late.steps[-1].what == "escalated"
    assert rules.reminded(late, NOW + timedelta(days=30)) is None
    assert rules.due_at(late) is None


def test_a_department_that_answered_is_not_reminded() -> None:
    assert rules.reminded(answered(), NOW + timedelta(days=30)) is None


def test_a_topic_is_reviewed_and_published_when_all_its_parts_are() -> None:
    taken = rules.taken(answered(), "li", NOW + timedelta(hours=6))
    assert rules.followed(taken, NOW).state is TopicState.MAKING
    made = Made(pending=False, entry=taken.id, article="a-1")
    with_entry = made.model_copy(update={"entry_released_at": NOW})
    half = taken.model_copy(update={"made": with_entry})
    assert rules.followed(half, NOW).state is TopicState.MAKING
    both = with_entry.model_copy(update={"article_approved_at": NOW})
    reviewed = rules.followed(taken.model_copy(update={"made": both}), NOW)
    assert reviewed.state is TopicState.REVIEWED
    out = both.model_copy(update={"article_published_at": NOW})
    published = rules.followed(reviewed.model_copy(update={"made": out}), NOW)
    assert (published.state, published.published_at) == (TopicState.PUBLISHED, NOW)


def test_an_open_question_to_a_department_keeps_a_topic_back() -> None:
    asked = rules.asked(topic(assignments=(one(done_at=NOW),)), DUTY, "li", NOW)
    assert rules.followed(asked, NOW).state is TopicState.ASSIGNED


def test_the_sweep_looks_until_everything_is_out_and_told() -> None:
    out = Made(pending=False, entry="t", entry_released_at=NOW)
    assert rules.awaits(topic(made=out))
    assert not rules.awaits(topic(made=out, telling=Telling.DONE))
    assert rules.awaits(topic(assignments=(one(article="a-1"),)))
