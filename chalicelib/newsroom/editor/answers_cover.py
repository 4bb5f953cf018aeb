"""A plain cover for the column 你问我答, so that its weekly draft can be stored; editors put their own in its place."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from chalicelib.newsroom.editor.uploads import store_picture

_SIZE: Final = (900, 383)
_GROUND: Final = (31, 90, 166)
_LIGHT: Final = (255, 255, 255)
_PALE: Final = (173, 203, 241)


def answers_cover() -> str:
    """Store the cover and return its object key; it is the same picture every time, so it is stored once."""
    return store_picture(_drawn(), cover=True).key


def _drawn() -> bytes:
    """Two speech bubbles, one that asks and one that answers, without words: no font is needed."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE, _GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((210, 70, 500, 210), 34, fill=_PALE)
    draw.polygon([(250, 200), (250, 256), (316, 204)], fill=_PALE)
    draw.rounded_rectangle((400, 165, 690, 315), 34, fill=_LIGHT)
    draw.polygon([(650, 300), (650, 356), (584, 308)], fill=_LIGHT)
    for left in (285, 345, 405):
        draw.ellipse((left, 124, left + 28, 152), fill=_GROUND)
    for number, right in enumerate((640, 640, 560)):
        top = 205 + number * 28
        draw.rounded_rectangle((445, top, right, top + 12), 6, fill=_GROUND)
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()
