"""Pages of lists by cursor: never a scan, never a page number that shifts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Final, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Query

from chalicelib.errors import Field, Invalid

LIMIT: Final = 20
MOST: Final = 100
Item = TypeVar("Item")

Cursor = Annotated[str, Query(max_length=400, description="上一页给出的位置；空为第一页")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="每页多少条")]


def page(items: Iterable[Item], limit: int, place: Callable[[Item], str]) -> tuple[list[Item], str]:
    """The first ``limit`` items, and the cursor of the next page; empty where there is none.

    ``place`` is the sort key of an item: the next page begins after that of the last one.
    """
    found = list(islice(items, limit + 1))
    if len(found) <= limit:
        return found, ""
    shown = found[:limit]
    return shown, cursor_at(place(shown[-1]))


def cursor_at(place: str) -> str:
    """The cursor of the page after this sort key; empty where there is none."""
    return base64.urlsafe_b64encode(place.encode()).decode()


def after(cursor: str) -> str:
    """The sort key that a cursor stands for; empty for the first page. Raises ``Invalid``."""
    try:
        return base64.urlsafe_b64decode(cursor.encode()).decode()
    except ValueError as error:
        raise Invalid("页码不对，请从第一页看起。", fields=[Field("cursor", "格式不对")]) from error
