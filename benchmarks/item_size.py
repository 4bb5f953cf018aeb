"""How large an item of the table is, as DynamoDB bills it (sheet: *Item sizes and formats* of its guide)."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any


def billed(item: Mapping[str, Any] | None) -> int:
    """Bytes of an item in DynamoDB's own spelling; of none, none.

    Names and texts count in UTF-8, bytes as they are, numbers by two digits a byte and one more. Raises
    ``NotImplementedError`` for a type that the table does not use.
    """
    return sum(len(name.encode()) + _bytes(value) for name, value in (item or {}).items())


def _bytes(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return (len(held.strip("-").strip("0")) + 1) // 2 + 1
    if kind == "B":
        return len(held if isinstance(held, bytes) else b64decode(held))
    if kind != "BOOL":
        raise NotImplementedError(f"the size of an attribute of type {kind}")
    return 1
