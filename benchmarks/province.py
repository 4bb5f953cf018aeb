"""A synthetic province: years of facts as the archive keeps them, made by DuckDB, and what every query takes over them.

    python -m benchmarks.province --events 1000000
    python -m benchmarks.province --events 100000000 --home /some/large/disk

One follower for ten events, over three years. The same seed makes the same facts. For each query: seconds, peak memory, the bytes
that Athena would read (the columns that it names, of the days that it names), and what these cost. Before that a sample is counted in
plain Python (``tests/unit/insight/by_hand.py``) and compared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from rich.console import Console
from rich.table import Table
from sqlglot import exp

from chalicelib.clock import SHANGHAI
from chalicelib.insight.facts.models import Fact, Told
from chalicelib.insight.facts.schema import COLUMNS
from chalicelib.insight.queries.catalogue import QUERIES
from chalicelib.insight.queries.local import ask, connect, show
from chalicelib.insight.queries.query import Period, PeriodFrom, Query, RowsOf, Seen, Until
from chalicelib.insight.queries.run import price
from chalicelib.values import LateValue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACCOUNT: Final = "province"
FIRST: Final = date(2024, 1, 1)
YEARS: Final = 3
LAST: Final = FIRST + timedelta(days=365 * YEARS)
_PUSHES: Final = 6
"""A day."""
_BEGIN: Final = int(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=SHANGHAI).timestamp())
_END: Final = _BEGIN + 86400 * ((LAST - FIRST).days + 1)
_SAMPLE: Final = (date(2025, 3, 1), date(2025, 3, 7))


def make(home: Path, events: int, seed: int) -> None:
    """Write the facts, one file an account and day. What is there is left as it is."""
    mark = home / ".made"
    wanted = f"{events} {seed} {Path(__file__).stat().st_size}"
    if mark.is_file() and mark.read_text() == wanted:
        return
    home.mkdir(parents=True, exist_ok=True)
    # A part at a time, so that sorting fits into memory: 10 M rows of it or fewer.
    parts = max(1, min(36, events // 3_000_000))
    with connect(memory="4GB", threads=1, temporary=home / "spill") as engine:
        _functions(engine, events, seed)
        step = -(-(_END - _BEGIN) // (86400 * parts)) * 86400
        for since in range(_BEGIN, _END, step):
            engine.execute(
                f"COPY (SELECT * FROM told({since}, {min(_END, since + step)}) ORDER BY day, moment, id) "  # noqa: S608
                f"TO '{home}/facts' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (account, day), "
                "OVERWRITE_OR_IGNORE, ROW_GROUP_SIZE 100000)"
            )
    mark.write_text(wanted)


def _functions(engine: DuckDBPyConnection, events: int, seed: int) -> None:
    """``told(since, until)``: the facts of a time. Every number follows from the event's own and the seed."""
    people = events // 10
    gone = people // 4
    days = (_END - _BEGIN) // 86400
    sessions, pushes = events // 100, _PUSHES * days
    engine.execute(
        f"CREATE MACRO dice(a, b, sides) AS CAST(hash(a, b, {seed}) % CAST(sides AS UBIGINT) AS BIGINT)"
    )
    engine.execute(f"CREATE MACRO came(who) AS {_BEGIN} + dice(who, 1, {_END - _BEGIN - 86400})")
    # Whoever does something does it after they came: most soon, some much later.
    engine.execute(
        f"CREATE MACRO later(who, n, days) AS least(came(who) + 60 + dice(n, 2, days * 86400), {_END - 1})"
    )
    first_session, first_push = events - sessions - pushes, events - pushes
    engine.execute(f"""
        CREATE VIEW drawn AS
        SELECT n, kind, who, CASE
            WHEN kind = 'push' THEN {_BEGIN} + ((n - {first_push}) // {_PUSHES}) * 86400 + 3600 * (8 + 2 * ((n - {first_push}) % {_PUSHES}))
            WHEN kind = 'follow' THEN came(who)
            WHEN kind = 'unfollow' THEN later(who, n, 90)
            ELSE later(who, n, 200) END AS moment
        FROM (
            SELECT n, CASE
                WHEN n < {people} THEN 'follow'
                WHEN n < {people + gone} THEN 'unfollow'
                WHEN n >= {first_push} THEN 'push'
                WHEN n >= {first_session} THEN 'session'
                WHEN dice(n, 3, 100) < 62 THEN 'message'
                WHEN dice(n, 3, 100) < 96 THEN 'menu'
                ELSE 'scan' END AS kind,
            CASE WHEN n < {people} THEN n WHEN n < {people + gone} THEN (n - {people}) * 4 ELSE dice(n, 4, {people}) END AS who
            FROM range({events}) AS drawn(n)
        )
    """)  # noqa: S608
    made: dict[str, str] = {
        "id": "printf('%016x', hash(n, 9))",
        "kind": "kind",
        "moment": "moment",
        "hour": "((moment + 28800) // 3600) % 24",
        "follower": "CASE WHEN kind = 'push' THEN '' ELSE printf('%016x', hash(who, 8)) END",
        "type": "CASE kind WHEN 'message' THEN ['text', 'text', 'text', 'image', 'voice', 'location'][1 + dice(n, 10, 6)] "
        "WHEN 'menu' THEN ['click', 'view'][1 + dice(n, 10, 2)] WHEN 'follow' THEN 'subscribe' ELSE kind END",
        "outcome": "CASE WHEN kind = 'message' THEN ['answered', 'answered', 'answered', 'offered', 'handed_over', 'unanswered', 'none'][1 + dice(n, 11, 7)] ELSE '' END",
        "rung": "CASE WHEN kind = 'message' THEN ['exact', 'contains', 'faq', 'clarify', 'person', 'default', 'feedback'][1 + dice(n, 11, 7)] ELSE '' END",
        "rule": "CASE WHEN kind = 'message' AND dice(n, 11, 7) < 2 THEN 'rule-' || dice(n, 12, 300) ELSE '' END",
        "entry": "CASE WHEN kind = 'message' AND dice(n, 11, 7) IN (2, 6) THEN 'q' || dice(n, 12, 2000) ELSE '' END",
        "score": "CASE WHEN kind = 'message' THEN dice(n, 13, 10000) / 10000.0::DOUBLE ELSE 0 END",
        "vote": "CASE WHEN kind = 'message' AND dice(n, 11, 7) = 6 THEN CASE WHEN dice(n, 14, 10) < 7 THEN 1 ELSE -1 END ELSE 0 END",
        "menu_key": "CASE WHEN kind = 'menu' THEN 'menu-' || dice(n, 15, 15) ELSE '' END",
        "scene": "CASE WHEN kind IN ('follow', 'scan') AND dice(n, 16, 3) = 0 THEN 'hall-' || dice(n, 17, 200) ELSE '' END",
        "came_by": "CASE WHEN kind = 'follow' THEN CASE WHEN dice(n, 16, 3) = 0 THEN 'code' WHEN dice(n, 16, 3) = 1 THEN 'payment' ELSE 'other' END ELSE '' END",
        "session": "CASE WHEN kind = 'session' THEN 's-' || n ELSE '' END",
        "state": "CASE kind WHEN 'session' THEN 'resolved' WHEN 'push' THEN CASE WHEN dice(n, 18, 50) = 0 THEN 'failed' ELSE 'confirmed' END ELSE '' END",
        "team": "CASE WHEN kind = 'session' THEN 'team-' || dice(n, 19, 8) ELSE '' END",
        "agent": "CASE WHEN kind = 'session' THEN 'agent-' || dice(n, 19, 8) || '-' || dice(n, 20, 12) ELSE '' END",
        "wait_seconds": "CASE WHEN kind = 'session' THEN dice(n, 21, 900) ELSE -1 END",
        "first_reply_seconds": "CASE WHEN kind = 'session' THEN dice(n, 21, 900) + dice(n, 22, 120) ELSE -1 END",
        "resolve_seconds": "CASE WHEN kind = 'session' THEN dice(n, 21, 900) + 120 + dice(n, 23, 3600) ELSE -1 END",
        "rating": "CASE WHEN kind = 'session' AND dice(n, 24, 3) = 0 THEN 1 + dice(n, 25, 5) ELSE 0 END",
        "service": "CASE WHEN kind = 'message' AND dice(n, 28, 12) = 0 THEN 'service-' || dice(n, 29, 95) ELSE '' END",
        "latitude": "CASE WHEN kind = 'message' AND dice(n, 10, 6) = 5 THEN (250 + dice(n, 30, 12)) / 10.0 ELSE 0 END",
        "longitude": "CASE WHEN kind = 'message' AND dice(n, 10, 6) = 5 THEN (1010 + dice(n, 31, 12)) / 10.0 ELSE 0 END",
        "way": "CASE WHEN kind = 'push' THEN 'mass' ELSE '' END",
        "articles": "CASE WHEN kind = 'push' THEN 1 + dice(n, 26, 8) ELSE 0 END",
        "audience": f"CASE WHEN kind = 'push' THEN {people} ELSE -1 END",
        "sent": f"CASE WHEN kind = 'push' THEN {people} - dice(n, 27, 1000) ELSE -1 END",
        "failed": "CASE WHEN kind = 'push' THEN dice(n, 27, 1000) ELSE -1 END",
    }  # fmt: skip
    columns = ", ".join(
        f'CAST({made.get(one.name, _default(one.name))} AS {one.duckdb}) AS "{one.name}"'
        for one in COLUMNS
    )
    engine.execute(
        f"CREATE MACRO told(since, until) AS TABLE SELECT '{ACCOUNT}' AS account, "  # noqa: S608
        "strftime(make_timestamp((moment + 28800) * 1000000), '%Y-%m-%d') AS day, "
        f"{columns} FROM drawn WHERE moment >= since AND moment < until"
    )


def _default(name: str) -> str:
    default = Fact.model_fields[name].default
    return f"'{default}'" if isinstance(default, str) else str(default)


def given(takes: type[LateValue], since: date, until: date) -> LateValue:
    """What a query is asked about: some days, looked at from their end."""
    end = datetime(until.year, until.month, until.day, tzinfo=SHANGHAI) + timedelta(days=1)
    more = {"seen": until, "now": int(end.timestamp()), "day": until, "kind": "message"}
    return takes.model_validate({"account": ACCOUNT, "since": since, "until": until} | more)


SPANS: Final[dict[type[LateValue], tuple[date, date]]] = {
    Period: (date(2026, 11, 1), date(2026, 11, 30)),
    PeriodFrom: (date(2026, 1, 1), date(2026, 12, 30)),
    Seen: (date(2026, 6, 1), date(2026, 12, 30)),
    Until: (FIRST, LAST),
    RowsOf: (date(2026, 11, 30), date(2026, 11, 30)),
}
"""A month of what is looked at by the month, a year of followers, half a year of retention, everybody who is silent, a day's rows."""


def files(home: Path, since: date, until: date) -> list[Path]:
    """The files of some days, as Athena's partition projection finds them."""
    days = ((since + timedelta(days=n)).isoformat() for n in range((until - since).days + 1))
    folders = (home / f"facts/account={ACCOUNT}/day={day}" for day in days)
    return [file for folder in folders for file in sorted(folder.glob("*.parquet"))]


def scanned(engine: DuckDBPyConnection, query: Query[Any], read: list[Path]) -> int:
    """Bytes that Athena reads of these files: the columns that the query names, packed."""
    tree = sqlglot.parse_one(query.sql, read="athena")
    named = {one.name for one in tree.find_all(exp.Column)} & {one.name for one in COLUMNS}
    total = engine.execute(
        "SELECT sum(total_compressed_size) FROM parquet_metadata(?) WHERE list_contains(?, path_in_schema)",
        [[str(file) for file in read], sorted(named)],
    ).fetchone()
    return int(total[0] or 0) if total else 0


def measure_one(home: Path, name: str, threads: int) -> dict[str, Any]:
    """One query in this process: seconds, rows, bytes."""
    query = QUERIES[name]
    since, until = SPANS[query.takes]
    with connect(memory="6GB", threads=threads, temporary=home / "spill") as engine:
        read = files(home, since, until)
        show(engine, read)
        begun = time.perf_counter()
        rows = ask(engine, query, given(query.takes, since, until))
        seconds = time.perf_counter() - begun
        return {
            "days": (until - since).days + 1,
            "rows": len(rows),
            "seconds": round(seconds, 2),
            "bytes": scanned(engine, query, read),
            "mb": _most_memory(),
        }


def _most_memory() -> int:
    """The most memory that this process had, in MB; what its parent had before it does not count."""
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in one]
    return int(line.split()[1]) // 1024


def measure(home: Path, name: str, threads: int) -> dict[str, Any]:
    """One query in a process of its own, with the most memory that this had, in MB."""
    command = [sys.executable, "-m", "benchmarks.province", "--home", str(home), "--one", name]
    said = subprocess.run(  # noqa: S603 - this very program
        [*command, "--threads", str(threads)], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, Any] = json.loads(said)
    return found | {"dollars": round(price(found["bytes"]), 6)}


def check(home: Path) -> int:
    """Compare every query of a week with a count in plain Python; returns how many facts were counted."""
    from tests.unit.insight.by_hand import BY_HAND, in_order

    with connect() as engine:
        show(engine, files(home, *_SAMPLE))
        names = [one.name for one in COLUMNS]
        read = engine.execute(f"SELECT account, day, {', '.join(names)} FROM facts").fetchall()  # noqa: S608
        told = [
            Told(
                account=account,
                day=day,
                fact=Fact.model_validate(dict(zip(names, rest, strict=True))),
            )
            for account, day, *rest in read
        ]
        for query in QUERIES.values():
            asked = given(query.takes, *_SAMPLE)
            found = in_order(one.model_dump() for one in ask(engine, query, asked))
            wanted = in_order(BY_HAND[query.name](told, asked))
            assert len(found) == len(wanted), query.name
            for one, other in zip(found, wanted, strict=True):
                assert _same(one, other), (query.name, one, other)
    return len(told)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal, but for the last digit of a mean."""
    return one.keys() == other.keys() and all(
        value == other[name]
        or (isinstance(value, float) and abs(value - float(other[name])) < 0.051)
        for name, value in one.items()
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--home", type=Path)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--one")
    options.add_argument("--out", type=Path)
    given_ = options.parse_args()
    home = given_.home or Path(f".local/province-{given_.events}")
    if given_.one:
        print(json.dumps(measure_one(home, given_.one, given_.threads)))
        return
    console = Console()
    begun = time.perf_counter()
    with console.status("making the facts"):
        make(home, given_.events, given_.seed)
    size = sum(file.stat().st_size for file in home.rglob("*.parquet")) / 1e6
    console.print(
        f"{given_.events:,} facts, {size:,.0f} MB, made in {time.perf_counter() - begun:,.0f} s"
    )
    with console.status("counting a week by hand"):
        console.print(
            f"a week of {check(home):,} facts counted by hand: all {len(QUERIES)} queries agree"
        )
    table = Table("query", "days", "rows", "seconds", "MB at most", "MB scanned", "US$ on Athena")
    found = {}
    for name in QUERIES:
        with console.status(name):
            one = found[name] = measure(home, name, given_.threads)
        table.add_row(name, str(one["days"]), str(one["rows"]), f"{one['seconds']:.2f}", str(one["mb"]),
                      f"{one['bytes'] / 1e6:.1f}", f"{one['dollars']:.5f}")  # fmt: skip
    console.print(table)
    if given_.out:
        given_.out.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
