"""Files as departments send them."""

from __future__ import annotations

import io

import docx
from openpyxl import Workbook

from chalicelib.knowledge import FaqEntry, files


def entries(name: str, body: bytes | str) -> list[FaqEntry]:
    raw = body.encode() if isinstance(body, str) else body
    return list(files.read_faq(name, raw).kept)


def pairs(name: str, body: bytes | str) -> list[tuple[str, str]]:
    return [(one.question, one.answer) for one in entries(name, body)]


def problems(name: str, body: bytes | str) -> list[tuple[int | None, str | None, str]]:
    """What is wrong with a file: row, column, reason."""
    raw = body.encode() if isinstance(body, str) else body
    try:
        files.read_faq(name, raw)
    except files.KnowledgeFileErrors as error:
        return [(one.row, one.column, one.reason) for one in error.problems]
    return []


def xlsx(*rows: list[object], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*blocks: str | list[list[str]]) -> bytes:
    """Paragraphs; ``# `` makes a heading of the first level, ``## `` of the second; a list of lists is a table."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for at, row in enumerate(block):
                for index, text in enumerate(row):
                    table.cell(at, index).text = text
        elif block.startswith("#"):
            marks, text = block.split(" ", 1)
            document.add_heading(text, len(marks))
        else:
            document.add_paragraph(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
