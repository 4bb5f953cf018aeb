"""Millions of events told twice, shuffled, with crashes in between: the numbers are those of the events counted directly.

    python -m benchmarks.replay --events 20000000

DuckDB makes the facts of two months of an account (``benchmarks.province``), each told twice, one in ten of them first in an earlier
state, in an order that has nothing to do with their time, as the raw objects that the function ``Archive`` keeps. Its own compaction
merges and counts them (``insight.archive.compact``), is killed again and again, and run again. A sample goes the whole way before that:
from the queue's message through ``collect``. In the end each day's numbers are compared with a count of the events themselves.

Bucket and table are folders here: what is measured is the archive's own work, and what is shown is that nothing is lost or doubled.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from rich.console import Console

from benchmarks import province
from chalicelib.cloud import objects
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.archive import collect as collecting
from chalicelib.insight.archive import compact as compacting
from chalicelib.insight.archive import numbers
from chalicelib.insight.archive.places import RAW, day_key
from chalicelib.insight.facts.models import Fact, Told
from chalicelib.insight.facts.schema import COLUMNS
from chalicelib.insight.queries.local import connect

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAYS: Final = 60
_SAMPLE: Final = 20_000
_PER_OBJECT: Final = 8_000
"""Facts of one raw object: a busy minute of a province."""


class Killed(BaseException):
    """The function is gone: no ``except`` of its own hears it."""


class Folder:
    """The bucket as a folder, with the marks of what lies in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.generations: dict[str, int] = {}

    def _file(self, key: str) -> Path:
        return self.home / key

    def read_stamped(self, key: str) -> objects.Stamped | None:
        file = self._file(key)
        if not file.exists():
            return None
        generation = self.generations.get(key, 0)
        return objects.Stamped(file.read_bytes(), str(generation), generation)

    def write_over(self, key: str, body: bytes, before: objects.Stamped | None) -> int:
        generation = (before.generation if before else 0) + 1
        if before is None and self._file(key).exists():
            raise ConditionFailed(key)
        self._file(key).parent.mkdir(parents=True, exist_ok=True)
        self._file(key).write_bytes(body)
        self.generations[key] = generation
        return generation

    def keys(self, prefix: str, most: int) -> list[str]:
        found = sorted((self.home / prefix).rglob("*.gz"))
        return [str(one.relative_to(self.home)) for one in found[:most]]

    def delete(self, key: str) -> None:
        self._file(key).unlink(missing_ok=True)


class Crashes:
    """Kills what it surrounds, now and then."""

    def __init__(self, seed: int, every: int) -> None:
        self._chance = random.Random(seed)
        self._every, self.number = every, 0

    def around(self, doing: Callable[..., Any]) -> Callable[..., Any]:
        """Before or after it, so that it is done or not done."""

        def done(*given: Any, **more: Any) -> Any:
            die = self._chance.randrange(2 * self._every)
            if die == 0:
                self._die()
            found = doing(*given, **more)
            if die == 1:
                self._die()
            return found

        return done

    def _die(self) -> None:
        self.number += 1
        raise Killed


def told_twice(engine: DuckDBPyConnection, home: Path, events: int) -> int:
    """Write the raw objects: every fact twice, shuffled; returns how many tellings there are."""
    names = ", ".join(f'"{one.name}"' for one in COLUMNS if one.name != "version")
    (home / RAW).mkdir(parents=True)
    begin, end = province._BEGIN, province._END
    engine.execute(f"CREATE TABLE facts AS SELECT * FROM told({begin}, {end})")  # noqa: S608
    # An earlier state says less, and has the lower version.
    engine.execute(f"""
        CREATE VIEW tellings AS SELECT account, day, {names}, version, hash(id, n) AS place FROM (
            SELECT *, 1 AS n FROM facts UNION ALL SELECT *, 2 AS n FROM facts
            UNION ALL
            SELECT * REPLACE (0 AS version, 'open' AS state, 'unanswered' AS outcome, 0 AS rating), 3 AS n
            FROM facts WHERE hash(id) % 10 = 0)
    """)  # noqa: S608
    number, slices = 0, max(1, events // 400_000)
    # Shuffled by digests: first into slices that fit into memory, then within each.
    engine.execute(
        f"COPY (SELECT *, place % {slices} AS slice FROM tellings) TO '{home}/slices' "  # noqa: S608
        "(FORMAT parquet, PARTITION_BY (slice))"
    )
    for slice_ in range(slices):
        engine.execute(
            "CREATE OR REPLACE TABLE shuffled AS SELECT * EXCLUDE (place), "  # noqa: S608
            "row_number() OVER (ORDER BY place) AS spot "
            f"FROM read_parquet('{home}/slices/slice={slice_}/*.parquet', hive_partitioning = false) "
            # In their order, so that the rows of an object lie together.
            "ORDER BY spot"
        )
        [(rows,)] = engine.execute("SELECT count(*) FROM shuffled").fetchall()
        for first in range(0, rows, _PER_OBJECT):
            name = hashlib.sha256(f"{slice_} {first}".encode()).hexdigest()[:32]
            engine.execute(
                f"COPY (SELECT * EXCLUDE (spot) FROM shuffled WHERE spot BETWEEN {first + 1} AND {first + _PER_OBJECT}) "  # noqa: S608
                f"TO '{home / RAW / name}.ndjson.gz' (FORMAT json, COMPRESSION gzip)"
            )
        number += rows
    engine.execute("DROP TABLE shuffled")
    shutil.rmtree(home / "slices")
    return number


def from_the_queue(engine: DuckDBPyConnection, events: int) -> float:
    """A sample through ``collect`` as the queue's messages spell it; returns facts a second."""
    heads = [one.name for one in COLUMNS]
    rows = engine.execute(
        f"SELECT account, day, {', '.join(heads)} FROM facts LIMIT {min(events, _SAMPLE)}"  # noqa: S608
    ).fetchall()
    told = [
        Told(account=account, day=day, openid=f"o{n % 997}", fact=Fact.model_validate(dict(zip(heads, rest, strict=True))))
        for n, (account, day, *rest) in enumerate(rows)
    ]  # fmt: skip
    bodies = [collecting.as_message(told[n : n + 50]) for n in range(0, len(told), 50)]
    names = {(one.account, one.openid): one.openid[::-1] for one in told}
    begun = time.perf_counter()
    with (
        mock.patch.object(collecting, "pseudonyms", lambda _: names),
        mock.patch.object(objects, "write_over", lambda *_: 1),
    ):
        for n in range(0, len(bodies), 10):
            collecting.collect(bodies[n : n + 10], _noon())
    return len(told) / (time.perf_counter() - begun)


def _noon() -> Any:
    from chalicelib.clock import utc_now

    return utc_now()


def compact(home: Path, crashes: Crashes) -> tuple[dict[str, numbers.DayNumbers], int]:
    """Run the archive's compaction until nothing is left, however often it is killed; the numbers that it kept."""
    folder, kept, rounds = Folder(home), {}, 0
    generations: dict[str, int] = {}

    def keep(one: numbers.DayNumbers, generation: int) -> None:
        day = one.day.isoformat()
        if generations.get(day, 0) <= generation:
            kept[day], generations[day] = one, generation

    with ExitStack() as held:
        for name in ("read_stamped", "keys"):
            held.enter_context(mock.patch.object(objects, name, getattr(folder, name)))
        for name in ("write_over", "delete"):
            around = crashes.around(getattr(folder, name))
            held.enter_context(mock.patch.object(objects, name, around))
        held.enter_context(mock.patch.object(numbers, "keep", crashes.around(keep)))
        held.enter_context(mock.patch.object(compacting.unit_numbers, "recount", lambda _: 0))
        while True:
            with contextlib.suppress(Killed):
                rounds += 1
                done = compacting.compact(memory="4GB")
                if not done.left:
                    return kept, rounds


def counted(engine: DuckDBPyConnection) -> Iterator[tuple[str, dict[str, int]]]:
    """Each day of the events themselves, counted without any of the archive's code."""
    rows = engine.execute("""
        SELECT day, count(*), sum((kind = 'message')::INT), sum((kind = 'message' AND outcome = 'unanswered')::INT),
            count(DISTINCT CASE WHEN kind = 'message' THEN follower END), sum((kind = 'follow')::INT),
            sum((kind = 'unfollow')::INT), sum((kind = 'menu')::INT), sum((kind = 'session')::INT),
            sum((kind = 'session' AND rating > 0)::INT)
        FROM facts GROUP BY day ORDER BY day
    """)
    heads = (
        "facts",
        "messages",
        "unanswered",
        "writers",
        "came",
        "went",
        "taps",
        "sessions",
        "rated",
    )
    for day, *found in rows.fetchall():
        yield str(day), dict(zip(heads, map(int, found), strict=True))


def _of(one: numbers.DayNumbers) -> dict[str, int]:
    messages, followers, sessions = one.messages, one.followers, one.sessions
    return {
        "facts": one.facts,
        "messages": messages.messages if messages else 0,
        "unanswered": messages.unanswered if messages else 0,
        "writers": messages.followers if messages else 0,
        "came": followers.came if followers else 0,
        "went": followers.went if followers else 0,
        "taps": sum(row.taps for row in one.menu),
        "sessions": sessions.sessions if sessions else 0,
        "rated": sessions.rated if sessions else 0,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--home", type=Path, default=Path(".local/replay"))
    options.add_argument("--crash-every", type=int, default=600, help="steps of the compaction")
    given = options.parse_args()
    console, home = Console(), given.home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    end = province._BEGIN + DAYS * 86400
    with (
        mock.patch.object(province, "_END", end),
        mock.patch.object(province, "LAST", province.FIRST + timedelta(days=DAYS - 1)),
        connect(memory="4GB", threads=1, temporary=home / "spill") as engine,
    ):
        begun = time.perf_counter()
        province._functions(engine, given.events, given.seed)
        tellings = told_twice(engine, home, given.events)
        console.print(
            f"{given.events:,} events, told {tellings:,} times, in {time.perf_counter() - begun:,.0f} s"
        )
        console.print(f"collect: {from_the_queue(engine, given.events):,.0f} facts a second")
        crashes = Crashes(given.seed, given.crash_every)
        begun = time.perf_counter()
        kept, runs = compact(home, crashes)
        seconds = time.perf_counter() - begun
        console.print(
            f"compacted in {seconds:,.0f} s ({tellings / seconds:,.0f} tellings a second), "
            f"killed {crashes.number} times, {runs} runs"
        )
        wanted = dict(counted(engine))
        wrong = [day for day, found in wanted.items() if day not in kept or _of(kept[day]) != found]
        size = sum((home / day_key(province.ACCOUNT, day)).stat().st_size for day in kept) / 1e6
    assert not wrong and set(kept) == set(wanted), (
        f"other numbers on {len(wrong)} days: {wrong[:5]}"
    )
    whole = sum(found["facts"] for found in wanted.values())
    console.print(
        f"{len(wanted)} days, {whole:,} facts, {size:,.0f} MB: every number is that of the events counted directly"
    )
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
