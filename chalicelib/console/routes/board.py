"""选题: a unit's board, its topics, assignments, and the editor's part of a department's answer."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import topics
from chalicelib.application import board as use
from chalicelib.application import topic_effect
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.console.versions import expected, tagged
from chalicelib.topics import (
    Assignment,
    BoardAction,
    Inquiry,
    InquiryAction,
    Made,
    ProductForm,
    Topic,
)
from chalicelib.transitions import Deed

router = Router()
_TAG = "board"


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


class NewTopic(BaseModel):
    """A lead for a unit's board."""

    unit: str = Field(max_length=80)
    title: str = Field(max_length=200)
    note: str = Field(default="", max_length=2000)
    matter: str = Field(default="", max_length=100)
    origin: topics.Origin = topics.Origin.IDEA
    of: str = Field(default="", max_length=200)
    account: str = Field(default="", max_length=80)


class MadeTopic(BaseModel):
    """The topic that was made."""

    id: str


class EditedTopic(BaseModel):
    """A topic's words."""

    title: str = Field(max_length=200)
    note: str = Field(default="", max_length=2000)
    matter: str = Field(default="", max_length=100)


class WantedMove(BaseModel):
    """An action of the board."""

    action: BoardAction
    reason: str = Field(default="", max_length=500)


class NewAssignment(BaseModel):
    """Who makes what until when."""

    person: str = Field(max_length=80)
    form: ProductForm
    due_at: AwareDatetime
    note: str = Field(default="", max_length=2000)


class AssignmentNews(BaseModel):
    """An article that is made of it, or that it is done."""

    article: str = Field(default="", max_length=80)
    done: bool = False


class InquiryStep(BaseModel):
    """An editor's step: ask, forward, take or send back."""

    action: InquiryAction
    department: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=500)
    forms: list[ProductForm] = Field(default=[], max_length=7)
    """With ``take``: what further topics are to be made of the answer."""


@router.get("/board", tags=[_TAG], summary="选题板：各栏和选题")
def board(
    unit: Annotated[str, Query(max_length=80)], dropped: Annotated[bool, Query()] = False
) -> use.TopicBoard:
    """A unit's board."""
    return use.board(unit, by=actor(), now=utc_now(), dropped=dropped)


@router.post("/board/topics", tags=[_TAG], summary="新建线索")
def add(body: NewTopic) -> MadeTopic:
    """Put a lead on the board."""

    def make() -> MadeTopic:
        text = topics.TopicText(**body.model_dump(exclude={"unit"}))
        return MadeTopic(id=use.new_topic(body.unit, text, by=actor(), now=utc_now()).id)

    return once(MadeTopic, make)


@router.get("/board/topics/<topic_id>", tags=[_TAG], summary="一个选题和它的经过")
def show(topic_id: str) -> Response[TopicSeen]:
    """A topic with its questions and its way."""
    return _shown(topic_id)


@router.put("/board/topics/<topic_id>", tags=[_TAG], summary="修改选题")
def edit(topic_id: str, body: EditedTopic) -> Response[TopicSeen]:
    """Change its words."""
    topics.edit_topic(
        topic_id, body.title, body.note, body.matter, base=expected(), by=actor(), now=utc_now()
    )
    return _shown(topic_id)


@router.post("/board/topics/<topic_id>/move", tags=[_TAG], summary="移到另一栏、放弃或拾起")
def move(topic_id: str, body: WantedMove) -> Response[TopicSeen]:
    """Take an action of the board."""
    topics.move(topic_id, body.action, by=actor(), now=utc_now(), reason=body.reason)
    return _shown(topic_id)


@router.post("/board/topics/<topic_id>/assignments", tags=[_TAG], summary="派发")
def assign(topic_id: str, body: NewAssignment) -> Response[TopicSeen]:
    """Have a person make something of it."""
    topics.assign(
        topic_id,
        body.person,
        body.form,
        body.due_at,
        note=body.note,
        by=actor(),
        now=utc_now(),
    )
    return _shown(topic_id)


@router.post(
    "/board/topics/<topic_id>/assignments/<assignment>", tags=[_TAG], summary="挂上稿件，或完成"
)
def work(topic_id: str, assignment: str, body: AssignmentNews) -> Response[TopicSeen]:
    """Name the article that is made of an assignment, or say that it is done."""
    if body.article:
        use.attach(topic_id, assignment, body.article, by=actor(), now=utc_now())
    if body.done:
        topics.finish(topic_id, assignment, by=actor(), now=utc_now())
    return _shown(topic_id)


@router.post("/board/topics/<topic_id>/inquiry", tags=[_TAG], summary="请部门答复，采用或退回答复")
def inquire(topic_id: str, body: InquiryStep) -> Response[TopicSeen]:
    """The editor's steps of a department's answer."""
    by, now = actor(), utc_now()
    match body.action:
        case InquiryAction.ASK:
            topics.inquiries.ask(topic_id, department=body.department, by=by, now=now)
        case InquiryAction.FORWARD:
            topics.inquiries.forward(topic_id, body.department, note=body.reason, by=by, now=now)
        case InquiryAction.TAKE:
            use.take(topic_id, body.forms, by=by, now=now)
        case InquiryAction.SEND_BACK:
            topics.inquiries.send_back(topic_id, body.reason, by=by, now=now)
        case _:
            topics.topic_for(topic_id, by=by)
            raise topics.BadTopic("这一步由部门来做。")
    return _shown(topic_id)


@router.get("/board/topics/<topic_id>/effect", tags=[_TAG], summary="一个选题的成效")
def effect(topic_id: str) -> topic_effect.Effect:
    """What the topic changed."""
    return topic_effect.effect_for(topic_id, by=actor(), now=utc_now())


def _shown(topic_id: str) -> Response[TopicSeen]:
    view = use.topic_view(topic_id, by=actor(), now=utc_now())
    return tagged(seen_of(view), view.topic.version)


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
