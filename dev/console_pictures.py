"""``python -m dev.console_pictures``: the pictures of docs/console.md, of the demo that ``make up`` filled in.

Needs ``python -m dev.console`` to run, Debian's ``chromium`` and a Chinese font.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image

from dev.console import PORT
from dev.places import ROOT
from dev.problem import Problem, run
from dev.theme_pictures import browser

FOLDER: Final = ROOT / "docs/images/console"
MOST_BYTES: Final = 60_000
"""Of one picture; a repository keeps each for ever."""
_WINDOW: Final = {"width": 1280, "height": 760}
_WIDTH: Final = 1000
"""Pixels in the document."""
_COLOURS: Final = (128, 64, 32)


class Shot(NamedTuple):
    """One page as one person of the demo sees it."""

    name: str
    person: str
    path: str
    key: str = ""
    """Pressed before the picture is taken."""


SHOTS: Final = (
    Shot("workbench", "li", "/"),
    Shot("articles", "li", "/articles"),
    Shot("editor", "li", "/articles/new/new-pictures"),
    Shot("reviews", "chu", "/review"),
    Shot("calendar", "zong1", "/calendar?unit=province&account=province"),
    Shot("deliveries", "zong1", "/deliveries?unit=province"),
    Shot("matrix", "zong1", "/matrix?unit=province"),
    Shot("accounts", "yun", "/accounts?unit=province"),
    Shot("people", "yun", "/people?unit=province"),
    Shot("health", "yun", "/health?unit=province"),
    Shot("keys", "li", "/articles", "?"),
)


def _drawn(window: Any, shot: Shot) -> Image.Image:
    tab = window.new_page(viewport=_WINDOW)
    path = shot.path.replace("?", "%3F").replace("&", "%26")
    tab.goto(f"http://127.0.0.1:{PORT}/console/as?person={shot.person}&return_to={path}")
    tab.wait_for_selector("main :is(.card, .page)", timeout=60_000)
    tab.wait_for_load_state("networkidle")
    if shot.key:
        tab.keyboard.press(shot.key)
        tab.get_by_role("dialog").wait_for()
    # What comes and goes gently has to have come.
    tab.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important }")
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    tab.close()
    height = round(picture.height * _WIDTH / picture.width)
    return picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)


def _kept(picture: Image.Image, path: Path) -> int:
    """Write a picture with as many colours as its size allows; returns its bytes. Raises ``Problem``."""
    for colours in _COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return path.stat().st_size
    raise Problem(f"{path.name} is larger than {MOST_BYTES // 1000} kB: show less in it")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser() as window:
        for shot in SHOTS:
            size = _kept(_drawn(window, shot), FOLDER / f"{shot.name}.png")
            print(f"✓ {shot.name}: {size // 1000} kB", flush=True)


if __name__ == "__main__":
    run(main)
