"""A batch of a stream that fails in part comes again on the local cloud, which its own Python runs."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.unit.in_local_cloud import answered, needs_cloud

ASKED: Final = """
import json, sys
sys.path.insert(0, "dev")
import local_streams
from ministack.services import lambda_svc
given = json.load(sys.stdin)
local_streams._execute = lambda func, event: given["result"]
local_streams.install()
print(json.dumps([lambda_svc._execute_function({"FunctionName": "Outbox"}, given["event"]) for _ in range(12)]))
"""
STREAM: Final = {"Records": [{"eventSource": "aws:dynamodb"}, {"eventSource": "aws:dynamodb"}]}
QUEUE: Final = {"Records": [{"eventSource": "aws:sqs"}]}
FAILED: Final = {"batchItemFailures": [{"itemIdentifier": "7"}]}

pytestmark = needs_cloud


def answers(event: Any, body: Any) -> list[dict[str, Any]]:
    """What the local cloud makes of twelve times this answer of a function."""
    found: list[dict[str, Any]] = answered(ASKED, {"event": event, "result": {"body": body}})
    return found


@pytest.mark.parametrize("body", [FAILED, json.dumps(FAILED)], ids=["as JSON", "as text"])
def test_a_named_record_fails_its_batch_ten_times(body: Any) -> None:
    found = answers(STREAM, body)
    # Then it is given up, and what comes after the eleventh is another batch.
    assert [bool(one.get("error")) for one in found] == [*[True] * 10, False, True]
    assert found[0]["body"]["errorMessage"] == "record 7 failed"


@pytest.mark.parametrize(
    ("event", "body"),
    [(STREAM, {"batchItemFailures": []}), (STREAM, None), (STREAM, "no JSON"), (QUEUE, FAILED), ({}, FAILED)],
)  # fmt: skip
def test_all_else_is_as_it_was(event: Any, body: Any) -> None:
    assert answers(event, body) == [{"body": body}] * 12
