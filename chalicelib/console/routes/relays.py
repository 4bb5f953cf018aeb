"""接龙: planned, started, run; what a unit has to make of them, and how far each step is."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import relays
from chalicelib.application import relay_page as reading
from chalicelib.application import relay_plans
from chalicelib.application.relay_values import RelayChoices, RelayRow, RelaySeen, UnitStepSeen
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.files import bytes_of
from chalicelib.console.versions import expected, tagged
from chalicelib.errors import Field as Wrong
from chalicelib.errors import Invalid
from chalicelib.relays import PlannedStep, RelayPlan, RelayState
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel

router = Router()

_TAG = "relays"
Unit = Annotated[str, Query(max_length=80)]


class RelayStepPlan(BaseModel):
    """A step as it is planned."""

    id: str = Field(default="", max_length=12)
    """Empty: it is new."""
    title: str = Field(min_length=1, max_length=relays.STEP_TITLE_CHARS)
    account: str = Field(max_length=32)
    owner: str = Field(default="", max_length=60)
    """Empty: anybody of the unit."""
    due_at: AwareDatetime | None = None
    text: str = Field(default="", max_length=relays.TEXT_CHARS)
    note: str = Field(default="", max_length=relays.NOTE_CHARS)

    @classmethod
    def of(cls, step: PlannedStep) -> RelayStepPlan:
        """A step of the domain."""
        return cls(**{**step.model_dump(), "owner": step.owner or ""})


class RelayPlanGiven(BaseModel):
    """What people write of a relay before it starts."""

    title: str = Field(min_length=1, max_length=relays.TITLE_CHARS)
    intro: str = Field(default="", max_length=relays.INTRO_CHARS)
    account: str = Field(max_length=32)
    """The account at whose address the relay's page stands."""
    template: str = Field(default="", max_length=relays.TEMPLATE_CHARS)
    remind_hours: int = Field(default=24, ge=0, le=240)
    steps: list[RelayStepPlan] = Field(default=[], max_length=relays.MOST_STEPS)

    def plan(self) -> RelayPlan:
        """The plan as the domain has it."""
        steps = [{**one.model_dump(), "owner": one.owner or None} for one in self.steps]
        return relays.planning.parsed({**self.model_dump(exclude={"steps"}), "steps": steps})


class NewRelay(RelayPlanGiven):
    """A new relay of a unit."""

    unit: str = Field(max_length=80)


class MadeRelay(BaseModel):
    """The relay that was begun."""

    id: str


class Relays(BaseModel):
    """A page of a unit's relays."""

    relays: list[RelayRow]
    next: str
    new: Deed


class RelaySteps(BaseModel):
    """What a unit has to make."""

    steps: list[UnitStepSeen]


class RelayReason(BaseModel):
    """The reason."""

    reason: str = Field(min_length=1, max_length=relays.REASON_CHARS)


class RelayResumption(BaseModel):
    """Whether the due times move by as much as the pause took."""

    shift: bool = True


class RelaySpread(BaseModel):
    """How steps are spread over the units of a level."""

    unit: str = Field(max_length=80)
    level: UnitLevel
    count: int = Field(default=0, ge=0, le=relays.MOST_STEPS)
    """0: one for each unit with an account."""
    title: str = Field(default="第{序号}棒", min_length=1, max_length=relays.STEP_TITLE_CHARS)
    first_due: AwareDatetime | None = None
    days: float = Field(default=1, ge=0, le=90)


class RelayTable(BaseModel):
    """A table of steps, .xlsx or .csv."""

    unit: str = Field(max_length=80)
    name: str = Field(min_length=1, max_length=200)
    base64: str = Field(max_length=2_900_000)


class RelayStepsRead(BaseModel):
    """Steps that were worked out or read; nothing is stored yet."""

    steps: list[RelayStepPlan]
    problems: list[str]
    """Each with its row; where there is one, there are no steps."""


@router.get("/relays", tags=[_TAG], summary="一个单位的接龙，新的在前")
def relays_of(
    unit: Unit,
    states: Annotated[str, Query(max_length=120, description="状态，用逗号分开；空为全部")] = "",
    words: Annotated[str, Query(max_length=60, description="标题里的字")] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Relays:
    """A page of the list."""
    try:
        wanted = frozenset(RelayState(one) for one in states.split(",") if one)
    except ValueError as error:
        raise Invalid("没有这个选项。", fields=[Wrong("states", "没有这个选项")]) from error
    found = reading.relay_list(
        actor(),
        unit,
        utc_now(),
        states=wanted,
        words=words,
        after=cursors.after(cursor),
        limit=limit,
    )
    return Relays(relays=list(found.relays), next=cursors.cursor_at(found.place), new=found.new)


@router.post("/relays", tags=[_TAG], summary="新建接龙")
def begin(body: NewRelay) -> MadeRelay:
    """Begin a relay."""

    def made() -> MadeRelay:
        relay = relays.planning.begin(body.unit, body.plan(), by=actor(), now=utc_now())
        return MadeRelay(id=relay.id)

    return once(MadeRelay, made)


@router.get("/relay-steps", tags=[_TAG], summary="一个单位要写的各棒，轮到的在前")
def unit_steps(unit: Unit, done: bool = False) -> RelaySteps:
    """What a unit has to make; with ``done`` what is over too."""
    return RelaySteps(steps=reading.unit_steps(actor(), unit, utc_now(), done=done))


@router.get("/relay-choices", tags=[_TAG], summary="编排接龙可选的公众号和级别")
def choices(unit: Unit) -> RelayChoices:
    """What there is to choose from."""
    return reading.choices(actor(), unit)


@router.post("/relay-spread", tags=[_TAG], summary="按级别把各棒分给各单位；只计算，不保存")
def spread(body: RelaySpread) -> RelayStepsRead:
    """Steps over the accounts of a level."""
    found = relays.planning.spread(
        body.unit,
        body.level,
        count=body.count,
        title=body.title,
        first_due=body.first_due,
        days=body.days,
        by=actor(),
    )
    return RelayStepsRead(steps=[RelayStepPlan.of(one) for one in found], problems=[])


@router.post("/relay-table", tags=[_TAG], summary="读取接龙编排表；只检查，不保存")
def read_table(body: RelayTable) -> RelayStepsRead:
    """The steps of a file, or every fault of it."""
    found = relay_plans.read(actor(), body.unit, body.name, bytes_of(body.base64))
    return RelayStepsRead(
        steps=[RelayStepPlan.of(one) for one in found.steps], problems=list(found.problems)
    )


@router.get("/relays/<relay_id>", tags=[_TAG], summary="一场接龙和各棒的进度")
def show(relay_id: str) -> Response[RelaySeen]:
    """A relay with its track."""
    return seen(relay_id)


@router.put("/relays/<relay_id>", tags=[_TAG], summary="修改没有开始的接龙")
def edit(relay_id: str, body: RelayPlanGiven) -> Response[RelaySeen]:
    """Change a plan."""
    relays.planning.edit(relay_id, body.plan(), by=actor(), now=utc_now(), seen=expected())
    return seen(relay_id)


@router.post("/relays/<relay_id>/start", tags=[_TAG], summary="开始接龙")
def start(relay_id: str) -> Response[RelaySeen]:
    """Start a relay."""
    relays.planning.start(relay_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/drop", tags=[_TAG], summary="作废没有开始的接龙")
def drop(relay_id: str) -> Response[RelaySeen]:
    """Give up a relay that never started."""
    relays.planning.drop(relay_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/pause", tags=[_TAG], summary="暂停接龙")
def pause(relay_id: str, body: RelayReason) -> Response[RelaySeen]:
    """Pause a relay."""
    relays.running.pause(relay_id, body.reason, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/resume", tags=[_TAG], summary="继续接龙；时限可顺延")
def resume(relay_id: str, body: RelayResumption) -> Response[RelaySeen]:
    """Let a relay go on."""
    relays.running.resume(relay_id, shift=body.shift, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/end", tags=[_TAG], summary="提前结束接龙")
def end(relay_id: str, body: RelayReason) -> Response[RelaySeen]:
    """End a relay early."""
    relays.running.end(relay_id, body.reason, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/reopen", tags=[_TAG], summary="重新开始提前结束的接龙")
def reopen(relay_id: str) -> Response[RelaySeen]:
    """Take an ended relay up again."""
    relays.running.reopen(relay_id, by=actor(), now=utc_now())
    return seen(relay_id)


def seen(relay_id: str) -> Response[RelaySeen]:
    """A relay as it stands now, with its version."""
    found = reading.relay_detail(actor(), relay_id, utc_now())
    return tagged(found, found.version)
