"""The deployed console in a real browser: people of the demo sign in with their passwords, as on any other day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from tests.cloud.console.in_browser import COUNTER

WAIT: Final = 60_000
"""Milliseconds. Functions start while others wait: a page is waited for, and not judged by its speed."""


class Console:
    """The console of a running system, in one browser."""

    def __init__(self, browser: Browser, env: dict[str, str], sessions: dict[str, Any]) -> None:
        self._browser = browser
        self.address = env["RONGMEI_CONSOLE_URL"]
        self._passwords = json.loads(Path(env["RONGMEI_DEMO_PEOPLE"]).read_text())
        self._sessions = sessions
        self.errors: list[str] = []
        # Other tests of this process may have set their own.
        expect.set_options(timeout=WAIT)

    def __call__(self, person: str, path: str, width: int = 1280) -> Page:
        """That person's page, in a context of its own; an error on it fails the test."""
        if person not in self._sessions:
            self._sessions[person] = self._signed_in(person)
        page = self._page(width, storage_state=self._sessions[person])
        page.goto(f"{self.address}#{path}")
        expect(page.locator("main")).to_be_visible()
        return page

    def stranger(self, width: int) -> Page:
        """A page of somebody who has not signed in."""
        return self._page(width)

    def telephone(self, simulator: str, user: str) -> Page:
        """The simulated telephone of a follower."""
        page = self._page(440)
        page.goto(f"{simulator}/?beside={user}")
        expect(page.locator("body[data-ready]")).to_be_visible()
        return page

    def _signed_in(self, person: str) -> Any:
        """What a browser keeps of a sign-in: from the console to the provider and back."""
        page = self._page(1280)
        page.goto(f"{self.address}#/people")
        page.locator("#username").fill(person)
        page.locator("#password").fill(self._passwords[person])
        page.locator("button[type=submit]").click()
        expect(page.locator("main")).to_be_visible()
        # It leads back to the page that was asked for.
        assert page.url.endswith("#/people")
        kept = page.context.storage_state()
        page.context.close()
        return kept

    def _page(self, width: int, **how: Any) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 1000},
            permissions=["clipboard-read", "clipboard-write"],
            **how,
        )
        context.set_default_timeout(WAIT)
        context.add_init_script(COUNTER)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page
