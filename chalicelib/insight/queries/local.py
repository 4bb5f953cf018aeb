"""The archive's queries on this machine: DuckDB over Parquet files, with the SQL translated from Athena's.

The function ``Archive`` counts a day with it, tests and the benchmark ask it. DuckDB and sqlglot come with a layer of
that function (layers/archive), or with the developer's environment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.insight.queries.query import Query, literal
from chalicelib.values import LateValue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = TypeVar("Row", bound=LateValue)


def connect(
    *, memory: str = "1GB", threads: int = 1, temporary: Path | None = None
) -> DuckDBPyConnection:
    """An engine in memory, which divides and tells time as Athena does. ``temporary`` is where it puts what is too much."""
    import duckdb

    _say_once_that_pandas_is_not_here()
    made = duckdb.connect(
        config={"memory_limit": memory, "threads": threads, "autoinstall_known_extensions": False}
    )
    made.execute("SET integer_division = true")
    made.execute("SET TimeZone = 'UTC'")
    if temporary is not None:
        made.execute("SET temp_directory = ?", [str(temporary)])
    return made


def _say_once_that_pandas_is_not_here() -> None:
    """DuckDB tries to import pandas twice for each value of a query, a seventh of the time in which a day is counted."""
    if "pandas" not in sys.modules and find_spec("pandas") is None:
        sys.modules["pandas"] = None  # type: ignore[assignment]


def show(engine: DuckDBPyConnection, files: Iterable[Path | str]) -> None:
    """Make the table ``facts`` of these Parquet files, which lie in folders ``account=…/day=…``."""
    listed = ", ".join(literal(str(file)) for file in files)
    # Without the types a day is a date here, and a text on Athena.
    engine.execute(
        f"CREATE OR REPLACE VIEW facts AS SELECT * FROM read_parquet([{listed}], union_by_name = true, "  # noqa: S608
        "hive_partitioning = true, hive_types = {'account': VARCHAR, 'day': VARCHAR})"
    )


def ask(engine: DuckDBPyConnection, query: Query[Row], parameters: LateValue) -> list[Row]:
    """The rows of a query. The engine has a table ``facts`` (``show``)."""
    asked = query.asked(parameters)
    done = engine.execute(translated(asked.sql), list(asked.values))
    names = [str(column[0]) for column in done.description]
    return [query.read(dict(zip(names, row, strict=True))) for row in done.fetchall()]


@lru_cache(maxsize=64)
def translated(sql: str) -> str:
    """SQL of Athena as DuckDB understands it; placeholders stay."""
    import sqlglot

    tree: Any = sqlglot.parse_one(sql, read="athena")
    said: str = tree.sql("duckdb")
    return said
