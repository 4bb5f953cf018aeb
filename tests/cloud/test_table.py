"""What DynamoDB says and moto never does: another transaction is at the item, or there are too many of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.cloud import batches, clients, deadline, read_once, table
from chalicelib.cloud.at_once import side_by_side
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.read_once import reading_once

ITEM: table.Item = {"pk": "FOLLOWER#province#oA", "sk": "IN#M#1"}


class Clock:
    """Time that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def monotonic(self) -> float:
        return self.slept


@pytest.fixture
def dynamodb(cloud: None) -> Iterator[Stubber]:
    with Stubber(clients.dynamodb()) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("chalicelib.cloud.deadline.time", clock)
    return clock


def cancelled(dynamodb: Stubber, *codes: str) -> None:
    reasons = [{"Code": code} for code in codes]
    dynamodb.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": reasons},
    )


MOMENTARY = [
    ("TransactionConflict", "None"),
    ("ThrottlingError", "None"),
    ("None", "ProvisionedThroughputExceeded"),
    ("TransactionConflict", "ThrottlingError"),
]


@pytest.mark.parametrize("codes", MOMENTARY)
def test_a_transaction_that_only_the_moment_stops_is_tried_again(
    dynamodb: Stubber, clock: Clock, codes: tuple[str, ...]
) -> None:
    for _ in range(3):
        cancelled(dynamodb, *codes)
    dynamodb.add_response("transact_write_items", {})
    table.transact([table.put_action(ITEM, only_new=True)])
    assert 0 < clock.slept < 0.5


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError"])
def test_a_condition_that_did_not_hold_is_told_at_once(dynamodb: Stubber, code: str) -> None:
    cancelled(dynamodb, code, "ConditionalCheckFailed")
    with pytest.raises(ConditionFailed) as failed:
        table.transact([table.put_action(ITEM, only_new=True)])
    assert failed.value.index == 1


@pytest.mark.parametrize("codes", [("ValidationError", "ThrottlingError"), ("None",)])
def test_a_transaction_that_can_never_succeed_is_not_tried_again(
    dynamodb: Stubber, codes: tuple[str, ...]
) -> None:
    cancelled(dynamodb, *codes)
    with pytest.raises(ClientError, match="TransactionCanceled"):
        table.transact([table.put_action(ITEM, only_new=True)])


def test_a_put_that_meets_a_transaction_is_tried_again(dynamodb: Stubber, clock: Clock) -> None:
    dynamodb.add_client_error("put_item", "TransactionConflictException")
    dynamodb.add_response("put_item", {})
    table.put(ITEM, only_new=True)


def test_tries_come_to_an_end(dynamodb: Stubber, clock: Clock) -> None:
    for _ in range(6):
        dynamodb.add_client_error("update_item", "TransactionConflictException")
    with pytest.raises(ClientError, match="TransactionConflict"):
        table.update("A", "B", "SET x = :x", {":x": 1})


def test_tries_of_a_request_with_a_deadline_end_by_the_clock(dynamodb: Stubber) -> None:
    clock, tries = Clock(), 0

    def conflict() -> None:
        nonlocal tries
        tries += 1
        dynamodb.add_client_error("update_item", "TransactionConflictException")

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        conflict()

    conflict()
    with (
        deadline.within(4.0, clock=clock.monotonic, sleep=sleep),
        pytest.raises(ClientError, match="TransactionConflict"),
    ):
        table.update("A", "B", "SET x = :x", {":x": 1})
    assert 3.0 <= clock.slept <= 3.5
    assert 6 < tries < 20


def test_a_request_asks_the_table_once_and_anew_after_its_own_write(cloud: None) -> None:
    asked: list[str] = []

    def count(model: Any, **_: object) -> None:
        asked.append(model.name)

    table.put({"pk": "A", "sk": "1", "what": "old"})
    clients.dynamodb().meta.events.register("before-call", count)
    try:
        with reading_once():
            for _ in range(3):
                assert table.get("A", "1") == {"pk": "A", "sk": "1", "what": "old"}
                assert [item["what"] for item in table.query("A")] == ["old"]
            assert asked == ["GetItem", "Query"]
            assert table.get("A", "none") is None
            assert asked == ["GetItem", "Query"], "the whole partition is known"
            table.put({"pk": "A", "sk": "1", "what": "new"})
            found = table.get("A", "1")
            assert found is not None
            assert found["what"] == "new"
        asked.clear()
        table.get("A", "1")
        table.get("A", "1")
        assert asked == ["GetItem", "GetItem"]
    finally:
        clients.dynamodb().meta.events.unregister("before-call", count)


def test_what_was_read_once_is_nobodys_to_change(cloud: None) -> None:
    table.put({"pk": "A", "sk": "1", "what": "old"})
    with reading_once():
        found = table.get("A", "1")
        assert found is not None
        found["what"] = "spoilt"
        again = table.get("A", "1")
        assert again is not None
        assert again["what"] == "old"


def test_readers_side_by_side_ask_once(cloud: None) -> None:
    asked: list[str] = []

    def count(model: Any, **_: object) -> None:
        asked.append(model.name)

    clients.dynamodb().meta.events.register("before-call", count)
    try:
        with reading_once():
            assert side_by_side(lambda _: table.get("A", "none"), list(range(20))) == [None] * 20
    finally:
        clients.dynamodb().meta.events.unregister("before-call", count)
    assert asked == ["GetItem"]


def test_items_read_ahead_cost_one_call_and_those_that_are_not_there_none(cloud: None) -> None:
    asked: list[str] = []

    def count(model: Any, **_: object) -> None:
        asked.append(model.name)

    for n in range(3):
        table.put({"pk": f"P{n}", "sk": "1", "what": str(n)})
    keys = [(f"P{n}", "1") for n in range(120)]
    clients.dynamodb().meta.events.register("before-call", count)
    try:
        with reading_once():
            batches.read_ahead(keys)
            batches.read_ahead(keys)
            assert asked == ["BatchGetItem", "BatchGetItem"], "a hundred at once, and never twice"
            found = [table.get(*key, consistent=bool(n % 2)) for n, key in enumerate(keys)]
            assert [one["what"] for one in found if one] == ["0", "1", "2"]
            assert asked == ["BatchGetItem", "BatchGetItem"]
            table.put({"pk": "P0", "sk": "1", "what": "new"})
            after = table.get("P0", "1")
            assert after is not None
            assert after["what"] == "new"
        asked.clear()
        batches.read_ahead(keys)
        assert asked == [], "who keeps nothing reads nothing ahead"
    finally:
        clients.dynamodb().meta.events.unregister("before-call", count)


def test_a_small_partition_read_ahead_answers_every_question_about_it(cloud: None) -> None:
    asked: list[str] = []

    def count(model: Any, **_: object) -> None:
        asked.append(model.name)

    for sk in ("A#1", "A#2", "B#1"):
        table.put({"pk": "P", "sk": sk})
    clients.dynamodb().meta.events.register("before-call", count)
    try:
        with reading_once():
            batches.read_partition_ahead("P")
            batches.read_partition_ahead("P")
            assert [one["sk"] for one in table.query("P", "A#")] == ["A#1", "A#2"]
            assert [one["sk"] for one in table.query("P", "A#", newest_first=True)] == [
                "A#2",
                "A#1",
            ]
            assert [one["sk"] for one in table.query("P", consistent=True)] == ["A#1", "A#2", "B#1"]
            assert table.get("P", "B#1", consistent=True) == {"pk": "P", "sk": "B#1"}
            assert asked == ["Query"]
            assert [one["sk"] for one in table.query("P", limit=1)] == ["A#1"]
            table.delete("P", "A#1")
            assert [one["sk"] for one in table.query("P", "A#")] == ["A#2"]
    finally:
        clients.dynamodb().meta.events.unregister("before-call", count)


def test_a_workers_message_asks_anew_for_all_but_what_no_worker_writes(cloud):
    table.put({"pk": "UNITS", "sk": "city", "doc": "1"})
    table.put({"pk": "TOKEN#wx", "sk": "TOKEN", "doc": "1"})
    with read_once.steady_once():
        first = [table.get("UNITS", "city"), table.get("TOKEN#wx", "TOKEN")]
        clients.dynamodb().put_item(
            TableName="rongmei-test", Item=table.encode({"pk": "UNITS", "sk": "city", "doc": "2"})
        )
        table.put({"pk": "TOKEN#wx", "sk": "TOKEN", "doc": "2"})
        again = [table.get("UNITS", "city"), table.get("TOKEN#wx", "TOKEN")]
    assert [one["doc"] for one in first] == ["1", "1"]
    assert [one["doc"] for one in again] == ["1", "2"]
    assert table.get("UNITS", "city")["doc"] == "2"


def test_who_waits_for_another_reads_what_the_other_wrote(cloud):
    table.put({"pk": "TOKEN#wx", "sk": "TOKEN", "doc": "1"})
    with read_once.reading_once():
        assert table.get("TOKEN#wx", "TOKEN")["doc"] == "1"
        clients.dynamodb().put_item(
            TableName="rongmei-test",
            Item=table.encode({"pk": "TOKEN#wx", "sk": "TOKEN", "doc": "2"}),
        )
        assert table.get("TOKEN#wx", "TOKEN")["doc"] == "1"
        with read_once.reading_anew():
            assert table.get("TOKEN#wx", "TOKEN")["doc"] == "2"


def test_a_workers_message_reads_ahead_what_no_worker_writes(cloud: None) -> None:
    asked: list[str] = []

    def count(model: Any, **_: object) -> None:
        asked.append(model.name)

    table.put({"pk": "UNITS", "sk": "city", "doc": "1"})
    clients.dynamodb().meta.events.register("before-call", count)
    try:
        with read_once.steady_once():
            batches.read_ahead([("UNITS", "city"), ("DRESSINGS", "city"), ("TOKEN#wx", "TOKEN")])
            city = table.get("UNITS", "city", consistent=True)
            assert city is not None
            assert table.get("DRESSINGS", "city") is None
            assert asked == ["BatchGetItem"]
            table.get("TOKEN#wx", "TOKEN", consistent=True)
            assert asked == ["BatchGetItem", "GetItem"], "a token is asked for anew"
    finally:
        clients.dynamodb().meta.events.unregister("before-call", count)
