"""The figures, the goals they are held to, and how both are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from benchmarks.api_reads import Read
    from benchmarks.fan_out import Fanned
    from benchmarks.retrieval import Retrieval


class Figures(TypedDict):
    """What lies in ``.local/bench.json``."""

    callback_us: dict[str, dict[str, float]]
    handler_us: dict[str, float]
    ladder_us: dict[str, float]
    """A decision by what the message meets, at 100,000 keywords and 10,000 entries; ``…_ms`` are milliseconds."""
    retrieval: dict[str, Retrieval]
    """By number of entries."""
    fan_out: dict[str, Fanned]
    """By number of accounts."""
    import_ms: dict[str, float]
    aws_calls_per_message: dict[str, float]
    api_reads: dict[str, Read]
    """By route of the console's API."""
    console_kb: float | None
    """What a browser loads before the first page; None where a smoke test found no page."""
    bundle_mb: float | None
    """None where a smoke test found no package."""


class Goal(NamedTuple):
    """A figure and the most it may be."""

    of: str
    value: float
    most: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.most


def goals(figures: Figures) -> Iterator[Goal]:
    """Every goal, with what was measured."""
    ours, bound = figures["callback_us"]["ours"], figures["callback_us"]["bound"]
    for size, taken in ours.items():
        yield Goal(f"callback / lower bound, {int(size):,} keywords", taken / bound[size], 2, "×")
    sizes = sorted(ours, key=int)
    flat = max(ours.values()) / ours[sizes[0]]
    yield Goal(f"callback, {int(sizes[-1]):,} / {int(sizes[0]):,} keywords", flat, 1.1, "×")
    ladder = figures["ladder_us"]
    yield Goal(
        "slowest rung, 10,000 entries",
        max(ladder[met] for met in ("known", "near", "story")) / 1e3,
        10,
        " ms",
    )
    yield from _found_goals(figures["retrieval"])
    yield from _fanned_goals(figures["fan_out"])
    handler = figures["handler_us"]
    yield Goal("whole handler / its lower bound", handler["ours"] / handler["bound"], 1.25, "×")
    imported = figures["import_ms"]
    yield Goal("import app / floor", imported["app"] / imported["floor"], 1.5, "×")
    calls = figures["aws_calls_per_message"]
    yield Goal("writes a message", calls["writes"], 1, "")
    yield Goal("reads a message", calls["reads"], 1, "")
    slowest = max(read["p95_ms"] for read in figures["api_reads"].values())
    yield Goal("slowest read of the console's API, p95 in process", slowest, 150, " ms")
    if figures["console_kb"] is not None:
        yield Goal("console, first load", figures["console_kb"], 250, " kB")
    if figures["bundle_mb"] is not None:
        yield Goal("bundle, unzipped", figures["bundle_mb"], 105, " MB")


def _fanned_goals(fan_out: dict[str, Fanned]) -> Iterator[Goal]:
    few, many = (fan_out[size] for size in sorted(fan_out, key=int))
    growth = (many["spread_ms"] + many["deliver_ms"]) / (few["spread_ms"] + few["deliver_ms"])
    yield Goal("an account's share of a push, many / few accounts", growth, 1.25, "×")
    calls = many["aws_calls"] / few["aws_calls"]
    yield Goal("AWS calls an account, many / few accounts", calls, 1.05, "×")


def _found_goals(retrieval: dict[str, Retrieval]) -> Iterator[Goal]:
    for size, found in retrieval.items():
        slowest = 1 if int(size) < 10_000 else 10
        yield Goal(f"one query, p99, {int(size):,} entries", found["query_p99_ms"], slowest, " ms")
    largest = retrieval[max(retrieval, key=int)]
    yield Goal("largest index", largest["index_mb"], 20, " MB")
    yield Goal("loading it", largest["load_ms"], 100, " ms")


def write(figures: Figures, path: Path) -> None:
    """Leave the figures for machines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=2) + "\n")


def show(figures: Figures, first_call_ms: float, console: Console) -> None:
    """Tables for people."""
    console.print(
        _callbacks(figures["callback_us"]),
        _ladder(figures["ladder_us"]),
        _found(figures["retrieval"]),
        _fanned(figures["fan_out"]),
        _whole(figures, first_call_ms),
        _goals(figures),
    )
    console.print(
        "Processor time. Other work on this machine still moves every figure from run to run; contestants took turns "
        "in short blocks and keep their best one, so compare within one run: the ratios hold, the microseconds don't.",
        style="dim",
    )


def _callbacks(callback_us: dict[str, dict[str, float]]) -> Table:
    table = Table(title="One safe-mode callback in process, µs", title_justify="left")
    table.add_column("contestant")
    for size in callback_us["ours"]:
        table.add_column(f"{int(size):,} keywords", justify="right")
    for name, taken in callback_us.items():
        table.add_row(_NAMES[name], *(f"{us:,.1f}" for us in taken.values()))
    return table


def _found(retrieval: dict[str, Retrieval]) -> Table:
    table = Table(title="Finding the entry that is meant", title_justify="left")
    for name in ("entries", "build, s", "index, MB", "load, ms", "query p50, ms", "p99, ms"):
        table.add_column(name, justify="right")
    for size, found in retrieval.items():
        table.add_row(
            f"{int(size):,}",
            f"{found['build_s']:.2f}",
            f"{found['index_mb']:.2f}",
            f"{found['load_ms']:.1f}",
            f"{found['query_p50_ms']:.2f}",
            f"{found['query_p99_ms']:.2f}",
        )
    return table


def _ladder(ladder_us: dict[str, float]) -> Table:
    table = Table(title="One decision, 100,000 keywords and 10,000 entries", title_justify="left")
    table.add_column("the message meets")
    table.add_column("µs", justify="right")
    for name, words in _MET.items():
        taken = ladder_us[name] * (1e3 if name.endswith("_ms") else 1)
        table.add_row(words, f"{taken:,.1f}")
    return table


_MET = {
    "rule": "a rule's keyword",
    "aside": "a rule's keyword, small in a long message",
    "service": "a service's name",
    "known": "an entry, in its own words",
    "near": "entries that are near",
    "unknown": "nothing that is known",
    "story": "nothing, after a hundred characters",
    "open_book_ms": "a new version of the rules, once",
    "first_asked_ms": "an index nobody has asked yet, once",
}
_NAMES = {
    "ours": "[bold]Rongmei[/bold]",
    "bound": "lower bound, hand-written",
    "wechatpy": "wechatpy 2.0.0a26, no rules",
    "scan": "wechatpy and a scan of the rules",
    "werobot": "WeRoBot 1.13.1, filters",
}


def _fanned(fan_out: dict[str, Fanned]) -> Table:
    table = Table(
        title="A mandatory article, an account's share (AWS is moto)", title_justify="left"
    )
    table.add_column("")
    for size in fan_out:
        table.add_column(f"{int(size):,} accounts", justify="right")
    rows = {
        "offered, taken over, in review, ms": "spread_ms",
        "pictures, draft, sent, confirmed, ms": "deliver_ms",
        "AWS calls": "aws_calls",
        "WeChat calls": "wechat_calls",
        "all accounts, requests, USD": "usd",
    }
    for name, field in rows.items():
        table.add_row(name, *(f"{shares[field]:g}" for shares in fan_out.values()))  # type: ignore[literal-required]
    return table


def _whole(figures: Figures, first_call_ms: float) -> Table:
    handler, imported = figures["handler_us"], figures["import_ms"]
    table = Table(title="The whole function", title_justify="left")
    for name in ("", "Rongmei", "least possible"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row("handler, AWS stubbed, µs", f"{handler['ours']:.0f}", f"{handler['bound']:.0f}")
    table.add_row("import, ms", f"{imported['app']:.0f}", f"{imported['floor']:.0f}")
    table.add_row("first callback after it, ms", f"{first_call_ms:.0f}", "")
    return table


def _goals(figures: Figures) -> Table:
    table = Table(title="Goals", title_justify="left")
    for name in ("", "measured", "at most"):
        table.add_column(name, justify="left" if not name else "right")
    table.add_column("")
    for goal in goals(figures):
        mark = "[green]✓[/green]" if goal.met else "[red]✗[/red]"
        table.add_row(goal.of, f"{goal.value:.2f}{goal.unit}", f"{goal.most:g}{goal.unit}", mark)
    return table
