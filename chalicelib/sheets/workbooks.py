"""Workbooks (.xlsx) to tables: which of their sheets are read, and the rows of each."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chalicelib.foreign_files.archives import survey
from chalicelib.foreign_files.elements import OFFICE
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.sheets.cells import CellKind, RawCell, Row, Sheet
from chalicelib.sheets.headers import LOOKED_AT, TableColumns, find_header
from chalicelib.sheets.headings import folded
from chalicelib.sheets.problems import Notes, Place
from chalicelib.sheets.spreadsheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from chalicelib.sheets.workbook_cells import Looks, address, raw, words_of_link_formula

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

EXPLANATIONS: Final = "说明"
"""The sheet of our templates that explains the columns."""
_OLE: Final = b"\xd0\xcf\x11\xe0"


def read_xlsx(
    body: bytes, notes: Notes, heads: TableColumns, wanted: Collection[str] = ()
) -> list[Sheet]:
    """The sheets with a header of ``heads``, or those that are ``wanted``; what is left out is noted.

    Hidden sheets are read only when they are wanted. Where no sheet has a header, the first is given as it is.
    """
    if body.startswith(_OLE):
        notes.error(Place(), "这是旧版 .xls 或加了密码的文件，请去掉密码并另存为 .xlsx")
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody here needs
        try:
            survey(body, OFFICE)
            return _Book(body, notes, heads).sheets(wanted)
        except FileRefused as refused:
            notes.error(Place(), f"无法打开：{refused}")
            return []
        # A damaged file fails in the zip, in the XML or anywhere in openpyxl: for the operator it is one thing.
        except Exception:
            notes.error(Place(), "文件已损坏或不是 .xlsx，无法打开；请在表格软件里打开后另存一次")
            return []


class _Book:
    """One workbook, with what formulas came to when it was saved."""

    def __init__(self, body: bytes, notes: Notes, heads: TableColumns) -> None:
        from openpyxl import load_workbook

        self.body, self.notes, self.heads = body, notes, heads
        self.book: Workbook = load_workbook(io.BytesIO(body), rich_text=True)
        self.looks = Looks()
        self._computed: Workbook | None = None

    def sheets(self, wanted: Collection[str]) -> list[Sheet]:
        chosen = self._chosen(wanted)
        found, cells = [], 0
        for sheet in chosen:
            cells += sheet.max_row * sheet.max_column
            if not self._fits(sheet, cells):
                return []
            name = sheet.title if len(chosen) > 1 else ""
            found.append(
                Sheet(list(self._rows(sheet)), name, _hidden_rows(sheet), _hidden_columns(sheet))
            )
        return found

    def _chosen(self, wanted: Collection[str]) -> Sequence[Worksheet]:
        every = self.book.worksheets
        if not every:
            self.notes.error(Place(), "文件里没有工作表")
        unknown = [name for name in wanted if name not in {one.title for one in every}]
        if unknown:
            self.notes.error(Place(), f"没有工作表{_quoted(unknown)}；文件里有：{_titles(every)}")
        if wanted:
            return [] if unknown else [one for one in every if one.title in wanted]
        filled = [one for one in every if self._beginning(one) or one.max_row > LOOKED_AT]
        shown = [one for one in filled if one.sheet_state == "visible"]
        headed = [one for one in shown if self._has_header(one)]
        hidden = [one for one in filled if one not in shown]
        without = [one for one in shown if one not in headed and not self._explains(one)]
        if hidden and shown:
            self.notes.warn(
                Place(),
                f"没有导入隐藏的工作表：{_titles(hidden)}；要导入请取消隐藏，或用 --sheet 指定",
            )
        if headed and without:
            self.notes.warn(Place(), f"没有导入没有表头的工作表：{_titles(without)}")
        if len(headed) > 1:
            self.notes.warn(
                Place(),
                f"导入了 {len(headed)} 个工作表：{_titles(headed)}；只要其中的，请用 --sheet 指定",
            )
        return headed or (shown or every)[:1]

    def _beginning(self, sheet: Worksheet) -> list[Row]:
        """The filled rows near the top, as far as a header may stand."""
        last, columns = min(sheet.max_row, LOOKED_AT), min(sheet.max_column, MAX_COLUMNS)
        rows = enumerate(sheet.iter_rows(max_row=last, max_col=columns), start=1)
        found: list[Row] = [(at, [raw(cell, self.looks) for cell in cells]) for at, cells in rows]
        return [(at, cells) for at, cells in found if any(one.text for one in cells)]

    def _has_header(self, sheet: Worksheet) -> bool:
        header = find_header(self._beginning(sheet), self.heads)
        return header is not None and header.is_of(self.heads)

    def _explains(self, sheet: Worksheet) -> bool:
        """Whether it is the sheet that our templates have beside the table."""
        first = [cells[0].text for _, cells in self._beginning(sheet)]
        return (
            sheet.title == EXPLANATIONS
            and sum(folded(one) in self.heads.words for one in first) > 1
        )

    def _fits(self, sheet: Worksheet, cells: int) -> bool:
        rows, columns = sheet.max_row, sheet.max_column
        if rows <= MAX_ROWS and columns <= MAX_COLUMNS and cells <= MAX_CELLS:
            return True
        self.notes.error(
            Place(),
            f"工作表“{sheet.title}”有 {rows} 行 {columns} 列，最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列、"
            f"全部共 {MAX_CELLS} 格；请删除多余的空行空列，或拆成几个文件",
        )
        return False

    def _rows(self, sheet: Worksheet) -> Iterator[Row]:
        areas = _areas(sheet)
        firsts: dict[tuple[int, int], RawCell] = {}
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            raws: list[RawCell] = []
            for column, cell in enumerate(cells, start=1):
                first = areas.get((number, column))
                if first is None:
                    raws.append(self._cell(sheet, number, column, cell))
                    continue
                if first not in firsts:
                    found = self._cell(sheet, *first, sheet.cell(*first))
                    firsts[first] = replace(found, area=first)
                raws.append(firsts[first])
            yield number, raws

    def _cell(
        self, sheet: Worksheet, row: int, column: int, cell: SheetCell | MergedCell
    ) -> RawCell:
        found = raw(cell, self.looks)
        if found.kind is not CellKind.FORMULA:
            return found
        link = address(cell)
        computed = raw(self._results(sheet.title).cell(row, column), self.looks)
        if computed.text and computed.kind is not CellKind.FORMULA:
            return replace(computed, link=computed.link or link)
        if words := words_of_link_formula(found.text):
            return RawCell(words, link=link)
        return found

    def _results(self, title: str) -> Worksheet:
        # Only now, since most files have no formulas: the same book with what they came to when it was saved.
        if self._computed is None:
            from openpyxl import load_workbook

            self._computed = load_workbook(io.BytesIO(self.body), data_only=True)
        found: Worksheet = self._computed[title]
        return found


def _areas(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Every cell of a merged area, by row and column → where the area begins."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1)
        for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1)
    }


def _hidden_rows(sheet: Worksheet) -> frozenset[int]:
    return frozenset(
        number for number, one in sheet.row_dimensions.items() if one.hidden or one.height == 0
    )


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """By number; one entry of the file stands for a run of columns."""
    return frozenset(
        column
        for one in sheet.column_dimensions.values()
        if (one.hidden or one.width == 0) and one.min and one.max
        for column in range(one.min, min(one.max, MAX_COLUMNS) + 1)
    )


def _titles(sheets: Collection[Worksheet]) -> str:
    return _quoted([one.title for one in sheets])


def _quoted(names: Collection[str]) -> str:
    return "".join(f"“{name}”" for name in names)
