"""``python -m benchmarks``: tables on the screen, figures in ``.local/bench.json``."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from rich.console import Console

from benchmarks.stub import ENVIRONMENT

_OUT = Path(".local/bench.json")


def main() -> None:
    """Measure everything; about nine minutes."""
    options = _options()
    # Before anything of the bundle is imported: this process stands in for a Lambda function.
    os.environ.update(ENVIRONMENT)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    from benchmarks import callback, corpus, fan_out, figures, handler, imports, ladder, retrieval

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
            bundle_mb=_bundle_mb(options.bundle, quick=options.quick),
        )
    figures.write(measured, options.out)
    figures.show(measured, first_call_ms, console)
    console.print(f"Figures: {options.out}")


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
