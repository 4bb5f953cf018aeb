"""报送: a unit sends leads and articles up; the receiver decides about each, or about several at once."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import contributions
from chalicelib.application import contribution_page as reading
from chalicelib.application import contribution_work as work
from chalicelib.application.contribution_values import ContributionRow, ContributionSeen
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.orders import some_of
from chalicelib.console.versions import expected, tagged
from chalicelib.contributions import NOTE_CHARS, ContributionKind, ContributionState
from chalicelib.transitions import Deed

router = Router()

_TAG = "contributions"
Unit = Annotated[str, Query(max_length=80)]
Short = Annotated[str, Query(max_length=60)]
States = Annotated[str, Query(max_length=200, description="状态，用逗号分开；空为全部")]


class ContributionText(BaseModel):
    """What a person of the sending unit writes."""

    to: str = Field(max_length=80)
    """The unit that receives."""
    kind: ContributionKind
    title: str = Field(min_length=1, max_length=contributions.TITLE_CHARS)
    text: str = Field(default="", max_length=contributions.TEXT_CHARS)
    when: str = Field(default="", max_length=60)
    where: str = Field(default="", max_length=60)
    matter: str = Field(default="", max_length=20)
    contact: contributions.Contact = contributions.Contact()
    article: str = Field(default="", max_length=80)
    revision: int = Field(default=0, ge=0)
    """0: the latest."""
    order: str = Field(default="", max_length=80)
    call: str = Field(default="", max_length=80)

    def written(self) -> contributions.Written:
        """What was written, as the domain has it."""
        return contributions.Written.model_validate(self.model_dump(exclude={"to"}))


class NewContribution(ContributionText):
    """A new contribution of a unit."""

    unit: str = Field(max_length=80)


class MadeContribution(BaseModel):
    """The contribution that was begun."""

    id: str


class ContributionWords(BaseModel):
    """Words that go with a step."""

    words: str = Field(default="", max_length=NOTE_CHARS)


class ContributionMerge(BaseModel):
    """Into which other one it is merged."""

    into: str = Field(max_length=80)
    words: str = Field(default="", max_length=NOTE_CHARS)


class ContributionDecline(BaseModel):
    """Why it is not adopted."""

    reason: str = Field(max_length=40)
    words: str = Field(default="", max_length=NOTE_CHARS)


class ContributionsDecline(ContributionDecline):
    """Several that are not adopted for one reason."""

    contributions: list[str] = Field(min_length=1, max_length=contributions.MOST_AT_ONCE)


class ContributionOutcomes(BaseModel):
    """What became of each."""

    outcomes: list[contributions.Outcome]


class Contributions(BaseModel):
    """A page of contributions."""

    contributions: list[ContributionRow]
    next: str
    deeds: list[Deed]


class ContributionRows(BaseModel):
    """Some contributions."""

    contributions: list[ContributionRow]


@router.get("/contributions", tags=[_TAG], summary="一个单位写的和报送的，新的在前")
def sent(
    unit: Unit,
    states: States = "",
    kind: Short = "",
    words: Short = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Contributions:
    """A page of what a unit has sent up."""
    found = reading.sent(
        actor(),
        unit,
        utc_now(),
        wanted=_wanted(states, kind, words=words),
        after=cursors.after(cursor),
        limit=limit,
    )
    return _page(found)


@router.get("/contribution-inbox", tags=[_TAG], summary="一个单位收到的报送")
def received(
    unit: Unit,
    open: Annotated[bool, Query(description="只看待处理的，答复期限近的在前")] = False,
    states: States = "",
    kind: Short = "",
    sender: Annotated[str, Query(max_length=80)] = "",
    matter: Short = "",
    words: Short = "",
    call: Annotated[str, Query(max_length=80)] = "",
    late: bool = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Contributions:
    """The queue of a unit, or a page of all that it received."""
    wanted = _wanted(states, kind, sender, matter, words, call, late=late)
    if open:
        return _page(reading.queue(actor(), unit, utc_now(), wanted=wanted))
    return _page(
        reading.received(
            actor(), unit, utc_now(), wanted=wanted, after=cursors.after(cursor), limit=limit
        )
    )


@router.post("/contributions", tags=[_TAG], summary="起草报送")
def begin(body: NewContribution) -> MadeContribution:
    """Begin a contribution."""

    def made() -> MadeContribution:
        one = work.begin(body.unit, body.to, body.written(), by=actor(), now=utc_now())
        return MadeContribution(id=one.id)

    return once(MadeContribution, made)


@router.get("/contributions/<contribution_id>", tags=[_TAG], summary="一件报送")
def show(contribution_id: str) -> Response[ContributionSeen]:
    """A contribution with its way and what this person may do."""
    return _seen(contribution_id)


@router.put("/contributions/<contribution_id>", tags=[_TAG], summary="修改没有报送或退回的")
def edit(contribution_id: str, body: ContributionText) -> Response[ContributionSeen]:
    """Change what was not sent, or was returned."""
    work.edit(contribution_id, body.to, body.written(), by=actor(), now=utc_now(), seen=expected())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/send", tags=[_TAG], summary="报送")
def send(contribution_id: str) -> Response[ContributionSeen]:
    """Send it, or send it again."""
    work.send(contribution_id, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/withdraw", tags=[_TAG], summary="撤回")
def withdraw(contribution_id: str, body: ContributionWords) -> Response[ContributionSeen]:
    """Take it back while nothing is decided."""
    contributions.withdraw(contribution_id, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/acknowledge", tags=[_TAG], summary="知悉答复")
def acknowledge(contribution_id: str) -> Response[ContributionSeen]:
    """The sender has seen the answer."""
    contributions.acknowledge(contribution_id, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/receive", tags=[_TAG], summary="标为已阅")
def receive(contribution_id: str) -> Response[ContributionSeen]:
    """The receiver has begun to look at it."""
    contributions.receive(contribution_id, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post(
    "/contributions/<contribution_id>/adopt", tags=[_TAG], summary="采用：线索成选题，稿件成草稿"
)
def adopt(contribution_id: str, body: ContributionWords) -> Response[ContributionSeen]:
    """Adopt it."""
    work.adopt(contribution_id, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.get("/contributions/<contribution_id>/merge-choices", tags=[_TAG], summary="可并入哪些报送")
def merge_choices(contribution_id: str) -> ContributionRows:
    """What it may be merged into."""
    found = reading.merge_choices(actor(), contribution_id, utc_now())
    return ContributionRows(contributions=list(found))


@router.post("/contributions/<contribution_id>/merge", tags=[_TAG], summary="并入另一件报送")
def merge(contribution_id: str, body: ContributionMerge) -> Response[ContributionSeen]:
    """Merge it into another."""
    contributions.merge(contribution_id, body.into, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/decline", tags=[_TAG], summary="不采用")
def decline(contribution_id: str, body: ContributionDecline) -> Response[ContributionSeen]:
    """Decline it."""
    contributions.decline(contribution_id, body.reason, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contribution-declines", tags=[_TAG], summary="以同一原因不采用多件")
def decline_all(body: ContributionsDecline) -> ContributionOutcomes:
    """Decline several; each by itself."""
    found = contributions.decline_all(
        body.contributions, body.reason, body.words, by=actor(), now=utc_now()
    )
    return ContributionOutcomes(outcomes=found)


@router.post("/contributions/<contribution_id>/return", tags=[_TAG], summary="退回补充")
def return_(contribution_id: str, body: ContributionWords) -> Response[ContributionSeen]:
    """Return it for more."""
    contributions.return_(contribution_id, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


@router.post("/contributions/<contribution_id>/undo", tags=[_TAG], summary="撤销处理")
def undo(contribution_id: str, body: ContributionWords) -> Response[ContributionSeen]:
    """Take a decision back."""
    contributions.undo(contribution_id, body.words, by=actor(), now=utc_now())
    return _seen(contribution_id)


def _wanted(
    states: str,
    kind: str,
    sender: str = "",
    matter: str = "",
    words: str = "",
    call: str = "",
    *,
    late: bool = False,
) -> reading.Wanted:
    return reading.Wanted(
        states=some_of(ContributionState, states),
        kind=next(iter(some_of(ContributionKind, kind, "kind")), None),
        units=sender,
        matter=matter,
        words=words,
        call=call,
        late=late,
    )


def _page(found: reading.ContributionPage) -> Contributions:
    return Contributions(
        contributions=list(found.rows), next=cursors.cursor_at(found.place), deeds=list(found.deeds)
    )


def _seen(contribution_id: str) -> Response[ContributionSeen]:
    seen = reading.detail(actor(), contribution_id, utc_now())
    return tagged(seen, seen.row.version)
