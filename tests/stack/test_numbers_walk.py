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


def test_a_round_fetches_what_pages_ask_for(seeded: Stack) -> None:
    sqs = boto3.client(
        "sqs",
        endpoint_url=seeded.env["AWS_ENDPOINT_URL"],
        region_name=seeded.env["AWS_REGION"],
        aws_access_key_id=seeded.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=seeded.env["AWS_SECRET_ACCESS_KEY"],
    )
    sqs.send_message(QueueUrl=seeded.env["RONGMEI_NUMBERS_QUEUE_URL"], MessageBody="*")
    end = time.monotonic() + PATIENCE
    while not ((known := told(seeded, "status", "--account", "county")) and known["next_at"]):
        assert time.monotonic() < end, f"not fetched: {known}"
        time.sleep(2)
    assert (known["problem"], known["parked"]) == ("", {})
    assert len(told(seeded, "followers", "--account", "county")) >= 28
    [county] = told(seeded, "index", "--account", "county")["accounts"]
    assert county["index"]["articles"] >= 25
