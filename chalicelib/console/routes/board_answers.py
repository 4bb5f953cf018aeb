"""待答复: what a person's department is asked, and its answers; the responsibility table; effect per department."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import topics
from chalicelib.application import board as use
from chalicelib.application import effect_export, policy_choice, topic_effect
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.routes.board_views import BasisSeen, TopicSeen, seen_of
from chalicelib.console.versions import expected, tagged
from chalicelib.topics import Basis, Department, Duties, Duty, InquiryAction

router = Router()
_TAG = "board"


class AskedCards(BaseModel):
    """What the person's departments are asked."""

    cards: list[use.Card]


class AnswerStep(BaseModel):
    """A department's step: accept, return, forward or answer."""

    action: InquiryAction
    department: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=6000)
    basis: list[Basis] = Field(default=[], max_length=20)


class WrittenDuties(BaseModel):
    """The responsibility table, whole."""

    departments: list[Department] = Field(max_length=300)
    duties: list[Duty] = Field(max_length=300)


class DepartmentSeen(BaseModel):
    """A department."""

    id: str
    name: str
    people: list[str]
    lead: str
    """Empty: nobody."""


class DutySeen(BaseModel):
    """A row of the table."""

    matter: str
    department: str
    days: int
    remind: int


class DutiesSeen(BaseModel):
    """The responsibility table that counts for a unit."""

    unit: str
    """Whose table it is: the unit's own, or that of a unit above."""
    departments: list[DepartmentSeen]
    duties: list[DutySeen]
    version: int


class Months(BaseModel):
    """Effect per department and month."""

    rows: list[topic_effect.DepartmentMonth]


class WantedFile(BaseModel):
    """A file of the effects."""

    unit: str = Field(max_length=80)
    month: str = Field(default="", max_length=10)
    reason: str = Field(default="", max_length=200)


@router.get("/board/asked", tags=[_TAG], summary="交给本部门答复的选题")
def asked(unit: Annotated[str, Query(max_length=80)]) -> AskedCards:
    """Those that wait for the department first."""
    return AskedCards(cards=list(use.asked_cards(unit, by=actor(), now=utc_now())))


@router.get("/board/asked/<topic_id>", tags=[_TAG], summary="一个交给本部门的选题")
def asked_topic(topic_id: str) -> Response[TopicSeen]:
    """One topic that the department is asked."""
    return _shown(topic_id)


@router.post("/board/asked/<topic_id>", tags=[_TAG], summary="接收、退回、转办或答复")
def answer(topic_id: str, body: AnswerStep) -> TopicSeen:
    """The department's steps. What is forwarded is seen once more, and belongs to the other department then."""
    by, now = actor(), utc_now()
    view = use.asked_view(topic_id, by=by, now=now)
    match body.action:
        case InquiryAction.ACCEPT:
            topics.inquiries.accept(topic_id, by=by, now=now)
        case InquiryAction.RETURN:
            topics.inquiries.give_back(topic_id, body.reason, by=by, now=now)
        case InquiryAction.FORWARD:
            topics.inquiries.forward(topic_id, body.department, note=body.reason, by=by, now=now)
            return seen_of(view)
        case InquiryAction.ANSWER:
            topics.inquiries.answer(topic_id, body.text, body.basis, by=by, now=now)
        case _:
            raise topics.BadTopic("这一步由编辑来做。")
    return seen_of(use.asked_view(topic_id, by=by, now=now))


@router.get("/board/asked/<topic_id>/policies", tags=[_TAG], summary="可作依据的政策文件")
def policies(topic_id: str, q: Annotated[str, Query(max_length=100)] = "") -> list[BasisSeen]:
    """Documents of the account's library, for the basis of an answer."""
    found = policy_choice.policies_for(topic_id, q, by=actor())
    return [BasisSeen(**one.model_dump()) for one in found]


@router.get("/board/duties", tags=[_TAG], summary="责任分工")
def duties(unit: Annotated[str, Query(max_length=80)]) -> Response[DutiesSeen]:
    """The table that counts for a unit; its version is 0 for a unit that has none of its own."""
    found = topics.duties_for(unit, by=actor())
    return tagged(_duties(found), found.version if found.unit == unit else 0)


@router.put("/board/duties", tags=[_TAG], summary="修改责任分工")
def set_duties(
    unit: Annotated[str, Query(max_length=80)], body: WrittenDuties
) -> Response[DutiesSeen]:
    """Write a unit's own table whole."""
    made = topics.set_duties(
        unit, body.departments, body.duties, base=expected(), by=actor(), now=utc_now()
    )
    return tagged(_duties(made), made.version)


@router.get("/board/effects", tags=[_TAG], summary="各部门各月的选题成效")
def effects(
    unit: Annotated[str, Query(max_length=80)], month: Annotated[str, Query(max_length=10)] = ""
) -> Months:
    """Each department's months, the newest first."""
    return Months(rows=topic_effect.months_for(unit, month, by=actor(), now=utc_now()))


@router.post("/board/effects/export", tags=[_TAG], summary="导出选题成效", status_code=202)
def export(body: WantedFile) -> Response[JobSeen]:
    """An .xlsx of the effects, made by a job."""

    def make() -> JobSeen:
        by, now = actor(), utc_now()
        return seen(effect_export.start(body.unit, body.month, body.reason, by=by, now=now))

    return accepted(once(JobSeen, make))


def _duties(table: Duties) -> DutiesSeen:
    return DutiesSeen(
        unit=table.unit,
        departments=[
            DepartmentSeen(id=one.id, name=one.name, people=list(one.people), lead=one.lead or "")
            for one in table.departments
        ],
        duties=[DutySeen(**one.model_dump()) for one in table.duties],
        version=table.version,
    )


def _shown(topic_id: str) -> Response[TopicSeen]:
    view = use.asked_view(topic_id, by=actor(), now=utc_now())
    return tagged(seen_of(view), view.topic.version)
