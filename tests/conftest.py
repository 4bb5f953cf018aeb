"""What all tests share."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from datetime import time as day_time
from functools import cache
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Final

import httpx._transports.default
import pytest
import typer.testing
from hypothesis import HealthCheck, settings

from chalicelib.clock import SHANGHAI
from dev.alone import alone
from dev.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No clock judges an example: the machine may have other things to do.
settings.register_profile("rongmei", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rongmei")


_NO_TIME_LEFT: Final = timedelta(minutes=2)

# Python looks for cycles each 700 objects; a cloud in the process makes and forgets thousands a test (docs/decisions/0356).
gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """In a fresh clone one process reads the tests first: what it compiles of them the others find there.

    Each of them would do it all by itself otherwise, at the same time.
    """
    if not hasattr(session.config, "workerinput"):
        return (yield)
    mark = ROOT / ".local/tests" / Path(session.config.args[0]).name
    with ExitStack() as first:
        if not mark.exists():
            first.enter_context(alone(mark.with_suffix(".lock")))
        if mark.exists():
            first.close()
        found = yield
        mark.touch()
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """No test begins just before midnight (Asia/Shanghai): it may say “today” twice, and would mean two days."""
    now = datetime.now(SHANGHAI)
    left = datetime.combine(now.date() + timedelta(days=1), day_time(), SHANGHAI) - now
    if left < _NO_TIME_LEFT:
        sleep(left.total_seconds())


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: no collection of garbage looks through it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def with_fonts() -> None:
    """The fonts of printed things, made where they are not yet."""
    from dev import fonts

    fonts.build()


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    """One for all tests of a process: starting it takes longer than most of them."""
    import dev.browser

    with dev.browser.browser() as found:
        yield found
        asyncio._set_running_loop(found._loop)


@pytest.fixture
def browser(_chromium: Browser) -> Iterator[Browser]:
    """A browser without a window; what a test leaves open in it is closed after it."""
    from tests.simulator.browser import close_all

    # Between its calls playwright's loop counts as running; tests without a browser may run one of their own.
    asyncio._set_running_loop(_chromium._loop)
    yield _chromium
    close_all(_chromium)
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session", autouse=True)
def _one_command_line() -> Iterator[None]:
    """The command line is put together once: its hundred and forty commands take a fifth of a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.testing._get_command))  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_tls_context() -> Iterator[None]:
    """Clients of HTTP share one: it is made of all authorities' certificates, which takes longer than a whole exchange."""
    of_httpx = httpx._transports.default
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_httpx, "create_ssl_context", cache(of_httpx.create_ssl_context))
        yield
