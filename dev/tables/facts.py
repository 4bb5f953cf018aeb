"""The archive's table and its queries, from the model of a fact and the catalogue."""

from __future__ import annotations

from chalicelib.insight.facts.schema import COLUMNS, PARTITIONS
from chalicelib.insight.queries.catalogue import QUERIES
from dev.tables.marks import table


def facts() -> str:
    """One row a column, the partitions first."""
    rows = [(f"`{one.name}`", one.type, one.description) for one in (*PARTITIONS, *COLUMNS)]
    return table(("column", "type", "holds"), rows)


def queries() -> str:
    """One row a query, by name."""
    rows = [
        (
            f"`{name}`",
            query.title,
            ", ".join(f"`{field}`" for field in query.takes.model_fields),
            ", ".join(f"`{field}`" for field in query.row.model_fields),
        )
        for name, query in sorted(QUERIES.items())
    ]
    return table(("query", "中文", "takes", "each row has"), rows)
