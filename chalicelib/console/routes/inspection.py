"""巡检: findings and what is done with them, runs, and how accounts stand."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import inspection
from chalicelib.application import inspection_page as reading
from chalicelib.application import inspection_runs as running
from chalicelib.application.inspection_owner import owner_of
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.versions import tagged
from chalicelib.inspection import (
    FindingAction,
    FindingSeverity,
    FindingState,
    IndicatorGroup,
    PlaceKind,
)
from chalicelib.transitions import Deed

router = Router()

_TAG = "inspection"
Unit = Annotated[str, Query(max_length=80)]


class FindingList(BaseModel):
    """A page of a unit's findings."""

    findings: list[reading.FindingSeen]
    next: str
    add: Deed
    run: Deed


class NewFinding(BaseModel):
    """What a person found."""

    account: str = Field(max_length=80)
    indicator: str = Field(max_length=80)
    place: PlaceKind = PlaceKind.ACCOUNT
    label: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2048)
    said: str = Field(min_length=1, max_length=500)
    evidence: list[str] = Field(min_length=1, max_length=10)


class MadeFinding(BaseModel):
    """The finding that was added."""

    id: str


class NewAction(BaseModel):
    """A step of a finding: report as put right, re-check, appeal, decide."""

    action: FindingAction
    text: str = Field(default="", max_length=500)
    proofs: list[str] = Field(default=[], max_length=10)


class NewOwner(BaseModel):
    """Who is to put a finding right."""

    person: str = Field(min_length=1, max_length=80)
    note: str = Field(default="", max_length=500)


class Runs(BaseModel):
    """A page of runs."""

    runs: list[reading.RunSeen]
    next: str
    start: Deed


class NewRun(BaseModel):
    """An inspection by hand."""

    unit: str = Field(max_length=80)
    accounts: list[str] = Field(default=[], max_length=5000)
    """Empty: all of the unit and below."""
    share: int | None = Field(default=None, ge=1, le=100)
    """Per cent of them that are drawn by lot (抽查); without it all are inspected."""


class MadeRun(BaseModel):
    """The run that was begun."""

    id: str
    accounts: int


class Accounts(BaseModel):
    """How the accounts of a unit and below stand."""

    accounts: list[reading.InspectedSeen]


@router.get("/inspection/findings", tags=[_TAG], summary="一个单位和下级的巡检问题，新的在前")
def findings(
    unit: Unit,
    state: Annotated[list[FindingState] | None, Query()] = None,
    severity: Annotated[FindingSeverity | None, Query()] = None,
    group: Annotated[IndicatorGroup | None, Query()] = None,
    indicator: Annotated[str, Query(max_length=80)] = "",
    account: Annotated[str, Query(max_length=80)] = "",
    overdue: Annotated[bool, Query()] = False,
    text: Annotated[str, Query(max_length=60)] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> FindingList:
    """A page of the list."""
    wanted = reading.Wanted(
        states=tuple(state or ()),
        severity=severity,
        group=group,
        indicator=indicator,
        account=account,
        overdue=overdue,
        text=text.strip(),
    )
    after = cursors.after(cursor)
    found = reading.findings(actor(), unit, wanted, after=after, limit=limit, now=utc_now())
    return FindingList(
        findings=list(found.findings),
        next=cursors.cursor_at(found.place),
        add=found.add,
        run=found.run,
    )


@router.post("/inspection/findings", tags=[_TAG], summary="登记一个人工发现的问题")
def add(body: NewFinding) -> MadeFinding:
    """Add what a person found, with evidence."""

    def made() -> MadeFinding:
        place = inspection.place_told(body.place, body.label, body.url)
        finding = inspection.add_finding(
            body.account,
            body.indicator,
            place,
            body.said,
            by=actor(),
            now=utc_now(),
            evidence=body.evidence,
            owner=owner_of(body.account),
        )
        return MadeFinding(id=finding.id)

    return once(MadeFinding, made)


@router.get("/inspection/findings/<finding_id>", tags=[_TAG], summary="一个问题、证据和经过")
def show(finding_id: str) -> Response[reading.FindingDetail]:
    """A finding with its evidence and what can be done with it."""
    return _seen(finding_id)


@router.post(
    "/inspection/findings/<finding_id>/actions", tags=[_TAG], summary="整改、复查、申诉、裁定"
)
def act(finding_id: str, body: NewAction) -> Response[reading.FindingDetail]:
    """Take a step."""
    inspection.act(
        finding_id, body.action, body.text, by=actor(), now=utc_now(), proofs=body.proofs
    )
    return _seen(finding_id)


@router.put("/inspection/findings/<finding_id>/owner", tags=[_TAG], summary="分派给一个人")
def assign(finding_id: str, body: NewOwner) -> Response[reading.FindingDetail]:
    """Say who puts it right."""
    inspection.assign(finding_id, body.person, body.note, by=actor(), now=utc_now())
    return _seen(finding_id)


@router.post("/inspection/findings/<finding_id>/recheck", tags=[_TAG], summary="马上再查一次")
def recheck(finding_id: str) -> MadeRun:
    """Look at the account of a finding again now."""
    run = running.recheck(finding_id, by=actor(), now=utc_now())
    return MadeRun(id=run.id, accounts=run.accounts)


@router.get("/inspection/accounts", tags=[_TAG], summary="各公众号的巡检情况，差的在前")
def accounts(unit: Unit) -> Accounts:
    """How the accounts of a unit and below stand."""
    return Accounts(accounts=reading.inspected(actor(), unit, utc_now()))


@router.get("/inspection/runs", tags=[_TAG], summary="巡检，新的在前")
def runs(unit: Unit, cursor: Cursor = "", limit: Limit = LIMIT) -> Runs:
    """A page of runs."""
    found = reading.runs(actor(), unit, after=cursors.after(cursor), limit=limit)
    return Runs(runs=list(found.runs), next=cursors.cursor_at(found.place), start=found.start)


@router.post("/inspection/runs", tags=[_TAG], summary="马上检查：全面，或抽查")
def start(body: NewRun) -> MadeRun:
    """Inspect accounts now."""

    def made() -> MadeRun:
        run = running.start(
            body.unit, by=actor(), now=utc_now(), chosen=body.accounts, share=body.share
        )
        return MadeRun(id=run.id, accounts=run.accounts)

    return once(MadeRun, made)


@router.get("/inspection/runs/<run_id>", tags=[_TAG], summary="一次巡检在各公众号的结果")
def run(run_id: str, unit: Unit) -> reading.RunDetail:
    """What a run found at the accounts of a unit and below."""
    return reading.run_detail(actor(), unit, run_id, utc_now())


def _seen(finding_id: str) -> Response[reading.FindingDetail]:
    seen = reading.finding_detail(actor(), finding_id, utc_now())
    return tagged(seen, seen.finding.version)
