"""Errors of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy

NAMES: Final = {"c": "栏目", "s": "系列", "k": "合集"}
"""First letter of an id → what it is called."""


class ColumnError(DomainError):
    """The base of this package's errors."""


class UnknownColumn(ColumnError, NotFound):
    """No column, series or collection of that id."""

    def __init__(self, wanted: str) -> None:
        name = NAMES.get(wanted.partition("-")[0], "栏目")
        super().__init__(
            f"没有{name}“{wanted}”。",
            remedies=[remedy("column.list", "查看栏目和系列")],
        )


class BadColumn(ColumnError, Invalid):
    """A column, series or collection that cannot be so."""


class NameTaken(ColumnError, Conflict):
    """The unit has one of that name."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"本单位已有{NAMES[kind]}“{name}”，请换一个名称，或修改已有的。")


class ColumnChanged(ColumnError, Conflict):
    """Somebody else changed it meanwhile."""


class NotInUse(ColumnError, IllegalNow):
    """Retired, or in use already."""


class NumbersMove(ColumnError, IllegalNow):
    """Articles that are out would get other numbers, and nobody said that this is meant."""
