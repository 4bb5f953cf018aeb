"""A query's condition on its keys is read once and not for every item; installed by ``local_cloud.py``.

MiniStack looks at each item of a partition, and for each one it reads the condition anew: a partition with thousands of items held
the whole local cloud up for seconds, where AWS finds its place by the key. Here the conditions that we ask with are compared with strings
at once; whatever else they are, and every one at first, MiniStack judges itself.
"""

import re
from typing import Any

from ministack.services import dynamodb

KEYS = "KeyConditionExpression"
_SHAPE = re.compile(
    r"(\w+) = (:\w+)(?: AND (?:begins_with\((\w+), (:\w+)\)|(\w+) BETWEEN (:\w+) AND (:\w+)))?"
)

_judge = dynamodb._evaluate_condition
_good: set[str] = set()
"""Conditions that MiniStack has read without complaint."""


def install() -> None:
    """Let MiniStack ask here whether an item is one that a query wants."""
    dynamodb._evaluate_condition = wanted


def wanted(
    condition: str, item: dict[str, Any], values: dict[str, Any], *names: Any, **how: Any
) -> bool:
    """Whether an item meets a condition."""
    if how.get("slot") == KEYS and condition in _good:
        found = _of_strings(condition, item, values)
        if found is not None:
            return found
    answer = bool(_judge(condition, item, values, *names, **how))
    if how.get("slot") == KEYS:
        _good.add(condition)
    return answer


def _of_strings(condition: str, item: dict[str, Any], values: dict[str, Any]) -> bool | None:
    """The same for a condition of a shape that we ask with, where all in it are strings; else None."""
    shape = _SHAPE.fullmatch(condition)
    if shape is None:
        return None
    try:
        of, wanted_of, begins, prefix, between, first, last = shape.groups()
        same = item[of]["S"] == values[wanted_of]["S"]
        if begins:
            return same and item[begins]["S"].startswith(values[prefix]["S"])
        if between:
            low, high = (values[one]["S"].encode() for one in (first, last))
            return None if low > high else same and low <= item[between]["S"].encode() <= high
    except KeyError:
        return None
    return same
