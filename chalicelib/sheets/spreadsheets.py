"""Spreadsheet files (.xlsx, .csv) to rows, and back."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from chalicelib.foreign_files.archives import survey
from chalicelib.foreign_files.elements import OFFICE
from chalicelib.foreign_files.encoding import decoded
from chalicelib.foreign_files.opening import within
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.sheets.cells import CellKind, RawCell, Row
from chalicelib.sheets.headings import Words, folded
from chalicelib.sheets.problems import Notes, Place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS: Final = OFFICE.rows
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = OFFICE.cells
"""Rows by columns, empty cells among them: the library makes each."""
TEXT_BYTES: Final = 20 * 1024 * 1024
"""Of .csv, .yaml and .jsonl."""
LONGEST_LINE: Final = 1_000_000
"""Characters of a line of a .csv."""
LONGEST_ROW: Final = 2_000
"""Lines over which one row of a .csv may go."""

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_FAILED: Final = {"f": CellKind.FORMULA, "e": CellKind.BROKEN}
_DIGITS: Final = 10**15
# A spreadsheet program takes a .csv cell that starts so for a formula; a quote before it keeps it text.
# Chinese editions read the wide signs like the narrow ones, and some programs drop a line end that comes first.
_FORMULA_LIKE: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_QUOTED_FORMULA: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def read_csv(body: bytes, notes: Notes, heads: Words) -> list[Row]:
    """The rows of a .csv in UTF-8, UTF-16 or GBK, whichever of comma, semicolon and tab divides its ``heads``."""
    text = decode(body, notes)
    if text is None:
        return []
    rows: list[Row] = []
    count = 0
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=_delimiter(text, heads), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            lines.of_row, count = 0, count + len(cells)
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS or count > MAX_CELLS:
                limits = f"最多 {MAX_ROWS} 行、每行 {MAX_COLUMNS} 格、共 {MAX_CELLS} 格"
                notes.error(Place(number), f"从这一行起没有读：{limits}；请拆成几个文件")
                break
            rows.append((number, [RawCell(_unquoted(cell)) for cell in cells]))
    except FileRefused as refused:
        notes.error(Place(len(rows) + 1), f"从这一行起没有读：{refused}")
    except csv.Error as error:
        notes.error(Place(len(rows) + 1), f"这一行的引号或分隔符不对，无法读取（{error}）")
    return rows


class _Lines:
    """The lines of a text, one at a time, each with its end; ``of_row`` counts those of the open row."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.of_row = text, 0, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.text):
            raise StopIteration
        end = _LINE_END.search(self.text, self.at, self.at + LONGEST_LINE)
        stop = end.end() if end else len(self.text)
        self.of_row += 1
        if stop - self.at > LONGEST_LINE or self.of_row > LONGEST_ROW:
            raise FileRefused("这一行太长；请检查引号是否成对")
        line, self.at = self.text[self.at : stop], stop
        return line


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A .csv that Excel opens with its Chinese intact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA_LIKE.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def decode(body: bytes, notes: Notes) -> str | None:
    """The text of a file in one of the encodings that Chinese offices use; None (noted) for others."""
    try:
        return decoded(within(body, TEXT_BYTES))
    except FileRefused as refused:
        notes.error(Place(), str(refused))
        return None


def read_xlsx(body: bytes, notes: Notes, heads: Words, sheet: str) -> list[Row]:
    """The rows of the sheet of that name, or of the first sheet; of others that hold ``heads`` a warning tells."""
    if body.startswith(_OLE):
        notes.error(Place(), "这是旧版 .xls 或加了密码的文件，请去掉密码并另存为 .xlsx")
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody here needs
        try:
            survey(body, OFFICE)
            return list(_sheet_rows(body, notes, heads, sheet))
        except FileRefused as refused:
            notes.error(Place(), f"无法打开：{refused}")
            return []
        # A damaged file fails in the zip, in the XML or anywhere in openpyxl: for the operator it is one thing.
        except Exception as error:
            notes.error(Place(), f"文件已损坏或不是 .xlsx，无法打开（{type(error).__name__}）")
            return []


def _sheet_rows(body: bytes, notes: Notes, known: Words, name: str) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(body))
    sheet = _chosen(book, notes, known, name)
    if sheet is None:
        return
    rows, columns = sheet.max_row, sheet.max_column
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        notes.error(
            Place(),
            f"工作表“{sheet.title}”有 {rows} 行 {columns} 列，最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列、"
            f"共 {MAX_CELLS} 格；请删除多余的空行空列，或拆成几个文件",
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
        heads = [folded(str(cell.value)) for cell in _first_row(sheet)]
        if sheet is not chosen and sum(head in known for head in heads) > 1:
            notes.warn(Place(), f"只导入工作表“{chosen.title}”，没有导入“{sheet.title}”")
    return chosen


def _first_row(sheet: Worksheet) -> Sequence[SheetCell | MergedCell]:
    columns = min(sheet.max_column, MAX_COLUMNS)
    return next(sheet.iter_rows(max_row=1, max_col=columns), ())


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
    for line in text[:LONGEST_LINE].splitlines()[:10]:
        found = max(",;\t", key=lambda mark: _known(line, mark, heads))
        if _known(line, found, heads):
            return found
    return ","


def _known(line: str, delimiter: str, heads: Words) -> int:
    return sum(folded(word.strip('"')) in heads for word in line.split(delimiter))


def _unquoted(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell
