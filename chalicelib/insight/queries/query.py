"""A named query: its SQL, its parameters, and the rows that it answers with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import Field

from chalicelib.values import LateValue

Row = TypeVar("Row", bound=LateValue)
Value = str | int

_NAME: Final = re.compile(r":([a-z_]\w*)")


class Period(LateValue):
    """Days of one account, both included (Asia/Shanghai)."""

    account: str
    since: date
    until: date


class PeriodFrom(Period):
    """Days of one account, and how many followers it had before the first."""

    start: int = 0


class Seen(Period):
    """Days of one account, looked at later."""

    seen: date
    """The last day that is looked at."""
    now: int
    """The end of what is looked at; Unix seconds."""


class Until(LateValue):
    """All days of one account up to one."""

    account: str
    until: date
    now: int = Field(description="end of that day; Unix seconds")


NEVER: Final = 2**53 - 1
"""A moment after all others."""
EVERY: Final = "*"
"""Whatever the column says."""


class RowsOf(LateValue):
    """Facts of one kind on one day of an account, from one of them on."""

    account: str
    day: date
    kind: str
    outcome: str = EVERY
    rung: str = EVERY
    type: str = EVERY
    came_by: str = EVERY
    menu_key: str = EVERY
    moment: int = NEVER
    """The first row comes before this moment and id; both are those of the last row that was read."""
    id: str = ""


class Asked(NamedTuple):
    """A query with its values, ready for an engine."""

    sql: str
    """With ``?`` where the values belong."""
    values: tuple[Value, ...]

    @property
    def literals(self) -> list[str]:
        """The values as Athena's execution parameters: each the text of a literal."""
        return [literal(value) for value in self.values]


class Query(Generic[Row]):
    """One question.

    ``sql`` names its parameters as ``:account``; they are fields of ``takes``. It uses what Athena and DuckDB both have
    (tests/unit/insight/test_queries.py holds the list).
    """

    def __init__(
        self, name: str, title: str, takes: type[LateValue], row: type[Row], sql: str
    ) -> None:
        self.name = name
        self.title = title
        """What it tells, in Chinese."""
        self.takes = takes
        self.row = row
        self._named = _NAME.findall(sql)
        self.sql = " ".join(_NAME.sub("?", sql).split())

    def asked(self, parameters: LateValue) -> Asked:
        """The query with the values of ``parameters``, which is one of ``takes``."""
        given = {name: getattr(parameters, name) for name in set(self._named)}
        return Asked(self.sql, tuple(_value(given[name]) for name in self._named))

    def read(self, row: Mapping[str, Any]) -> Row:
        """One row of an engine's answer, whose values may be texts."""
        return self.row.model_validate(row)


def literal(value: Value) -> str:
    """A value as SQL spells it."""
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def _value(given: Any) -> Value:
    if isinstance(given, date):
        return given.isoformat()
    return int(given) if isinstance(given, int) else str(given)
