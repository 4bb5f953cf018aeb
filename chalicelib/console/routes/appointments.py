"""预约: halls, their calendar and settings, and days on which one is closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import appointments
from chalicelib.application import hall_page as page
from chalicelib.application import hall_setup as setup
from chalicelib.appointments import Asked
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.routes.appointment_views import (
    BookingSeen,
    HallDay,
    HallRow,
    HallTyped,
    hall_day,
    hall_row,
    plain_seen,
    typed_of,
)
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.console.versions import expected, tagged
from chalicelib.transitions import Deed

router = Router()
Day = Annotated[date, Query()]


class Halls(BaseModel):
    """The halls of a unit and of those below it."""

    halls: list[HallRow]
    actions: list[Deed]


class HallView(BaseModel):
    """A hall as it is set up."""

    version: int
    unit_name: str
    typed: HallTyped
    unknown_year: int
    """A year whose holidays are not known yet, 0: none within sight."""
    asks: list[Choice]
    actions: list[Deed]


class HallDays(BaseModel):
    """Some days of a hall."""

    id: str
    name: str
    unit_name: str
    place: str
    version: int
    paused: bool
    unknown_year: int
    days: list[HallDay]
    actions: list[Deed]


class HallVersionSeen(BaseModel):
    """A version of a hall's settings."""

    version: int
    by: str
    at: AwareDatetime


class HallVersions(BaseModel):
    """All versions, newest first."""

    versions: list[HallVersionSeen]


class Closing(BaseModel):
    """Whom closing a day hits, or hit."""

    day: date
    booked: list[BookingSeen]
    waiting: list[BookingSeen]
    done: int


class DayTyped(BaseModel):
    """A day, and why."""

    day: date
    reason: Annotated[str, Field(max_length=200)] = ""


class DayClosedSeen(BaseModel):
    """What closing a day did."""

    told: int


class DayOpened(BaseModel):
    """The day is open again."""

    day: date


class HoursTyped(BaseModel):
    """Hours of one day; null: as the week and the holidays have it."""

    day: date
    hours: Annotated[list[str], Field(max_length=8)] | None


@router.get("/appointments/<unit>/halls", tags=["appointments"], summary="办税厅")
def halls(unit: str) -> Halls:
    """The halls, with what is booked today and tomorrow."""
    found = page.listing(unit, by=actor(), now=utc_now())
    return Halls(halls=[hall_row(one) for one in found.lines], actions=list(found.deeds))


@router.get("/halls/<hall>", tags=["appointments"], summary="办税厅的设置")
def hall(hall: str) -> Response[HallView]:
    """All of its settings."""
    return _view(hall)


@router.put("/halls/<hall>", tags=["appointments"], summary="保存办税厅的设置")
def save(hall: str, typed: HallTyped) -> Response[HallView]:
    """Keep it; If-Match: the version that was seen, 0 for a new one. Bookings stay as they are."""
    plain = typed.model_dump(mode="json") | {"id": hall}
    setup.save_hall(plain, seen=expected(), by=actor(), now=utc_now())
    return _view(hall)


@router.get("/halls/<hall>/versions", tags=["appointments"], summary="办税厅设置的版本")
def versions(hall: str) -> HallVersions:
    """Who changed it, and when."""
    names = StaffNames()
    return HallVersions(
        versions=[
            HallVersionSeen(version=one.hall.version, by=names[one.by], at=one.at)
            for one in setup.versions_of(hall, by=actor())
        ]
    )


@router.get("/halls/<hall>/days", tags=["appointments"], summary="办税厅的日历")
def days(hall: str, first: Day, last: Day) -> HallDays:
    """What each day has, and what is taken of it; at most six weeks."""
    found = page.calendar(hall, first, last, by=actor(), now=utc_now())
    seen = found.seen
    return HallDays(
        id=seen.hall.id,
        name=seen.hall.name,
        unit_name=seen.unit_name,
        place=seen.hall.place,
        version=seen.hall.version,
        paused=seen.hall.paused,
        unknown_year=seen.unknown_year,
        days=[hall_day(one) for one in found.days],
        actions=list(seen.deeds),
    )


@router.get("/halls/<hall>/closing", tags=["appointments"], summary="停办一天会影响谁")
def closing(hall: str, day: Day) -> Closing:
    """Who would lose a place or a wait, and be told."""
    found, now = page.closing_preview(hall, day, by=actor()), utc_now()
    return Closing(
        day=found.day,
        booked=[plain_seen(one, now) for one in found.booked],
        waiting=[plain_seen(one, now) for one in found.waiting],
        done=found.done,
    )


@router.post("/halls/<hall>/close", tags=["appointments"], summary="停办一天")
def close(hall: str, typed: DayTyped) -> DayClosedSeen:
    """Close it: whoever has a place loses it and is told once. Twice is once."""
    done = setup.close_day(hall, typed.day, typed.reason, by=actor(), now=utc_now())
    return DayClosedSeen(told=len(done.told))


@router.post("/halls/<hall>/reopen", tags=["appointments"], summary="恢复办理")
def reopen(hall: str, typed: DayTyped) -> DayOpened:
    """Open a day that was closed; who lost a place books anew."""
    setup.reopen_day(hall, typed.day, by=actor(), now=utc_now())
    return DayOpened(day=typed.day)


@router.put("/halls/<hall>/hours", tags=["appointments"], summary="一天的办理时间")
def hours(hall: str, typed: HoursTyped) -> Response[HallView]:
    """Give one day hours of its own, or take them away. If-Match: the version that was seen."""
    plain = typed_of(setup.hall_for(hall, by=actor(), now=utc_now()).hall)
    kept = {day: spans for day, spans in plain.extra.items() if day != typed.day.isoformat()}
    own = {} if typed.hours is None else {typed.day.isoformat(): typed.hours}
    changed = plain.model_copy(update={"extra": kept | own})
    setup.save_hall(changed.model_dump(mode="json"), seen=expected(), by=actor(), now=utc_now())
    return _view(hall)


def _view(hall: str) -> Response[HallView]:
    found = setup.hall_for(hall, by=actor(), now=utc_now())
    return tagged(
        HallView(
            version=found.hall.version,
            unit_name=found.unit_name,
            typed=typed_of(found.hall),
            unknown_year=found.unknown_year,
            asks=[Choice(value=one.value, label=appointments.labels.ASKED[one]) for one in Asked],
            actions=list(found.deeds),
        ),
        found.hall.version,
    )
