"""``python -m benchmarks``: tables on the screen, figures in ``.local/bench.json``."""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from rich.console import Console

from benchmarks.stub import ENVIRONMENT

if TYPE_CHECKING:
    from benchmarks import page_weight

_OUT = Path(".local/bench.json")


def main() -> None:
    """Measure everything; about eleven minutes."""
    options = _options()
    # Before anything of the bundle is imported: this process stands in for a Lambda function.
    os.environ.update(ENVIRONMENT)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    from benchmarks import (
        api_reads,
        callback,
        console_figures,
        corpus,
        fan_out,
        figures,
        handler,
        imports,
        ladder,
        retrieval,
    )

    console = Console()
    with console.status("setting up") as status:
        callback_us = callback.measure(
            2 if options.quick else 200,
            corpus.SIZES[:2] if options.quick else corpus.SIZES,
            progress=status.update,
        )
        status.update("whole handler")
        whole = handler.measure(2 if options.quick else 200)
        status.update("the whole ladder")
        ladder_us = ladder.measure(2 if options.quick else 100)
        status.update("retrieval")
        found = retrieval.measure(retrieval.SIZES[:1] if options.quick else retrieval.SIZES)
        status.update("an article for a thousand accounts")
        fanned = fan_out.measure((1, 2) if options.quick else fan_out.SIZES)
        status.update("the console: its reads and its page")
        reads = api_reads.measure(
            2 if options.quick else 40, 2 if options.quick else api_reads.BELOW
        )
        weight = _weight(quick=options.quick)
        status.update("imports, in fresh processes")
        import_ms = imports.measure(1 if options.quick else 15)
        first_call_ms = imports.first_call(1 if options.quick else 5)
        status.update("chalice package")
        measured = figures.Figures(
            callback_us=callback_us,
            handler_us={"ours": round(whole.ours_us, 1), "bound": round(whole.bound_us, 1)},
            ladder_us=ladder_us,
            retrieval=found,
            fan_out=fanned,
            import_ms={name: round(ms, 1) for name, ms in import_ms.items()},
            aws_calls_per_message={"writes": whole.writes, "reads": whole.reads},
            api_reads=reads,
            console_kb=weight.first_kb if weight else None,
            bundle_mb=_bundle_mb(options.bundle, quick=options.quick),
        )
    figures.write(measured, options.out)
    figures.show(measured, first_call_ms, console)
    console.print(console_figures.reads_table(reads))
    if weight:
        console.print(console_figures.weight_table(weight))
    _time_console(console)
    console.print(f"Figures: {options.out}")


def _weight(*, quick: bool) -> page_weight.Weight | None:
    """What a browser loads; a smoke test builds no page."""
    from benchmarks import page_weight
    from dev import page

    if quick and not (page.SOURCE / "dist/index.html").is_file():
        return None
    return page_weight.weigh(page.SOURCE / "dist" if quick else page.build())


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


def _bundle_mb(home: Path, *, quick: bool) -> float | None:
    """What Lambda would unpack, in 10⁶ bytes; packaged now unless nothing has changed since."""
    from dev.bundle import Bundle, package

    home = home.resolve()
    bundle = Bundle(home / "out/sam.json") if quick else package("prod", home, "cn-north-1")
    return round(bundle.unzipped_mb, 2) if bundle.code.is_file() else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
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
    return parser.parse_args()


if __name__ == "__main__":
    main()
