"""Several reads at once, because all of them wait for the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

_AT_ONCE: Final = 8
"""Connections that a process keeps to the table are ten."""


def side_by_side(make: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """What ``make`` returns of each, in order; several at a time."""
    if len(items) < 2:
        return [make(one) for one in items]
    # Each in a copy of this request's context, so that what one has read (``reading_once``) none reads again.
    mine = [(copy_context(), one) for one in items]
    with ThreadPoolExecutor(min(_AT_ONCE, len(items))) as pool:
        return list(pool.map(lambda one: one[0].run(make, one[1]), mine))
