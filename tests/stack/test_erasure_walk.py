"""A person is erased by the deployed functions, each with its own permissions and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from demo.accounts import COUNTY
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import Phone, command, until

WORDS = "我家那台旧水泵的发票丢了四年怎么补"


@pytest.fixture
def items(seeded: Stack) -> Callable[[], list[dict[str, Any]]]:
    """Everything in the table."""
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=seeded.env["AWS_ENDPOINT_URL"],
        region_name=seeded.env["AWS_REGION"],
        aws_access_key_id=seeded.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=seeded.env["AWS_SECRET_ACCESS_KEY"],
    )

    def scanned() -> list[dict[str, Any]]:
        pages = dynamodb.get_paginator("scan").paginate(TableName=seeded.env["RONGMEI_TABLE"])
        return [item for page in pages for item in page["Items"]]

    return scanned


def step(system: Stack, *arguments: str) -> None:
    done = system.python("-m", "tests.stack.erasure_parts", *arguments)
    assert done.returncode == 0, done.stderr


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

    # The stream has told of it: archived, a session with its case at the hotline.
    until(lambda: kept(f"ASKED#{COUNTY.id}"), 30)
    until(lambda: kept(f"HOTLINE#{COUNTY.id}#"), 30)
    [openid] = {one["pk"]["S"].rpartition("#")[2] for one in kept(f"FOLLOWER#{COUNTY.id}#")}
    whose = ("--account", COUNTY.id, "--openid", openid, "--json")
    before = json.loads(command(seeded, "follower", "show", *whose))
    assert {"messages", "questions", "sessions", "cases", "state"} <= before["kept"].keys()

    step(seeded, "due", openid)
    after = until(
        lambda: (
            (found := json.loads(command(seeded, "follower", "show", *whose)))["receipts"] and found
        ),
        90,
    )
    assert after["kept"] == {}
    assert len(after["receipts"]) == 1
    assert not [one for one in items() if openid in json.dumps(one)]
    assert not [one for one in items() if WORDS in json.dumps(one, ensure_ascii=False)]
