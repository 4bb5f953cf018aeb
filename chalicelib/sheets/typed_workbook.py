"""A list as a workbook that reading gives back the same: text cells, drop-downs, explanations."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from chalicelib.sheets.columns import Column
from chalicelib.sheets.layouts import Layout
from chalicelib.sheets.problems import Problem, Severity

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Mapping[str, str]]
"""Cells by field."""

MOST_CELL: Final = 32_767
"""Characters that a cell of .xlsx holds."""


def too_long(name: str, rows: Rows, columns: Sequence[Column]) -> tuple[Problem, ...]:
    """Cells that a workbook would cut: what is imported again must be what was written."""
    return tuple(
        Problem(
            Severity.ERROR,
            PurePath(name).name,
            at,
            one.label,
            f"有 {len(row[one.field]):,} 个字，.xlsx 的一格放不下；请写成 .csv 或 .jsonl",
        )
        for at, row in enumerate(rows, start=2)
        for one in columns
        if len(row[one.field]) > MOST_CELL
    )


def workbook(rows: Rows, layout: Layout) -> bytes:
    """A workbook whose cells are all text; choices drop down, a second sheet explains the columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page: Any = book.active
    page.title = layout.sheet
    for number, cells in enumerate(table_of(rows, layout.columns), start=1):
        for index, value in enumerate(cells, start=1):
            cell = page.cell(number, index)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.value = value
            cell.data_type = "s"  # never a formula, whatever it starts with
    for cell in page[1]:
        cell.font = Font(bold=True)
    _dress(page, layout.columns)
    _explain(book.create_sheet("说明"), layout.columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(page: Worksheet, columns: Sequence[Column]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = "@"
        if column.form.choices:
            words = ",".join(names[0] for names in column.form.choices.values())
            choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            choices.add(f"{letter}2:{letter}10000")
            page.add_data_validation(choices)


def _explain(page: Worksheet, columns: Sequence[Column]) -> None:
    for column in columns:
        page.append([column.label, column.explained])
    page.column_dimensions["A"].width = 16
    page.column_dimensions["B"].width = 90


def table_of(rows: Rows, columns: Sequence[Column]) -> Iterator[list[str]]:
    """The heading and the rows, cell by cell."""
    yield [one.label for one in columns]
    for row in rows:
        yield [row[one.field] for one in columns]
