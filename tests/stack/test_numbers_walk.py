"""WeChat's own numbers on the deployed bundle: a round of the queue fetches them, with the permissions of the template."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3

from tests.stack.conftest import Stack

PATIENCE = 180
"""Seconds for a hundred calls of WeChat and as many days to keep, on a busy machine."""


def told(stack: Stack, *command: str) -> Any:
    done = stack.python("-m", "cli", "numbers", *command, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def client(stack: Stack, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=stack.env["AWS_ENDPOINT_URL"],
        region_name=stack.env["AWS_REGION"],
        aws_access_key_id=stack.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=stack.env["AWS_SECRET_ACCESS_KEY"],
    )


def marks(stack: Stack) -> list[dict[str, Any]]:
    """Days that are to be added up."""
    found = client(stack, "dynamodb").query(
        TableName=stack.env["RONGMEI_TABLE"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "STATSDUE"}},
    )["Items"]
    return [one for one in found if "marked" in one]


def test_a_round_fetches_what_pages_ask_for(seeded: Stack) -> None:
    sqs, queue = client(seeded, "sqs"), seeded.env["RONGMEI_NUMBERS_QUEUE_URL"]
    sqs.send_message(QueueUrl=queue, MessageBody="*")
    end = time.monotonic() + PATIENCE
    while not ((known := told(seeded, "status", "--account", "county")) and known["next_at"]):
        assert time.monotonic() < end, f"not fetched: {known}"
        time.sleep(2)
    assert (known["problem"], known["parked"]) == ("", {})
    assert len(told(seeded, "followers", "--account", "county")) >= 28
    [county] = told(seeded, "index", "--account", "county")["accounts"]
    assert county["index"]["articles"] >= 25
    ours = [one for one in marks(seeded) if one["sk"]["S"].endswith("#county")]
    assert len(ours) >= 28
    for one in ours:
        # They were set minutes ago.
        old = {"marked": {"N": str(int(time.time()) - 600)}}
        client(seeded, "dynamodb").put_item(TableName=seeded.env["RONGMEI_TABLE"], Item=one | old)
    sqs.send_message(QueueUrl=queue, MessageBody="+")
    end = time.monotonic() + PATIENCE
    while any(one["sk"]["S"].endswith("#county") for one in marks(seeded)):
        assert time.monotonic() < end, "not added up"
        time.sleep(2)
