"""Numbers of a day, counted from its file, so that a page opens at once.

| pk | sk | attributes |
|---|---|---|
| ``NUMBERS#{account}`` | day (``2026-11-28``) | ``doc`` (DayNumbers), ``generation`` of the file that they were counted from |

They are counted anew from the whole file whenever it changes, never added up: told twice, they are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.queries.followers import (
    FOLLOWERS_BY_DAY,
    FOLLOWERS_BY_HOUR,
    FOLLOWERS_BY_SOURCE,
    FollowersOfDay,
    FollowersOfHour,
    FollowersOfSource,
)
from chalicelib.insight.queries.messages import (
    ANSWERS_BY_USE,
    HITS_BY_ENTRY,
    MENU_USE,
    MENU_USE_BY_HOUR,
    MESSAGES_BY_DAY,
    MESSAGES_BY_HOUR,
    MESSAGES_BY_RUNG,
    MESSAGES_BY_TYPE,
    SERVICE_USE,
    AnswerUse,
    MenuUse,
    MenuUseOfHour,
    MessagesOfDay,
    MessagesOfHour,
    MessagesOfRung,
    MessagesOfType,
    ServiceUse,
)
from chalicelib.insight.queries.query import Period, PeriodFrom
from chalicelib.insight.queries.sessions import (
    PUSHES_BY_DAY,
    SESSION_TIMES,
    SESSIONS_BY_AGENT,
    SESSIONS_BY_DAY,
    PushesOfDay,
    SessionsOfAgent,
    SessionsOfDay,
    SessionTimes,
)
from chalicelib.values import LateValue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST: Final = 200
"""Scenes, menu entries and answers of a day that are kept, the most used first; the archive has the rest."""

MOST_HOURLY: Final = 1000
"""Hours of menu entries: a menu has fifteen entries, in twenty-four hours."""


class DayNumbers(LateValue):
    """One account's day (Asia/Shanghai)."""

    account: str
    day: date
    facts: int
    """How many there are in the day's file."""
    followers: FollowersOfDay | None = None
    followers_by_hour: tuple[FollowersOfHour, ...] = ()
    followers_by_source: tuple[FollowersOfSource, ...] = ()
    messages: MessagesOfDay | None = None
    messages_by_type: tuple[MessagesOfType, ...] = ()
    messages_by_rung: tuple[MessagesOfRung, ...] = ()
    messages_by_hour: tuple[MessagesOfHour, ...] = ()
    answers: tuple[AnswerUse, ...] = ()
    menu: tuple[MenuUse, ...] = ()
    services: tuple[ServiceUse, ...] = ()
    menu_by_hour: tuple[MenuUseOfHour, ...] | None = None
    """None where the day was counted before this was."""
    sessions: SessionsOfDay | None = None
    session_times: tuple[SessionTimes, ...] = ()
    agents: tuple[SessionsOfAgent, ...] = ()
    pushes: PushesOfDay | None = None


def count(engine: DuckDBPyConnection, account: str, day: str, facts: int) -> DayNumbers:
    """The numbers of a day whose file the engine shows (``queries.local.show``): those that the archive would answer."""
    from chalicelib.insight.queries.local import ask

    on = date.fromisoformat(day)
    period = Period(account=account, since=on, until=on)
    start = PeriodFrom(account=account, since=on, until=on)
    return DayNumbers(
        account=account,
        day=on,
        facts=facts,
        followers=next(iter(ask(engine, FOLLOWERS_BY_DAY, start)), None),
        followers_by_hour=tuple(ask(engine, FOLLOWERS_BY_HOUR, period)),
        followers_by_source=tuple(ask(engine, FOLLOWERS_BY_SOURCE, period)[:MOST]),
        messages=next(iter(ask(engine, MESSAGES_BY_DAY, period)), None),
        messages_by_type=tuple(ask(engine, MESSAGES_BY_TYPE, period)),
        messages_by_rung=tuple(ask(engine, MESSAGES_BY_RUNG, period)),
        messages_by_hour=tuple(ask(engine, MESSAGES_BY_HOUR, period)),
        answers=tuple(ask(engine, ANSWERS_BY_USE, period)[:MOST]),
        menu=tuple(ask(engine, MENU_USE, period)[:MOST]),
        services=tuple(ask(engine, SERVICE_USE, period)[:MOST]),
        menu_by_hour=tuple(ask(engine, MENU_USE_BY_HOUR, period)[:MOST_HOURLY]),
        sessions=next(iter(ask(engine, SESSIONS_BY_DAY, period)), None),
        session_times=tuple(ask(engine, SESSION_TIMES, period)),
        agents=tuple(ask(engine, SESSIONS_BY_AGENT, period)[:MOST]),
        pushes=next(iter(ask(engine, PUSHES_BY_DAY, period)), None),
    )


def keep(numbers: DayNumbers, generation: int) -> None:
    """Keep the numbers of a day, unless those of a later file are there. Twice is once."""
    with suppress(ConditionFailed):
        table.update(
            _partition(numbers.account),
            numbers.day.isoformat(),
            "SET doc = :doc, generation = :generation",
            {":doc": numbers.model_dump_json(), ":generation": generation},
            condition="attribute_not_exists(pk) OR generation <= :generation",
        )


def keep_hits(engine: DuckDBPyConnection, account: str, day: str, generation: int) -> None:
    """Tell the knowledge base how often each of its entries answered on a day whose file the engine shows. Twice is once."""
    from chalicelib import knowledge
    from chalicelib.insight.queries.local import ask

    on = date.fromisoformat(day)
    found = ask(engine, HITS_BY_ENTRY, Period(account=account, since=on, until=on))
    if found:
        knowledge.keep_hits(account, on, {one.entry: one.hits for one in found}, generation)


def day_numbers(account_id: str, since: date, until: date) -> Iterator[DayNumbers]:
    """The numbers of an account's days, both included, oldest first; days without a fact are left out."""
    for item in table.between(_partition(account_id), since.isoformat(), until.isoformat()):
        yield DayNumbers.model_validate_json(str(item["doc"]))


def _partition(account_id: str) -> str:
    return f"NUMBERS#{account_id}"
