"""Which of an author's colours may stay."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chalicelib.web_pages.shades import shade

CONTRAST: Final = 3.0
"""Least contrast to white, as WCAG asks of emphasised text; paler words were made for a background that is gone."""
SATURATION: Final = 60
"""Difference of the strongest and the weakest channel (0-255) that makes a colour meant: greys are an editor's habit."""


@lru_cache(maxsize=256)
def readable(colour: str) -> bool:
    """Whether a CSS colour is a colour, and can be read on white."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(colour)[:3]
    except (ValueError, IndexError, TypeError):
        return False
    if not all(0 <= part <= 255 for part in (red, green, blue)):
        return False
    if max(red, green, blue) - min(red, green, blue) < SATURATION:
        return False
    luminance = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 1.05 / (luminance + 0.05) >= CONTRAST


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def kept_colour(colour: str) -> str:
    """A colour of CSS as it goes into the article, in few characters; empty for one that does not stay."""
    known = shade(colour) if colour.startswith("rgb") else None
    written = f"#{known.red:02x}{known.green:02x}{known.blue:02x}" if known else colour
    return written if readable(written) else ""
