"""Text files with a table (.csv) to rows, and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from chalicelib.foreign_files.elements import OFFICE
from chalicelib.foreign_files.encoding import decoded
from chalicelib.foreign_files.opening import within
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.headings import Words, folded
from chalicelib.sheets.problems import Notes, Place

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
    except csv.Error:
        notes.error(
            Place(len(rows) + 1),
            '从这一行起没有读：引号不成对，或引号后面还有字；格子里的引号要写成两个 ""',
        )
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
