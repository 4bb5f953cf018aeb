"""服务的运行: maintenance, 下线, and how the pages of services answer."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import catalogue
from chalicelib.application import service_catalogue as services
from chalicelib.application import service_spread
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.routes.services import ServiceSeen, seen

router = Router()


class MaintenanceSet(BaseModel):
    """A time of maintenance."""

    notice: str = Field(max_length=300)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    instead: str = Field(default="", max_length=40)


class RetirementSet(BaseModel):
    """A service is taken out of service."""

    notice: str = Field(max_length=300)
    instead: str = Field(default="", max_length=40)


class Resumed(BaseModel):
    """Why a service runs again."""

    note: str = Field(default="", max_length=300)


class LinksSeen(BaseModel):
    """The pages of all services, those with a problem first."""

    checked: int
    bad: int


@router.post("/catalogue/<unit>/services/<service>/maintain", tags=["services"], summary="设置维护")
def maintain(unit: str, service: str, given: MaintenanceSet) -> ServiceSeen:
    """Into maintenance, for all accounts within ten seconds; it begins and ends by itself."""
    service_spread.maintain(unit, service, by=actor(), now=utc_now(), **given.model_dump())
    return _again(unit, service)


@router.post("/catalogue/<unit>/services/<service>/retire", tags=["services"], summary="下线")
def retire(unit: str, service: str, given: RetirementSet) -> ServiceSeen:
    """Out of service, with a notice and what replaces it."""
    service_spread.retire(unit, service, by=actor(), now=utc_now(), **given.model_dump())
    return _again(unit, service)


@router.post("/catalogue/<unit>/services/<service>/resume", tags=["services"], summary="恢复运行")
def resume(unit: str, service: str, given: Resumed) -> ServiceSeen:
    """Maintenance or 下线 is taken back."""
    service_spread.resume(unit, service, by=actor(), now=utc_now(), note=given.note)
    return _again(unit, service)


@router.post("/catalogue/<unit>/links", tags=["services"], summary="现在检查网页")
def check_links(unit: str) -> LinksSeen:
    """Look at the pages of all services now; what is found stands with each."""
    found = catalogue.tending.check_links(unit, by=actor(), now=utc_now())
    return LinksSeen(checked=len(found), bad=sum(not one.good for one in found))


def _again(unit: str, service: str) -> ServiceSeen:
    return seen(services.service_for(unit, service, by=actor(), now=utc_now()))
