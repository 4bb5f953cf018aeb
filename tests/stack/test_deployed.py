"""The deployed bundle: every door of it opens, with the permissions of the template and no more."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import boto3
import pytest

from tests.stack.conftest import Stack


@pytest.fixture
def client(deployed: Stack) -> Callable[[str], Any]:
    def make(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=deployed.env["AWS_ENDPOINT_URL"],
            region_name=deployed.env["AWS_REGION"],
            aws_access_key_id=deployed.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=deployed.env["AWS_SECRET_ACCESS_KEY"],
        )

    return make


def functions(client: Callable[[str], Any]) -> dict[str, str]:
    found = client("lambda").list_functions()["Functions"]
    return {f["FunctionName"].split("-")[2]: f["FunctionName"] for f in found}


def test_an_account_that_nobody_added_is_not_found(deployed: Stack) -> None:
    with pytest.raises(HTTPError) as answer:
        urlopen(deployed.callback_url("nobody"), timeout=30)
    with answer.value:
        assert 400 <= answer.value.code < 500


def test_the_outbox_takes_a_batch_of_the_stream(client: Callable[[str], Any]) -> None:
    answer = client("lambda").invoke(
        FunctionName=functions(client)["Outbox"], Payload=json.dumps({"Records": []})
    )
    assert "FunctionError" not in answer
    assert json.load(answer["Payload"]) == {"batchItemFailures": []}


def test_the_sweeper_runs_with_nothing_due(client: Callable[[str], Any]) -> None:
    event = {
        "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "account": "0",
        "time": "2026-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {},
    }  # fmt: skip
    answer = client("lambda").invoke(
        FunctionName=functions(client)["Sweep"], Payload=json.dumps(event)
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_what_enters_the_queue_is_taken_from_it(
    deployed: Stack, client: Callable[[str], Any]
) -> None:
    queue = deployed.env["RONGMEI_DELIVERY_QUEUE_URL"]
    client("sqs").send_message(QueueUrl=queue, MessageBody='{"delivery": "nowhere"}')
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    end = time.monotonic() + 30
    while time.monotonic() < end:
        left = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=wanted)[
            "Attributes"
        ]
        if left["ApproximateNumberOfMessages"] == "0":
            return
        time.sleep(0.2)
    raise AssertionError(f"still waiting: {left}")


def test_only_recorded_pushes_reach_the_outbox(
    deployed: Stack, client: Callable[[str], Any]
) -> None:
    table = deployed.env["RONGMEI_TABLE"]

    def put(pk: str, sk: str, **more: str) -> None:
        item = {"pk": pk, "sk": sk} | more
        client("dynamodb").put_item(
            TableName=table, Item={name: {"S": value} for name, value in item.items()}
        )

    def runs() -> int:
        found = client("logs").filter_log_events(
            logGroupName="/rongmei/local/outbox", filterPattern="START"
        )["events"]
        return len([one for one in found if one["message"].startswith("START ")])

    def heard(follower: str) -> int:
        """How often the function ran for a token and a follower's first event."""
        before = runs()
        put(f"TOKEN#{follower}", "TOKEN", token="a token that nobody must see")
        time.sleep(3)
        push = {
            "ToUserName": "gh_1", "FromUserName": follower, "CreateTime": "10", "MsgType": "event",
            "Event": "subscribe", "EventKey": "",
        }  # fmt: skip
        put(
            f"FOLLOWER#filtered#{follower}",
            "IN#E#10",
            push=json.dumps(push),
            decision=json.dumps({"rung": "silent"}),
            received="10",
            expires_at="99999999999",
        )
        key = {"pk": {"S": f"FOLLOWER#filtered#{follower}"}, "sk": {"S": "STATE"}}
        end = time.monotonic() + 60
        while "Item" not in client("dynamodb").get_item(TableName=table, Key=key):
            assert time.monotonic() < end, "the push never reached the outbox"
            time.sleep(0.5)
        # Time for what the outbox itself wrote, too, to come by.
        time.sleep(3)
        return runs() - before

    # The log's chain goes on each minute, and the outbox hears of its links: one of three tries has a quiet moment.
    assert 1 in (heard(f"oFilter{number}") for number in range(3))
