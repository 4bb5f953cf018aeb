"""矩阵分发, seen from below: what an account was offered, its answers, and what it puts around its copies."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import distribution
from chalicelib.application import dressings
from chalicelib.application import offers as reading
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.versions import expected, tagged

router = Router()

_TAG = "offers"
Id = Annotated[str, Query(max_length=80)]


class Declining(BaseModel):
    """Why not."""

    reason: str = Field(min_length=1, max_length=500)


class CarryingOut(BaseModel):
    """Whether what the unit wrote itself may be replaced."""

    overwrite: bool = False


class Acknowledging(BaseModel):
    """What a person has done."""

    what: str = Field(min_length=1, max_length=500)


class DressingFields(BaseModel):
    """Header and footer as plain text, a paragraph a line."""

    header: str = Field(max_length=1000)
    footer: str = Field(max_length=1000)


@router.get("/inbox", tags=[_TAG], summary="收到的分发和待办，要回应的在前")
def inbox(unit: Id = "", account: Id = "") -> reading.Inbox:
    """What the accounts of a unit were offered."""
    return reading.inbox(actor(), unit, account, utc_now())


@router.post(
    "/offers/<offer_id>/accounts/<account>/adopt", tags=[_TAG], summary="采用并送本单位审核"
)
def adopt(offer_id: str, account: str) -> reading.Received:
    """Take it over: a copy in the unit's newsroom, handed in for its own review."""
    distribution.adopt(offer_id, account, by=actor(), now=utc_now())
    return _received(offer_id, account)


@router.post("/offers/<offer_id>/accounts/<account>/decline", tags=[_TAG], summary="谢绝，说明原因")
def decline(offer_id: str, account: str, body: Declining) -> reading.Received:
    """Say no, and why."""
    distribution.decline(offer_id, account, reason=body.reason, by=actor(), now=utc_now())
    return _received(offer_id, account)


@router.post(
    "/offers/<offer_id>/accounts/<account>/tasks/<number>/carry-out",
    tags=[_TAG],
    summary="办理一项更正或撤回",
)
def carry_out(offer_id: str, account: str, number: int, body: CarryingOut) -> reading.Received:
    """Do at this account's copy what a change at the source asks for."""
    distribution.carry_out_task(
        offer_id, account, number, by=actor(), now=utc_now(), overwrite=body.overwrite
    )
    return _received(offer_id, account)


@router.post(
    "/offers/<offer_id>/accounts/<account>/tasks/<number>/acknowledge",
    tags=[_TAG],
    summary="说明一项待办已由人工办完",
)
def acknowledge(offer_id: str, account: str, number: int, body: Acknowledging) -> reading.Received:
    """Say what was done by hand."""
    distribution.acknowledge(offer_id, account, number, what=body.what, by=actor(), now=utc_now())
    return _received(offer_id, account)


@router.get("/dressings/<account>", tags=[_TAG], summary="采用的稿件前后加什么")
def dressing(account: str) -> Response[dressings.DressingSeen]:
    """Header and footer of an account."""
    seen = dressings.dressing(actor(), account)
    return tagged(seen, seen.version)


@router.put("/dressings/<account>", tags=[_TAG], summary="设置页眉页脚")
def set_dressing(account: str, body: DressingFields) -> Response[dressings.DressingSeen]:
    """Set both. If-Match: the version that was seen."""
    seen = dressings.set_text(
        actor(), account, body.header, body.footer, utc_now(), seen=expected()
    )
    return tagged(seen, seen.version)


def _received(offer_id: str, account: str) -> reading.Received:
    return reading.received(actor(), offer_id, account, utc_now())
