"""Question lists written in Word (.docx, .docm): tables with a header, or running text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from chalicelib.foreign_files.elements import OFFICE
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.knowledge.files.prose import TextLine, to_rows
from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.headings import folded
from chalicelib.sheets.layouts import FoundRow
from chalicelib.sheets.problems import Notes, Place
from chalicelib.sheets.tables import TableColumns, read_table
from chalicelib.word_files import (
    Block,
    Document,
    Mark,
    Paragraph,
    Picture,
    Piece,
    Remark,
    Table,
    Words,
    paragraphs,
    read_document,
)
from chalicelib.word_files import Row as TableRow

_SHOWN_CHARS: Final = 10
_PICTURE: Final = Remark("图片没有带入：问答只有文字；需要请写成文字，或在答案里放链接")


def from_docx(body: bytes, notes: Notes, heads: TableColumns) -> list[FoundRow]:
    """The questions of a document with their answers. Rows are paragraphs, counted as they stand, tables by their rows."""
    try:
        document = read_document(body, OFFICE, keeps_pictures=False)
    except FileRefused as refused:
        notes.error(Place(), f"无法打开：{refused}")
        return []
    text = _Text(document)
    found: list[FoundRow] = []
    lines: list[TextLine] = []
    for row, block in text.numbered:
        if isinstance(block, Paragraph):
            lines += text.lines(row, block)
            continue
        rows = list(text.rows(row, block))
        if has_header(rows, heads):
            found += [FoundRow(at, cells) for at, cells in read_table(rows, heads, notes)]
        else:
            lines += text.lines_of_table(row, block)
    found += to_rows(lines, notes, beside=bool(found))
    for remark in document.remarks:
        _note(notes, Place(), remark.what, remark.serious)
    asked = sorted(one.row for one in found)
    for said in text.remarks():
        _note(notes, Place(_owner(said, asked)), str(said), said.remark.serious)
    return found


def has_header(rows: list[Row], heads: TableColumns) -> bool:
    """Whether a table names at least two columns that are known."""
    return any(sum(folded(cell.text) in heads.words for cell in cells) > 1 for _, cells in rows[:3])


@dataclass(frozen=True, slots=True)
class _Said:
    """A remark of the reader, and where it belongs."""

    row: int
    beginning: str
    remark: Remark

    def __str__(self) -> str:
        where = f"第 {self.row} 段“{self.beginning}”" if self.beginning else f"第 {self.row} 段"
        return f"{where}：{self.remark.what}"


def _owner(said: _Said, rows: list[int]) -> int:
    """The row of the question to whose answer a paragraph belongs, so that it is left out with its question."""
    at = bisect_right(rows, said.row)
    return rows[at - 1] if at and said.remark.serious else said.row


def _note(notes: Notes, place: Place, what: str, serious: bool) -> None:
    if serious:
        notes.error(place, what)
    else:
        notes.warn(place, what)


class _Text:
    """A document as plain lines; links stay, and the words of a note stand where its mark does."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.numbered: list[tuple[int, Block]] = []
        """Blocks by the row they begin in."""
        row = 1
        for block in document.blocks:
            self.numbered.append((row, block))
            row += len(block.rows) if isinstance(block, Table) else 1

    def lines(self, row: int, one: Paragraph) -> list[TextLine]:
        """A paragraph line by line; a heading is one line."""
        text = self.text(one)
        if one.heading:
            return [TextLine(row, "".join(text.split("\n")), min(one.heading, 6))]
        words = [piece for piece in one.pieces if isinstance(piece, Words) and piece.text.strip()]
        stressed = bool(words) and all(piece.look.bold for piece in words)
        return [TextLine(row, line, stressed=stressed) for line in text.split("\n")]

    def lines_of_table(self, row: int, table: Table) -> Iterator[TextLine]:
        """A table without a header, cell by cell."""
        for at, line in enumerate(table.rows, start=row):
            for cell in line.cells:
                for one in paragraphs(cell.blocks):
                    yield from self.lines(at, one)

    def rows(self, row: int, table: Table) -> Iterator[Row]:
        """A table as a sheet; a merged cell has its text in each of its places."""
        above: dict[int, tuple[int, str]] = {}
        for at, line in enumerate(table.rows, start=row):
            shown = {column: text for column, (_, text) in above.items()}
            above = {column: (left - 1, text) for column, (left, text) in above.items() if left > 1}
            for cell in line.cells:
                text = "\n".join(self.text(one) for one in paragraphs(cell.blocks))
                for column in range(cell.at, cell.at + cell.across):
                    shown[column] = text
                    if cell.down > 1:
                        above[column] = (cell.down - 1, text)
            width = max(shown, default=-1) + 1
            yield at, [RawCell(shown.get(column, "")) for column in range(width)]

    def remarks(self) -> Iterator[_Said]:
        """What the reader remarked, and pictures, which no answer holds; in their order."""
        for row, block in self.numbered:
            rows = (
                [[block]] if isinstance(block, Paragraph) else [_inside(one) for one in block.rows]
            )
            for at, shown in enumerate(rows, start=row):
                for one in shown:
                    yield from self._of(at, one)

    def _of(self, row: int, one: Paragraph, deep: bool = True) -> Iterator[_Said]:
        pictures = [_PICTURE] if any(isinstance(piece, Picture) for piece in one.pieces) else []
        for remark in (*one.remarks, *pictures):
            words = "".join(self.text(one).split())
            short = words if len(words) <= _SHOWN_CHARS else words[:_SHOWN_CHARS] + "…"
            yield _Said(row, short, remark)
        for piece in one.pieces:
            note = self._document.notes.get(piece.note, []) if isinstance(piece, Mark) else []
            for inner in paragraphs(note if deep else []):
                yield from self._of(row, inner, deep=False)

    def text(self, one: Paragraph, deep: bool = True) -> str:
        """The words of a paragraph with its number, its links as ``<a href>``."""
        label = one.label.text + one.label.gap if one.label and one.filled else ""
        return label + "".join(
            self._linked(link, "".join(self._piece(piece, deep) for piece in group))
            for link, group in groupby(one.pieces, key=_link)
        )

    def _linked(self, link: str, text: str) -> str:
        if not link.startswith(("http://", "https://")) or not text.strip():
            return text
        return f'<a href="{escape(link)}">{text}</a>'

    def _piece(self, piece: Piece, deep: bool) -> str:
        if isinstance(piece, Words):
            return piece.text
        note = self._document.notes.get(piece.note, []) if isinstance(piece, Mark) and deep else []
        words = " ".join(self.text(one, deep=False).strip() for one in paragraphs(note)).strip()
        return f"（注：{words}）" if words else ""


def _inside(row: TableRow) -> list[Paragraph]:
    return [one for cell in row.cells for one in paragraphs(cell.blocks)]


def _link(piece: Piece) -> str:
    return piece.link if isinstance(piece, Words) else ""
