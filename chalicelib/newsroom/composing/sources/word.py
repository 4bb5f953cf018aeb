"""Word documents: their fields, their title, and their body as HTML."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.foreign_files.archives import Damaged
from chalicelib.foreign_files.elements import Limits
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.newsroom.composing.field_names import known
from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS
from chalicelib.newsroom.composing.sources import official
from chalicelib.newsroom.composing.sources.source import Source
from chalicelib.newsroom.composing.sources.word_html import Places, as_finding, to_html
from chalicelib.newsroom.errors import UnreadableFile
from chalicelib.newsroom.models import Finding
from chalicelib.word_files import (
    Block,
    Cell,
    Document,
    Paragraph,
    Picture,
    Role,
    Table,
    paragraphs,
    read_document,
)

LIMITS: Final = Limits(
    elements=200_000,
    paragraphs=10_000,
    rows=10_000,
    cells=100_000,
    advice="微信的一篇正文最多 20,000 个字符，请分成几篇",
)

HEADS: Final = (("字段", "内容"), ("字段", "值"))
"""First rows that make the first table the article's fields."""

_WRAPPED: Final = re.compile(r"(?<=[\u2e80-\uffef])\s*\n\s*(?=[\u2e80-\uffef])")


def read_word(body: bytes, title: str = "") -> Source:
    """A .docx or .docm as a source; a first table of 字段 and 内容 gives the fields.

    ``title`` is a title given beside the document. Raises ``UnreadableFile``.
    """
    try:
        document = read_document(body, LIMITS)
    except Damaged as damaged:
        raise UnreadableFile(
            f"读不了这个 Word 文件：{damaged}。请用 Word 打开后另存为 .docx 再试。"
        ) from damaged
    except FileRefused as refused:
        raise UnreadableFile(f"读不了这个 Word 文件：{refused}。") from refused
    given, findings = _fields(document)
    places = Places(document)
    shown = _title(document, title or given.get("title", ""))
    if shown:
        given.setdefault("title", shown)
    official.recognise(document.blocks)
    return Source(
        fields=given,
        html=to_html(document, places),
        inside=document.pictures,
        findings=(*findings, *places.findings()),
    )


def _fields(document: Document) -> tuple[dict[str, str], list[Finding]]:
    """The fields of the first table, if it holds fields; it is removed from the body then."""
    table = next((block for block in document.blocks if isinstance(block, Table)), None)
    if table is None:
        return {}, []
    rows = [row.cells for row in table.rows]
    pairs = [(_words(cells[0].blocks), cells[1]) for cells in rows if len(cells) == 2]
    nested = any(isinstance(block, Table) for row in rows for cell in row for block in cell.blocks)
    if not pairs or len(pairs) != len(rows) or nested:
        return {}, []
    if (pairs[0][0], _words(pairs[0][1].blocks)) in HEADS:
        pairs = pairs[1:]
    elif not all(name in CHINESE_NAMES or name in FIELDS for name, _ in pairs):
        return {}, []
    document.blocks.remove(table)
    fields, findings = known({name: _value(cell) for name, cell in pairs})
    said = [
        as_finding(f"字段表“{_words([one])[:10]}”", remark)
        for one in paragraphs([table])
        for remark in one.remarks
    ]
    return fields, [*findings, *said]


def _value(cell: Cell) -> str:
    shown = [piece for one in paragraphs(cell.blocks) for piece in one.pieces]
    pictures = [piece.name for piece in shown if isinstance(piece, Picture)]
    return "\n".join(pictures) if pictures else _words(cell.blocks)


def _words(blocks: list[Block]) -> str:
    return " ".join(" ".join(one.words.split()) for one in paragraphs(blocks)).strip()


def _title(document: Document, given: str) -> str:
    """The title that the document shows; its paragraphs leave the body, which WeChat shows below the title.

    Where another title is ``given``, the paragraphs stay.
    """
    named = next((one for one in _own(document) if one.role is Role.TITLE and one.filled), None)
    lines = official.title(document.blocks) if named is None else _together(document, named)
    title = " ".join(_WRAPPED.sub("", "\n".join(map(_line, lines))).split())
    if not title or (given and _bare(given) != _bare(title)):
        return ""
    for line in lines:
        if any(isinstance(piece, Picture) for piece in line.pieces) or line.remarks:
            line.pieces = [piece for piece in line.pieces if isinstance(piece, Picture)]
            line.label, line.role = None, Role.BODY
        else:
            document.blocks.remove(line)
    return title


def _own(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def _together(document: Document, first: Paragraph) -> list[Paragraph]:
    """A title of several paragraphs that follow each other."""
    found: list[Paragraph] = []
    for block in document.blocks[document.blocks.index(first) :]:
        if not isinstance(block, Paragraph) or block.role is not Role.TITLE:
            break
        found.append(block)
    return found


def _line(paragraph: Paragraph) -> str:
    label = paragraph.label
    return (label.text + label.gap if label else "") + paragraph.words


def _bare(text: str) -> str:
    return "".join(text.split())
