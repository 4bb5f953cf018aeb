"""What DynamoDB says and moto never does: another transaction is at the item."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.cloud import clients, table
from chalicelib.cloud.errors import ConditionFailed

ITEM: table.Item = {"pk": "FOLLOWER#province#oA", "sk": "IN#M#1"}


@pytest.fixture
def dynamodb(cloud: None) -> Iterator[Stubber]:
    with Stubber(clients.dynamodb()) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def cancelled(dynamodb: Stubber, *codes: str) -> None:
    reasons = [{"Code": code} for code in codes]
    dynamodb.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": reasons},
    )


def test_a_transaction_that_meets_another_one_is_tried_again(dynamodb: Stubber) -> None:
    for _ in range(3):
        cancelled(dynamodb, "TransactionConflict", "None")
    dynamodb.add_response("transact_write_items", {})
    table.transact([table.put_action(ITEM, only_new=True)])


def test_a_condition_that_did_not_hold_is_told_at_once(dynamodb: Stubber) -> None:
    cancelled(dynamodb, "TransactionConflict", "ConditionalCheckFailed")
    with pytest.raises(ConditionFailed) as failed:
        table.transact([table.put_action(ITEM, only_new=True)])
    assert failed.value.index == 1


def test_a_put_that_meets_a_transaction_is_tried_again(dynamodb: Stubber) -> None:
    dynamodb.add_client_error("put_item", "TransactionConflictException")
    dynamodb.add_response("put_item", {})
    table.put(ITEM, only_new=True)


def test_tries_come_to_an_end(dynamodb: Stubber) -> None:
    for _ in range(6):
        dynamodb.add_client_error("update_item", "TransactionConflictException")
    with pytest.raises(ClientError, match="TransactionConflict"):
        table.update("A", "B", "SET x = :x", {":x": 1})
