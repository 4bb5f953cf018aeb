"""An empty stage in this process: moto, with the table, the bucket and the queues that the template makes."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest import mock

import boto3

from benchmarks.stub import ENVIRONMENT

QUEUES = {
    "RONGMEI_DELIVERY_QUEUE_URL": "rongmei-deliveries",
    "RONGMEI_OUTGOING_QUEUE_URL": "rongmei-outgoing",
    "RONGMEI_DISTRIBUTION_QUEUE_URL": "rongmei-distribution",
    "RONGMEI_JOBS_QUEUE_URL": "rongmei-jobs",
    "RONGMEI_WEBHOOKS_QUEUE_URL": "rongmei-webhooks",
    "RONGMEI_NUMBERS_QUEUE_URL": "rongmei-numbers",
    "RONGMEI_FOLLOWERS_QUEUE_URL": "rongmei-followers",
    "RONGMEI_CONTROL_QUEUE_URL": "rongmei-control",
    "RONGMEI_TOPICS_QUEUE_URL": "rongmei-topics",
    "RONGMEI_ARCHIVE_QUEUE_URL": "rongmei-archive",
}


_INDEX = 6


@contextmanager
def cloud_here() -> Iterator[Counter[str]]:
    """An empty stage in this process, and the calls made to it."""
    from moto import mock_aws

    from chalicelib.accounts import forget
    from chalicelib.cloud import clients
    from chalicelib.settings import settings

    os.environ.update(ENVIRONMENT | {"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
    calls: Counter[str] = Counter()
    with mock_aws():
        clients.forget()
        settings.cache_clear()
        forget()
        make_table()
        make_bucket()
        for name, queue in QUEUES.items():
            os.environ[name] = clients.sqs().create_queue(QueueName=queue)["QueueUrl"]
        settings.cache_clear()

        def count(model: Any, **_: object) -> None:
            calls[f"{model.service_model.service_name} {model.name}"] += 1

        for client in (clients.dynamodb(), clients.s3(), clients.sqs(), clients.ssm()):
            client.meta.events.register("before-call", count)
        yield calls
    clients.forget()


@contextmanager
def moto_by_key() -> Iterator[None]:
    """moto, without what grows with the table: DynamoDB's own way to an item is by its key.

    moto copies the whole table before each transaction, to be able to undo it (none of these fails), and sorts the
    whole table for each query. With a thousand accounts that would be all that is measured.
    """
    from moto.dynamodb.models.table import Table

    real = Table.query

    def query(table: Table, hash_key: Any, *rest: Any, **more: Any) -> Any:
        # moto hands over the index as the eighth value: a query of one has no partition of the table.
        if len(rest) <= _INDEX or rest[_INDEX] is None:
            # A table of its own: several threads ask at once. A partition that is not there is as quick to find.
            part, kept = copy(table), table.items
            part.items = {hash_key: kept[hash_key]} if hash_key in kept else {}
            return real(part, hash_key, *rest, **more)
        return real(table, hash_key, *rest, **more)

    with (
        mock.patch("moto.dynamodb.models.copy.deepcopy", lambda value: value),
        mock.patch.object(Table, "query", query),
    ):
        yield


@contextmanager
def moto_apart() -> Iterator[list[float]]:
    """Seconds of the processor that moto takes in this thread, where a network would be waited for: one each call."""
    from moto.core.botocore_stubber import BotocoreStubber

    spent: list[float] = []
    real = BotocoreStubber.__call__

    def timed(stubber: BotocoreStubber, *given: Any, **more: Any) -> Any:
        begun = time.thread_time()
        try:
            return real(stubber, *given, **more)
        finally:
            spent.append(time.thread_time() - begun)

    with mock.patch.object(BotocoreStubber, "__call__", timed):
        yield spent


@contextmanager
def listed_calls() -> Iterator[list[str]]:
    """The calls made within, in their order: the operation, and the keys of its items or the name of its object."""
    from chalicelib.cloud import clients

    calls: list[str] = []

    def note(params: Any, model: Any, **_: object) -> None:
        calls.append(f"{model.name:18} {' + '.join(_named(params))}")

    watched = [one.meta.events for one in (clients.dynamodb(), clients.s3(), clients.sqs())]
    watched.append(clients.ssm().meta.events)
    for events in watched:
        events.register("provide-client-params", note)
    try:
        yield calls
    finally:
        for events in watched:
            events.unregister("provide-client-params", note)


def _named(params: Any) -> Iterator[str]:
    """What a call asks for or writes."""
    for action in params.get("TransactItems", []):
        for each in action.values():
            yield from _named(each)
    for each in params.get("RequestItems", {}).values():
        yield from (_item(key) for key in each["Keys"])
    if "Key" in params or "Item" in params:
        key = params.get("Key") or params["Item"]
        yield key if isinstance(key, str) else _item(key)
    if "KeyConditionExpression" in params:
        yield " ".join(str(one["S"]) for one in params["ExpressionAttributeValues"].values())
    if "Name" in params:
        yield params["Name"]
    if "QueueUrl" in params:
        yield f"{params['QueueUrl'].rsplit('/', 1)[1]} {params.get('MessageBody', '')}".strip()


def _item(key: Any) -> str:
    return f"{key['pk']['S']}/{key['sk']['S']}"


def make_table() -> None:
    """The table of the settings, as the template has it, with no more of it than reading and writing need."""
    names = ("pk", "sk", "gsi1pk", "gsi1sk")
    # Not by a function's client, which knows the calls of functions alone.
    boto3.client("dynamodb").create_table(
        TableName=os.environ["RONGMEI_TABLE"],
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in names],
        KeySchema=_keys("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "GSI1",
                "KeySchema": _keys("gsi1pk", "gsi1sk"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def make_bucket() -> None:
    """The bucket of the settings."""
    boto3.client("s3").create_bucket(
        Bucket=os.environ["RONGMEI_BUCKET"],
        CreateBucketConfiguration={"LocationConstraint": os.environ["AWS_REGION"]},  # type: ignore[typeddict-item]
    )


def _keys(first: str, second: str) -> Any:
    return [
        {"AttributeName": first, "KeyType": "HASH"},
        {"AttributeName": second, "KeyType": "RANGE"},
    ]
