"""The parts of the benchmark: each is measured by itself, and compares only what ran in one run.

Part → what is measured, its tables and its goals. A new part is one row of ``PARTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rich.table import Table

from benchmarks import figures
from benchmarks.figures import Figures, Goal


class Options(NamedTuple):
    """How it is measured."""

    quick: bool
    """A smoke test: few rounds, small sizes, nothing built."""
    bundle: Path
    """Where the bundle is packaged."""


class Part(NamedTuple):
    """One part of the benchmark."""

    about: str
    """What is going on while it is measured."""
    measure: Callable[[Options], Figures]
    tables: Callable[[Figures], Sequence[Table]]
    goals: Callable[[Figures], Iterator[Goal]]


_FEW: Final = 1_000
"""Keywords and entries of a smoke test."""

# What is measured is imported by its part: the processes dress up as a Lambda function first.


def _callback(options: Options) -> Figures:
    from benchmarks import callback, corpus

    sizes = corpus.SIZES[:2] if options.quick else corpus.SIZES
    return {"callback_us": callback.measure(2 if options.quick else 200, sizes)}


def _handler(options: Options) -> Figures:
    from benchmarks import handler

    whole = handler.measure(2, _FEW) if options.quick else handler.measure(200)
    return {
        "handler_us": {
            "ours": round(whole.ours_us, 1),
            "bound": round(whole.bound_us, 1),
            "bound_by_our_client": round(whole.bound_by_our_client_us, 1),
        },
        "aws_calls_per_message": {
            "writes": whole.writes,
            "reads": whole.reads,
            "writes_of_a_default": whole.writes_of_a_default,
        },
    }


def _ladder(options: Options) -> Figures:
    from benchmarks import ladder

    measured = ladder.measure(2, _FEW, _FEW) if options.quick else ladder.measure(100)
    return {"ladder_us": measured}


def _retrieval(options: Options) -> Figures:
    from benchmarks import retrieval

    if options.quick:
        return {"retrieval": retrieval.measure(retrieval.SIZES[:1], times=1)}
    return {"retrieval": retrieval.measure(retrieval.SIZES)}


def _fan_out(options: Options) -> Figures:
    from benchmarks import fan_out

    found = fan_out.measure((1, 2) if options.quick else fan_out.SIZES)
    return {"fan_out": found, "slot": fan_out.slot_of(found)}


def _api(options: Options) -> Figures:
    from benchmarks import api_reads

    # That every route answers is what tests/cloud/console/test_every_route.py is for.
    rounds, below, each = (2, 2, 10) if options.quick else (40, api_reads.BELOW, 1)
    return {"api_reads": api_reads.measure(rounds, below, each)}


def _page(options: Options) -> Figures:
    from benchmarks import page_weight
    from dev import page

    built = page.SOURCE / "dist"
    if options.quick and not (built / "index.html").is_file():
        return {"console_kb": None, "pages_kb": {}}
    weight = page_weight.weigh(built if options.quick else page.build())
    return {"console_kb": weight.first_kb, "pages_kb": dict(weight.pages_kb)}


def _start(options: Options) -> Figures:
    from benchmarks import imports

    with imports.compiled(quick=options.quick) as bytecode:
        import_ms = imports.measure(1 if options.quick else 15, bytecode)
        first_call_ms = imports.first_call(1 if options.quick else 5, bytecode)
    return {
        "import_ms": {name: round(ms, 1) for name, ms in import_ms.items()},
        "first_call_ms": round(first_call_ms, 1),
    }


def _bundle(options: Options) -> Figures:
    """What Lambda would unpack, in 10⁶ bytes; packaged now unless nothing has changed since."""
    from dev.bundle import Bundle, package

    home = options.bundle.resolve()
    made = Bundle(home / "out/sam.json") if options.quick else package("prod", home, "cn-north-1")
    return {"bundle_mb": round(made.unzipped_mb, 2) if made.code.is_file() else None}


def _reads_table(measured: Figures) -> Sequence[Table]:
    from benchmarks.console_figures import reads_table

    return [reads_table(measured["api_reads"])]


def _weight_table(measured: Figures) -> Sequence[Table]:
    from benchmarks.console_figures import weight_table

    first_kb = measured["console_kb"]
    return [] if first_kb is None else [weight_table(first_kb, measured["pages_kb"])]


def _retrieval_tables(measured: Figures) -> Sequence[Table]:
    return [figures.retrieval_table(measured), figures.kinds_table(measured)]


def _one(table: Callable[[Figures], Table]) -> Callable[[Figures], Sequence[Table]]:
    return lambda measured: [table(measured)]


PARTS: Final[Mapping[str, Part]] = {
    "callback": Part(
        "one callback, by contestant and number of keywords",
        _callback, _one(figures.callback_table), figures.callback_goals,
    ),
    "handler": Part(
        "the whole handler", _handler, _one(figures.handler_table), figures.handler_goals
    ),
    "ladder": Part("the whole ladder", _ladder, _one(figures.ladder_table), figures.ladder_goals),
    "retrieval": Part(
        "retrieval", _retrieval, _retrieval_tables, figures.retrieval_goals
    ),
    "fan-out": Part(
        "an article for a thousand accounts",
        _fan_out,
        lambda found: [figures.fan_out_table(found), figures.slot_table(found)],
        figures.fan_out_goals,
    ),
    "api": Part("reads of the console's API", _api, _reads_table, figures.api_goals),
    "page": Part("the console's page", _page, _weight_table, figures.page_goals),
    "start": Part(
        "imports, in fresh processes", _start, _one(figures.start_table), figures.start_goals
    ),
    "bundle": Part("chalice package", _bundle, lambda _: [], figures.bundle_goals),
}  # fmt: skip

SECONDS: Final[Mapping[str, int]] = {
    "callback": 32, "handler": 13, "ladder": 10, "retrieval": 24, "fan-out": 271, "api": 90, "page": 2, "start": 14, "bundle": 35,
}  # fmt: skip
"""Processor time that a part took when it was measured last; beside other work it takes longer."""
