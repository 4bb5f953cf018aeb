"""What Word shows of a document: paragraphs with their numbers and looks, tables, pictures, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """Where the lines of a paragraph stand; justified ones count as left."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Role(StrEnum):
    """The part of a paragraph, as its style says."""

    BODY = "body"
    TITLE = "title"
    QUOTE = "quote"
    CAPTION = "caption"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Look:
    """How words look."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    raised: str = ""
    """``sup``, ``sub`` or nothing."""
    colour: str = ""
    """``#rrggbb``; empty for the usual colour."""
    ground: str = ""
    """The colour behind the words, as ``#rrggbb``: of a highlighter or a shading."""
    font: str = ""
    """The font of Chinese characters."""
    points: float = 0
    """Size of the font; 0 if nothing says it."""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one look. A line break is ``\\n``."""

    text: str
    look: Look = PLAIN
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the line, by its name in ``Document.pictures``."""

    name: str
    described: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote or endnote, by its key in ``Document.notes``."""

    note: str


Piece: TypeAlias = Words | Picture | Mark


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person should know of one place."""

    what: str
    """A Chinese sentence without a full stop: what it is, and what to do."""
    serious: bool = False
    """Part of the document can't be carried along."""


@dataclass(frozen=True, slots=True)
class Label:
    """The automatic number or bullet of a paragraph."""

    text: str
    """As Word shows it: ``一、``, ``（二）``, ``3.``, ``•``."""
    gap: str = ""
    """What stands between the number and the words."""
    level: int = 0
    bullet: bool = False
    value: int | None = None
    """The number, where the text is nothing but this number in figures and a full stop."""


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    label: Label | None = None
    heading: int = 0
    """1 to 9; 0 for no heading."""
    role: Role = Role.BODY
    align: Align = Align.LEFT
    indent: float = 0
    """Points from the left edge, without the first line's own indent."""
    base: Look = PLAIN
    """The look that its style gives."""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its words without looks and number."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Words))

    @property
    def filled(self) -> bool:
        """Whether anything can be seen in it, beside its number."""
        return any(not isinstance(piece, Words) or piece.text.strip() for piece in self.pieces)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a table; merged cells are one."""

    blocks: list[Block]
    across: int = 1
    """Columns."""
    down: int = 1
    """Rows."""
    at: int = 0
    """Its first column, counted from 0."""
    ground: str = ""


@dataclass(slots=True, eq=False)
class Row:
    """A row with the cells that begin in it."""

    cells: list[Cell]
    head: bool = False
    """Repeated as a head on every page."""


@dataclass(slots=True, eq=False)
class Table:
    """A table."""

    rows: list[Row]


Block: TypeAlias = Paragraph | Table


@dataclass(slots=True)
class Document:
    """A document: what Word shows of it, and what could not be carried along."""

    blocks: list[Block]
    notes: dict[str, list[Block]] = field(default_factory=dict)
    """Footnotes and endnotes that a mark leads to, in the order of the marks."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    """About the document as a whole."""


def paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    """All paragraphs in their order, those of cells among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)
