"""Plain tables for people to take away: .xlsx and .csv, in which every cell is text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.sheets.spreadsheets import write_csv


class Form(StrEnum):
    """The form of an exported file."""

    XLSX = "xlsx"
    CSV = "csv"


class Exported(NamedTuple):
    """A file that was made."""

    ending: str
    content_type: str
    body: bytes


_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(heads: Sequence[str], rows: Iterable[Sequence[str]], form: Form) -> Exported:
    """A table with one line of heads, safe in every spreadsheet program: no cell becomes a formula."""
    if form is Form.CSV:
        return Exported(".csv", "text/csv", write_csv([heads, *rows]))
    return Exported(".xlsx", _XLSX, _workbook(heads, rows))


def _workbook(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    sheet.freeze_panes = "A2"
    for index in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 22
    for number, row in enumerate([heads, *rows]):
        cells = []
        for text in row:
            # A workbook holds no control characters, and 32,767 characters in a cell at most.
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767])
            cell.data_type = "s"
            cell.number_format = "@"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
