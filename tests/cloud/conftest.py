"""A cloud in the process: moto, with the table, the bucket and the queue that the template makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from chalicelib import appointments, knowledge
from chalicelib.accounts import forget as forget_accounts
from chalicelib.application.service_pages import forget_directories
from chalicelib.application.work_pages import forget_fronts
from chalicelib.cloud import clients
from chalicelib.conversation import forget_books, forget_unread
from chalicelib.insight import forget_noted
from chalicelib.newsroom import forget_contents
from chalicelib.settings import settings
from chalicelib.shapes import NEWEST
from tests.cloud import quick_moto, without_layer
from tests.cloud.wechat.stub import WeChat, wechat_stub

REGION = "us-east-1"
QUEUES: Final = {
    "deliveries": "DELIVERY",
    **{
        name: name.upper()
        for name in (
            "archive",
            "control",
            "distribution",
            "followers",
            "jobs",
            "numbers",
            "outgoing",
            "topics",
            "webhooks",
        )
    },
}
"""The queues, and what the settings call them."""


@pytest.fixture(scope="package", autouse=True)
def _clients() -> Iterator[None]:
    """One set of clients for all tests here: making them costs ten times what a test does."""
    clients.forget()
    with pytest.MonkeyPatch.context() as patch:
        quick_moto.install(patch)
        without_layer.watch(patch)
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
    for name in QUEUES:
        monkeypatch.setenv(
            f"RONGMEI_{QUEUES[name]}_QUEUE_URL",
            f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/rongmei-{name}",
        )
    with quick_moto.aws():
        forget()
        _make_stage()
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
    forget_noted()
    appointments.halls.forget()
    knowledge.versions.forget()


def _make_stage() -> None:
    """Table, bucket and queues, by moto's own hand: asked for by botocore they would take twenty times as long."""
    dynamodb_backends[ACCOUNT][REGION].create_table(
        "rongmei-test",
        schema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        throughput=None,
        attr=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in ("pk", "sk", "gsi1pk", "gsi1sk")
        ],
        global_indexes=[
            {
                "IndexName": "GSI1",
                "KeySchema": [
                    {"AttributeName": "gsi1pk", "KeyType": "HASH"},
                    {"AttributeName": "gsi1sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        indexes=None,
        streams={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=None,
    )
    s3_backends[ACCOUNT]["aws"].create_bucket("rongmei-test", REGION)
    for name in QUEUES:
        sqs_backends[ACCOUNT][REGION].create_queue(f"rongmei-{name}")


@pytest.fixture
def wechat(cloud: None) -> Iterator[WeChat]:
    """WeChat's server API, and a client that has just started."""
    with wechat_stub() as stub:
        yield stub
