"""``python -m dev.theme_pictures``: the pictures of themes in docs/articles.md, light and dark beside each other.

Needs Debian's Chromium and a Chinese font. Each picture holds the mark of what it shows; a test compares it with the
theme as it is now.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any, Final

from PIL import Image, PngImagePlugin

from chalicelib import newsroom
from chalicelib.newsroom.composing.themes import THEMES, Theme, look_of
from cli.newsroom import specimen
from dev.browser import browser
from dev.places import ROOT
from dev.problem import run

FOLDER: Final = ROOT / "docs/images/themes"
FILES: Final = {
    "税务蓝": "tax-blue.png",
    "党建红": "party-red.png",
    "简洁": "plain.png",
    "政策解读": "policy.png",
    "你问我答": "questions.png",
}
WIDTH: Final = 430
"""Pixels of a large telephone."""
_COLOURS: Final = 224
_MARK: Final = "theme"
PAGE_STYLE: Final = """
.cards { display: none }
.phone { max-width: 677px; margin: 0 auto; box-shadow: none }
"""
"""The article alone, as wide as the window."""


def mark(theme: Theme) -> str:
    """What a picture of ``theme`` depends on, as one short word."""
    look = look_of(theme)
    told = repr((look.body, sorted(look.styles.items()), sorted(look.roles.items())))
    return hashlib.sha256((told + specimen.text(theme.name)).encode()).hexdigest()[:16]


def mark_of(name: str) -> str | None:
    """The mark that the stored picture of a theme holds; None if there is no such picture."""
    path = FOLDER / FILES[name]
    if not path.exists():
        return None
    with Image.open(path) as picture:
        return picture.info.get(_MARK)


def page(theme: Theme, *, dark: bool = False) -> str:
    """The specimen in a theme, as a page."""
    house = newsroom.house_of().model_copy(update={"themes": (newsroom.HouseThemes(own=(theme,)),)})
    made = newsroom.compose(specimen.text(theme.name), specimen.picture, house)
    return newsroom.phone_page(made.article, made.files.__getitem__, dark=dark)


def photographed(window: Any, html: str, width: int = WIDTH) -> Image.Image:
    """A page, whole, at a width in pixels."""
    tab = window.new_page(viewport={"width": width, "height": 900})
    tab.set_content(html)
    tab.add_style_tag(content=PAGE_STYLE)
    picture = Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")
    tab.close()
    return picture


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser() as window:
        for name, theme in THEMES.items():
            both = [photographed(window, page(theme, dark=dark)) for dark in (False, True)]
            height = max(one.height for one in both)
            drawn = Image.new("RGB", (2 * WIDTH + 12, height), "#c9ced6")
            for at, one in enumerate(both):
                drawn.paste(one, (at * (WIDTH + 12), 0))
            held = PngImagePlugin.PngInfo()
            held.add_text(_MARK, mark(theme))
            path = FOLDER / FILES[name]
            drawn.quantize(_COLOURS).save(path, "PNG", optimize=True, pnginfo=held)
            print(f"✓ {path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    run(main)
