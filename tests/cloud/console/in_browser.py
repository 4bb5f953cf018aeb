"""The console in a real browser: served from this source, over the cloud in this process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.console import page as console_page
from dev import page as built_page
from dev.console import Here
from tests.cloud.newsroom.people import newsroom_of
from tests.cloud.wechat.stub import WeChat
from tests.simulator.browser import close_all

Open = Callable[..., Page]

# Two workers share the machine: a page may be slow, and is not judged by its speed.
expect.set_options(timeout=30_000)

# Counts what is still asked for, so that a test waits for a page to be whole and not for a time.
COUNTED = """
window.asked = 0;
const real = window.fetch;
window.fetch = (...what) => { asked += 1; return real(...what).finally(() => { asked -= 1 }) };
"""
_STILL = """
const root = document.querySelector('#app').__vue_app__;
const busy = () => !root || asked > 0 || !document.querySelector('main')
  || document.querySelector('.el-loading-mask:not([style*="none"]), .el-skeleton');
let quiet = 0;
return new Promise((done) => {
  const look = () => { quiet = busy() ? 0 : quiet + 1; quiet > 6 ? done(true) : requestAnimationFrame(look) };
  look();
});
"""


# Hands at work: a press of the mouse is one, a key that goes with Ctrl or Shift is one.
COUNTER: Final = """
window.hands = { clicks: 0, keys: 0 };
addEventListener('pointerdown', (event) => { hands.clicks += event.isTrusted }, true);
addEventListener('keydown', (event) => { hands.keys += event.isTrusted && !['Control', 'Shift'].includes(event.key) }, true);
"""


@contextlib.contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the console on a port of this machine; the page is built of this source."""
    monkeypatch.setattr(console_page, "_HOME", built_page.build())
    monkeypatch.setattr(console_page, "_read", console_page._read.__wrapped__)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/console"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def enter(page: Page, address: str, person: str, path: str) -> None:
    """Sign in by the development server's door, which makes a session of this person."""
    page.goto(f"{address}/as?person={person}&return_to={path}")


def still(page: Page) -> None:
    """Wait until the page shows all that it asked for. Its context has ``COUNTED`` as an init script."""
    page.evaluate(f"async () => {{ {_STILL} }}")


def routes(page: Page) -> list[dict[str, Any]]:
    """The page's own routes, ``{"path", "title"}``, as its router has them."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => document.querySelector('#app').__vue_app__.config.globalProperties.$router.getRoutes()
            .filter((one) => !one.path.startsWith('/:')).map((one) => ({ path: one.path, title: one.meta.title }))"""
    )
    return found


def go(page: Page, path: str) -> None:
    """Open a path of the router without loading the page anew, and wait until it is whole."""
    page.evaluate(
        """(path) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path)""",
        path,
    )
    still(page)


def hands(page: Page) -> tuple[int, int]:
    """Clicks and keys so far; a key that goes with Ctrl or Shift is one."""
    found: dict[str, int] = page.evaluate("hands")
    return found["clicks"], found["keys"]


@pytest.fixture
def opened(wechat: WeChat, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """``opened(person, path)``: that person's page, in a browser of their own; an error on it fails the test."""
    newsroom_of("province")
    errors: list[str] = []
    with serving(monkeypatch) as address:

        def open_page(person: str, path: str) -> Page:
            context = browser.new_context(
                viewport={"width": 1280, "height": 1000},
                permissions=["clipboard-read", "clipboard-write"],
            )
            context.set_default_timeout(30_000)
            context.add_init_script(COUNTER)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            enter(page, address, person, path)
            return page

        yield open_page
        close_all(browser)
    assert errors == []
