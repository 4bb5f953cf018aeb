"""All queries, by name: what a page, a report or the command line may ask."""

from __future__ import annotations

from typing import Any, Final

from chalicelib.insight.queries import followers, messages, rows, sessions
from chalicelib.insight.queries.query import Query

QUERIES: Final[dict[str, Query[Any]]] = {
    one.name: one
    for room in (followers, messages, rows, sessions)
    for one in vars(room).values()
    if isinstance(one, Query)
}
