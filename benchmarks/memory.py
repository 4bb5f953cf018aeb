"""``python -m benchmarks.memory [command …]``: the memory that each function really takes, beside what it is given.

Watches the processes of functions on a local cloud of this machine while the command runs, or until Ctrl-C: the most that
each has ever held (``VmHWM``). What was not called is not in the table, and a function that was called with little took little:
``python -m benchmarks.memory make stack`` calls all of them as the tests do. Linux alone has ``/proc``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from dev.alarms.alarm import FUNCTIONS

HEADROOM: Final = 1.5
"""A function is given at least so many times what it was seen to take."""
SIZES: Final = (128, 256, 512, 768, 1024, 1769)
"""MB that a function may be given; a processor of its own comes with 1,769 (AWS's statement)."""
X86: Final = 0.0000166667
"""USD a GB-second on x86_64."""
ARM: Final = 0.0000133334
"""USD a GB-second on arm64."""
_OUT: Final = Path(".local/memory.json")
_PROC: Final = Path("/proc")
_SHORT: Final = {logical.lower(): name for name, logical in FUNCTIONS.items()}
_NAME: Final = re.compile(r"rongmei-[a-z0-9-]+?-(\w+?)(?:-[0-9A-F]{8,})?$")


class Seen(NamedTuple):
    """One process of a function."""

    function: str
    peak_mb: float
    given_mb: int


def watch(most: dict[str, Seen], until: Callable[[], bool], every: float = 0.25) -> None:
    """Keep the largest process of each function in ``most`` until ``until`` says so; ``every`` are seconds between two looks."""
    while True:
        done = until()
        for seen in _processes(_PROC):
            if seen.function not in most or most[seen.function].peak_mb < seen.peak_mb:
                most[seen.function] = seen
        if done:
            return
        time.sleep(every)


def _processes(proc: Path) -> Iterator[Seen]:
    for home in proc.glob("[0-9]*"):
        try:
            given = dict(
                one.split("=", 1)
                for one in (home / "environ").read_text(errors="replace").split("\0")
                if "=" in one
            )
            status = (home / "status").read_text()
        except OSError:
            continue  # gone meanwhile, or another user's
        named = _NAME.match(given.get("AWS_LAMBDA_FUNCTION_NAME", ""))
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if named and peak:
            memory = int(given["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"])
            name = named[1].lower()
            yield Seen(_SHORT.get(name, name), int(peak[1]) / 1024, memory)


def memory_table(most: dict[str, Seen]) -> Table:
    """Function, what it took at most, what it is given."""
    table = Table(
        title="Memory of each function, MB (2²⁰ bytes, as Lambda counts)", title_justify="left"
    )
    table.add_column("function")
    for name in ("peak", "given", "given / peak"):
        table.add_column(name, justify="right")
    table.add_column("")
    for name, seen in sorted(most.items()):
        headroom = seen.given_mb / seen.peak_mb
        table.add_row(
            name,
            f"{seen.peak_mb:.0f}",
            str(seen.given_mb),
            f"{headroom:.1f}×",
            "✓" if headroom >= HEADROOM else "too little",
        )
    return table


def cost(busy_ms: float, waiting_ms: float, memory_mb: int) -> tuple[float, float]:
    """Milliseconds of one call, and USD of a million, at this much memory on x86_64.

    ``busy_ms`` on a whole processor become longer as its share is smaller (``memory_mb`` of 1,769, never more than one);
    ``waiting_ms`` for AWS do not.
    """
    taken = busy_ms / min(memory_mb / 1769, 1.0) + waiting_ms
    return taken, taken / 1000 * memory_mb / 1024 * X86 * 1e6


def cost_table(busy_ms: float, waiting_ms: float) -> Table:
    """A million calls, by memory."""
    title = f"A million messages: {busy_ms:g} ms of a processor each, {waiting_ms:g} ms of waiting"
    table = Table(title=title, title_justify="left")
    for name in ("MB", "ms a message", "USD, x86_64", "USD, arm64 at the same speed"):
        table.add_column(name, justify="right")
    for size in SIZES:
        taken, usd = cost(busy_ms, waiting_ms, size)
        table.add_row(str(size), f"{taken:.1f}", f"{usd:.2f}", f"{usd * ARM / X86:.2f}")
    return table


def main() -> None:
    """Watch, and print the tables; figures go to ``.local/memory.json``."""
    options = _options()
    console = Console()
    if options.message_ms:
        console.print(cost_table(options.message_ms, options.waiting_ms))
        return
    most: dict[str, Seen] = {}
    code = 0
    if options.command:
        running = subprocess.Popen(options.command)  # noqa: S603
        watch(most, lambda: running.poll() is not None)
        code = running.returncode
    else:
        end = time.monotonic() + options.seconds
        console.print("Watches the functions of local clouds on this machine; Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            watch(most, lambda: time.monotonic() >= end)
    console.print(memory_table(most))
    _OUT.parent.mkdir(exist_ok=True)
    _OUT.write_text(json.dumps({name: seen._asdict() for name, seen in most.items()}, indent=1))
    sys.exit(code)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="without a command: how long to watch"
    )
    parser.add_argument(
        "--message-ms",
        type=float,
        help="instead: what a million messages cost by memory, at so many ms of a processor each",
    )
    parser.add_argument(
        "--waiting-ms", type=float, default=8, help="ms that each waits for AWS besides"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what is run meanwhile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
