"""The cover of a book as a JPEG: its title in white on its colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from chalicelib.ebooks.models import Book, colours_of
from chalicelib.printing import Weight, path_of, substituted

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZE: Final = (1200, 1600)
_MARGIN: Final = 110
_NOT_FIRST: Final = frozenset("，。、；：？！）》”’】")


def cover(book: Book) -> bytes:
    """The picture. Raises ``FontsMissing``."""
    from PIL import Image, ImageDraw

    colours = colours_of(book.colour)
    wide, high = SIZE
    image = Image.new("RGB", SIZE, colours.strong)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, high - 360, wide, high), fill=colours.pale)
    draw.rectangle((0, high - 372, wide, high - 360), fill=colours.accent)
    draw.rectangle((_MARGIN, 250, _MARGIN + 120, 262), fill=colours.accent)
    y = 320.0
    size = 118 if len(book.title) <= 8 else 96 if len(book.title) <= 18 else 76
    y = _lines(draw, book.title, _font(Weight.BOLD, size), y, "#ffffff")
    if book.subtitle:
        y = _lines(draw, book.subtitle, _font(Weight.REGULAR, 52), y + 30, "#ffffff")
    _lines(draw, book.issuer, _font(Weight.BOLD, 46), high - 270, colours.strong)
    _lines(draw, book.date, _font(Weight.REGULAR, 40), high - 170, colours.strong)
    body = io.BytesIO()
    image.save(body, "JPEG", quality=88, optimize=True)
    return body.getvalue()


def _lines(draw: object, text: str, font: FreeTypeFont, y: float, colour: str) -> float:
    """Draw a text in lines from ``y``; returns where the next one begins."""
    line = ""
    lines = []
    for one in substituted(text):
        if line and font.getlength(line + one) > SIZE[0] - 2 * _MARGIN and one not in _NOT_FIRST:
            lines.append(line)
            line = ""
        line += one
    for each in (*lines, line):
        draw.text((_MARGIN, y), each, font=font, fill=colour)  # type: ignore[attr-defined]
        y += font.size * 1.4
    return y


def _font(weight: Weight, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(path_of(weight)), size)
