"""Several items of the table in one call."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from chalicelib.cloud.clients import dynamodb
from chalicelib.cloud.errors import CloudError
from chalicelib.cloud.read_once import keep, keeps, unasked, whole
from chalicelib.cloud.table import Item, decode, query, question_of
from chalicelib.settings import settings

MOST: Final = 100
"""Items of one call, as DynamoDB allows."""
_TRIES: Final = 5


def get_each(pk: str, sort_keys: Sequence[str]) -> dict[str, Item]:
    """Those of up to a hundred different items of one partition that exist, by sort key, as they are now.

    Raises ``CloudError`` where DynamoDB leaves some unread several times over.
    """
    return {sk: item for (_, sk), item in get_all([(pk, sk) for sk in sort_keys]).items()}


def get_all(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Item]:
    """Those of up to a hundred different items that exist, by partition and sort key, as they are now.

    Raises ``CloudError`` where DynamoDB leaves some unread several times over.
    """
    if not keys:
        return {}
    return {_name(item): decode(item) for item in _read([_key(pk, sk) for pk, sk in keys])}


def get_many(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Item]:
    """Those of any number of different items that exist, at half the price of ``get_all``.

    What exists may be some moments old. What seems not to exist is asked for once more, as it is now. Raises ``CloudError``
    where DynamoDB leaves some unread several times over.
    """
    found: dict[tuple[str, str], Item] = {}
    for begin in range(0, len(keys), MOST):
        asked = keys[begin : begin + MOST]
        items = _read([_key(pk, sk) for pk, sk in asked], consistent=False)
        found |= {_name(item): decode(item) for item in items}
        found |= get_all([key for key in asked if key not in found])
    return found


def read_ahead(keys: Iterable[tuple[str, str]]) -> None:
    """Read items (partition and sort key each) in calls of a hundred, so that ``table.get`` of each asks for nothing more.

    For loops over things that lie in a partition each. Where a request keeps nothing (``reading_once``), nothing is
    read here; a message of a queue keeps what no worker writes (``steady_once``).
    """
    questions = [question_of(_key(pk, sk), True) for pk, sk in dict.fromkeys(keys)]
    wanted = [one["key"] for one in unasked(questions)]
    for begin in range(0, len(wanted), MOST):
        asked = wanted[begin : begin + MOST]
        found = {_name(item): item for item in _read(asked)}
        for key in asked:
            item = found.get(_name(key))
            for consistent in (True, False):
                keep(question_of(key, consistent), {} if item is None else {"Item": item})


def read_partition_ahead(pk: str) -> None:
    """Read a small partition whole, so that no ``get`` or ``query`` of it asks for anything more in this request."""
    if keeps() and whole(pk, True) is None:
        deque(query(pk, consistent=True), maxlen=0)


def _read(keys: Sequence[Any], *, consistent: bool = True) -> Iterator[Any]:
    """Those of up to a hundred items that exist, as the table spells them, in any order."""
    wanted: Any = {settings().table: {"Keys": keys, "ConsistentRead": consistent}}
    for _ in range(_TRIES):
        answered = dynamodb().batch_get_item(RequestItems=wanted)
        yield from answered["Responses"].get(settings().table, [])
        wanted = answered.get("UnprocessedKeys")
        if not wanted:
            return
    raise CloudError("DynamoDB leaves items of a batch unread")


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _name(item: Any) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]
