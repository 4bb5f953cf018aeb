"""Facts merged into one Parquet file: each once, in its last state. The same facts make the same file, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chalicelib.insight.facts.schema import COLUMNS, PARTITIONS
from chalicelib.insight.queries.query import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAMES: Final = ", ".join(f'"{column.name}"' for column in COLUMNS)
_RAW_TYPES: Final = ", ".join(
    f"{literal(column.name)}: {literal(column.duckdb)}" for column in (*PARTITIONS, *COLUMNS)
)


class Day(NamedTuple):
    """The facts of one account on one day."""

    account: str
    day: str


def open_raw(engine: DuckDBPyConnection, files: Sequence[Path]) -> list[Day]:
    """Make the table ``raw`` of some raw objects; returns the days that they tell of."""
    listed = ", ".join(literal(str(file)) for file in files)
    engine.execute(
        f"CREATE OR REPLACE TABLE raw AS SELECT * FROM read_json([{listed}], columns = {{{_RAW_TYPES}}}, "  # noqa: S608
        "format = 'newline_delimited', compression = 'gzip')"
    )
    found: list[Any] = engine.execute(
        "SELECT DISTINCT account, day FROM raw ORDER BY account, day"
    ).fetchall()
    return [Day(str(account), str(day)) for account, day in found]


def merge(engine: DuckDBPyConnection, day: Day, before: Path | None, after: Path) -> int:
    """Write ``after``: what ``before`` holds and what ``raw`` tells of the day. Returns how many facts there are.

    Of one id the highest version stands; of equal versions, which say the same, any.
    """
    told = f"SELECT {_NAMES} FROM raw WHERE account = ? AND day = ?"  # noqa: S608
    if before is not None:
        told = f"{_kept(before)} UNION ALL BY NAME {told}"
    # All columns have their part in the order: two rows that differ in anything never change places.
    engine.execute(
        f"""
        CREATE OR REPLACE TABLE merged AS
        SELECT {_NAMES} FROM (
            SELECT *, row_number() OVER (PARTITION BY id ORDER BY version DESC, {_NAMES}) AS newest FROM ({told})
        ) WHERE newest = 1
        """,  # noqa: S608
        [day.account, day.day],
    )
    engine.execute(
        f"COPY (SELECT * FROM merged ORDER BY moment, id) TO {literal(str(after))} "  # noqa: S608
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
    )
    counted = engine.execute("SELECT count(*) FROM merged").fetchone()
    return int(counted[0]) if counted else 0


def _kept(file: Path) -> str:
    """The facts of a file, whatever columns an earlier version wrote."""
    empty = ", ".join(f'NULL::{column.duckdb} AS "{column.name}"' for column in COLUMNS)
    defaults = ", ".join(
        f'coalesce("{column.name}", {_default(column.name)}) AS "{column.name}"'
        for column in COLUMNS
    )
    # The file's name says account and day, which are no columns.
    read = f"SELECT * FROM read_parquet({literal(str(file))}, hive_partitioning = false)"  # noqa: S608
    every = f"(SELECT {empty} WHERE false UNION ALL BY NAME {read})"
    return f"SELECT {defaults} FROM {every}"  # noqa: S608


def _default(name: str) -> str:
    from chalicelib.insight.facts.models import Fact

    default = Fact.model_fields[name].default
    if isinstance(default, str):
        return literal(default)
    return str(default) if isinstance(default, int | float) else "NULL"
