"""What the tests of both pages need: pages that may not err."""

import contextlib
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

# Two workers share the machine: a page may be slow, and is not judged by its speed.
expect.set_options(timeout=30_000)


def close_all(browser: Browser) -> None:
    """Close every page; what goes wrong on one until then is told before."""
    for context in browser.contexts:
        context.close()


@contextlib.contextmanager
def opened(
    browser: Browser,
    url: str,
    prepare: Callable[[Page], None] | None = None,
    *,
    refused: int | None = None,
) -> Iterator[Page]:
    """A page that is ready; an error on it fails the test. `prepare` gets it before it is loaded.

    Chromium writes each refused request into the console; the status `refused` is no error.
    """
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    expected = f"status of {refused} " if refused else None

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not (expected and expected in message.text):
            errors.append(message.text)

    page.on("console", note)
    if prepare:
        prepare(page)
    try:
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        yield page
    finally:
        # A page that a failed test leaves open would go on acting on the next test's simulator.
        page.close()
    assert errors == []
