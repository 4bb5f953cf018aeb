"""Messages, the desk and the menu as the archive counts them: of an account, or of a unit and those below, added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from chalicelib import conversation, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable, side_by_side
from chalicelib.application.wechat_numbers import READ, Span
from chalicelib.conversation import Rung
from chalicelib.insight import DayNumbers, MessagesOfDay, SessionFigures, SessionsOfDay
from chalicelib.values import Value
from chalicelib.wechat.messages import type_name

NO_RUNG: Final = "没有应答"
MOST_ENTRIES: Final = 50
"""Entries of the menu that are shown, the most tapped first."""


class Count(Value):
    """How often something was, by its name."""

    name: str
    count: int


class MessageSums(Value):
    """Messages of followers, and what came of them at once."""

    messages: int
    answered: int
    offered: int
    handed_over: int
    unanswered: int
    helpful: int
    unhelpful: int


class MessageDay(Value):
    """One day; zeros where nothing happened."""

    day: date
    messages: MessageSums
    sessions: SessionFigures


class MessageNumbers(Value):
    """Messages, sessions and the menu of a span."""

    accounts: int
    """Accounts that were counted."""
    days: tuple[MessageDay, ...]
    """Days on which anything happened, oldest first."""
    messages: MessageSums
    sessions: SessionFigures
    types: tuple[Count, ...]
    rungs: tuple[Count, ...]
    menu: tuple[Count, ...]


def message_numbers(unit: str, days: Span, *, account: str = "", by: Actor) -> MessageNumbers:
    """What the archive counted of these days. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``."""
    found = readable(by, READ, unit, account)
    told = side_by_side(
        lambda one: list(insight.day_numbers(one.id, days.since, days.until)), found
    )
    every = [one for of_account in told for one in of_account]
    by_day: dict[date, list[DayNumbers]] = {}
    for one in every:
        by_day.setdefault(one.day, []).append(one)
    return MessageNumbers(
        accounts=len(found),
        days=tuple(
            MessageDay(day=day, messages=_messages(by_day[day]), sessions=_sessions(by_day[day]))
            for day in sorted(by_day)
        ),
        messages=_messages(every),
        sessions=_sessions(every),
        types=_counts(
            (type_name(row.type), row.messages) for one in every for row in one.messages_by_type
        ),
        rungs=_counts(
            (rung_name(row.rung), row.messages) for one in every for row in one.messages_by_rung
        ),
        menu=_counts((row.menu_key, row.taps) for one in every for row in one.menu)[:MOST_ENTRIES],
    )


def _messages(of: Iterable[DayNumbers]) -> MessageSums:
    told = [one.messages for one in of if one.messages]
    return MessageSums(**{name: _sum(told, name) for name in MessageSums.model_fields})


_AVERAGED: Final = {
    "wait_seconds": "served",
    "first_reply_seconds": "replied",
    "resolve_seconds": "resolved",
    "stars": "rated",
}
"""An average → how many it is taken of."""


def _sessions(of: Iterable[DayNumbers]) -> SessionFigures:
    told = [one.sessions for one in of if one.sessions]
    counted = SessionFigures.model_fields.keys() - _AVERAGED.keys()
    return SessionFigures(
        **{name: _sum(told, name) for name in counted},
        **{name: _average(told, name, weight) for name, weight in _AVERAGED.items()},
    )


def _sum(told: Iterable[MessagesOfDay | SessionsOfDay], name: str) -> int:
    return sum(getattr(one, name) for one in told)


def _average(told: Iterable[SessionsOfDay], name: str, weight: str) -> float | None:
    """The average of all of them, from those of the days."""
    known = [
        (value, getattr(one, weight)) for one in told if (value := getattr(one, name)) is not None
    ]
    whole = sum(number for _, number in known)
    return sum(value * number for value, number in known) / whole if whole else None


def _counts(found: Iterable[tuple[str, int]]) -> tuple[Count, ...]:
    summed: Counter[str] = Counter()
    for name, number in found:
        summed[name] += number
    ordered = sorted(summed.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Count(name=name, count=number) for name, number in ordered if number)


def rung_name(name: str) -> str:
    """What answered a message, as people call it."""
    try:
        return conversation.labels.RUNGS[Rung(name)]
    except (ValueError, KeyError):
        return NO_RUNG
