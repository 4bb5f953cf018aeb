"""Transactions that meet on an item cancel one another, as DynamoDB's do and moto's do not."""

from __future__ import annotations

import random
import time
from threading import Lock
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib.cloud import deadline


class Meeting:
    """How many transactions were cancelled because another was under way on one of their items."""

    def __init__(self) -> None:
        self.conflicts = 0


def conflicting(patch: pytest.MonkeyPatch, seed: int = 0) -> Meeting:
    """Let other threads run while a transaction is under way, and cancel those that touch the same items meanwhile.

    Each call takes effect at once; pauses between tries are short, so that many runs fit into a minute.
    """
    meeting, lock, under_way = Meeting(), Lock(), set[str]()
    chance = random.Random(seed)  # noqa: S311 - an example
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def at_once(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        with lock:
            return call(self, operation, arguments)

    def made(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        if operation != "TransactWriteItems":
            return at_once(self, operation, arguments)
        keys = [_key_of(one) for one in arguments["TransactItems"]]
        with lock:
            met = [key in under_way for key in keys]
            if any(met):
                meeting.conflicts += 1
                raise _cancelled(met)
            under_way.update(keys)
        try:
            time.sleep(chance.random() * 0.002)
            return at_once(self, operation, arguments)
        finally:
            with lock:
                under_way.difference_update(keys)

    def pause(tries: int) -> bool:
        time.sleep(chance.random() * 0.001 * tries)
        return True

    patch.setattr(BaseClient, "_make_api_call", made)
    patch.setattr(deadline, "pause", pause)
    return meeting


def _key_of(action: dict[str, Any]) -> str:
    [body] = action.values()
    key = body.get("Key") or body["Item"]
    return f"{key['pk']['S']} {key['sk']['S']}"


def _cancelled(met: list[bool]) -> ClientError:
    reasons = [{"Code": "TransactionConflict" if one else "None"} for one in met]
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "conflict"},
        "CancellationReasons": reasons,
    }
    return ClientError(answer, "TransactWriteItems")
