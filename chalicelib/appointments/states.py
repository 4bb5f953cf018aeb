"""What may become of a booking: from which states, by which action, to which. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.appointments.errors import NotInThisState
from chalicelib.appointments.labels import STATES
from chalicelib.appointments.models import Booking, BookingState


class Action(StrEnum):
    """What happens to a booking."""

    MOVE_UP = "move_up"
    CHANGE = "change"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    SERVE = "serve"
    MISS = "miss"
    CLOSE_HALL = "close_hall"


_S = BookingState
TABLE: Final[dict[Action, tuple[frozenset[BookingState], BookingState]]] = {
    Action.MOVE_UP: (frozenset({_S.WAITING}), _S.BOOKED),
    Action.CHANGE: (frozenset({_S.BOOKED, _S.WAITING}), _S.BOOKED),
    Action.CANCEL: (frozenset({_S.BOOKED, _S.WAITING}), _S.CANCELLED),
    # Who is late may still be let in, and then did come.
    Action.CHECK_IN: (frozenset({_S.BOOKED, _S.NO_SHOW}), _S.CHECKED_IN),
    Action.SERVE: (frozenset({_S.BOOKED, _S.CHECKED_IN, _S.NO_SHOW}), _S.SERVED),
    Action.MISS: (frozenset({_S.BOOKED}), _S.NO_SHOW),
    Action.CLOSE_HALL: (frozenset({_S.BOOKED, _S.WAITING}), _S.HALL_CLOSED),
}
_NAMES: Final = {
    Action.MOVE_UP: "递补",
    Action.CHANGE: "改期",
    Action.CANCEL: "取消",
    Action.CHECK_IN: "签到",
    Action.SERVE: "办结",
    Action.MISS: "记为爽约",
    Action.CLOSE_HALL: "因闭厅取消",
}


def possible(state: BookingState) -> list[Action]:
    """The actions that a state allows, in the order of the table."""
    return [action for action, (sources, _) in TABLE.items() if state in sources]


def moved(booking: Booking, action: Action, now: datetime, **changes: object) -> Booking:
    """The booking after an action. Raises ``NotInThisState``."""
    sources, target = TABLE[action]
    if booking.state not in sources:
        raise NotInThisState(
            f"这个预约{STATES[booking.state]}，不能{_NAMES[action]}。",
            state=booking.state,
            possible=possible(booking.state),
        )
    return booking.model_copy(
        update={"state": target, "state_at": now, "version": booking.version + 1, **changes}
    )
