"""Pages for followers in a real browser as wide as a small telephone: the server, the browser, and the rules they are held to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any, Final

from playwright.sync_api import Browser, Page

from dev.console import Here

LONG: Final = "云岭省青溪市第一税务分局办税服务厅综合业务窗口跨区域通办事项的申请受理与办结"
SMALL: Final = """(least) => [...document.querySelectorAll('a, button, input')]
  .filter((one) => !one.matches('.skip, [type=hidden]'))
  .map((one) => [one.textContent || one.name, (one.closest('li') || one).getBoundingClientRect().height])
  .filter(([, height]) => height < least)"""
"""What a finger has to meet: an entry of a list is met anywhere in it."""
LETTERS: Final = """() => Math.min(...[...document.querySelectorAll('main *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && one.offsetHeight > 1)
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
Open = Callable[..., Page]


@contextmanager
def serving() -> Iterator[str]:
    """The functions of this source behind an address of their own; it ends without a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def telephones(browser: Browser) -> Iterator[Open]:
    """``opened(…)``: a page of a browser of its own; an error in it, or what the policy refuses, fails the test."""
    wrong: list[str] = []
    contexts = []

    def opened(**how: Any) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 740}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" and "status of" not in said.text else None)  # fmt: skip
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
