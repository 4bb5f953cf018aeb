"""``python -m benchmarks.page_weight``: what a browser loads of the console before its first page, and for each page.

Bytes are those of gzip, as a browser asks for them; they are the same on every machine.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

_NOW = re.compile(r'(?:src|href)="\./(assets/[^"]+)"')
_STATIC = re.compile(r'(?:\bfrom|\bimport)\s*"\./([^"]+\.js)"')
_LATER = re.compile(
    r'import\([`"]\./([^`"]+\.js)[`"]\)(?:\.then\(\w+=>\w+\.\w+\))?,__vite__mapDeps\(\[([\d,]*)\]'
)
_LISTED = re.compile(r"m\.f\|\|\(m\.f=\[([^\]]*)\]")
MOST_KB = 250
"""Of the first load (docs/console.md), in 10³ bytes."""
_RUNS = 5


class Weight(NamedTuple):
    """Sizes in 10³ bytes of gzip."""

    first_kb: float
    """The frame, the words, and what every page shares."""
    pages_kb: dict[str, float]
    """By page: what opening it loads besides the first load."""


def weigh(dist: Path) -> Weight:
    """The weight of a built page."""
    index = dist / "index.html"
    assets = dist / "assets"
    # Many pages share a script: each is read once.
    imports = cache(lambda name: set(_STATIC.findall((assets / name).read_text())))
    bytes_of = cache(lambda file: len(gzip.compress(file.read_bytes(), mtime=0)))
    first = _closure(imports, {Path(found).name for found in _NOW.findall(index.read_text())})
    pages: dict[str, set[str]] = {}
    for script in assets.glob("*.js"):
        text = script.read_text()
        listed = [
            Path(one.strip('" ')).name
            for found in _LISTED.findall(text)
            for one in found.split(",")
            if one.strip('" ')
        ]
        for target, numbers in _LATER.findall(text):
            deps = {listed[int(n)] for n in numbers.split(",") if n}
            pages.setdefault(target, set()).update(deps | {target})
    return Weight(
        round(sum(map(bytes_of, [index, *(assets / name for name in first)])) / 1e3, 1),
        {
            name[: -len("-12345678.js")]: round(
                sum(bytes_of(assets / one) for one in _closure(imports, deps) - first) / 1e3, 1
            )
            for name, deps in sorted(pages.items())
        },
    )


def _closure(imports: Callable[[str], set[str]], names: set[str]) -> set[str]:
    """These files and all that they import at once."""
    found: set[str] = set()
    left = set(names)
    while left:
        name = left.pop()
        found.add(name)
        if name.endswith(".js"):
            left |= imports(name) - found
    return found


def interactive_ms(console_url: str, person: str) -> list[float]:
    """Milliseconds from asking for the workbench until it is there and nothing loads, a new browser's each time.

    ``console_url`` is that of ``python -m dev.console``, which has a door for people of the demo.
    """
    from dev.browser import browser

    taken = []
    with browser() as window:
        for _ in range(_RUNS):
            context = window.new_context()
            tab = context.new_page()
            # The door first, so that signing in is not counted; then all is loaded anew.
            tab.goto(f"{console_url}as?person={person}&return_to=/nowhere")
            tab.wait_for_load_state("networkidle")
            session = context.new_cdp_session(tab)
            session.send("Network.clearBrowserCache")
            tab.goto(f"{console_url}?anew#/")
            tab.wait_for_selector("main .card")
            taken.append(float(tab.evaluate("performance.now()")))
            context.close()
    return taken


def main() -> None:
    from dev import page

    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_weight", description=__doc__)
    parser.add_argument("--at", metavar="URL", help="time a running `python -m dev.console` too")
    parser.add_argument("--person", default="li")
    options = parser.parse_args()
    from benchmarks.console_figures import weight_table

    console = Console()
    weight = weigh(page.build())
    console.print(weight_table(weight.first_kb, weight.pages_kb))
    if options.at:
        taken = interactive_ms(options.at.rstrip("/") + "/", options.person)
        console.print(
            f"Workbench there after {statistics.median(taken):.0f} ms "
            f"(median of {len(taken)}, from {min(taken):.0f} to {max(taken):.0f})"
        )


if __name__ == "__main__":
    main()
