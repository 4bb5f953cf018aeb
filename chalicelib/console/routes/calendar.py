"""排期: the calendar, what may go where, and an article dropped into a slot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import publishing
from chalicelib.application import calendars as reading
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.console.binary import binary, files
from chalicelib.console.caller import actor
from chalicelib.console.once import once

router = Router()

MOST_DAYS: Final = 42
"""A month with the weeks that it begins and ends in."""
_ICS_DAYS: Final = 92
_TAG: Final = "calendar"

Id = Annotated[str, Query(max_length=80)]
Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="几天")]
First = Annotated[date | None, Query(description="从哪天起（北京时间）；不写为今天")]


class Places(BaseModel):
    """Slots of an account, each free or not."""

    places: list[publishing.Place]


class ReadyArticles(BaseModel):
    """Approved articles that stand in no issue yet."""

    articles: list[reading.Ready]


class Drop(BaseModel):
    """Articles for a slot."""

    account: str = Field(max_length=80)
    at: AwareDatetime
    articles: list[str] = Field(min_length=1, max_length=8)
    way: publishing.Way = publishing.Way.MASS
    tag_id: int | None = None


class Dropped(BaseModel):
    """The issue that has the slot now."""

    issue: str
    title: str
    at: AwareDatetime
    made: bool
    """It was made by this; otherwise it was planned there already."""
    version: int


@router.get("/calendar", tags=[_TAG], summary="排期表：每天各时段排了什么、空在哪里、还能群发几次")
def calendar(
    unit: Id = "", account: Id = "", first: First = None, days: Days = 7
) -> reading.CalendarPage:
    """The calendar of an account, or of a unit and below."""
    return reading.calendars(actor(), unit, account, _span(first, days), utc_now())


@router.get(
    "/calendar/file", tags=[_TAG], summary="日历文件（.ics）", responses=files("text/calendar")
)
def calendar_file(unit: Id = "", account: Id = "") -> Response[str]:
    """The last week and the next three months as a calendar file."""
    now = utc_now()
    since = now.astimezone(SHANGHAI).date() - timedelta(days=7)
    body = reading.as_ics(actor(), unit, account, _span(since, _ICS_DAYS + 7), now)
    name = f"rongmei-{account or unit}.ics"
    headers: dict[str, str | list[str]] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return binary(body, "text/calendar; charset=utf-8", headers)


@router.get("/calendar/places", tags=[_TAG], summary="能排到哪里：各时段空不空、配额够不够")
def places(
    account: Id,
    first: First = None,
    days: Days = 7,
    issue: Id = "",
    way: publishing.Way = publishing.Way.MASS,
    tag_id: int | None = None,
) -> Places:
    """Every slot of these days for an issue, or for a new push, before anybody moves anything."""
    found = reading.places(
        actor(), account, _span(first, days), utc_now(), issue=issue, way=way, tag_id=tag_id
    )
    return Places(places=found)


@router.get("/calendar/ready", tags=[_TAG], summary="已通过、还没有排期的稿件")
def ready(unit: Id = "", account: Id = "", all: bool = False) -> ReadyArticles:
    """What can be dragged into a slot; with ``all`` also what stands in an issue already."""
    return ReadyArticles(articles=reading.ready(actor(), unit, account, utc_now(), every=all))


@router.post("/calendar/drop", tags=[_TAG], summary="把稿件排进一个空的时段")
def drop(body: Drop) -> Dropped:
    """Make or fill the issue of a slot and schedule it."""

    def make() -> Dropped:
        placed = publishing.put_in_slot(
            body.account,
            body.articles,
            body.at,
            by=actor(),
            now=utc_now(),
            way=body.way,
            tag_id=body.tag_id,
        )
        one = placed.issue
        return Dropped(
            issue=one.id, title=one.title, at=one.at, made=placed.made, version=one.version
        )

    return once(Dropped, make)


def _span(first: date | None, days: int) -> list[date]:
    return publishing.span(first or utc_now().astimezone(SHANGHAI).date(), days)
