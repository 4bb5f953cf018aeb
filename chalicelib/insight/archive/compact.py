"""The compaction: raw objects become the files of their days, and the days are counted.

Stopped anywhere and run again it ends the same: a raw object goes only after every day that it tells of stands and is
counted, for its account and for the units above, and a fact that was merged before is merged again without a trace.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.cloud import objects
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.insight.archive import numbers, unit_numbers
from chalicelib.insight.archive.merge import Day, merge, open_raw
from chalicelib.insight.archive.places import RAW, day_key
from chalicelib.insight.queries.local import connect, show

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE: Final = 500
"""Raw objects of one round."""
_TRIES: Final = 3


class Compacted(NamedTuple):
    """What one run did."""

    objects: int
    """Raw objects that are gone."""
    days: int
    """Files that were merged, counted for each round."""
    left: bool
    """Whether raw objects were left for lack of time."""


def compact(may_go_on: Callable[[], bool] = lambda: True, *, memory: str = "1GB") -> Compacted:
    """Merge every raw object that is there into the files of its days, and count these days anew.

    A round writes its days' files whole, however little is new in them; so what comes during the last round waits for
    the next run. ``may_go_on`` is asked before each round. Two runs at once do no harm: each writes a file only in the place of the one
    that it read. Raises ``ConditionFailed`` where others wrote the same file again and again; the next run does it.
    """
    gone = days = 0
    while found := objects.keys(RAW, AT_ONCE):
        if not may_go_on():
            return Compacted(gone, days, left=True)
        with tempfile.TemporaryDirectory() as home:
            days += _round(found, Path(home), memory)
        for key in found:
            objects.delete(key)
        gone += len(found)
        if len(found) < AT_ONCE:
            break
    return Compacted(gone, days, left=False)


def _round(keys: Sequence[str], home: Path, memory: str) -> int:
    """Merge some raw objects; returns how many days they told of."""
    files = []
    for number, key in enumerate(keys):
        body = objects.read_stamped(key)
        if body is None:  # another run is through with it
            continue
        files.append(home / f"{number}.ndjson.gz")
        files[-1].write_bytes(body.body)
    if not files:
        return 0
    with connect(memory=memory, temporary=home / "spill") as engine:
        days = open_raw(engine, files)
        for day in days:
            _merge_day(engine, day, home)
    unit_numbers.recount(days)
    return len(days)


def _merge_day(engine: DuckDBPyConnection, day: Day, home: Path) -> None:
    key = day_key(*day)
    after = home / key
    after.parent.mkdir(parents=True)
    for tries in range(1, _TRIES + 1):
        before = objects.read_stamped(key)
        kept = None
        if before is not None:
            kept = home / "before.parquet"
            kept.write_bytes(before.body)
        facts = merge(engine, day, kept, after)
        merged = after.read_bytes()
        try:
            if before is not None and merged == before.body:
                generation = before.generation
            else:
                generation = objects.write_over(key, merged, before)
        except ConditionFailed:
            if tries == _TRIES:
                raise
            continue
        show(engine, [after])
        numbers.keep(numbers.count(engine, day.account, day.day, facts), generation)
        numbers.keep_hits(engine, day.account, day.day, generation)
        return
