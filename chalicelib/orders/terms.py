"""Deadlines and escalation by urgency, as data. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib.orders import working_time
from chalicelib.orders.models import Urgency, Urging


class Terms(NamedTuple):
    """How long the steps of an order may take, in working hours."""

    sign: float
    """From delivery to 签收."""
    done: float
    """From delivery to 反馈; also anew after 退回重办."""
    urging: tuple[tuple[Urging, float], ...]
    """Each escalation with the hours that the step is overdue by then."""
    round_the_clock: bool = False
    """特急: nights and holidays count."""


TERMS: Final[dict[Urgency, Terms]] = {
    Urgency.EXTRA: Terms(
        0.5,
        4,
        ((Urging.REMINDED, 0), (Urging.SUPERVISED, 1), (Urging.CIRCULATED, 4)),
        round_the_clock=True,
    ),
    Urgency.URGENT: Terms(
        4, 18, ((Urging.REMINDED, 0), (Urging.SUPERVISED, 4), (Urging.CIRCULATED, 9))
    ),
    Urgency.PLAIN: Terms(
        9, 45, ((Urging.REMINDED, 0), (Urging.SUPERVISED, 9), (Urging.CIRCULATED, 27))
    ),
}
"""A working day has nine hours (``working_time``)."""


def sign_by(urgency: Urgency, at: datetime) -> datetime:
    """By when what is delivered now is to be signed."""
    terms = TERMS[urgency]
    return working_time.later(at, terms.sign, round_the_clock=terms.round_the_clock)


def done_by(urgency: Urgency, at: datetime) -> datetime:
    """By when what is delivered or returned now is to be reported."""
    terms = TERMS[urgency]
    return working_time.later(at, terms.done, round_the_clock=terms.round_the_clock)


def urged(urgency: Urgency, due: datetime, now: datetime) -> Urging:
    """How far a step that was due at ``due`` is escalated by now."""
    found = Urging.NONE
    for level, at in _escalations(urgency, due):
        if at <= now:
            found = level
    return found


def next_urging(urgency: Urgency, due: datetime, now: datetime) -> datetime | None:
    """When a step that is due at ``due`` is escalated next after now; None: never."""
    return next((at for _, at in _escalations(urgency, due) if at > now), None)


def _escalations(urgency: Urgency, due: datetime) -> list[tuple[Urging, datetime]]:
    terms = TERMS[urgency]
    return [
        (level, working_time.later(due, hours, round_the_clock=terms.round_the_clock or not hours))
        for level, hours in terms.urging
    ]


RANK: Final = {one: rank for rank, one in enumerate(Urging)}
