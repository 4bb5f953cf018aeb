"""Pictures for tests, drawn on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def image(
    name: str = "PNG", size: tuple[int, int] = (1000, 500), colour: Any = "#0b5cad", **options: Any
) -> bytes:
    """One plain picture in a format of Pillow's."""
    mode = "RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB"
    return written(Image.new(mode, size, colour), name, **options)


def written(drawn: Image.Image, name: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    # Nobody stores it: packed as loosely as PNG can, which takes a fifth of the time.
    drawn.save(out, name, **({"compress_level": 1} | options))
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))
