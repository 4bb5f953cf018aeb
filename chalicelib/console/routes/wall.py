"""大屏: what the wall shows, and the screens that show it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib.application import wall as use
from chalicelib.application import wall_displays as displays
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.errors import Invalid
from chalicelib.service_tokens import ServiceToken
from chalicelib.transitions import Deed

router = Router()
_TAG: Final = "wall"
Unit = Annotated[str, Query(max_length=40)]


class DisplaySeen(BaseModel):
    """A screen that was let in."""

    id: str
    """Of its service token."""
    name: str
    maker: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


class DisplayList(BaseModel):
    """The screens of a unit, and what the caller may do."""

    displays: list[DisplaySeen]
    actions: list[Deed]


class WaitingDisplay(BaseModel):
    """A screen that shows a code: enough to tell it from another one."""

    code: str
    began_at: datetime
    ends_at: datetime
    address: str
    agent: str


class LetIn(BaseModel):
    """A screen is let in."""

    code: str = Field(max_length=20)
    unit: str = Field(max_length=40)
    name: str = Field(max_length=40)
    days: int = displays.DAYS


@router.get("/wall", tags=[_TAG], summary="大屏的数据")
def wall(
    unit: Unit, parts: Annotated[str, Query(max_length=100, description="逗号隔开的部分")]
) -> use.Wall:
    """The parts (commas between: ``followers,pushes,alarms``) of a unit and below; what has no data says why."""
    try:
        wanted = [use.Part(one) for one in parts.split(",") if one]
    except ValueError as error:
        known = "、".join(use.Part)
        raise Invalid(f"大屏没有这个部分。有：{known}。") from error
    return use.wall(unit, wanted, by=actor(), now=utc_now())


@router.get("/wall/displays", tags=[_TAG], summary="单位的显示屏")
def displays_of(unit: Unit) -> DisplayList:
    """The screens that were let in for just this unit; they are revoked as service tokens are."""
    found = displays.displays(unit, by=actor(), now=utc_now())
    return DisplayList(displays=[_seen(one) for one in found.displays], actions=list(found.actions))


@router.get("/wall/displays/<code>", tags=[_TAG], summary="等待配对的显示屏")
def waiting(code: Annotated[str, Path(max_length=20)], unit: Unit) -> WaitingDisplay:
    """The screen that shows this code now, before one lets it in."""
    found = displays.waiting(code, unit, by=actor(), now=utc_now())
    return WaitingDisplay(
        code=found.code,
        began_at=found.began_at,
        ends_at=found.ends_at,
        address=found.address,
        agent=found.agent,
    )


@router.post("/wall/displays", tags=[_TAG], summary="连接显示屏")
def let_in(given: LetIn) -> DisplaySeen:
    """Let the screen that shows a code read the wall of a unit and below, and nothing else. A code works once."""
    return _seen(
        displays.let_in(
            given.code, given.unit, given.name, days=given.days, by=actor(), now=utc_now()
        )
    )


def _seen(one: ServiceToken) -> DisplaySeen:
    return DisplaySeen(
        id=one.id,
        name=one.name,
        maker=one.maker,
        made_at=one.made_at,
        ends_at=one.ends_at,
        used_at=one.used_at,
    )
