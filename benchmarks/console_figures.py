"""The console's figures, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.api_reads import ROUND_TRIP_MS, waited_ms

if TYPE_CHECKING:
    from benchmarks.api_reads import Read

_SHOWN = 15
"""Rows of a table that does not show every one."""


def reads_table(
    reads: dict[str, Read], round_trip_ms: float = ROUND_TRIP_MS, *, every: bool = False
) -> Table:
    """The API's reads, the slowest first."""
    table = Table(
        title=f"Reads of the console's API, a round trip taken as {round_trip_ms:g} ms",
        title_justify="left",
    )
    table.add_column("GET", overflow="fold")
    for name in (
        "calls, 1 account",
        "20 accounts",
        "in a row",
        "processor p50, ms",
        "p95, ms",
        "with waits, ms",
    ):
        table.add_column(name, justify="right")
    rows = sorted(reads.items(), key=lambda row: -waited_ms(row[1], round_trip_ms))
    for name, read in rows if every else rows[:_SHOWN]:
        table.add_row(
            name,
            f"{read['calls']}",
            f"{read['calls_of_many']}",
            f"{read['in_a_row']}",
            f"{read['p50_ms']:.1f}",
            f"{read['p95_ms']:.1f}",
            f"{waited_ms(read, round_trip_ms):.0f}",
        )
    return table


def weight_table(first_kb: float, pages_kb: dict[str, float]) -> Table:
    """What a browser loads, the heaviest page first."""
    table = Table(title="The console's page, gzipped", title_justify="left")
    table.add_column("")
    table.add_column("kB", justify="right")
    table.add_row("[bold]first load[/bold]", f"{first_kb:.1f}")
    for name, size in sorted(pages_kb.items(), key=lambda row: -row[1]):
        table.add_row(name, f"{size:.1f}")
    return table
