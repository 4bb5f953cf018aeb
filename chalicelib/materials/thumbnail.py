"""A small picture of a picture, for lists. Pillow is there where files are taken."""

from __future__ import annotations

import io
import warnings
from typing import Final

SIDE: Final = 480
"""Pixels of the longer side."""
_QUALITY: Final = 78


def small_picture(body: bytes) -> bytes:
    """A JPEG of at most ``SIDE`` pixels; empty where the picture cannot be opened."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(
                io.BytesIO(body), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP")
            ) as opened:
                opened.draft("RGB", (2 * SIDE, 2 * SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((SIDE, SIDE))
                page = Image.new("RGB", upright.size, "white")
                whole = upright.convert("RGBA")
                page.paste(whole, mask=whole)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    made = io.BytesIO()
    page.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()
