"""A batch of a stream that names a failed record comes again; installed by ``local_cloud.py``.

MiniStack takes such a batch for carried out: the record that failed, and all behind it, would be lost. Here the batch has
failed and is brought again, ten times at most, as the template asks for. AWS begins with the failed record and
keeps what it gives up; here the whole batch comes again, which our functions take twice without harm, and what is given
up is gone.
"""

import json
from collections import Counter
from typing import Any

from ministack.services import lambda_svc

TRIES = 10
"""As the template has it (``MaximumRetryAttempts``)."""

_execute = lambda_svc._execute_function
_failed: Counter[tuple[str, str]] = Counter()
"""How often a function named a record, by its place in the stream."""


def install() -> None:
    """Let MiniStack ask here what became of an event."""
    lambda_svc._execute_function = carried_out


def carried_out(func: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """Run a function; an event of a stream has failed where the function names a record of it."""
    result = _execute(func, event)
    record = named(event, result)
    if not record:
        return result
    name = str((func.get("config") or func).get("FunctionName", ""))
    _failed[name, record] += 1
    if _failed[name, record] > TRIES:
        del _failed[name, record]
        return result
    why = {"errorType": "BatchItemFailures", "errorMessage": f"record {record} failed"}
    return {**result, "error": True, "body": why}


def named(event: dict[str, Any], result: dict[str, Any]) -> str:
    """The first record of a stream that a function says has failed; empty where there is none."""
    records = event.get("Records")
    if result.get("error") or not records or records[0].get("eventSource") != "aws:dynamodb":
        return ""
    body = result.get("body")
    try:
        said = json.loads(body) if isinstance(body, str) else body
    except ValueError:
        return ""
    failures = said.get("batchItemFailures") if isinstance(said, dict) else None
    return str(failures[0].get("itemIdentifier", "")) if failures else ""
