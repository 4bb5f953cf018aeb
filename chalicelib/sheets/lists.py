"""Lists in spreadsheet files (.xlsx, .csv): every table in them, read alike for rules, questions, policies and canned replies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from chalicelib.sheets.cells import Sheet
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.problems import Cell, Notes, Place
from chalicelib.sheets.spreadsheets import read_csv
from chalicelib.sheets.tables import read_sheet

SUFFIXES: Final = (".xlsx", ".csv")

Table = list[tuple[int, dict[str, Cell]]]
"""The filled rows of one sheet by number: field → cell."""


def read_list(
    suffix: str, body: bytes, heads: TableColumns, notes: Notes, sheets: Collection[str] = ()
) -> list[tuple[str, Table]]:
    """The tables of a file by the names of their sheets (empty for a file with one); problems are noted.

    ``suffix`` is ``.xlsx`` or ``.csv``; ``sheets`` names those of a workbook that are wanted, hidden ones too.
    """
    if suffix == ".xlsx":
        from chalicelib.sheets.workbooks import read_xlsx

        found = read_xlsx(body, notes, heads, sheets)
    else:
        refuse_sheets(sheets, notes)
        found = [Sheet(read_csv(body, notes, heads.words))]
    return [(one.name, list(read_sheet(one, heads, notes))) for one in found]


def refuse_sheets(sheets: Collection[str], notes: Notes) -> None:
    """Note that a file of another kind has no sheets to choose among."""
    if sheets:
        notes.error(Place(), "只有 .xlsx 有工作表，请去掉 --sheet")
