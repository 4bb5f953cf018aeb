"""What the links of the counter ask for: ``book:{step}:{…}`` in a chat, written and read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final, NamedTuple

from chalicelib.conversation import LinkKind, LinkTarget, link


class Step(StrEnum):
    """The steps of somebody at the counter."""

    HALLS = "halls"
    """Choose a hall, first perhaps an area; of those that offer a service, where one is named."""
    HALL = "hall"
    """Choose a service of a hall."""
    DAYS = "days"
    TIMES = "times"
    TAKE = "take"
    """Book; with a booking, change it to this slot."""
    WAIT = "wait"
    """Go to the waiting list of a slot."""
    MINE = "mine"
    DROP = "drop"
    """Asks whether a booking shall be cancelled."""
    DROPPED = "dropped"
    """Cancel it."""


class Ask(NamedTuple):
    """What a link asks the counter for; what a step does not need is empty."""

    step: Step
    hall: str = ""
    service: str = ""
    day: date | None = None
    start: time | None = None
    booking: str = ""
    """The booking that is to be changed or cancelled; hall and service are then its own."""
    area: str = ""
    """A unit: halls below it."""
    page: int = 1


_FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.HALLS: ("service", "area", "page"),
    Step.HALL: ("hall",),
    Step.DAYS: ("hall", "service", "booking", "page"),
    Step.TIMES: ("hall", "service", "day", "booking", "page"),
    Step.TAKE: ("hall", "service", "day", "start", "booking"),
    Step.WAIT: ("hall", "service", "day", "start"),
    Step.MINE: ("page",),
    Step.DROP: ("booking",),
    Step.DROPPED: ("booking",),
}
"""The fields of each step's link, in their order."""


def to(ask: Ask, shown: str, said: str = "") -> str:
    """A link for the chat that reads ``shown`` and makes the follower say ``said`` (else the same)."""
    return link(LinkTarget(LinkKind.BOOK, written(ask)), shown, said)


def written(ask: Ask) -> str:
    """The rest of the link's id; empty fields at its end are left out."""
    parts = [ask.step.value, *(_written(name, ask) for name in _FIELDS[ask.step])]
    while not parts[-1]:
        parts.pop()
    return ":".join(parts)


def read(rest: str) -> Ask | None:
    """What the rest of a link's id asks for; None for what this did not write."""
    step, *values = rest.split(":")
    try:
        names = _FIELDS[Step(step)]
        if len(values) > len(names):
            return None
        given: dict[str, Any] = {name: _read(name, value) for name, value in zip(names, values, strict=False) if value}  # fmt: skip
    except ValueError:
        return None
    return Ask(Step(step))._replace(**given)


def _written(name: str, ask: Ask) -> str:
    match name:
        case "day":
            return f"{ask.day:%Y%m%d}" if ask.day else ""
        case "start":
            return f"{ask.start:%H%M}" if ask.start is not None else ""
        case "page":
            return str(ask.page) if ask.page > 1 else ""
    return str(getattr(ask, name))


def _read(name: str, value: str) -> str | int | date | time:
    match name:
        case "day":
            return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day of the hall's calendar
        case "start":
            return datetime.strptime(value, "%H%M").time()  # noqa: DTZ007 - a time of its clock
        case "page":
            if not (value.isascii() and value.isdigit() and len(value) < 4):
                raise ValueError(value)
            return max(1, int(value))
    return value
