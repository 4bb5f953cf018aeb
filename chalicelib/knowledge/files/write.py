"""Entries and documents as files that reading gives back the same, and the empty template of each."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from chalicelib.knowledge.columns import Column, cells_of
from chalicelib.knowledge.files.rows import (
    FAQ_LAYOUT,
    POLICY_LAYOUT,
    KnowledgeFileErrors,
    Layout,
)
from chalicelib.knowledge.models import FaqEntry, PolicyDocument
from chalicelib.sheets.problems import Problem, Severity
from chalicelib.sheets.spreadsheets import write_csv

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Mapping[str, str]]
"""Cells by field."""

MOST_CELL: Final = 32_767
"""Characters that a cell of .xlsx holds."""


def write_faq(name: str, kept: Iterable[FaqEntry]) -> bytes:
    """Entries as a file that ``read_faq`` gives back the same: .xlsx, .csv or .jsonl. Raises ``KnowledgeFileErrors``."""
    return _written(name, [cells_of(one) for one in kept], FAQ_LAYOUT)


def write_policies(name: str, kept: Iterable[PolicyDocument]) -> bytes:
    """Documents as a file, as ``write_faq``."""
    return _written(name, [cells_of(one) for one in kept], POLICY_LAYOUT)


def template(kind: type[FaqEntry] | type[PolicyDocument]) -> bytes:
    """An empty .xlsx with headings, drop-downs and explanations."""
    return _xlsx([], FAQ_LAYOUT if kind is FaqEntry else POLICY_LAYOUT)


def _written(name: str, rows: Rows, layout: Layout) -> bytes:
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        if long := _too_long(name, rows, layout.columns):
            raise KnowledgeFileErrors(long)
        return _xlsx(rows, layout)
    if suffix == ".csv":
        return write_csv(_cells(rows, layout.columns))
    if suffix == ".jsonl":
        return _jsonl(rows, layout.columns)
    reason = f"不能写成 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv、.jsonl"
    raise KnowledgeFileErrors((Problem(Severity.ERROR, PurePath(name).name, None, None, reason),))


def _too_long(name: str, rows: Rows, columns: Sequence[Column]) -> tuple[Problem, ...]:
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


def _jsonl(rows: Rows, columns: Sequence[Column]) -> bytes:
    """One object a line; keys are the headings of the sheet, empty cells are left out."""
    lines = ({one.label: row[one.field] for one in columns if row[one.field]} for row in rows)
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def _xlsx(rows: Rows, layout: Layout) -> bytes:
    """A workbook whose cells are all text; choices drop down, a second sheet explains the columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page: Any = book.active
    page.title = layout.sheet
    for number, cells in enumerate(_cells(rows, layout.columns), start=1):
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


def _cells(rows: Rows, columns: Sequence[Column]) -> Iterator[list[str]]:
    yield [one.label for one in columns]
    for row in rows:
        yield [row[one.field] for one in columns]
