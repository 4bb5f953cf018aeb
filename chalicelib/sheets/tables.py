"""Tables with a header: the row that names the columns is found, then every filled row becomes fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.sheets.cells import SPOILED, CellKind, RawCell, Row, clean
from chalicelib.sheets.headings import Words, did_you_mean, folded
from chalicelib.sheets.problems import BadCell, Cell, Notes, Place

HEADER_WITHIN: Final = 10
"""Filled rows above the header (a title, a note), at most."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one kind of file, and their headings."""

    words: Words
    """Every heading, folded → its field."""
    shown: Mapping[str, str]
    """Field → its heading as the template has it."""
    missing: str
    """The problem that is noted where no header is found."""
    dates: frozenset[str] = frozenset()
    """Fields whose cells may be dates of a spreadsheet program."""
    ignores_unknown: bool = False
    """Whether columns of no known heading are left out with a warning; otherwise they are errors."""


def read_table(
    rows: Iterable[Row], heads: TableColumns, notes: Notes
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Every filled row below the header, by number: field → cell. Problems are noted."""
    filled = [(number, cells) for number, cells in rows if any(cell.text.strip() for cell in cells)]
    header = _header(filled, heads, notes)
    if header is None:
        return
    at, columns = header
    for number, raw in filled[at + 1 :]:
        yield number, dict(_cells(number, raw, columns, heads, notes))


def _header(
    rows: list[Row], heads: TableColumns, notes: Notes
) -> tuple[int, dict[int, tuple[str, str]]] | None:
    """The index of the header, and field and heading of each column. Problems are noted."""
    if not rows:
        if not notes.problems:
            notes.error(Place(), "文件是空的")
        return None
    written = [[_heading(cell.text) for cell in cells] for _, cells in rows[:HEADER_WITHIN]]
    known = [sum(folded(head) in heads.words for head in line) for line in written]
    at = known.index(max(known))
    if known[at] < 2:
        notes.error(Place(rows[0][0]), heads.missing)
        return None
    shown = {field: (header,) for field, header in heads.shown.items()}
    columns: dict[int, tuple[str, str]] = {}
    row = rows[at][0]
    for index, head in enumerate(written[at]):
        if not head:
            continue
        field = heads.words.get(folded(head))
        if field is None and heads.ignores_unknown:
            notes.warn(Place(row, head), "不认识这一列，不会导入")
        elif field is None:
            notes.error(Place(row, head), f"没有这一列{did_you_mean(head, heads.words, shown)}")
        elif field in (taken for taken, _ in columns.values()):
            notes.error(Place(row, head), f"“{heads.shown[field]}”列出现了两次")
        else:
            columns[index] = (field, head)
    return at, columns


def _heading(text: str) -> str:
    """A heading without the marks that operators add: ``关键词 *``, ``标题(必填)``."""
    return re.split("[(\uff08]", text, maxsplit=1)[0].strip().rstrip("*").strip()


def _cells(
    number: int,
    raw: list[RawCell],
    columns: dict[int, tuple[str, str]],
    heads: TableColumns,
    notes: Notes,
) -> Iterator[tuple[str, Cell]]:
    for index, cell in enumerate(raw):
        empty = not cell.text.strip()
        if empty and (cell.kind is not CellKind.MERGED or index not in columns):
            continue
        if index not in columns:
            if not heads.ignores_unknown:
                notes.error(
                    Place(number, f"第 {index + 1} 列"), "这一格有内容，但所在的列没有可用的表头"
                )
            continue
        field, head = columns[index]
        place = Place(number, head)
        if cell.kind is not CellKind.TEXT and not (
            cell.kind is CellKind.DATE and field in heads.dates
        ):
            if cell.text:
                notes.error(place, SPOILED[cell.kind])
            yield field, Cell("", place, spoiled=True)
            continue
        try:
            yield field, Cell(clean(cell.text), place)
        except BadCell as bad:
            notes.error(place, str(bad))
            yield field, Cell("", place, spoiled=True)
