"""Cells of a workbook as its readers see them: words without what is struck through, numbers as text, links."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from chalicelib.sheets.cells import CellKind, RawCell

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell

_FAILED: Final = {"f": CellKind.FORMULA, "e": CellKind.BROKEN}
_DIGITS: Final = 10**15
_UNSEEN: Final = re.compile(r"\s*;\s*;\s*;?\s*")
"""A number format that shows nothing."""
_LINK_FORMULA: Final = re.compile(
    r'=\s*HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.IGNORECASE
)


class Looks:
    """What the styles of one book mean for the words in its cells; each style is looked at once."""

    def __init__(self) -> None:
        self._struck: dict[int, bool] = {}

    def struck(self, cell: SheetCell | MergedCell) -> bool:
        """Whether a cell is struck through as a whole."""
        if not cell.has_style:
            return False
        known = self._struck.get(cell.style_id)
        if known is None:
            known = self._struck[cell.style_id] = bool(cell.font.strike)
        return known


def raw(cell: SheetCell | MergedCell, looks: Looks) -> RawCell:
    """The text of a cell; a cell that a spreadsheet program has spoiled is marked so."""
    found = _value(cell)
    if not found.text:
        return found
    if _UNSEEN.fullmatch(str(cell.number_format)) and found.kind is not CellKind.FORMULA:
        return RawCell("")
    link = address(cell)
    if isinstance(cell.value, list):
        return _runs(cell, looks, link)
    if looks.struck(cell):
        return RawCell("", struck=found.text)
    return RawCell(found.text, found.kind, link)


def address(cell: SheetCell | MergedCell) -> str:
    """Where a cell leads, by its link or by its formula; empty for none."""
    link = getattr(cell, "hyperlink", None)
    if link is not None:
        target = str(link.target or "")
        place = str(link.location or "")
        return f"{target}#{place}" if target and place else target or f"#{place}"
    found = _LINK_FORMULA.fullmatch(str(cell.value)) if cell.data_type == "f" else None
    return found.group(1) if found else ""


def words_of_link_formula(text: str) -> str:
    """The words that a formula of a link shows, where the file keeps no result of it."""
    found = _LINK_FORMULA.fullmatch(text)
    return (found.group(2) or found.group(1)).replace('""', '"') if found else ""


def _runs(cell: SheetCell | MergedCell, looks: Looks, link: str) -> RawCell:
    """A cell whose words have several looks."""
    parts: dict[bool, str] = {True: "", False: ""}
    whole = looks.struck(cell)
    runs: Any = cell.value
    for run in runs:
        struck = whole if isinstance(run, str) else bool(run.font and run.font.strike)
        parts[struck] += str(run)
    return RawCell(parts[False], link=link, struck=parts[True])


def _value(cell: SheetCell | MergedCell) -> RawCell:
    value: Any = cell.value
    if value is None:
        return RawCell("")
    if cell.data_type in _FAILED:
        return RawCell(str(value), _FAILED[cell.data_type])
    if isinstance(value, bool):
        return RawCell(str(value).upper())
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime | date | time | timedelta):
        return RawCell(_date(value, str(cell.number_format)), CellKind.DATE)
    return RawCell(str(value))


def _number(value: float, shown_as: str) -> RawCell:
    if "%" in shown_as:
        return RawCell(str(value), CellKind.PERCENT)
    if abs(value) >= _DIGITS:
        return RawCell(str(value), CellKind.ROUNDED)
    if value == int(value):
        return RawCell(str(int(value)))
    return RawCell(repr(value))


def _date(value: datetime | date | time | timedelta, shown_as: str) -> str:
    if isinstance(value, datetime):
        day_only = value.time() == time() and "h" not in shown_as.lower()
        return value.date().isoformat() if day_only else value.isoformat(" ")
    return str(value)
