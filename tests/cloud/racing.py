"""Many threads on one simulated cloud."""

from __future__ import annotations

from threading import Lock
from typing import Any

import pytest
from botocore.client import BaseClient


def one_call_at_a_time(patch: pytest.MonkeyPatch) -> None:
    """Each call of AWS takes effect at once, as DynamoDB's do: moto checks and writes a transaction in many steps.

    What the code under test does between two calls still interleaves as it likes.
    """
    lock, call = Lock(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def locked(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        with lock:
            return call(self, operation, arguments)

    patch.setattr(BaseClient, "_make_api_call", locked)
