"""``python -m benchmarks.interactive``: how long the workbench takes in Chromium, on the system that ``make up`` started.

The console's function is the deployed one. Each run is a browser that has loaded nothing yet and is signed in. *Warm*
means that every process of the function has answered the API before; *cold* that none is running.
"""

from __future__ import annotations

import argparse
import json
import statistics
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import boto3
import requests
from dotenv import dotenv_values
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

from dev import stack
from dev.browser import browser
from dev.places import checkout
from dev.problem import Problem, run

MOST_MS: Final = 1500
"""What the workbench may take, warm (docs/console.md)."""
_AT_ONCE: Final = 8
"""Requests that wake the function: more than a laptop runs processes, and than a browser asks at once."""
# There, whole, and nothing on the way: what a person can act on.
_THERE: Final = """() => document.querySelector('main .card')
  && !document.querySelector('main .el-loading-mask:not([style*="none"])')"""
_REQUESTS: Final = """() => performance.getEntriesByType('resource').map((one) => ({
  name: one.name.split('/console/')[1] ?? one.name, begun: one.startTime, took: one.duration, bytes: one.encodedBodySize }))"""


class Timed(NamedTuple):
    """One opening of the workbench."""

    ms: float
    """From asking for the page until a person can act."""
    requests: list[dict[str, Any]]
    """``{"name", "begun", "took", "bytes"}`` of each, in milliseconds and bytes."""


def opened(window: Browser, address: str, session: Any) -> Timed:
    """The workbench in a browser that has loaded nothing."""
    context = window.new_context(storage_state=session, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_THERE, timeout=120_000)
    timed = Timed(float(page.evaluate("performance.now()")), page.evaluate(_REQUESTS))
    context.close()
    return timed


def signed_in(window: Browser, address: str, person: str, password: str) -> tuple[Any, float]:
    """What a browser keeps of a sign-in, and the milliseconds from the password to the workbench."""
    page: Page = window.new_context().new_page()
    page.goto(address)
    page.locator("#username").fill(person, timeout=120_000)
    page.locator("#password").fill(password)
    page.evaluate("sessionStorage.setItem('begun', Date.now())")
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{address}**", timeout=120_000)
    page.wait_for_function(_THERE, timeout=120_000)
    took = float(page.evaluate("Date.now() - sessionStorage.getItem('begun')"))
    return page.context.storage_state(), took


def warm(address: str) -> None:
    """Have every process of the function answer the API once."""

    def ask(_: int) -> None:
        requests.get(f"{address}api/v1/me", timeout=120)

    for _ in range(3):
        with ThreadPoolExecutor(_AT_ONCE) as crowd:
            list(crowd.map(ask, range(_AT_ONCE)))


def cool(env: dict[str, str]) -> None:
    """End every process of the console's function, by a change of it that changes nothing."""
    client = boto3.client(
        "lambda",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )
    name = f"{stack.STACK}-console"
    memory = client.get_function_configuration(FunctionName=name)["MemorySize"]
    client.update_function_configuration(FunctionName=name, MemorySize=memory)


def main() -> None:
    """A line for warm and one for cold, and what the median warm run asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactive", description=__doc__)
    parser.add_argument("--person", default="li")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    file = checkout().env_file
    if not file.is_file():
        raise Problem(f"There is no {file}: run `make up` first.")
    env = {name: value for name, value in dotenv_values(file).items() if value is not None}
    address = env["RONGMEI_CONSOLE_URL"]
    password = json.loads(Path(env["RONGMEI_DEMO_PEOPLE"]).read_text())[options.person]
    console = Console()
    with browser() as window:
        warm(address)
        session, entering = signed_in(window, address, options.person, password)
        warmed = [opened(window, address, session) for _ in range(options.runs)]
        cold = []
        for _ in range(max(1, options.runs // 2)):
            cool(env)
            cold.append(opened(window, address, session))
    middle = sorted(warmed, key=lambda one: one.ms)[len(warmed) // 2]
    console.print(_table(middle))
    for name, runs in (("warm", warmed), ("cold", cold)):
        taken = [one.ms for one in runs]
        console.print(
            f"Workbench, {name}: {statistics.median(taken):.0f} ms "
            f"(median of {len(taken)}, from {min(taken):.0f} to {max(taken):.0f})"
        )
    console.print(f"From the password to the workbench, warm: {entering:.0f} ms")
    if statistics.median(one.ms for one in warmed) > MOST_MS:
        raise Problem(f"The workbench takes more than {MOST_MS} ms.")


def _table(one: Timed) -> Table:
    table = Table("Request", "Begun ms", "Took ms", "kB", title=f"{one.ms:.0f} ms, warm")
    for asked in sorted(one.requests, key=lambda asked: asked["begun"]):
        table.add_row(
            asked["name"][:60],
            f"{asked['begun']:.0f}",
            f"{asked['took']:.0f}",
            f"{asked['bytes'] / 1e3:.1f}",
        )
    return table


if __name__ == "__main__":
    run(main)
