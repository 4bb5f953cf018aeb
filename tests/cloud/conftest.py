"""A cloud in the process: moto, with the table, the bucket and the queue that the template makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib import appointments, knowledge
from chalicelib.accounts import forget as forget_accounts
from chalicelib.application.service_pages import forget_directories
from chalicelib.application.work_pages import forget_fronts
from chalicelib.cloud import clients
from chalicelib.conversation import forget_books, forget_unread
from chalicelib.newsroom import forget_contents
from chalicelib.settings import settings
from chalicelib.shapes import NEWEST
from tests.cloud import quick_moto
from tests.cloud.wechat.stub import WeChat, wechat_stub

REGION = "us-east-1"


@pytest.fixture(scope="package", autouse=True)
def _clients() -> Iterator[None]:
    """One set of clients for all tests here: making them costs ten times what a test does."""
    clients.forget()
    with pytest.MonkeyPatch.context() as patch:
        quick_moto.install(patch)
        yield
    clients.forget()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty stage ``test``: table, bucket and queue exist, nothing is held from before."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "RONGMEI_STAGE": "test",
        "RONGMEI_TABLE": "rongmei-test",
        "RONGMEI_BUCKET": "rongmei-test",
        "RONGMEI_WRITES": str(NEWEST),
    }.items():
        monkeypatch.setenv(name, value)
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_PROFILE",
        "RONGMEI_CALLBACK_URL",
        "RONGMEI_H5_URL",
        "RONGMEI_WECHAT_API_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        forget()
        _make_table()
        clients.s3().create_bucket(Bucket="rongmei-test")
        queue = clients.sqs().create_queue(QueueName="rongmei-deliveries")
        monkeypatch.setenv("RONGMEI_DELIVERY_QUEUE_URL", queue["QueueUrl"])
        outgoing = clients.sqs().create_queue(QueueName="rongmei-outgoing")
        monkeypatch.setenv("RONGMEI_OUTGOING_QUEUE_URL", outgoing["QueueUrl"])
        distribution = clients.sqs().create_queue(QueueName="rongmei-distribution")
        monkeypatch.setenv("RONGMEI_DISTRIBUTION_QUEUE_URL", distribution["QueueUrl"])
        for name in ("archive", "control", "followers", "jobs", "numbers", "topics", "webhooks"):
            made = clients.sqs().create_queue(QueueName=f"rongmei-{name}")
            monkeypatch.setenv(f"RONGMEI_{name.upper()}_QUEUE_URL", made["QueueUrl"])
        yield
    forget()


def forget() -> None:
    """Make the process cold: settings, accounts and reply books are read again."""
    settings.cache_clear()
    forget_accounts()
    forget_books()
    forget_unread()
    forget_directories()
    forget_fronts()
    forget_contents()
    appointments.halls.forget()
    knowledge.versions.forget()


def _make_table() -> None:
    clients.dynamodb().create_table(
        TableName="rongmei-test",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in ("pk", "sk", "gsi1pk", "gsi1sk")
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "GSI1",
                "KeySchema": [
                    {"AttributeName": "gsi1pk", "KeyType": "HASH"},
                    {"AttributeName": "gsi1sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )


@pytest.fixture
def wechat(cloud: None) -> Iterator[WeChat]:
    """WeChat's server API, and a client that has just started."""
    with wechat_stub() as stub:
        yield stub
