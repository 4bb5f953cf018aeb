"""Debian's Chromium without a window, for tests, measurements and pictures.

``chromium-headless-shell`` is the same engine without a browser around it; opening a page takes it a quarter of the
processor time (docs/decisions/0342). Where it is not installed, ``chromium`` does.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from dev.problem import Problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM: Final = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The program, or None where there is none."""
_QUIETLY: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for seconds here: code that was compiled a second time, to be the fastest, hardly runs any more.
    "--js-flags=--no-opt",
]


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A browser that asks nobody but the pages' servers. Raises ``Problem`` where Chromium is not installed."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        raise Problem(
            "Chromium is not installed: apt install chromium-headless-shell fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIETLY)
        yield started
        started.close()
