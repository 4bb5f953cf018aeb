"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``MARKS#{account}`` | ``{day}#{random}`` | ``doc`` (Mark): a day that somebody marked as a special one |
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date

from chalicelib.cloud import table
from chalicelib.insight.growth.models import Mark


def new_id(day: date) -> str:
    """The id of a new mark; ids are in the order of days."""
    return f"{day.isoformat()}#{secrets.token_hex(3)}"


def add_action(mark: Mark) -> table.Action:
    """Write a new mark into a transaction."""
    item: table.Item = {
        "pk": _marks(mark.account),
        "sk": mark.id,
        "doc": mark.model_dump_json(),
    }
    return table.put_action(item, only_new=True)


def remove_action(mark: Mark) -> table.Action:
    """Remove a mark in a transaction; refused where it is not there any more."""
    return table.delete_action(_marks(mark.account), mark.id, condition="attribute_exists(pk)")


def mark(account_id: str, mark_id: str) -> Mark | None:
    """One mark, or None."""
    item = table.get(_marks(account_id), mark_id, consistent=True)
    return None if item is None else Mark.model_validate_json(str(item["doc"]))


def marks(account_id: str) -> Iterator[Mark]:
    """All marks of an account, by day."""
    for item in table.query(_marks(account_id), consistent=True):
        yield Mark.model_validate_json(str(item["doc"]))


def _marks(account_id: str) -> str:
    return f"MARKS#{account_id}"
