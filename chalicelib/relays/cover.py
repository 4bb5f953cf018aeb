"""A plain cover for a step of a relay, so that its draft can be stored; editors put their own in its place."""

from __future__ import annotations

from io import BytesIO
from typing import Final

_SIZE: Final = (900, 383)
_GROUND: Final = (31, 90, 166)
_LIGHT: Final = (255, 255, 255)
_PALE: Final = (92, 140, 202)
_AROUND: Final = 7


def drawn(number: int, steps: int) -> bytes:
    """A track of dots with the one of this step lit, without words: no font is needed. PNG."""
    from PIL import Image, ImageDraw

    shown = min(steps, _AROUND)
    first = max(1, min(number - shown // 2, steps - shown + 1))
    picture = Image.new("RGB", _SIZE, _GROUND)
    draw = ImageDraw.Draw(picture)
    middle, gap = _SIZE[1] // 2, 100
    left = (_SIZE[0] - gap * (shown - 1)) // 2
    draw.line((left, middle, left + gap * (shown - 1), middle), fill=_PALE, width=8)
    for place in range(shown):
        lit = first + place == number
        size, x = (44 if lit else 24), left + gap * place
        fill = _LIGHT if lit else _PALE
        draw.ellipse((x - size, middle - size, x + size, middle + size), fill=fill)
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()
