"""What DynamoDB says and moto never does: another transaction is at the item, or there are too many of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.cloud import clients, deadline, table
from chalicelib.cloud.errors import ConditionFailed

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
