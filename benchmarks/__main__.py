"""``python -m benchmarks [part …]``: tables on the screen, figures in ``.local/bench.json``."""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path
from urllib.request import urlopen

from rich.console import Console

from benchmarks import figures
from benchmarks.commands import commands
from benchmarks.figures import Figures
from benchmarks.parts import PARTS, SECONDS, Options
from benchmarks.stub import ENVIRONMENT

_OUT = Path(".local/bench.json")
_SAID = (
    "Processor time. Other work on this machine still moves every figure from run to run; contestants took turns "
    "in short blocks and keep their best one, so compare within one run: the ratios hold, the microseconds don't."
)


def main() -> None:
    """Measure the parts that are named, or all."""
    options = _options()
    # Before anything of the bundle is imported: this process stands in for a Lambda function.
    os.environ.update(ENVIRONMENT)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    console = Console()
    parts = {name: PARTS[name] for name in options.parts or PARTS}
    measured: Figures = {}
    with console.status("setting up") as status:
        for name, part in parts.items():
            status.update(part.about)
            begun, worked = time.monotonic(), _processor_seconds()
            measured.update(part.measure(Options(options.quick, options.bundle)))
            console.print(
                f"{name}: {time.monotonic() - begun:.0f} s, "
                f"{_processor_seconds() - worked:.0f} s of processor time",
                style="dim",
            )
    figures.write(measured, options.out)
    for part in parts.values():
        console.print(*part.tables(measured))
    console.print(
        figures.goals_table(one for part in parts.values() for one in part.goals(measured))
    )
    console.print(_SAID, style="dim")
    if "page" in parts:
        _time_console(console)
    console.print(f"Figures: {options.out}")


def _processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _time_console(console: Console) -> None:
    """Time the workbench in a browser, where a console of this source runs."""
    from benchmarks import page_weight
    from dev.console import PORT

    url = f"http://127.0.0.1:{PORT}/console/"
    try:
        urlopen(url, timeout=5).close()
    except OSError:
        console.print(f"No console at {url} to be timed: python -m dev.console starts one.")
        return
    taken = page_weight.interactive_ms(url, "li")
    console.print(f"Workbench there after {statistics.median(taken):.0f} ms, in Chromium, at {url}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog=_more(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help="what is measured, see below; all of it where none is named",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a smoke test without packaging; its figures mean little",
    )
    parser.add_argument("--out", type=Path, default=_OUT, help=f"figures go here ({_OUT})")
    parser.add_argument(
        "--bundle",
        type=Path,
        default=Path(".local/build/bench"),
        help="where the bundle is packaged",
    )
    options = parser.parse_args()
    if unknown := [name for name in options.parts if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    return options


def _more() -> str:
    """The parts with the time that they take, and what is measured by other commands."""
    parts = [f"  {name:<10} {SECONDS[name]:>4} s  {part.about}" for name, part in PARTS.items()]
    whole = f"  {'all':<10} {sum(SECONDS.values()):>4} s"
    others = [f"  {name:<36} {about}" for name, about in commands()]
    return "\n".join(
        [
            "parts, with the processor time that each took when it was measured last (two cores, one used):",
            *parts,
            whole,
            "",
            "measured by commands of their own:",
            *others,
        ]
    )


if __name__ == "__main__":
    main()
