"""配额: what is used, set aside and left of each scarce thing, and how a person corrects it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import accounts
from chalicelib.accounts import Scarce
from chalicelib.application import allowances as reading
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.console.caller import actor

router = Router()

_TAG = "allowances"
Id = Annotated[str, Query(max_length=80)]


class Used(BaseModel):
    """How many are gone in the present period, as a person has counted."""

    quota: Scarce
    used: int = Field(ge=0, le=10_000_000)


@router.get("/allowances", tags=[_TAG], summary="各项配额的上限、预留、已用与剩余")
def allowances(
    unit: Id = "",
    account: Id = "",
    on: Annotated[date | None, Query(description="哪一天（北京时间）；不写为今天")] = None,
) -> reading.GaugesPage:
    """The gauges of an account, or of a unit and below."""
    at = utc_now() if on is None else datetime.combine(on, time(12), SHANGHAI)
    return reading.gauges(actor(), unit, account, at)


@router.post("/allowances/<account>/used", tags=[_TAG], summary="登记本期共用了几次")
def enter(account: str, body: Used) -> reading.GaugesPage:
    """Correct one quota by hand."""
    accounts.enter_used(account, body.quota, body.used, by=actor(), now=utc_now())
    return reading.gauges(actor(), "", account, utc_now())


@router.post("/allowances/<account>/sync", tags=[_TAG], summary="向微信查询今天的用量和上限")
def sync(account: str) -> reading.GaugesPage:
    """Correct today's ledger by WeChat's numbers."""
    accounts.sync(account, by=actor(), now=utc_now())
    return reading.gauges(actor(), "", account, utc_now())


@router.post("/allowances/<account>/clear", tags=[_TAG], summary="请微信清零今天各接口的调用次数")
def clear(account: str) -> reading.GaugesPage:
    """Have WeChat start today's counts anew; ten times a month."""
    accounts.clear_quota(account, by=actor(), now=utc_now())
    return reading.gauges(actor(), "", account, utc_now())
