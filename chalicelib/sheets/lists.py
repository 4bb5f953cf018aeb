"""Lists in spreadsheet files (.xlsx, .csv): every table in them, read alike for rules, questions, policies and canned replies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from chalicelib.sheets.cells import RawCell, Row, Sheet
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.problems import Cell, Notes, Place
from chalicelib.sheets.spreadsheets import read_csv
from chalicelib.sheets.tables import read_sheet

SUFFIXES: Final = (".xlsx", ".csv")

Table = list[tuple[int, dict[str, Cell]]]
"""The filled rows of one sheet by number: field → cell."""


class Fix(NamedTuple):
    """A cell that was corrected after the file was written."""

    sheet: str
    """As problems name it."""
    row: int
    """From 1, as the spreadsheet program shows it."""
    column: int
    """From 1."""
    value: str


def read_list(
    suffix: str,
    body: bytes,
    heads: TableColumns,
    notes: Notes,
    sheets: Collection[str] = (),
    fixes: Collection[Fix] = (),
) -> list[tuple[str, Table]]:
    """The tables of a file by the names of their sheets (empty for a file with one); problems are noted.

    ``suffix`` is ``.xlsx`` or ``.csv``; ``sheets`` names those of a workbook that are wanted, hidden ones too. ``fixes``
    take the place of cells.
    """
    found = raw_sheets(suffix, body, heads, notes, sheets, fixes)
    return [(one.name, list(read_sheet(one, heads, notes))) for one in found]


def raw_sheets(
    suffix: str,
    body: bytes,
    heads: TableColumns,
    notes: Notes,
    sheets: Collection[str] = (),
    fixes: Collection[Fix] = (),
) -> Sequence[Sheet]:
    """The sheets that ``read_list`` reads, cell by cell as they stand in the file."""
    if suffix == ".xlsx":
        from chalicelib.sheets.workbooks import read_xlsx

        found = read_xlsx(body, notes, heads, sheets)
    else:
        refuse_sheets(sheets, notes)
        found = [Sheet(read_csv(body, notes, heads.words))]
    return [_corrected(one, fixes) for one in found] if fixes else found


def _corrected(sheet: Sheet, fixes: Collection[Fix]) -> Sheet:
    by_row: dict[int, list[Fix]] = {}
    for fix in fixes:
        if fix.sheet == sheet.name:
            by_row.setdefault(fix.row, []).append(fix)
    return replace(sheet, rows=[_row(row, by_row.get(row[0], ())) for row in sheet.rows])


def _row(row: Row, fixes: Collection[Fix]) -> Row:
    number, cells = row
    changed = list(cells)
    for fix in fixes:
        changed += [RawCell("")] * (fix.column - len(changed))
        changed[fix.column - 1] = RawCell(fix.value)
    return number, changed


def refuse_sheets(sheets: Collection[str], notes: Notes) -> None:
    """Note that a file of another kind has no sheets to choose among."""
    if sheets:
        notes.error(Place(), "只有 .xlsx 有工作表，请去掉 --sheet")
