"""The deployed bundle: every door of it opens, with the permissions of the template and no more."""

from __future__ import annotations

import io
import itertools
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import boto3
import pytest

from tests.stack.conftest import Stack
from tests.stack.test_archive_walk import of_role
from tests.stack.test_demo_walk import until


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


def test_the_sweeper_may_look_whether_a_night_of_inspections_is_due(deployed: Stack) -> None:
    # It looks from one to five in the morning only, when no test runs.
    look = "from chalicelib import clock, inspection; print(inspection.night_due(clock.utc_now()))"
    done = deployed.python("-c", look, **of_role(deployed, "SweepRole"))
    assert (done.returncode, done.stderr) == (0, "")


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


PROBE = """
def handler(event, context):
    for record in event["Records"]:
        print("SEEN " + record["dynamodb"]["Keys"]["pk"]["S"] + " " + record["dynamodb"]["Keys"]["sk"]["S"])
"""


@pytest.fixture
def probed(client: Callable[[str], Any]) -> Iterator[Callable[[], list[str]]]:
    """Keys of all records that the outbox's filter lets pass from now on: to a function that only says them."""
    outbox = functions(client)["Outbox"]
    [mapping] = client("lambda").list_event_source_mappings(FunctionName=outbox)[
        "EventSourceMappings"
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as code:
        code.writestr("probe.py", PROBE)
    client("logs").create_log_group(logGroupName="/aws/lambda/probe")
    role = client("lambda").get_function_configuration(FunctionName=outbox)["Role"]
    client("lambda").create_function(
        FunctionName="probe",
        Runtime="python3.11",
        Role=role,
        Handler="probe.handler",
        Code={"ZipFile": packed.getvalue()},
    )
    made = client("lambda").create_event_source_mapping(
        FunctionName="probe",
        EventSourceArn=mapping["EventSourceArn"],
        FilterCriteria=mapping["FilterCriteria"],
        StartingPosition="LATEST",
    )

    def seen() -> list[str]:
        pages = client("logs").get_paginator("filter_log_events")
        found = pages.paginate(logGroupName="/aws/lambda/probe", filterPattern="SEEN")
        lines = (
            line for page in found for one in page["events"] for line in one["message"].splitlines()
        )
        return [line.removeprefix("SEEN ") for line in lines if line.startswith("SEEN ")]

    yield seen
    client("lambda").delete_event_source_mapping(UUID=made["UUID"])
    client("lambda").delete_function(FunctionName="probe")
    client("logs").delete_log_group(logGroupName="/aws/lambda/probe")


def test_only_recorded_pushes_reach_the_outbox(
    deployed: Stack, client: Callable[[str], Any], probed: Callable[[], list[str]]
) -> None:
    table = deployed.env["RONGMEI_TABLE"]

    def put(pk: str, sk: str, **more: str) -> None:
        item = {"pk": pk, "sk": sk} | more
        client("dynamodb").put_item(
            TableName=table, Item={name: {"S": value} for name, value in item.items()}
        )

    def pushed(at: str) -> None:
        push = {
            "ToUserName": "gh_1", "FromUserName": "oFilter", "CreateTime": at, "MsgType": "event",
            "Event": "subscribe", "EventKey": "",
        }  # fmt: skip
        put(
            "FOLLOWER#filtered#oFilter",
            f"IN#E#{at}",
            push=json.dumps(push),
            decision=json.dumps({"rung": "silent"}),
            received=at,
            expires_at="99999999999",
        )

    def followed(at: str) -> None:
        """A push is put down, and comes by in the stream."""
        pushed(at)
        until(lambda: f"FOLLOWER#filtered#oFilter IN#E#{at}" in probed(), 60, pause=0.3)

    numbers = itertools.count(100)

    def listens() -> bool:
        """A listener hears what comes after its first look: one push after the other, until it has heard one."""
        pushed(str(next(numbers)))
        return bool(probed())

    def known() -> bool:
        key = {"pk": {"S": "FOLLOWER#filtered#oFilter"}, "sk": {"S": "STATE"}}
        return "Item" in client("dynamodb").get_item(TableName=table, Key=key)

    until(listens, 60)
    # Records come in their order: what was put before the push has come by with it.
    put("TOKEN#oFilter", "TOKEN", token="a token that nobody must see")
    followed("10")
    assert [one for one in probed() if one.startswith("TOKEN#")] == []
    # What the outbox makes of a push does not come back to it.
    until(known, 60, pause=0.3)
    followed("11")
    assert [one for one in probed() if one.endswith(" STATE")] == []
