"""预约's window list: who comes today, checked in, served, missing, and who comes without an appointment."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib import appointments
from chalicelib.application import appointment_window as window
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.routes.appointment_views import (
    BookingSeen,
    StateCount,
    WindowDay,
    booking_seen,
)

router = Router()


class CodeTyped(BaseModel):
    """What somebody says at the window."""

    code: Annotated[str, Field(max_length=20)]


class WalkInTyped(BaseModel):
    """Somebody without an appointment."""

    service: Annotated[str, Field(max_length=40)]
    key: Annotated[str, Field(min_length=8, max_length=80)]
    """The same for each try."""


class IdentitySeen(BaseModel):
    """What a hall asked of a person, in full."""

    asked: list[Choice]


@router.get("/halls/<hall>/days/<day>", tags=["appointments"], summary="窗口名单")
def day_list(hall: str, day: date) -> WindowDay:
    """Everybody who has, had or waits for a place on a day, in order of time."""
    now = utc_now()
    found = window.day_for(hall, day, by=actor())
    names = appointments.labels.STATES
    return WindowDay(
        hall=found.hall.id,
        name=found.hall.name,
        place=found.hall.place,
        day=found.day,
        today=window.today(now),
        closed=found.closed,
        rows=[booking_seen(one, now) for one in found.rows],
        states=[
            StateCount(state=state, name=names[state], number=number)
            for state, number in found.states.items()
        ],
        services=[
            Choice(value=one.id, label=one.name) for one in found.hall.services if one.offered
        ],
        actions=list(found.deeds),
    )


@router.post("/halls/<hall>/check-in", tags=["appointments"], summary="凭预约码签到")
def check_in_code(hall: str, typed: CodeTyped) -> BookingSeen:
    """Check in who says a code. Twice is once."""
    made = window.check_in_code(hall, typed.code.strip(), by=actor(), now=utc_now())
    return _seen(made.id)


@router.post("/halls/<hall>/walk-in", tags=["appointments"], summary="登记没有预约的人")
def walk_in(hall: str, typed: WalkInTyped) -> BookingSeen:
    """Take somebody without an appointment."""

    def make() -> BookingSeen:
        made = window.walk_in(hall, typed.service, key=typed.key, by=actor(), now=utc_now())
        return _seen(made.id)

    return once(BookingSeen, make)


@router.post("/bookings/<booking>/check-in", tags=["appointments"], summary="签到")
def check_in(booking: str) -> BookingSeen:
    """Check in who stands in the list. Twice is once."""
    return _seen(window.check_in(booking, by=actor(), now=utc_now()).id)


@router.post("/bookings/<booking>/serve", tags=["appointments"], summary="办结")
def serve(booking: str) -> BookingSeen:
    """The visit is over. Twice is once."""
    return _seen(window.serve(booking, by=actor(), now=utc_now()).id)


@router.post("/bookings/<booking>/no-show", tags=["appointments"], summary="记为爽约")
def no_show(booking: str) -> BookingSeen:
    """The person did not come. Twice is once; a check-in takes it back."""
    return _seen(window.no_show(booking, by=actor(), now=utc_now()).id)


@router.post("/bookings/<booking>/cancel", tags=["appointments"], summary="取消预约")
def cancel(booking: str) -> BookingSeen:
    """Cancel it, for who asked at the window."""
    return _seen(window.cancel(booking, by=actor(), now=utc_now()).id)


@router.post("/bookings/<booking>/identity", tags=["appointments"], summary="查看实名信息")
def identity(booking: str) -> IdentitySeen:
    """What the hall asked for, in full; the log says who looked."""
    found = window.identity_of(booking, by=actor(), now=utc_now())
    names = appointments.labels.ASKED
    return IdentitySeen(
        asked=[Choice(value=names[name], label=value) for name, value in found.items()]
    )


def _seen(booking_id: str) -> BookingSeen:
    return booking_seen(window.booking_for(booking_id, by=actor()), utc_now())
