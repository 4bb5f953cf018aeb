"""``python -m dev.service_pictures``: the pictures of the follower's page in docs/services.md, usual and in large letters.

Made of the demo's catalogue, without a running system. Needs Debian's Chromium and a Chinese font. Each picture holds the
mark of what it shows; a test compares it with the pages as they are now.
"""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any, Final

from PIL import Image, PngImagePlugin

from chalicelib import catalogue, newsroom
from chalicelib.application.service_pages import Directory
from chalicelib.h5 import services
from chalicelib.h5.document import Look, Page
from demo.accounts import PROVINCE
from dev.browser import browser
from dev.places import ROOT
from dev.problem import Problem, run

FOLDER: Final = ROOT / "docs/images"
FILES: Final = {"services-usual.png": False, "services-large.png": True}
"""Name → whether in large letters."""
MOST_BYTES: Final = 60_000
_WINDOW: Final = {"width": 360, "height": 740}
_NOW: Final = datetime(2026, 11, 30, 2, tzinfo=UTC)
_SHOWN: Final = "vehicle-purchase-tax"
_BETWEEN: Final = 12
"""Pixels between two pages of one picture."""
_COLOURS: Final = (64, 32, 16)
_MARK: Final = "pages"


def pages(big: bool) -> list[Page]:
    """The front page and a service, as followers of the demo's province see them."""
    made = catalogue.files.read(PROVINCE.services.name, PROVINCE.services.read_bytes())
    directory = Directory(PROVINCE.name, newsroom.choose({}).theme, tuple(made.services))
    look = Look(directory.name, directory.theme, big=big)
    service = directory.find(_SHOWN)
    if service is None:
        raise Problem(f"the demo has no service {_SHOWN}")
    front = services.front(directory, look, _NOW)
    return [front, services.one(directory, service, look, _NOW)]


def mark(big: bool) -> str:
    """What a picture depends on, as one short word."""
    return hashlib.sha256("".join(one.html for one in pages(big)).encode()).hexdigest()[:16]


def mark_of(name: str) -> str | None:
    """The mark that a stored picture holds."""
    with Image.open(FOLDER / name) as picture:
        return picture.info.get(_MARK)


def _drawn(window: Any, page: Page) -> Image.Image:
    tab = window.new_page(viewport=_WINDOW, color_scheme="light")
    tab.set_content(page.html)
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    tab.close()
    return picture


def _kept(picture: Image.Image, name: str, held: PngImagePlugin.PngInfo) -> int:
    """Write a picture with as many colours as its size allows; returns its bytes. Raises ``Problem``."""
    path = FOLDER / name
    for colours in _COLOURS:
        less = picture.quantize(colours, dither=Image.Dither.NONE)
        less.save(path, "PNG", optimize=True, pnginfo=held)
        if path.stat().st_size <= MOST_BYTES:
            return path.stat().st_size
    raise Problem(f"{name} is larger than {MOST_BYTES // 1000} kB: show less in it")


def main() -> None:
    width, height = _WINDOW.values()
    with browser() as window:
        for name, big in FILES.items():
            drawn = Image.new("RGB", (2 * width + _BETWEEN, height), "#c9ced6")
            for nth, page in enumerate(pages(big)):
                drawn.paste(_drawn(window, page), (nth * (width + _BETWEEN), 0))
            held = PngImagePlugin.PngInfo()
            held.add_text(_MARK, mark(big))
            print(f"✓ {name}: {_kept(drawn, name, held) // 1000} kB")


if __name__ == "__main__":
    run(main)
