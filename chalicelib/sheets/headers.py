"""The header of a table: the row, or the merged rows, that name its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.headings import Words, folded, near
from chalicelib.sheets.links import LinkForm
from chalicelib.sheets.problems import Notes, Place

HEADER_WITHIN: Final = 10
"""Filled rows above the header (a title, a note), at most."""
LOOKED_AT: Final = 30
"""Rows at the top of a sheet, filled or not, in which a header is looked for before the sheet is read."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one kind of file, and their headings."""

    words: Words
    """Every heading, folded → its field."""
    shown: Mapping[str, str]
    """Field → its heading as the template has it."""
    missing: str
    """The problem that is noted where no header is found."""
    marks: frozenset[str]
    """Fields of which the header of such a table has at least one; other lists of an office have 部门 or 日期 too."""
    dates: frozenset[str] = frozenset()
    """Fields whose cells may be dates of a spreadsheet program."""
    links: Mapping[str, LinkForm] = field(default_factory=dict)
    """Fields that can hold the address of a cell's link, and how."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """Fields whose link is the value of another field, where that one is empty: a title leads to its page."""
    keys: frozenset[str] = frozenset()
    """Fields that are read though their column is hidden: by them a row is known again."""
    headless: tuple[str, ...] = ()
    """The fields of the columns in a file without a header, where such a file is read."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table."""

    row: int
    """Its row's number as shown."""
    last: int
    """The index of the last filled row that its merged cells reach."""
    columns: Mapping[int, tuple[str, str]]
    """Column (from 0) → its field and its heading as written."""
    unknown: Mapping[int, str]
    """Column (from 0) → a heading of no known field."""
    twice: Sequence[str]
    """Fields that two columns claim."""

    def is_of(self, heads: TableColumns) -> bool:
        """Whether the table is one of this kind."""
        return any(name in heads.marks for name, _ in self.columns.values())


def find_header(
    rows: Sequence[Row], heads: TableColumns, hidden: Set[int] = frozenset()
) -> Header | None:
    """The header among ``rows`` (filled ones); None where no row names two columns.

    ``hidden`` columns, counted from 1, don't compete with visible ones of the same field.
    """
    near_top = rows[:HEADER_WITHIN]
    written = [[_heading(cell, index) for index, cell in enumerate(cells)] for _, cells in near_top]
    known = [sum(folded(head) in heads.words for head in line) for line in written]
    if not known or max(known) < 2:
        return None
    at = known.index(max(known))
    row, last = rows[at][0], at
    while last + 1 < len(near_top) and _reaches(near_top[last + 1][1], row, heads):
        last += 1
    lines = written[at : last + 1]
    columns: dict[int, tuple[str, str]] = {}
    unknown: dict[int, str] = {}
    twice: list[str] = []
    indexes = range(max(len(line) for line in lines))
    for index in sorted(indexes, key=lambda one: one + 1 in hidden):
        head = _of_column(index, lines, heads)
        name = heads.words.get(folded(head))
        if not head:
            continue
        if name is None:
            unknown[index] = head
        elif index + 1 not in hidden and name in (taken for taken, _ in columns.values()):
            twice.append(name)
        else:
            columns[index] = (name, head)
    return Header(row, last, columns, unknown, twice)


def headless(heads: TableColumns) -> Header:
    """The columns of a file without a header, in their usual order."""
    columns = {index: (name, heads.shown[name]) for index, name in enumerate(heads.headless)}
    return Header(0, -1, columns, {}, ())


def note_unknown(header: Header, heads: TableColumns, notes: Notes, sheet: str) -> None:
    """Name the columns that are passed over, in one warning; a column that stands twice is an error."""
    place = Place(header.row, sheet=sheet)
    shown = {name: (heading,) for name, heading in heads.shown.items()}
    if header.unknown:
        named = dict.fromkeys(
            f"“{head[:30]}”{near(head, heads.words, shown)}" for head in header.unknown.values()
        )
        notes.warn(place, f"没有导入不认识的列：{'、'.join(named)}")
    for name in header.twice:
        notes.error(place, f"“{heads.shown[name]}”列出现了两次；请改名或删去一列")


def _heading(cell: RawCell, index: int) -> str:
    """A heading without the marks that operators add: ``关键词 *``, ``标题(必填)``. A merged one names its first column."""
    if cell.area is not None and cell.area[1] != index + 1:
        return ""
    text = cell.text or cell.struck
    return re.split("[(\uff08]", text, maxsplit=1)[0].strip().rstrip("*").strip()


def _reaches(cells: Sequence[RawCell], row: int, heads: TableColumns) -> bool:
    """Whether a merged heading of ``row`` reaches down to these cells."""
    return any(
        cell.area is not None and cell.area[0] <= row and folded(cell.text) in heads.words
        for cell in cells
    )


def _of_column(index: int, lines: Sequence[Sequence[str]], heads: TableColumns) -> str:
    """The lowest heading of a column that is known, else the lowest."""
    written = [line[index] for line in lines if index < len(line) and line[index]]
    known = [head for head in written if folded(head) in heads.words]
    return (known or written or [""])[-1]
