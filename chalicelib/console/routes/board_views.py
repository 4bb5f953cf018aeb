"""A topic of the board as the page gets it: its words, its way, its assignments, and the department's answer."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel

from chalicelib import topics
from chalicelib.application import board as use
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.topics import Assignment, Inquiry, Made, Topic
from chalicelib.transitions import Deed


class TopicStepSeen(BaseModel):
    """One line of a topic's way."""

    at: AwareDatetime
    what: str
    name: str
    by: str
    note: str


class AssignmentSeen(BaseModel):
    """One person makes one thing."""

    id: str
    person: str
    name: str
    form_name: str
    due_at: AwareDatetime
    note: str
    article: str
    product: str
    reviewed: bool
    done: bool
    mine: bool


class BasisSeen(BaseModel):
    """What an answer rests on."""

    title: str
    document: str
    url: str


class AnswerSeen(BaseModel):
    """A department's answer."""

    text: str
    basis: list[BasisSeen]
    by: str
    at: AwareDatetime


class MadeSeen(BaseModel):
    """What became of an accepted answer."""

    pending: bool
    problem: str
    entry: str
    released: bool
    article: str
    approved: bool
    published: bool


class DepartmentInquirySeen(BaseModel):
    """What a department is asked, and its answer."""

    department: str
    name: str
    state: str
    state_name: str
    asked_by: str
    asked_at: AwareDatetime
    due_at: AwareDatetime
    escalated: bool
    remark: str
    answer: AnswerSeen | None


class TopicSeen(BaseModel):
    """One topic."""

    card: use.Card
    unit: str
    note: str
    of: str
    parent: str
    drop_reason: str
    assignments: list[AssignmentSeen]
    inquiry: DepartmentInquirySeen | None
    made: MadeSeen | None
    telling: str
    told: int
    steps: list[TopicStepSeen]
    questions: list[str]
    asked_today: int | None
    inquiry_actions: list[Deed]
    edit: Deed
    departments: list[Choice]
    forms: list[Choice]


def seen_of(view: use.TopicView) -> TopicSeen:
    """A topic as the page gets it."""
    topic, names, me = view.topic, StaffNames(), actor().person
    return TopicSeen(
        card=view.card,
        unit=topic.unit,
        note=topic.note,
        of=topic.of,
        parent=topic.parent,
        drop_reason=topic.drop_reason,
        assignments=[_assignment(one, names, me) for one in topic.assignments],
        inquiry=_inquiry(topic.inquiry, view.department, names) if topic.inquiry else None,
        made=_made(topic.made) if topic.made else None,
        telling=topics.labels.TELLINGS[topic.telling],
        told=topics.agreements.number_told(topic.id),
        steps=_steps(topic, names, dict(view.departments)),
        questions=list(view.questions),
        asked_today=view.asked_today,
        inquiry_actions=list(view.inquiry),
        edit=view.edit,
        departments=[Choice(value=one, label=name) for one, name in view.departments],
        forms=[Choice(value=one.value, label=name) for one, name in topics.labels.FORMS.items()],
    )


def _steps(topic: Topic, names: StaffNames, departments: dict[str, str]) -> list[TopicStepSeen]:
    return [
        TopicStepSeen(
            at=one.at,
            what=one.what,
            name=topics.labels.step_name(one.what),
            by="系统" if one.by == "system" else names[one.by],
            note=departments.get(one.note, one.note),
        )
        for one in reversed(topic.steps)
    ]


def _assignment(one: Assignment, names: StaffNames, me: str) -> AssignmentSeen:
    return AssignmentSeen(
        id=one.id,
        person=one.person,
        name=names[one.person],
        form_name=topics.labels.FORMS[one.form],
        due_at=one.due_at,
        note=one.note,
        article=one.article,
        product=one.product,
        reviewed=one.reviewed,
        done=one.out,
        mine=one.person == me,
    )


def _inquiry(one: Inquiry, name: str, names: StaffNames) -> DepartmentInquirySeen:
    return DepartmentInquirySeen(
        department=one.department,
        name=name or one.department,
        state=one.state.value,
        state_name=topics.labels.INQUIRY_STATES[one.state],
        asked_by=names[one.asked_by],
        asked_at=one.asked_at,
        due_at=one.due_at,
        escalated=one.escalated,
        remark=one.remark,
        answer=None
        if one.answer is None
        else AnswerSeen(
            text=one.answer.text,
            basis=[BasisSeen(**basis.model_dump()) for basis in one.answer.basis],
            by=names[one.answer.by],
            at=one.answer.at,
        ),
    )


def _made(one: Made) -> MadeSeen:
    return MadeSeen(
        pending=one.pending,
        problem=one.problem,
        entry=one.entry,
        released=one.entry_released_at is not None,
        article=one.article,
        approved=one.article_approved_at is not None,
        published=one.article_published_at is not None,
    )
