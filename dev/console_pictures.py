"""``python -m dev.console_pictures``: the pictures of docs/console.md, of the demo that ``make up`` filled in.

Needs ``python -m dev.console`` to run, Debian's Chromium and a Chinese font.
"""

from __future__ import annotations

import io
import json
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from PIL import Image

from dev.browser import browser
from dev.console import PORT
from dev.places import ROOT
from dev.problem import Problem, run

FOLDER: Final = ROOT / "docs/images/console"
MOST_BYTES: Final = 60_000
"""Of one picture; a repository keeps each for ever."""
_WINDOW: Final = {"width": 1280, "height": 760}
_WIDTH: Final = 1000
"""Pixels in the document."""
_COLOURS: Final = (128, 64, 32)

_SETTLED: Final = "() => !/正在检查|正在载入/.test(document.body.innerText) && !document.querySelector('.el-loading-mask:not([style*=\"display: none\"])')"


class Shot(NamedTuple):
    """One page as one person of the demo sees it."""

    name: str
    person: str
    path: str
    key: str = ""
    """Pressed before the picture is taken."""


SHOTS: Final = (
    Shot("workbench", "chu", "/"),
    Shot("editor", "li", "/articles/{written}"),
    Shot("review", "chu", "/review/{handed_in}"),
    Shot("calendar", "zong1", "/calendar?unit=province&account=province"),
    Shot("deliveries", "zong1", "/deliveries?unit=province"),
    Shot("accounts", "yun", "/accounts?unit=province"),
    Shot("health", "yun", "/health?unit=province"),
    Shot("keys", "li", "/articles", "?"),
)
_ARTICLES: Final = {"handed_in": "fapiao.md", "written": "xuetang.md"}
"""What the demo lacks: an article that waits for its review, and one that is being written."""


def _articles() -> dict[str, str]:
    """Store the articles, and hand one in; returns their ids. Storing the same again is the same article."""
    ids: dict[str, str] = {}
    for name, file in _ARTICLES.items():
        path = f"demo/articles/{file}"
        said = _command("article", "new", path, "--unit", "province", "--by", "li", "--json")
        ids[name] = str(json.loads(said)["id"])
    with suppress(Problem):  # handed in by the last run
        _command("article", "submit", ids["handed_in"], "--by", "li")
    return ids


def _command(*words: str) -> str:
    done = subprocess.run([ROOT / "rongmei", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"`./rongmei {' '.join(words)}` failed: {done.stderr.strip()[-300:]}")
    return done.stdout


def _drawn(window: Any, shot: Shot, ids: dict[str, str]) -> Image.Image:
    tab = window.new_page(viewport=_WINDOW)
    path = quote(shot.path.format(**ids))
    tab.goto(f"http://127.0.0.1:{PORT}/console/as?person={shot.person}&return_to={path}")
    tab.wait_for_selector("main :is(.card, .page)", timeout=60_000)
    tab.wait_for_load_state("networkidle")
    tab.wait_for_function(_SETTLED)
    if shot.key:
        tab.keyboard.press(shot.key)
        tab.get_by_role("dialog").wait_for()
    # What comes and goes gently has to have come.
    tab.add_style_tag(
        content="*, ::before, ::after { transition: none !important; animation: none !important }"
    )
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
    ids = _articles()
    with browser() as window:
        for shot in SHOTS:
            size = _kept(_drawn(window, shot, ids), FOLDER / f"{shot.name}.png")
            print(f"✓ {shot.name}: {size // 1000} kB", flush=True)


if __name__ == "__main__":
    run(main)
