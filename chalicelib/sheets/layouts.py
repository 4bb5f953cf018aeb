"""Lists by their columns: rows found in a file, and the values in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.sheets.columns import Column
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.headings import words
from chalicelib.sheets.problems import Cell, Notes, Place


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of a sheet, one line of JSON, one question of a page: cells by field."""

    row: int
    cells: dict[str, Cell]
    sheet: str = ""
    """The sheet of a workbook; empty where one is read."""

    def place(self, column: str) -> Place:
        """Where one of its cells stands, or would."""
        return Place(self.row, column, self.sheet)

    def text(self, field: str) -> str:
        """The text of a cell; empty for none."""
        return self.cells[field].value if field in self.cells else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of list: its columns, its sheet, and how its rows become values."""

    columns: tuple[Column, ...]
    sheet: str
    heads: TableColumns


def layout_of(columns: tuple[Column, ...], sheet: str, missing: str) -> Layout:
    """The layout of a list; ``missing`` is the problem where no header is found."""
    heads = TableColumns(
        words=words({one.field: (one.label, *one.aliases) for one in columns}),
        shown={one.field: one.label for one in columns},
        missing=missing,
        marks=frozenset(one.field for one in columns if one.required),
        dates=frozenset(one.field for one in columns if one.form.dated),
        links={one.field: one.form.link for one in columns if one.form.link},
        keys=frozenset({"id"}),
        leads={one.field: one.leads for one in columns if one.leads},
    )
    return Layout(columns, sheet, heads)


def values_of(row: FoundRow, columns: Iterable[Column], notes: Notes) -> dict[str, Any]:
    """The values of a row by field, without those of empty and bad cells."""
    values: dict[str, Any] = {}
    for column in columns:
        cell = row.cells.get(column.field)
        if cell is None and column.required:
            notes.error(row.place(column.label), f"缺少{column.label}")
        value = notes.read(cell, column.form.read)
        if value is not None:
            values[column.field] = value
    return values
