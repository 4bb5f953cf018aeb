"""Workbooks of several tables for people to take away: numbers are numbers, and no text becomes a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

_FORBIDDEN: Final = re.compile(r"[\\/*?:\[\]]")
_LONGEST: Final = 31
"""Characters that the name of a sheet may have."""
_WIDEST: Final = 60


class SheetOf(NamedTuple):
    """One table on a sheet of its own."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int | float | None]]
    note: str = ""
    """Stands below the rows."""


def book_of(sheets: Sequence[SheetOf], *, title: str) -> bytes:
    """The workbook (.xlsx)."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = title[:250]
    taken: set[str] = set()
    for one in sheets:
        _fill(book.create_sheet(_name(one.name, taken)), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, one: SheetOf) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for index, head in enumerate(one.heads):
        longest = max([len(head), *(len(str(row[index] or "")) for row in one.rows[:500])])
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(
            2.2 * longest + 2, _WIDEST
        )
    sheet.append([_cell(sheet, head, head=True) for head in one.heads])
    for row in one.rows:
        sheet.append([_cell(sheet, value) for value in row])
    if one.note:
        sheet.append([])
        sheet.append([_cell(sheet, one.note)])


def _cell(sheet: Any, value: str | int | float | None, *, head: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        # A workbook holds no control characters, and 32,767 characters in a cell at most.
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
        made.data_type = "s"
        made.number_format = "@"
    else:
        made = WriteOnlyCell(sheet, value)
    if head:
        made.font = Font(bold=True)
    elif isinstance(value, str) and len(value) > _WIDEST // 2:
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook may have, and that no other sheet of it has."""
    plain = _FORBIDDEN.sub("·", wanted).strip("'")[:_LONGEST] or "表"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST - 4]} {number}"
    taken.add(name.lower())
    return name
