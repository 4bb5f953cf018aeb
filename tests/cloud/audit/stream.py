"""The table's stream as Lambda would bring it: what happened to entries and links since the last look, in order."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib.cloud import clients
from chalicelib.settings import settings
from chalicelib.triggers.outbox import outbox
from dev.places import ROOT


class Stream:
    """Compares the table with what it was: moto hands out no stream that is worth following."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}
        self._number = 0

    def play(self, at: datetime, *, twice: bool = False) -> list[dict[str, Any]]:
        """Bring the function ``outbox`` everything that happened since, noted at ``at``; returns the records."""
        records = list(self._records(at))
        for _ in range(2 if twice else 1):
            if records:
                answered = outbox({"Records": records}, None)
                assert answered == {"batchItemFailures": []}
        return records

    def _records(self, at: datetime) -> Any:
        now = {(one["pk"]["S"], one["sk"]["S"]): one for one in every_item()}
        for key in {**self._known, **now}:
            old, new = self._known.get(key), now.get(key)
            if old == new or not heard(*key):
                continue
            self._number += 1
            images = {"OldImage": old} if old else {}
            images |= {"NewImage": new} if new else {}
            name = "INSERT" if not old else "MODIFY" if new else "REMOVE"
            yield {
                "eventID": f"e{self._number}",
                "eventName": name,
                "dynamodb": {
                    "Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
                    "ApproximateCreationDateTime": at.timestamp(),
                    "SequenceNumber": str(self._number),
                    **images,
                },
            }
        self._known = now


def every_item() -> list[dict[str, Any]]:
    """The whole table, as DynamoDB spells it."""
    pages = clients.dynamodb().get_paginator("scan").paginate(TableName=settings().table)
    return [item for page in pages for item in page["Items"]]


def heard(pk: str, sk: str) -> bool:
    """Whether the template's filter for the audit log brings an item of this key to the function."""
    pattern = _pattern()
    return all(value.startswith(pattern[name]) for name, value in (("pk", pk), ("sk", sk)))


@cache
def _pattern() -> dict[str, tuple[str, ...]]:
    source = json.loads((ROOT / ".chalice/resources.json").read_text())["Resources"]["Outbox"]
    events = source["Properties"]["Events"]["OutboxDynamodbEventSource"]["Properties"]
    filters = [json.loads(one["Pattern"]) for one in events["FilterCriteria"]["Filters"]]
    # Every kind of event: a change and a removal too.
    [wanted] = [
        one for one in filters if "AUDITCHAIN" in json.dumps(one) and set(one) == {"dynamodb"}
    ]
    keys = wanted["dynamodb"]["Keys"]
    return {name: tuple(one["prefix"] for one in keys[name]["S"]) for name in ("pk", "sk")}
