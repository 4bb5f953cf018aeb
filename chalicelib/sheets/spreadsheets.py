"""Spreadsheet files (.xlsx, .csv) to rows, and back."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from chalicelib.sheets.cells import CellKind, RawCell, Row
from chalicelib.sheets.headings import Words, folded
from chalicelib.sheets.problems import Notes, Place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_UNZIPPED: Final = 500 * 1024 * 1024
"""Bytes; a few kilobytes of zip can hold more than the memory there is."""

_OLE: Final = b"\xd0\xcf\x11\xe0"
_FAILED: Final = {"f": CellKind.FORMULA, "e": CellKind.BROKEN}
_DIGITS: Final = 10**15
# A spreadsheet program takes a .csv cell that starts so for a formula; a quote before it keeps it text.
_FORMULA_LIKE: Final = re.compile(r"'*[=+\-@\t]")
_QUOTED_FORMULA: Final = re.compile(r"'+[=+\-@\t]")


def read_csv(body: bytes, notes: Notes, heads: Words) -> list[Row]:
    """The rows of a .csv in UTF-8, UTF-16 or GBK, whichever of comma, semicolon and tab divides its ``heads``."""
    text = decode(body, notes)
    if text is None:
        return []
    rows: list[Row] = []
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, heads), strict=True
    )
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, [RawCell(_unquoted(cell)) for cell in cells]))
    except csv.Error as error:
        notes.error(Place(len(rows) + 1), f"这一行的引号或分隔符不对，无法读取（{error}）")
    return rows


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A .csv that Excel opens with its Chinese intact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA_LIKE.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def decode(body: bytes, notes: Notes) -> str | None:
    """The text of a file in one of the encodings that Chinese offices use; None (noted) for others."""
    encodings = ["utf-8-sig", "gb18030"]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    notes.error(Place(), "文字编码既不是 UTF-8 也不是 GBK，请另存为 UTF-8")
    return None


def read_xlsx(body: bytes, notes: Notes, heads: Words, sheet: str) -> list[Row]:
    """The rows of the sheet of that name, or of the first sheet; of others that hold ``heads`` a warning tells."""
    if body.startswith(_OLE):
        notes.error(Place(), "这是旧版 .xls 或加了密码的文件，请去掉密码并另存为 .xlsx")
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody here needs
        try:
            _refuse_bombs(body)
            return list(_sheet_rows(body, notes, heads, sheet))
        # A damaged file fails in the zip, in the XML or anywhere in openpyxl: for the operator it is one thing.
        except Exception as error:
            notes.error(Place(), f"文件已损坏或不是 .xlsx，无法打开（{type(error).__name__}）")
            return []


def _refuse_bombs(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED:
            raise ValueError("unzips to too much")


def _sheet_rows(body: bytes, notes: Notes, known: Words, name: str) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(body))
    sheet = _chosen(book, notes, known, name)
    if sheet is None:
        return
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        notes.error(
            Place(),
            f"工作表“{sheet.title}”有 {sheet.max_row} 行 {sheet.max_column} 列，请删除多余的空行空列",
        )
        return
    merged = _merged(sheet)
    values: Worksheet | None = None
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        raws: list[RawCell] = []
        for cell in cells:
            raw = _raw(cell)
            if raw.kind is CellKind.FORMULA:
                # Only now, since most files have none: the same book with what formulas came to when saved.
                values = values or load_workbook(io.BytesIO(body), data_only=True)[sheet.title]
                computed = _raw(values.cell(number, len(raws) + 1))
                raw = computed if computed.text else raw
            if (number, len(raws) + 1) in merged:
                raw = RawCell(raw.text, CellKind.MERGED)
            raws.append(raw)
        yield number, raws


def _chosen(book: Workbook, notes: Notes, known: Words, name: str) -> Worksheet | None:
    sheets = book.worksheets
    if not sheets:
        notes.error(Place(), "文件里没有工作表")
        return None
    chosen = book[name] if name in book.sheetnames else sheets[0]
    for sheet in sheets:
        heads = [folded(str(cell.value)) for cell in next(sheet.iter_rows(max_row=1), ())]
        if sheet is not chosen and sum(head in known for head in heads) > 1:
            notes.warn(Place(), f"只导入工作表“{chosen.title}”，没有导入“{sheet.title}”")
    return chosen


def _merged(sheet: Worksheet) -> set[tuple[int, int]]:
    """Rows and columns of merged cells that hold something: for which rows it is meant would be a guess."""
    return {
        (row, column)
        for area in sheet.merged_cells.ranges
        if sheet.cell(area.min_row, area.min_col).value is not None
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _raw(cell: SheetCell | MergedCell) -> RawCell:
    """The text of a cell; a cell that a spreadsheet program has spoiled is marked so."""
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


def _delimiter(text: str, heads: Words) -> str:
    """The character that makes the most columns of the first line that has words of ours."""
    for line in text.splitlines()[:10]:
        found = max(",;\t", key=lambda mark: _known(line, mark, heads))
        if _known(line, found, heads):
            return found
    return ","


def _known(line: str, delimiter: str, heads: Words) -> int:
    return sum(folded(word.strip('"')) in heads for word in line.split(delimiter))


def _unquoted(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell
