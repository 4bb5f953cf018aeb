"""Messages, the desk and the menu as the archive counts them: of an account, or of a unit and those below, added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from chalicelib import conversation, insight
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import MOST_READ, readable
from chalicelib.application.wechat_numbers import READ, Span
from chalicelib.cloud.at_once import side_by_side
from chalicelib.conversation import Rung
from chalicelib.insight import Count, MessageSums, SessionFigures
from chalicelib.values import Value
from chalicelib.wechat.messages import type_name

NO_RUNG: Final = "没有应答"
MOST_ENTRIES: Final = 50
"""Entries of the menu that are shown, the most tapped first."""


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
    services: tuple[Count, ...]


def message_numbers(unit: str, days: Span, *, account: str = "", by: Actor) -> MessageNumbers:
    """What the archive counted of these days. Raises ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``."""
    found = readable(by, READ, unit, account)
    by_day = _days_of(unit, days, found)
    whole = insight.added_up(days.until, by_day)
    return MessageNumbers(
        accounts=len(found),
        days=tuple(
            MessageDay(day=one.day, messages=one.messages, sessions=one.sessions) for one in by_day
        ),
        messages=whole.messages,
        sessions=whole.sessions,
        types=_counts((type_name(row.name), row.count) for row in whole.types),
        rungs=_counts((rung_name(row.name), row.count) for row in whole.rungs),
        menu=whole.menu[:MOST_ENTRIES],
        services=whole.services[:MOST_ENTRIES],
    )


def _days_of(unit: str, days: Span, found: Sequence[OfficialAccount]) -> list[insight.DaySums]:
    """The days of these accounts added up, oldest first: of few from each, of many as they were added up before."""
    if len(found) > MOST_READ:
        return list(insight.unit_days(unit, days.since, days.until))
    told = side_by_side(
        lambda one: list(insight.day_numbers(one.id, days.since, days.until)), found
    )
    by_day: dict[date, list[insight.DaySums]] = {}
    for one in (one for of_account in told for one in of_account):
        by_day.setdefault(one.day, []).append(insight.sums_of(one))
    return [insight.added_up(day, by_day[day]) for day in sorted(by_day)]


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
