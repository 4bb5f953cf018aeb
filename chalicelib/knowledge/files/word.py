"""Question lists written in Word (.docx): tables with a header, or running text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from chalicelib.foreign_files.archives import survey
from chalicelib.foreign_files.elements import OFFICE
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.knowledge.files.prose import TextLine, to_rows
from chalicelib.knowledge.files.rows import FoundRow
from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.headings import folded
from chalicelib.sheets.problems import Notes, Place
from chalicelib.sheets.tables import TableColumns, read_table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_OLE: Final = b"\xd0\xcf\x11\xe0"
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)


def from_docx(body: bytes, notes: Notes, heads: TableColumns) -> list[FoundRow]:
    """The questions of a document with their answers. Rows are paragraphs, counted as they stand, tables by their rows."""
    if body.startswith(_OLE):
        notes.error(Place(), "这是旧版 .doc 或加了密码的文件，请去掉密码并另存为 .docx")
        return []
    try:
        survey(body, OFFICE)
        blocks = list(_blocks(body))
    except FileRefused as refused:
        notes.error(Place(), f"无法打开：{refused}")
        return []
    # A damaged file fails in the zip, in the XML or anywhere in python-docx: for people it is one thing.
    except Exception as error:
        notes.error(Place(), f"文件已损坏或不是 .docx，无法打开（{type(error).__name__}）")
        return []
    found: list[FoundRow] = []
    lines: list[TextLine] = []
    for block in blocks:
        if isinstance(block, TextLine):
            lines.append(block)
        elif has_header(block, heads):
            found += [FoundRow(row, cells) for row, cells in read_table(block, heads, notes)]
        else:
            lines += [
                TextLine(row, cell.text)
                for row, cells in block
                for cell in cells
                if cell.text.strip()
            ]
    return found + to_rows(lines, notes, beside=bool(found))


def has_header(rows: list[Row], heads: TableColumns) -> bool:
    """Whether a table names at least two columns that are known."""
    return any(sum(folded(cell.text) in heads.words for cell in cells) > 1 for _, cells in rows[:3])


def _blocks(body: bytes) -> Iterator[TextLine | list[Row]]:
    """Paragraphs and tables in their order."""
    import docx
    from docx.text.paragraph import Paragraph

    document: Document = docx.Document(io.BytesIO(body))
    row = 0
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            row += 1
            yield TextLine(row, _text(block), _level(block))
        else:
            yield list(_rows(block, row))
            row += len(block.rows)


def _rows(table: Table, after: int) -> Iterator[Row]:
    for number, row in enumerate(table.rows, start=after + 1):
        cells = []
        for cell in row.cells:
            cells.append(RawCell("\n".join(_text(paragraph) for paragraph in cell.paragraphs)))
        yield number, cells


def _text(paragraph: Paragraph) -> str:
    """The words of a paragraph, its links as ``<a href>``."""
    from docx.text.hyperlink import Hyperlink

    return "".join(
        f'<a href="{escape(inner.url)}">{inner.text}</a>'
        if isinstance(inner, Hyperlink) and inner.url.startswith(("http://", "https://"))
        else inner.text
        for inner in paragraph.iter_inner_content()
    )


def _level(paragraph: Paragraph) -> int:
    style = paragraph.style
    found = _HEADING.search(style.name or "") if style is not None else None
    return int(found.group(1)) if found else 0
