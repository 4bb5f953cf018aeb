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
from chalicelib.console.once import once
from chalicelib.console.routes.board_views import TopicSeen, seen_of
from chalicelib.console.versions import expected, tagged
from chalicelib.topics import BoardAction, InquiryAction, ProductForm

router = Router()
_TAG = "board"


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
