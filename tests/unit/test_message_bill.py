"""What the bill of a message is made of: sizes as DynamoDB counts them, and the stream's filters as Lambda reads them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.item_size import billed
from benchmarks.message_bill import heard, mixed, passes
from benchmarks.message_units import demo_entries
from chalicelib.cloud import table
from chalicelib.cloud.items import Bytes


@pytest.mark.parametrize(
    ("item", "size"),
    [
        ({"pk": "a", "sk": "b"}, 6),
        ({"pk": "税"}, 5),
        ({"n": 1796054675}, 7),
        ({"n": 1000}, 3),
        ({"yes": True}, 4),
        ({"packed": Bytes.of(bytes(range(256)))}, 262),
    ],
)
def test_an_item_is_as_large_as_dynamodb_says(item: Any, size: int) -> None:
    assert billed(table.encode(item)) == size


def test_what_nobody_stores_has_no_size() -> None:
    assert billed(None) == 0
    with pytest.raises(NotImplementedError):
        billed({"many": {"L": []}})


@pytest.mark.parametrize(
    ("event", "pk", "sk", "met"),
    [
        ("INSERT", "FOLLOWER#province#o", "IN#M#1", True),
        ("MODIFY", "FOLLOWER#province#o", "IN#M#1", False),
        ("MODIFY", "ORDERS#province", "zl-1", True),
        ("INSERT", "ARTICLESOUT#province", "20261201-0900-b36797c8-province#1", True),
        ("MODIFY", "COLUMNS#province", "s-20261201-64tjcp", True),
        ("MODIFY", "TAKEDOWN#cg-1", "AT#city", True),
        ("MODIFY", "TAKEDOWN#cg-1", "COUNTS", False),
        ("INSERT", "ASKEDMINUTES#province#2026-12-01", "1200#a", False),
        ("INSERT", "FAQHITS#province", "2026-12-01", False),
        ("INSERT", "TOKEN#province", "TOKEN", False),
    ],
)
def test_the_outbox_hears_what_its_filters_say(event: str, pk: str, sk: str, met: bool) -> None:
    record = {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}}
    assert any(passes(pattern, record) for pattern in heard("Outbox")) is met


def test_one_question_of_five_has_no_answer() -> None:
    known = {text for one in demo_entries() for text in (one.question, *one.variants)}
    assert [one in known for one in mixed(50)] == [True, True, True, True, False] * 10
