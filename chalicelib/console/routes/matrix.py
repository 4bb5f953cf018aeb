"""矩阵: a unit's accounts and how they are, what is on file of each, thresholds, handing over."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import matrix
from chalicelib.accounts import AccountKind
from chalicelib.application import (
    matrix_export,
    matrix_hand_over,
    matrix_list,
    matrix_page,
    matrix_registration,
)
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, accepted
from chalicelib.console.accepted import seen as job_seen
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.matrix import AccountHealth, LifeState, SignalName
from chalicelib.units import UnitLevel

router = Router()
_TAG = "matrix"
Unit = Annotated[str, Query(max_length=80)]


class MatrixAccounts(BaseModel):
    """A page of the list."""

    accounts: list[matrix_page.MatrixLine]
    total: int
    next: str


class NewRegistration(matrix_registration.RegistrationInput):
    """The first entry of an account."""

    running: bool = True
    """It has long been there; else its filing begins now."""
    on: date
    filing_number: str = Field(default="", max_length=200)


class MatrixExport(matrix_list.Wanted):
    """A file of the list."""

    unit: str = Field(max_length=80)
    reason: str = Field(max_length=500)
    form: Literal["xlsx", "csv"] = "xlsx"


class MatrixThresholds(BaseModel):
    """From which figure on each signal counts for a unit."""

    thresholds: list[matrix.ThresholdInForce]
    own: list[SignalName]
    """Those that the unit sets itself."""
    version: int


class NewThreshold(BaseModel):
    """A threshold; None: as the units above say."""

    unit: str = Field(max_length=80)
    signal: SignalName
    threshold: matrix.SignalThreshold | None


class WantedHandOver(BaseModel):
    """To whom, with or without the roles."""

    to: str = Field(max_length=80)
    roles: bool = False
    reason: str = Field(max_length=500)


@router.get("/matrix", tags=[_TAG], summary="一个单位的矩阵：合计、下级和异常账号")
def page(unit: Unit) -> matrix_page.MatrixSeen:
    """HealthSums, the units below, the worst accounts."""
    return matrix_page.page(unit, by=actor())


@router.get("/matrix/accounts", tags=[_TAG], summary="本单位及下级的账号，异常的在前")
def accounts(
    unit: Unit,
    level: Annotated[UnitLevel | None, Query()] = None,
    health: Annotated[AccountHealth | None, Query()] = None,
    signal: Annotated[SignalName | None, Query()] = None,
    kind: Annotated[AccountKind | None, Query()] = None,
    life: Annotated[LifeState | None, Query()] = None,
    idle: Annotated[bool, Query()] = False,
    q: Annotated[str, Query(max_length=80)] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> MatrixAccounts:
    """A page of the list, with filters."""
    wanted = matrix_list.Wanted(
        level=level, health=health, signal=signal, kind=kind, life=life, idle=idle, words=q
    )
    found = matrix_list.listed(unit, wanted, after=cursors.after(cursor), limit=limit, by=actor())
    return MatrixAccounts(
        accounts=list(found.accounts), total=found.total, next=cursors.cursor_at(found.place)
    )


@router.get("/matrix/accounts/<account>", tags=[_TAG], summary="一个账号的登记、状态和经过")
def show(account: str) -> Response[matrix_list.MatrixAccount]:
    """One account."""
    return _seen(account)


@router.post("/matrix/accounts/<account>/registration", tags=[_TAG], summary="登记备案")
def register(account: str, body: NewRegistration) -> Response[matrix_list.MatrixAccount]:
    """Open the registration of an account."""
    matrix_registration.register(
        account,
        body,
        running=body.running,
        on=body.on,
        filing_number=body.filing_number,
        by=actor(),
        now=utc_now(),
    )
    return _seen(account)


@router.put("/matrix/accounts/<account>/registration", tags=[_TAG], summary="修改登记")
def change(
    account: str, body: matrix_registration.RegistrationInput
) -> Response[matrix_list.MatrixAccount]:
    """Change what is on file."""
    matrix_registration.change(account, body, base=expected(), by=actor(), now=utc_now())
    return _seen(account)


@router.post(
    "/matrix/accounts/<account>/steps", tags=[_TAG], summary="备案的下一步：变更、停更、注销"
)
def step(account: str, body: matrix.StepInput) -> Response[matrix_list.MatrixAccount]:
    """Take a step of an account's life."""
    matrix_registration.step(account, body, base=expected(), by=actor(), now=utc_now())
    return _seen(account)


@router.post("/matrix/accounts/<account>/look", tags=[_TAG], summary="立即检查一个账号的状态")
def look(account: str) -> Response[matrix_list.MatrixAccount]:
    """Tell how an account is now, without waiting for the next round."""
    matrix_registration.look(account, by=actor(), now=utc_now())
    return _seen(account)


@router.get("/matrix/thresholds", tags=[_TAG], summary="健康标准")
def thresholds(unit: Unit) -> Response[MatrixThresholds]:
    """From which figure on each signal counts."""
    return _thresholds(unit)


@router.put("/matrix/thresholds", tags=[_TAG], summary="设置一项健康标准")
def set_threshold(body: NewThreshold) -> Response[MatrixThresholds]:
    """Say otherwise for a unit and those below."""
    matrix.set_threshold(
        body.unit, body.signal, body.threshold, base=expected(), by=actor(), now=utc_now()
    )
    return _thresholds(body.unit)


@router.post("/matrix/export", tags=[_TAG], summary="导出账号清单", status_code=202)
def export(body: MatrixExport) -> Response[JobSeen]:
    """The list as a file, made by a job; the export itself stands in the log, with its reason."""
    wanted = matrix_list.Wanted(**body.model_dump(exclude={"unit", "reason", "form"}))

    def make() -> JobSeen:
        return job_seen(
            matrix_export.start_export(
                body.unit, wanted, body.reason, body.form, by=actor(), now=utc_now()
            )
        )

    return accepted(once(JobSeen, make))


@router.get("/matrix/people/<person>", tags=[_TAG], summary="一个人负责的账号、角色和待办，供移交")
def leaving(person: str, to: Annotated[str, Query(max_length=80)] = "") -> matrix_hand_over.Leaving:
    """What would move to another person."""
    return matrix_hand_over.preview(person, to, by=actor())


@router.post("/matrix/people/<person>/hand-over", tags=[_TAG], summary="移交离岗人员的工作")
def hand_over(person: str, body: WantedHandOver) -> matrix_hand_over.HandedOver:
    """Move it."""
    return once(
        matrix_hand_over.HandedOver,
        lambda: matrix_hand_over.hand_over(
            person, body.to, roles=body.roles, reason=body.reason, by=actor(), now=utc_now()
        ),
    )


def _seen(account: str) -> Response[matrix_list.MatrixAccount]:
    found = matrix_list.seen(account, by=actor())
    return tagged(found, found.version)


def _thresholds(unit: str) -> Response[MatrixThresholds]:
    rows, own = matrix.thresholds_of(unit, by=actor())
    found = MatrixThresholds(thresholds=list(rows), own=sorted(own.limits), version=own.version)
    return tagged(found, own.version)
