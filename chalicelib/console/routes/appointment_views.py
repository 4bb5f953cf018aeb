"""Halls and bookings as the pages of 预约 get them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import appointments
from chalicelib.application.appointment_window import Row
from chalicelib.application.hall_page import CalendarDay, HallLine
from chalicelib.appointments import Asked, Booking, BookingState, Hall
from chalicelib.console.choice import Choice
from chalicelib.transitions import Deed

Short = Annotated[str, Field(max_length=200)]
Spans = Annotated[list[Short], Field(max_length=8)]
Kind = Literal["week", "extra", "holiday", "make_up", "closed"]


class HallServiceTyped(BaseModel):
    """A service that a hall takes appointments for."""

    id: Short
    name: Short
    minutes: int
    capacity: int
    offered: bool = True


class NoShowTyped(BaseModel):
    """爽约规则."""

    times: int
    within_days: int
    blocked_days: int


class HallTyped(BaseModel):
    """A hall as its form has it: times as ``09:00``, spans as ``09:00-12:00``, weekdays ``mon`` to ``sun``."""

    id: Short
    unit: Short
    name: Short
    place: Short = ""
    phone: Short = ""
    note: Short = ""
    week: dict[str, Spans] = {}
    holidays: bool = True
    closed: dict[str, Short] = {}
    extra: dict[str, Spans] = {}
    services: Annotated[list[HallServiceTyped], Field(max_length=40)] = []
    opens_days: int = 7
    opens_at: Short = "09:00"
    change_until: int = 60
    per_person: int = 2
    per_day: int = 1
    waiting: int = 10
    early: int = 60
    late: int = 30
    no_show: NoShowTyped = NoShowTyped(times=3, within_days=90, blocked_days=30)
    asks: list[Asked] = []
    remind_at: Short | None = "18:00"
    paused: bool = False


class HallDay(BaseModel):
    """A day of a hall."""

    day: date
    kind: Kind
    hours: list[str]
    """``09:00-12:00``; none: no business."""
    closed: str
    places: int
    taken: int
    waiting: int
    opens_at: AwareDatetime


class HallRow(BaseModel):
    """A hall in the list."""

    id: str
    name: str
    unit: str
    unit_name: str
    place: str
    paused: bool
    services: list[str]
    today: HallDay
    tomorrow: HallDay


class TellingSeen(BaseModel):
    """What a person was told, or is to be told."""

    kind_name: str
    state: str
    state_name: str
    note: str


class BookingSeen(BaseModel):
    """A booking as the window sees it; what was asked for is masked."""

    id: str
    service: str
    service_name: str
    start: str
    end: str
    state: BookingState
    state_name: str
    code: str
    """Empty while it waits, and of a walk-in."""
    walk_in: bool
    origin_name: str
    made_at: AwareDatetime
    state_at: AwareDatetime
    reason: str
    note: str
    asked: list[Choice]
    """Name and masked value of what the hall asks for."""
    tellings: list[TellingSeen]
    begun: bool
    """Whether its time has come."""


class StateCount(BaseModel):
    """How many bookings are in a state."""

    state: BookingState
    name: str
    number: int


class WindowDay(BaseModel):
    """The list of a day."""

    hall: str
    name: str
    place: str
    day: date
    today: date
    closed: str
    rows: list[BookingSeen]
    states: list[StateCount]
    services: list[Choice]
    """That are offered: for who comes without an appointment."""
    actions: list[Deed]


def hall_day(one: CalendarDay) -> HallDay:
    return HallDay(
        day=one.day,
        kind=one.kind.value,
        hours=[f"{start}-{end}" for start, end in one.hours],
        closed=one.closed,
        places=one.places,
        taken=one.taken,
        waiting=one.waiting,
        opens_at=one.opens_at,
    )


def hall_row(line: HallLine) -> HallRow:
    hall = line.hall
    return HallRow(
        id=hall.id,
        name=hall.name,
        unit=hall.unit,
        unit_name=line.unit_name,
        place=hall.place,
        paused=hall.paused,
        services=[one.name for one in hall.services if one.offered],
        today=hall_day(line.today),
        tomorrow=hall_day(line.tomorrow),
    )


def typed_of(hall: Hall) -> HallTyped:
    """The hall as its form begins with it."""
    plain: dict[str, Any] = appointments.hall_file.typed_of(hall)
    return HallTyped.model_validate(plain)


def booking_seen(row: Row, now: datetime) -> BookingSeen:
    one = row.booking
    labels = appointments.labels
    return BookingSeen(
        id=one.id,
        service=one.service,
        service_name=one.service_name,
        start=f"{one.start:%H:%M}",
        end=f"{one.end:%H:%M}",
        state=one.state,
        state_name=labels.STATES[one.state],
        code=one.code,
        walk_in=one.person is None,
        origin_name=labels.ORIGINS[one.origin],
        made_at=one.made_at,
        state_at=one.state_at,
        reason=labels.REASONS[one.reason] if one.reason else "",
        note=one.note,
        asked=[Choice(value=labels.ASKED[name], label=shown) for name, shown in one.masked],
        tellings=[
            TellingSeen(
                kind_name=labels.TELLINGS[telling.kind],
                state=telling.state.value,
                state_name=labels.TELLING_STATES[telling.state],
                note=telling.note,
            )
            for telling in row.tellings
        ],
        begun=now >= one.starts,
    )


def plain_seen(booking: Booking, now: datetime) -> BookingSeen:
    """A booking without what its person was told."""
    return booking_seen(Row(booking, ()), now)
