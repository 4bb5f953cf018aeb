"""Problems of a file, gathered whole.

An operator who fixes one row and is then told about the next gives up at the third round: so reading goes on
to the end and every problem is reported in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

T = TypeVar("T")

MOST_SPANS: Final = 12
"""Runs of rows that a sentence names."""


class Severity(StrEnum):
    """An error stops the import; a warning goes with it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: the row of a sheet or line of a YAML file, and the column's header or the path."""

    row: int | None = None
    column: str | None = None
    sheet: str = ""
    """The sheet of a workbook; empty where one is read."""

    @property
    def named(self) -> str:
        """The row as sentences name it."""
        return f"工作表“{self.sheet}”第 {self.row} 行" if self.sheet else f"第 {self.row} 行"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text that an operator wrote, and its place."""

    value: str
    place: Place
    spoiled: bool = False
    """Its fault is noted: it counts as filled, and nothing more is said of it."""
    filled: bool = False
    """Its text stands in an earlier row, in a merged area that reaches down to this one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an operator should look at."""

    severity: Severity
    file: str
    row: int | None
    """Counted from 1, as the spreadsheet or editor shows it; None when it is the whole file."""
    column: str | None
    """The header as it stands in the file; for YAML the path, such as ``rules › 3 › contains``."""
    reason: str
    sheet: str = ""
    """The sheet of a workbook; empty where one is read."""

    def __str__(self) -> str:
        return _said(self, [] if self.row is None else [self.row])


@dataclass(frozen=True, slots=True)
class Kind:
    """Problems of one kind: the same reason in the same column."""

    first: Problem
    rows: tuple[int, ...]
    """Empty where it is the whole file."""

    def __str__(self) -> str:
        return _said(self.first, self.rows)


def kinds(problems: Iterable[Problem]) -> list[Kind]:
    """Problems by kind, in the order of their first."""
    found: dict[tuple[object, ...], list[Problem]] = {}
    for one in problems:
        found.setdefault((one.severity, one.file, one.sheet, one.column, one.reason), []).append(
            one
        )
    return [
        Kind(alike[0], tuple(dict.fromkeys(one.row for one in alike if one.row is not None)))
        for alike in found.values()
    ]


def rows_named(rows: Iterable[int]) -> str:
    """Row numbers as people write them: ``3、5–8``; of many the first."""
    spans: list[list[int]] = []
    count = 0
    for row in sorted(set(rows)):
        count += 1
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    named = "、".join(
        str(first) if first == last else f"{first}–{last}" for first, last in spans[:MOST_SPANS]
    )
    return f"{named} 等 {count} 行" if len(spans) > MOST_SPANS else f"{named} 行"


def _said(problem: Problem, rows: Sequence[int]) -> str:
    sheet = f" 工作表“{problem.sheet}”" if problem.sheet else ""
    row = f" 第 {rows_named(rows)}" if rows else ""
    column = f"“{problem.column}”" if problem.column else ""
    return f"{problem.file}{sheet}{row}{column}：{problem.reason}"


class FileErrors(Exception):
    """A file that can't be imported: ``problems`` lists all of it, warnings included."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        super().__init__(
            f"有 {len(errors)} 处错误，什么都没有导入："
            + "".join(f"\n{one}" for one in kinds(errors))
        )


class BadCell(ValueError):
    """A cell that can't be what its column asks for; the message is the reason shown."""


class Notes:
    """The problems of one file, in the making."""

    def __init__(self, file: str, refusal: type[FileErrors] = FileErrors) -> None:
        self.file = file
        self.refusal = refusal
        self.problems: list[Problem] = []

    def error(self, place: Place, reason: str) -> None:
        """Note what stops the import."""
        self._add(Severity.ERROR, place, reason)

    def warn(self, place: Place, reason: str) -> None:
        """Note what the operator should know, though it can be imported."""
        self._add(Severity.WARNING, place, reason)

    def read(self, cell: Cell | None, parse: Callable[[str], T]) -> T | None:
        """The value that ``parse`` gives for a cell; None where there is none or it is bad (noted)."""
        if cell is None or cell.spoiled:
            return None
        try:
            return parse(cell.value)
        except BadCell as bad:
            self.error(cell.place, str(bad))
            return None

    @property
    def has_errors(self) -> bool:
        """Whether anything stops the import."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def stop_on_errors(self) -> None:
        """Raise ``refusal`` if any error was noted."""
        if self.has_errors:
            raise self.refusal(self.sorted())

    def sorted(self) -> tuple[Problem, ...]:
        """All problems in the file's order, those of the whole file first."""
        sheets = list(dict.fromkeys(["", *(problem.sheet for problem in self.problems)]))
        return tuple(sorted(self.problems, key=lambda one: (sheets.index(one.sheet), one.row or 0)))

    def _add(self, severity: Severity, place: Place, reason: str) -> None:
        self.problems.append(
            Problem(severity, self.file, place.row, place.column, reason, place.sheet)
        )
