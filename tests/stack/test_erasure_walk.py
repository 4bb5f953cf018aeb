"""A person is erased by the deployed functions, each with its own permissions and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from chalicelib.cloud import table
from demo.accounts import COUNTY
from tests.cloud.insight.asked_questions import all_words
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import Phone, command, until

WORDS = "我家那台旧水泵的发票丢了四年怎么补"


def client(system: Stack, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=system.env["AWS_ENDPOINT_URL"],
        region_name=system.env["AWS_REGION"],
        aws_access_key_id=system.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=system.env["AWS_SECRET_ACCESS_KEY"],
    )


@pytest.fixture
def items(seeded: Stack) -> Callable[[], list[dict[str, Any]]]:
    """Everything in the table."""
    dynamodb = client(seeded, "dynamodb")

    def scanned() -> list[dict[str, Any]]:
        pages = dynamodb.get_paginator("scan").paginate(TableName=seeded.env["RONGMEI_TABLE"])
        return [item for page in pages for item in page["Items"]]

    return scanned


def step(system: Stack, *arguments: str) -> None:
    done = system.python("-m", "tests.stack.erasure_parts", *arguments)
    assert done.returncode == 0, done.stderr


def sweep(system: Stack) -> None:
    """Have the deployed sweep look now, not at the next full minute."""
    lambdas = client(system, "lambda")
    names = [one["FunctionName"] for one in lambdas.list_functions()["Functions"]]
    [name] = [one for one in names if one.split("-")[2] == "Sweep"]
    event = {
        "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "account": "0",
        "time": "2026-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {},
    }  # fmt: skip
    answer = lambdas.invoke(FunctionName=name, Payload=json.dumps(event))
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_the_deployed_functions_erase_a_person_with_what_hangs_on_them(
    seeded: Stack, items: Callable[[], list[dict[str, Any]]]
) -> None:
    step(seeded, "desk")
    phone = Phone(seeded, "要走的人")
    phone(COUNTY, "follow")
    phone.ask(COUNTY, WORDS)
    phone.ask(COUNTY, "转人工")

    def kept(begins: str) -> list[dict[str, Any]]:
        return [one for one in items() if one["pk"]["S"].startswith(begins)]

    # The stream has told of it: archived (its queue waits for a minute), a session with its case at the hotline.
    until(lambda: kept(f"ASKEDMINUTES#{COUNTY.id}"), 150)
    until(lambda: kept(f"HOTLINE#{COUNTY.id}#"), 30)
    # Others have booked at the county's hall; this one has written.
    wrote = [one for one in kept(f"FOLLOWER#{COUNTY.id}#") if one["sk"]["S"].startswith("IN#")]
    [openid] = {one["pk"]["S"].rpartition("#")[2] for one in wrote}
    whose = ("--account", COUNTY.id, "--openid", openid, "--json")
    before = json.loads(command(seeded, "follower", "show", *whose))
    assert {"messages", "questions", "sessions", "cases", "state"} <= before["kept"].keys()

    step(seeded, "due", openid)
    sweep(seeded)
    after = until(
        lambda: (
            (found := json.loads(command(seeded, "follower", "show", *whose)))["receipts"] and found
        ),
        90,
    )
    assert after["kept"] == {}
    assert len(after["receipts"]) == 1
    assert not [one for one in items() if openid in all_words(table.decode(one))]
    assert not [one for one in items() if WORDS in all_words(table.decode(one))]
