"""The columns of the archive's table, from the model of a fact."""

from __future__ import annotations

from typing import Final, NamedTuple

from chalicelib.insight.facts.models import Fact

_TYPES: Final[dict[object, str]] = {str: "string", int: "bigint", float: "double"}
_DUCKDB: Final = {"string": "VARCHAR", "bigint": "BIGINT", "double": "DOUBLE"}


class Column(NamedTuple):
    """One column."""

    name: str
    type: str
    """As Glue and Athena call it."""
    description: str

    @property
    def duckdb(self) -> str:
        """The type as DuckDB calls it."""
        return _DUCKDB[self.type]


COLUMNS: Final = tuple(
    Column(name, _TYPES[field.annotation], field.description or "")
    for name, field in Fact.model_fields.items()
)
"""In the order of the files."""

PARTITIONS: Final = (
    Column("account", "string", "id of the official account; a query names one, or a list"),
    Column("day", "string", "2026-11-28 in Asia/Shanghai; a query bounds it"),
)
"""Columns that are folders, not columns of the files."""
