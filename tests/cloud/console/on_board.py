"""A board in the city: a topic in each place that routes ask for, and a department that is asked."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import topics
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from chalicelib.topics import Basis, Department, Duty, ProductForm, TopicText
from tests.cloud.console.world import person_of


def fill(unit: str, mark: str, *more: str) -> dict[str, str]:
    """Make it, with ``more`` people in the department; returns the ids by the names that routes give them."""
    now, editor = utc_now(), local("li")
    cai = person_of(Role.DEPARTMENT)
    table = topics.set_duties(
        unit,
        [
            Department(id="goods", name=f"{mark}货劳处", people=(cai, *more)),
            Department(id="social", name=f"{mark}社保处", people=(cai, *more)),
        ],
        [Duty(matter="消费税", department="goods")],
        base=0,
        by=local(person_of(Role.CHIEF)),
        now=now,
    )
    lead, assigned, asked, answered = (
        topics.new_topic(
            unit, TopicText(title=f"{mark}{title}", matter="消费税"), by=editor, now=now
        )
        for title in ("线索", "派发", "提问", "已答复")
    )
    due = now + timedelta(days=3)
    held = topics.assign(assigned.id, "li", ProductForm.MINDMAP, due, by=editor, now=now)
    for one in (asked, answered):
        topics.inquiries.ask(one.id, by=editor, now=now)
    topics.inquiries.answer(
        answered.id, f"{mark}答复", [Basis(title="公告")], by=local(cai), now=now
    )
    return {
        "topic_id": lead.id,
        "topic_version": "1",
        "assigned": assigned.id,
        "assignment": held.assignments[0].id,
        "asked": asked.id,
        "answered": answered.id,
        "duties_version": str(table.version),
    }
