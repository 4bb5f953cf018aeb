"""Blocks of a chapter as what reportlab lays on pages; lines break by the rules of Chinese."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final, NamedTuple

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Image as Drawn
from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus import Table as Grid
from reportlab.platypus.flowables import Flowable

from chalicelib.ebooks.models import (
    Block,
    Cell,
    Colours,
    Heading,
    Image,
    Items,
    Picture,
    Quote,
    Run,
    Table,
    Words,
    colours_of,
)
from chalicelib.ebooks.pdf_lines import Chinese
from chalicelib.printing import lacking, substituted

BODY: Final = "RongmeiSans"
BOLD: Final = "RongmeiSans-Bold"
INSTEAD: Final = "〓"
"""Printed for a character that the font lacks: readers of Chinese know that one is missing there."""
_HIGHEST: Final = 420.0
"""Of a picture, in points."""
_INDENT: Final = 20


class Looks(NamedTuple):
    """The styles of a book."""

    colours: Colours
    body: ParagraphStyle
    plain: ParagraphStyle
    small: ParagraphStyle
    cell: ParagraphStyle
    head: ParagraphStyle
    title: ParagraphStyle
    part: ParagraphStyle
    headings: Mapping[int, ParagraphStyle]
    entry: ParagraphStyle
    below: ParagraphStyle

    @classmethod
    def of(cls, colour: str) -> Looks:
        """In the colours of that name."""
        colours = colours_of(colour)
        strong = colours.strong
        return cls(
            colours=colours,
            body=_style("body", 11, after=7, firstLineIndent=22),
            plain=_style("plain", 11, after=5),
            small=_style("small", 9, after=4, textColor="#5c6675"),
            cell=_style("cell", 9.5),
            head=_style("head", 9.5, fontName=BOLD, textColor=strong),
            title=_style("title", 20, after=16, fontName=BOLD, textColor=strong),
            part=_style("part", 28, after=16, fontName=BOLD, textColor=strong, alignment=TA_CENTER),
            headings={
                2: _style("h2", 14, 12, 6, fontName=BOLD, textColor=strong, keepWithNext=1),
                3: _style("h3", 12, 10, 5, fontName=BOLD, keepWithNext=1),
                4: _style("h4", 11, 8, 4, fontName=BOLD, keepWithNext=1),
            },
            entry=_style("entry", 11.5, 8, fontName=BOLD, rightIndent=24),
            below=_style("below", 10.5, 4, leftIndent=18, rightIndent=24),
        )


def printed(text: str) -> str:
    """A text with nothing in it that the font lacks."""
    said = substituted(text)
    strange = lacking([said])
    return said.translate(dict.fromkeys(map(ord, strange), INSTEAD)) if strange else said


def flowables(
    blocks: Iterable[Block], pictures: Mapping[str, Picture], looks: Looks, width: float
) -> Iterator[Flowable]:
    """What stands for some blocks in a column of that width."""
    for one in blocks:
        yield from _block(one, pictures, looks, width)


def _block(
    block: Block, pictures: Mapping[str, Picture], looks: Looks, width: float
) -> Iterator[Flowable]:
    if isinstance(block, Words):
        yield Chinese(_words(block.runs), looks.small if block.small else looks.body)
    elif isinstance(block, Heading):
        yield Chinese(escape(printed(block.text), quote=False), looks.headings[block.level])
    elif isinstance(block, Image):
        if block.name in pictures:
            yield _picture(pictures[block.name].body, width)
            yield Spacer(1, 6)
    elif isinstance(block, Quote):
        yield _boxed(list(_inside(block.blocks, pictures, looks, width - 24)), looks, width)
        yield Spacer(1, 8)
    elif isinstance(block, Items):
        yield from _items(block, pictures, looks, width, 0)
    else:
        yield _grid(block, looks, width)
        yield Spacer(1, 10)


def _inside(
    blocks: Iterable[Block], pictures: Mapping[str, Picture], looks: Looks, width: float
) -> Iterator[Flowable]:
    """As ``flowables``, without the indent of a text's first lines."""
    for one in blocks:
        if isinstance(one, Words):
            yield Chinese(_words(one.runs), looks.plain)
        else:
            yield from _block(one, pictures, looks, width)


def _items(
    block: Items, pictures: Mapping[str, Picture], looks: Looks, width: float, depth: int
) -> Iterator[Flowable]:
    indent = (depth + 1) * _INDENT
    style = looks.plain.clone(f"item{depth}", leftIndent=indent, bulletIndent=indent - 16)
    more = looks.plain.clone(f"more{depth}", leftIndent=indent)
    for number, item in enumerate(block.items):
        mark = "•" if block.start is None else f"{block.start + number}."
        for place, one in enumerate(item):
            if isinstance(one, Words):
                yield Chinese(
                    _words(one.runs),
                    more if place else style,
                    bulletText=None if place else mark,
                )
            elif isinstance(one, Items):
                yield from _items(one, pictures, looks, width, min(depth + 1, 5))
            else:
                yield from _block(one, pictures, looks, width)


def _picture(body: bytes, width: float) -> Flowable:
    wide, high = ImageReader(io.BytesIO(body)).getSize()
    scale = min(width / wide, _HIGHEST / high, 0.75)
    return KeepTogether([Drawn(io.BytesIO(body), wide * scale, high * scale, hAlign="CENTER")])


def _boxed(inner: list[Flowable], looks: Looks, width: float) -> Flowable:
    return Grid(
        [[inner]],
        colWidths=[width],
        splitInRow=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), BODY),
            ("BACKGROUND", (0, 0), (-1, -1), looks.colours.pale),
            ("LINEBEFORE", (0, 0), (0, -1), 3, looks.colours.strong),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _grid(table: Table, looks: Looks, width: float) -> Flowable:
    filled, spans, columns = _placed(table)
    rows = [
        [_cell(filled[place], looks) if (place := (x, y)) in filled else "" for x in range(columns)]
        for y in range(len(table.rows))
    ]
    heads = [(0, y) for y in range(table.heads)]
    style: list[tuple[Any, ...]] = [
        ("FONTNAME", (0, 0), (-1, -1), BODY),
        ("GRID", (0, 0), (-1, -1), 0.6, looks.colours.accent),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        *(("SPAN", *one) for one in spans),
        *(("BACKGROUND", one, (-1, one[1]), looks.colours.pale) for one in heads),
    ]
    return Grid(
        rows,
        colWidths=_widths(filled, columns, width),
        repeatRows=table.heads,
        splitInRow=0 if spans else 1,
        style=style,
    )


def _placed(
    table: Table,
) -> tuple[dict[tuple[int, int], Cell], list[tuple[tuple[int, int], tuple[int, int]]], int]:
    """Cells by column and row, areas of those that take several, and the number of columns."""
    taken: set[tuple[int, int]] = set()
    filled, spans = {}, []
    last = len(table.rows) - 1
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            right, below = x + cell.across - 1, min(y + cell.down - 1, last)
            filled[x, y] = cell
            taken |= {(a, b) for a in range(x, right + 1) for b in range(y, below + 1)}
            if (right, below) != (x, y):
                spans.append(((x, y), (right, below)))
            x = right + 1
    return filled, spans, 1 + max(x for x, _ in taken)


def _widths(filled: Mapping[tuple[int, int], Cell], columns: int, width: float) -> list[float]:
    """Wider columns for longer texts, none less than a fair part of its share."""
    wants = [4.0] * columns
    for (x, _), cell in filled.items():
        if cell.across == 1:
            length = max(map(len, "".join(run.text for run in cell.runs).split("\n")))
            wants[x] = max(wants[x], min(length, 30))
    whole = sum(wants)
    return [width * (0.3 / columns + 0.7 * one / whole) for one in wants]


def _cell(cell: Cell, looks: Looks) -> Chinese:
    return Chinese(_words(cell.runs), looks.head if cell.head else looks.cell)


def _words(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = escape(printed(run.text), quote=False).replace("\n", "<br/>")
    if run.bold or run.italic:
        said = f"<b>{said}</b>"
    if run.link:
        said = f'<a href="{escape(run.link)}" color="#0b4ea2">{said}</a>'
    return said


def _style(
    name: str, size: float, before: float = 0, after: float = 0, **more: Any
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        **{
            "fontName": BODY,
            "fontSize": size,
            "leading": size * 1.6,
            "spaceBefore": before,
            "spaceAfter": after,
            "bulletFontName": BODY,
            "wordWrap": "CJK",
            "textColor": "#1d2735",
            **more,
        },
    )
