"""巡检指标: what counts in a unit, its versions, and what may be published although a check finds it."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import inspection
from chalicelib.application import inspection_rules as reading
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.versions import expected, tagged
from chalicelib.inspection import Indicator, ListedWord, Permitted, UnitIndicators

router = Router()

_TAG = "inspection"


class NewIndicators(BaseModel):
    """A unit's own list, as it shall be."""

    indicators: list[Indicator] = Field(max_length=200)
    pass_line: int | None = Field(default=None, ge=0, le=100)
    words: list[ListedWord] = Field(default=[], max_length=5000)
    reason: str = Field(min_length=1, max_length=500)


class Restored(BaseModel):
    """Which version shall count again, and why."""

    version: int = Field(ge=0)
    reason: str = Field(min_length=1, max_length=400)


class ComparedIndicators(BaseModel):
    """What differs between two versions."""

    changes: list[reading.IndicatorChangeSeen]


class NewPermitted(BaseModel):
    """Something that may be published in a unit and below."""

    kind: Literal["number", "word", "address"]
    value: str = Field(min_length=2, max_length=300)
    reason: str = Field(min_length=2, max_length=500)
    allow: bool = True
    """False: it may not any more."""


@router.get("/inspection/indicators/<unit>", tags=[_TAG], summary="一个单位的巡检指标")
def rules(unit: str) -> Response[reading.RulesSeen]:
    """What counts in a unit, and its own list with its versions."""
    return _seen(unit)


@router.put("/inspection/indicators/<unit>", tags=[_TAG], summary="修改本单位的指标，成为新版本")
def save(unit: str, body: NewIndicators) -> Response[reading.RulesSeen]:
    """Make a new version of a unit's own list."""
    mine = UnitIndicators(
        unit=unit,
        indicators=tuple(body.indicators),
        pass_line=body.pass_line,
        words=tuple(body.words),
        reason=body.reason,
    )
    inspection.set_indicators(mine, base=expected(), by=actor(), now=utc_now())
    return _seen(unit)


@router.get("/inspection/indicators/<unit>/compare", tags=[_TAG], summary="比较两个版本")
def compare(
    unit: str, older: Annotated[int, Query(ge=0)], newer: Annotated[int, Query(ge=0)]
) -> ComparedIndicators:
    """What differs between two versions."""
    return ComparedIndicators(changes=reading.compared(actor(), unit, older, newer))


@router.post("/inspection/indicators/<unit>/restore", tags=[_TAG], summary="恢复旧版本")
def restore(unit: str, body: Restored) -> Response[reading.RulesSeen]:
    """Make an old version the newest one."""
    inspection.restore(unit, body.version, body.reason, base=expected(), by=actor(), now=utc_now())
    return _seen(unit)


@router.post("/inspection/indicators/<unit>/permitted", tags=[_TAG], summary="允许公开，或不再允许")
def permit(unit: str, body: NewPermitted) -> Response[reading.RulesSeen]:
    """Let something be published although a check finds it, or no more."""
    one = Permitted(unit=unit, kind=body.kind, value=body.value, reason=body.reason)
    if body.allow:
        inspection.permit(one, by=actor(), now=utc_now())
    else:
        inspection.forbid(one, by=actor(), now=utc_now())
    return _seen(unit)


def _seen(unit: str) -> Response[reading.RulesSeen]:
    seen = reading.rules(actor(), unit)
    return tagged(seen, seen.own.version)
