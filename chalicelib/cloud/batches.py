"""Several items of the table in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from chalicelib.cloud.clients import dynamodb
from chalicelib.cloud.errors import CloudError
from chalicelib.cloud.table import Item, decode
from chalicelib.settings import settings

MOST: Final = 100
"""Items of one call, as DynamoDB allows."""
_TRIES: Final = 5


def get_each(pk: str, sort_keys: Sequence[str]) -> dict[str, Item]:
    """Those of up to a hundred different items of one partition that exist, by sort key, as they are now.

    Raises ``CloudError`` where DynamoDB leaves some unread several times over.
    """
    if not sort_keys:
        return {}
    keys: list[Any] = [{"pk": {"S": pk}, "sk": {"S": sk}} for sk in sort_keys]
    wanted: Any = {settings().table: {"Keys": keys, "ConsistentRead": True}}
    found: dict[str, Item] = {}
    for _ in range(_TRIES):
        answered = dynamodb().batch_get_item(RequestItems=wanted)
        for item in answered["Responses"].get(settings().table, []):
            found[item["sk"]["S"]] = decode(item)
        wanted = answered.get("UnprocessedKeys")
        if not wanted:
            return found
    raise CloudError("DynamoDB leaves items of a batch unread")
