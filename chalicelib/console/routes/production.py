"""生产进度: products that are ordered of topics, their next steps, sets of them, and the plan of a day or week."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import people, topics
from chalicelib.application import production as use
from chalicelib.application import production_paper, production_plan, production_start
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.console.versions import expected, tagged
from chalicelib.roles import NEWSROOM
from chalicelib.topics import ProductForm, ProductSet
from chalicelib.transitions import Deed

router = Router()
_TAG = "production"
Unit = Annotated[str, Query(max_length=80)]
Text = Annotated[str, Query(max_length=80)]
_ONE = "/production/<topic_id>/<assignment>"


class ProductionRow(BaseModel):
    """One product that is ordered, with the name of who makes it."""

    row: use.ProductionThing
    name: str


class Production(BaseModel):
    """Everything in the making."""

    unit: str
    rows: list[ProductionRow]
    late: int
    today: int
    week: int
    order: Deed
    people: list[Choice]
    """Who makes something of it."""
    forms: list[Choice]
    states: list[Choice]


class OrderedProduct(BaseModel):
    """One of several products that are ordered."""

    person: str = Field(max_length=80)
    form: ProductForm
    due_at: AwareDatetime
    note: str = Field(default="", max_length=500)


class OrderedProducts(BaseModel):
    """Several products of a topic, ordered at once."""

    wanted: list[OrderedProduct] = Field(min_length=1, max_length=12)


class OrderedTopic(BaseModel):
    """The topic that they are of."""

    id: str
    assignments: int


class StartWish(BaseModel):
    """Where a product is to be published; empty: the topic's account, or the unit's first."""

    account: str = Field(default="", max_length=80)


class Reminded(BaseModel):
    """Who was reminded."""

    name: str


class SetPartDue(BaseModel):
    """One product of a set as it would be ordered now."""

    form: ProductForm
    form_name: str
    days: int
    person: str
    due_at: AwareDatetime


class SetSeen(BaseModel):
    """A set."""

    name: str
    parts: list[SetPartDue]


class SetsSeen(BaseModel):
    """The sets that count for a unit."""

    unit: str
    """Whose they are; the unit's own where it has some."""
    sets: list[SetSeen]
    version: int
    """Of the unit's own; 0: it has none."""
    edit: Deed
    forms: list[Choice]
    people: list[Choice]
    """Who may be ordered to make something: the newsroom of the unit and above."""


class WrittenSets(BaseModel):
    """The sets of a unit."""

    sets: list[ProductSet] = Field(max_length=20)


class PlanWish(BaseModel):
    """A plan that is to be a document."""

    unit: str = Field(max_length=80)
    days: str = Field(default="", max_length=12)
    """``2026-W49`` or ``2026-12-01``; empty: this week."""
    reason: str = Field(max_length=200)


@router.get("/production", tags=[_TAG], summary="生产进度：派发的各种产品做到哪一步")
def board(
    unit: Unit,
    below: bool = False,
    person: Text = "",
    form: Text = "",
    state: Text = "",
    late: bool = False,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
    topic: Text = "",
    words: Annotated[str, Query(max_length=60)] = "",
) -> Production:
    """Products in the making, those that are due first at the top."""
    wanted = use.Wanted(
        person=person,
        form=form,
        state=state,
        late=late,
        since=since,
        until=until,
        topic=topic,
        words=words.strip(),
    )
    found = use.board(unit, by=actor(), now=utc_now(), wanted=wanted, below=below)
    names = StaffNames()
    rows = [ProductionRow(row=one, name=names[one.person]) for one in found.rows]
    return Production(
        unit=unit,
        rows=rows,
        late=found.late,
        today=found.today,
        week=found.week,
        order=found.order,
        people=[Choice(value=one, label=names[one]) for one in found.people],
        forms=_forms(),
        states=[Choice(value=one.value, label=name) for one, name in use.STATES.items()],
    )


@router.get("/production-sets", tags=[_TAG], summary="成套产品")
def sets(unit: Unit) -> Response[SetsSeen]:
    """The sets that count for a unit, each as it would be ordered now."""
    return _sets(unit)


@router.put("/production-sets", tags=[_TAG], summary="设置本单位的成套产品")
def write_sets(unit: Unit, body: WrittenSets) -> Response[SetsSeen]:
    """Write a unit's own sets."""
    topics.product_sets.set_sets(unit, body.sets, base=expected(), by=actor(), now=utc_now())
    return _sets(unit)


@router.get("/production-plan", tags=[_TAG], summary="一天或一周的计划，可打印")
def plan(
    unit: Unit,
    days: Annotated[str, Query(max_length=12, description="2026-W49 或 2026-12-01；空为本周")] = "",
) -> production_plan.ProductionPlan:
    """Pushes, products, live streams and what waits for a review."""
    now = utc_now()
    return production_plan.plan(unit, production_plan.days_of(days, now), by=actor(), now=now)


@router.post(
    "/production-plan/export", tags=[_TAG], summary="把计划做成 Word 文档", status_code=202
)
def export(body: PlanWish) -> Response[JobSeen]:
    """A .docx of the plan, made by a job."""

    def make() -> JobSeen:
        job = production_paper.start(body.unit, body.days, body.reason, by=actor(), now=utc_now())
        return seen(job)

    return accepted(once(JobSeen, make))


@router.post("/production/<topic_id>/order", tags=[_TAG], summary="一个选题同时派发几种产品")
def order(topic_id: str, body: OrderedProducts) -> OrderedTopic:
    """Order several products at once: all or none."""

    def made() -> OrderedTopic:
        wanted = [topics.Wanted(**one.model_dump()) for one in body.wanted]
        topic = topics.order(topic_id, wanted, by=actor(), now=utc_now())
        return OrderedTopic(id=topic.id, assignments=len(topic.assignments))

    return once(OrderedTopic, made)


@router.post(f"{_ONE}/start", tags=[_TAG], summary="开始写或开始做")
def start(topic_id: str, assignment: str, body: StartWish) -> production_start.Started:
    """Begin what is ordered, or go on with it."""
    return production_start.start(
        topic_id, assignment, account=body.account, by=actor(), now=utc_now()
    )


@router.post(f"{_ONE}/remind", tags=[_TAG], summary="提醒责任人")
def remind(topic_id: str, assignment: str) -> Reminded:
    """Remind who makes it."""
    topic = topics.remind(topic_id, assignment, by=actor(), now=utc_now())
    one = topics.rules.assignment(topic, assignment)
    return Reminded(name=StaffNames()[one.person])


def _sets(unit: str) -> Response[SetsSeen]:
    by, now = actor(), utc_now()
    found = topics.product_sets.sets_for(unit, by=by)
    own = found.version if found.unit == unit else 0
    labels = topics.labels.FORMS
    shown = SetsSeen(
        unit=found.unit,
        sets=[
            SetSeen(
                name=one.name,
                parts=[
                    SetPartDue(
                        form=part.form,
                        form_name=labels[part.form],
                        days=part.days,
                        person=part.person,
                        due_at=topics.working_days.after(now, part.days),
                    )
                    for part in one.parts
                ],
            )
            for one in found.sets
        ],
        version=own,
        edit=deed("edit", "修改成套产品", denied(by, topics.product_sets.SET, unit)),
        forms=_forms(),
        people=_people(unit),
    )
    return tagged(shown, own)


def _people(unit: str) -> list[Choice]:
    names = StaffNames()
    makers = [one.id for one in people.people_for(unit) if set(NEWSROOM) & set(one.roles)]
    return [Choice(value=one, label=names[one]) for one in sorted(makers)]


def _forms() -> list[Choice]:
    return [Choice(value=one.value, label=name) for one, name in topics.labels.FORMS.items()]
