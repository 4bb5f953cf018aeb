"""The figures of each part, the goals they are held to, and how both are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from rich.table import Table

if TYPE_CHECKING:
    from benchmarks.api_reads import Read
    from benchmarks.fan_out import Fanned
    from benchmarks.retrieval import Retrieval


class Figures(TypedDict, total=False):
    """What lies in ``.local/bench.json``: of the parts that were measured together."""

    callback_us: dict[str, dict[str, float]]
    handler_us: dict[str, float]
    ladder_us: dict[str, float]
    """A decision by what the message meets, at 100,000 keywords and 10,000 entries; ``…_ms`` are milliseconds."""
    retrieval: dict[str, Retrieval]
    """By number of entries."""
    fan_out: dict[str, Fanned]
    """By number of accounts."""
    slot: dict[str, dict[str, float]]
    """Seconds of a slot of a thousand accounts, simulated, by what is assumed."""
    import_ms: dict[str, float]
    first_call_ms: float
    """The first message of a fresh process, after its imports."""
    aws_calls_per_message: dict[str, float]
    api_reads: dict[str, Read]
    """By route of the console's API."""
    console_kb: float | None
    """What a browser loads before the first page; None where a smoke test found no page."""
    pages_kb: dict[str, float]
    """What each page loads besides."""
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


def callback_goals(figures: Figures) -> Iterator[Goal]:
    """One callback against its lower bound, and against the number of keywords."""
    ours, bound = figures["callback_us"]["ours"], figures["callback_us"]["bound"]
    for size, taken in ours.items():
        yield Goal(f"callback / lower bound, {int(size):,} keywords", taken / bound[size], 1.7, "×")
    sizes = sorted(ours, key=int)
    flat = max(ours.values()) / ours[sizes[0]]
    yield Goal(f"callback, {int(sizes[-1]):,} / {int(sizes[0]):,} keywords", flat, 1.1, "×")


def handler_goals(figures: Figures) -> Iterator[Goal]:
    """The whole handler against its lower bound, and its calls of AWS."""
    handler, calls = figures["handler_us"], figures["aws_calls_per_message"]
    yield Goal("whole handler / its lower bound", handler["ours"] / handler["bound"], 1.15, "×")
    ours = handler["ours"] / handler["bound_by_our_client"]
    yield Goal("whole handler / the bound by our client", ours, 1.25, "×")
    yield Goal("writes a message", calls["writes"], 1, "")
    yield Goal("reads a message", calls["reads"], 1, "")


def ladder_goals(figures: Figures) -> Iterator[Goal]:
    """The rung that takes longest."""
    ladder = figures["ladder_us"]
    slowest = max(ladder[met] for met in ("known", "near", "story")) / 1e3
    yield Goal("slowest rung, 10,000 entries", slowest, 10, " ms")


def start_goals(figures: Figures) -> Iterator[Goal]:
    """The import against the least that anybody on this stack imports."""
    imported = figures["import_ms"]
    yield Goal("import app / floor", imported["app"] / imported["floor"], 1.25, "×")


def api_goals(figures: Figures) -> Iterator[Goal]:
    """The read of the console's API that takes longest."""
    slowest = max(read["p95_ms"] for read in figures["api_reads"].values())
    yield Goal("slowest read of the console's API, p95 in process", slowest, 150, " ms")


def page_goals(figures: Figures) -> Iterator[Goal]:
    """What a browser loads first."""
    if (first_kb := figures["console_kb"]) is not None:
        yield Goal("console, first load", first_kb, 250, " kB")


def bundle_goals(figures: Figures) -> Iterator[Goal]:
    """What Lambda unpacks."""
    if (unzipped_mb := figures["bundle_mb"]) is not None:
        yield Goal("bundle, unzipped", unzipped_mb, 105, " MB")


def fan_out_goals(figures: Figures) -> Iterator[Goal]:
    """An account's share, how it grows with their number, and how long a slot of all takes."""
    fan_out = figures["fan_out"]
    few, many = (fan_out[size] for size in sorted(fan_out, key=int))
    yield Goal("AWS calls of a mandatory article, an account", many["aws_calls"], 40, "")
    share = many["spread_ms"] + many["deliver_ms"]
    yield Goal("processor time of it, an account, moto's with it", share, 150, " ms")
    growth = share / (few["spread_ms"] + few["deliver_ms"])
    yield Goal("an account's share of a push, many / few accounts", growth, 1.15, "×")
    calls = many["aws_calls"] / few["aws_calls"]
    yield Goal("AWS calls an account, many / few accounts", calls, 1.05, "×")
    last = figures["slot"]["pushed"]["last"]
    yield Goal("a slot of a thousand accounts, the last is sent, simulated", last, 30, " s")


def retrieval_goals(figures: Figures) -> Iterator[Goal]:
    """One query of each kind, and the index of it."""
    retrieval = figures["retrieval"]
    for size, found in retrieval.items():
        most, entries = 1 if int(size) < 10_000 else 6, f"{int(size):,} entries"
        for beside, kinds in (("", found["kinds_p99_ms"]), ("real ", found["real_p99_ms"])):
            if kinds:
                slowest = max(kinds, key=kinds.__getitem__)
                of = f"one query, p99, {beside}{entries}, slowest: {slowest}"
                yield Goal(of, kinds[slowest], most, " ms")
    largest = retrieval[max(retrieval, key=int)]
    yield Goal("largest index", largest["index_mb"], 20, " MB")
    yield Goal("loading it", largest["load_ms"], 100, " ms")


def write(figures: Figures, path: Path) -> None:
    """Leave the figures for machines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=2) + "\n")


def callback_table(figures: Figures) -> Table:
    """One callback, by contestant and number of keywords."""
    callback_us = figures["callback_us"]
    table = Table(title="One safe-mode callback in process, µs", title_justify="left")
    table.add_column("contestant")
    for size in callback_us["ours"]:
        table.add_column(f"{int(size):,} keywords", justify="right")
    for name, taken in callback_us.items():
        table.add_row(_NAMES[name], *(f"{us:,.1f}" for us in taken.values()))
    return table


def retrieval_table(figures: Figures) -> Table:
    """Index and query, by number of entries."""
    retrieval = figures["retrieval"]
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


def kinds_table(figures: Figures) -> Table:
    """The p99 of a query, by kind of message and number of entries."""
    retrieval = figures["retrieval"]
    table = Table(title="One query by kind of message, p99, ms", title_justify="left")
    table.add_column("message")
    columns = [
        (f"{int(size):,}{' real' if beside == 'real_p99_ms' else ''}", found[beside])
        for beside in ("kinds_p99_ms", "real_p99_ms")
        for size, found in retrieval.items()
        if found[beside]
    ]
    for name, _ in columns:
        table.add_column(name, justify="right")
    for kind in dict.fromkeys(kind for _, kinds in columns for kind in kinds):
        table.add_row(
            kind, *(f"{kinds[kind]:.2f}" if kind in kinds else "" for _, kinds in columns)
        )
    return table


def ladder_table(figures: Figures) -> Table:
    """A decision, by what the message meets."""
    ladder_us = figures["ladder_us"]
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


def fan_out_table(figures: Figures) -> Table:
    """An account's share, by number of accounts."""
    fan_out = figures["fan_out"]
    table = Table(
        title="A mandatory article, an account's share (AWS is moto)", title_justify="left"
    )
    table.add_column("")
    for size in fan_out:
        table.add_column(f"{int(size):,} accounts", justify="right")
    rows = {
        "offered, taken over, in review, ms": "spread_ms",
        "pictures, draft, sent, confirmed, ms": "deliver_ms",
        "of both, without moto's, ms": "own_ms",
        "AWS calls": "aws_calls",
        "WeChat calls": "wechat_calls",
        "all accounts, requests, USD": "usd",
    }
    for name, field in rows.items():
        table.add_row(name, *(f"{shares[field]:g}" for shares in fan_out.values()))  # type: ignore[literal-required]
    return table


def slot_table(figures: Figures) -> Table:
    """Seconds of a slot, by what is assumed."""
    table = Table(title="A slot of a thousand accounts, simulated, seconds", title_justify="left")
    for name in ("", "half", "last", "secrets read", "refused"):
        table.add_column(name, justify="right" if name else "left")
    for name, took in figures["slot"].items():
        shown = (took[field] for field in ("half", "last", "parameters", "refused"))
        table.add_row(name, *(f"{one:g}" for one in shown))
    return table


def handler_table(figures: Figures) -> Table:
    """The whole handler beside its lower bound."""
    handler = figures["handler_us"]
    return _beside_least(
        "The whole function, AWS stubbed, µs",
        ("one message", f"{handler['ours']:.0f}", f"{handler['bound']:.0f}"),
        ("least possible by our client", "", f"{handler['bound_by_our_client']:.0f}"),
    )


def start_table(figures: Figures) -> Table:
    """A cold start beside its floor."""
    imported = figures["import_ms"]
    return _beside_least(
        "A cold start, ms",
        ("import", f"{imported['app']:.0f}", f"{imported['floor']:.0f}"),
        ("first callback after it", f"{figures['first_call_ms']:.0f}", ""),
    )


def goals_table(goals: Iterable[Goal]) -> Table:
    """The goals of what was measured, and whether they are met."""
    table = Table(title="Goals", title_justify="left")
    for name in ("", "measured", "at most"):
        table.add_column(name, justify="left" if not name else "right")
    table.add_column("")
    for goal in goals:
        mark = "[green]✓[/green]" if goal.met else "[red]✗[/red]"
        table.add_row(goal.of, f"{goal.value:.2f}{goal.unit}", f"{goal.most:g}{goal.unit}", mark)
    return table


def _beside_least(title: str, *rows: tuple[str, str, str]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("", "Rongmei", "least possible"):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        table.add_row(*row)
    return table
