"""Numbers of several accounts, or of several days, added up. Pure: in any order, and sums of sums are the same sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from chalicelib.insight.archive.numbers import MOST, DayNumbers
from chalicelib.insight.queries.sessions import SessionFigures
from chalicelib.values import LateValue


class Count(LateValue):
    """How often something was, by its name."""

    name: str
    count: int


class MessageSums(LateValue):
    """Messages of followers, and what came of them at once."""

    messages: int
    answered: int
    offered: int
    handed_over: int
    unanswered: int
    helpful: int
    unhelpful: int


class FollowerSums(LateValue):
    """Follows and their ends, as WeChat's events said them."""

    came: int
    went: int

    @property
    def net(self) -> int:
        """How many more they are than before."""
        return self.came - self.went


class DaySums(LateValue):
    """What the archive counted on one day, of one account or of many."""

    day: date
    followers: FollowerSums | None = None
    """None where the day was counted before this was."""
    messages: MessageSums
    sessions: SessionFigures
    types: tuple[Count, ...]
    rungs: tuple[Count, ...]
    menu: tuple[Count, ...]
    services: tuple[Count, ...]


_AVERAGED: Final = {
    "wait_seconds": "served",
    "first_reply_seconds": "replied",
    "resolve_seconds": "resolved",
    "stars": "rated",
}
"""An average → how many it is taken of."""
_NO_SESSIONS: Final = SessionFigures.model_validate(
    dict.fromkeys(SessionFigures.model_fields, 0) | dict.fromkeys(_AVERAGED)
)


def sums_of(one: DayNumbers) -> DaySums:
    """The numbers of an account's day, as far as they add up."""
    told, moved = one.messages, one.followers
    return DaySums(
        day=one.day,
        followers=FollowerSums(came=moved.came if moved else 0, went=moved.went if moved else 0),
        messages=MessageSums(
            **{name: getattr(told, name) if told else 0 for name in MessageSums.model_fields}
        ),
        sessions=one.sessions or _NO_SESSIONS,
        types=_counts((row.type, row.messages) for row in one.messages_by_type),
        rungs=_counts((row.rung, row.messages) for row in one.messages_by_rung),
        menu=_counts((row.menu_key, row.taps) for row in one.menu),
        services=_counts((row.service, row.calls) for row in one.services),
    )


def added_up(day: date, parts: Iterable[DaySums]) -> DaySums:
    """All of them as one, called by ``day``."""
    every = list(parts)
    moved = [one.followers for one in every if one.followers]
    return DaySums(
        day=day,
        followers=FollowerSums(
            came=sum(one.came for one in moved), went=sum(one.went for one in moved)
        )
        if moved
        else None,
        messages=MessageSums(
            **{
                name: sum(getattr(one.messages, name) for one in every)
                for name in MessageSums.model_fields
            }
        ),
        sessions=_sessions([one.sessions for one in every]),
        types=_counts((row.name, row.count) for one in every for row in one.types),
        rungs=_counts((row.name, row.count) for one in every for row in one.rungs),
        menu=_counts((row.name, row.count) for one in every for row in one.menu),
        services=_counts((row.name, row.count) for one in every for row in one.services),
    )


def _sessions(told: list[SessionFigures]) -> SessionFigures:
    counted = SessionFigures.model_fields.keys() - _AVERAGED.keys()
    return SessionFigures(
        **{name: sum(getattr(one, name) for one in told) for name in counted},
        **{name: _average(told, name, weight) for name, weight in _AVERAGED.items()},
    )


def _average(told: Iterable[SessionFigures], name: str, weight: str) -> float | None:
    """The average of all of them, from those of the parts."""
    known = [
        (value, getattr(one, weight)) for one in told if (value := getattr(one, name)) is not None
    ]
    whole = sum(number for _, number in known)
    return sum(value * number for value, number in known) / whole if whole else None


def _counts(found: Iterable[tuple[str, int]]) -> tuple[Count, ...]:
    """By name, the most frequent first; more than are kept of a day are not kept of a sum."""
    summed: Counter[str] = Counter()
    for name, number in found:
        summed[name] += number
    ordered = sorted(summed.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Count(name=name, count=number) for name, number in ordered if number)[:MOST]
