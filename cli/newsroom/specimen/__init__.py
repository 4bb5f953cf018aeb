"""An article that has every element once, on which a theme is tried."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

TEXT: Final = Path(__file__).with_name("article.txt")
_BARS: Final = (0.36, 0.72, 0.54, 0.9, 0.63, 0.81)


def text(theme: str = "") -> str:
    """The article's file, Markdown with front matter; ``theme`` is the name of the theme that it chooses."""
    written = TEXT.read_text("utf-8")
    return written.replace("---\n", f"---\n主题: {theme}\n", 1) if theme else written


def picture(name: str) -> bytes | None:
    """The pictures that it names, drawn on the spot: bars without words."""
    from PIL import Image, ImageDraw

    if name not in ("封面.png", "示意图.png"):
        return None
    wide = name == "封面.png"
    size = (940, 400) if wide else (860, 360)
    drawn = Image.new("RGB", size, "#e8eef6")
    pen = ImageDraw.Draw(drawn)
    step = size[0] / (len(_BARS) + 1)
    for number, part in enumerate(_BARS, 1):
        left, top = number * step - step / 4, size[1] * (1 - part * 0.85)
        pen.rectangle((left, top, left + step / 2, size[1] - 30), fill="#7fa3cc")
    pen.line((40, size[1] - 30, size[0] - 40, size[1] - 30), fill="#5b7ea8", width=4)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
