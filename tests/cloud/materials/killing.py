"""A step that dies before or after one of its writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from botocore.client import BaseClient

WRITES: Final = frozenset(
    {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "SendMessage", "PutObject"}
)


class Killed(BaseException):
    """The function is gone: nothing of its own handles this."""


def killed_at(
    number: int, before: bool, patch: pytest.MonkeyPatch, step: Callable[[], Any]
) -> bool:
    """Run a step that dies before or after its ``number``-th write; whether it came so far."""
    real = BaseClient._make_api_call  # type: ignore[attr-defined]
    seen = [0]

    def call(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        counted = operation in WRITES
        seen[0] += counted
        if counted and seen[0] == number and before:
            raise Killed
        done = real(self, operation, arguments)
        if counted and seen[0] == number:
            raise Killed
        return done

    with patch.context() as here:
        here.setattr(BaseClient, "_make_api_call", call)
        try:
            step()
        except Killed:
            return True
    return False
