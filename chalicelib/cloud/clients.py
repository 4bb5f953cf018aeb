"""botocore clients, one a service and process, with time-outs that fit inside WeChat's five seconds."""

from __future__ import annotations

import logging
import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.session import Session

from chalicelib.cloud.descriptions import Descriptions

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient

# At DEBUG these write bodies and signed headers to the log: secrets from SSM, tokens from the table.
_TALKATIVE = ("botocore.auth", "botocore.endpoint", "botocore.parsers")
for _name in _TALKATIVE:
    logging.getLogger(_name).setLevel(logging.INFO)

# In a function one lost packet must not cost the whole reply: give up on a connection early, try again once.
_HURRIED = Config(
    connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2, "mode": "standard"}
)
# What answers WeChat reads a reply book and then knowledge from S3, and has four seconds for all of it: a read that
# stalls is over after 2.6 s, second try and the pause before it (1 s at most) included.
_ANSWERING = Config(
    connect_timeout=0.5, read_timeout=0.8, retries={"total_max_attempts": 2, "mode": "standard"}
)
# A person at a command waits rather than be told to try again over a slow line.
_PATIENT = Config(
    connect_timeout=10, read_timeout=60, retries={"total_max_attempts": 4, "mode": "standard"}
)


@lru_cache(maxsize=1)
def _session() -> Session:
    # botocore alone: importing boto3 costs a cold start about 25 ms and brings nothing used here.
    session = Session()
    session.register_component("data_loader", Descriptions())
    return session


@cache
def _client(service: str) -> Any:
    return _session().create_client(service, config=_config(service))


def _config(service: str) -> Config:
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return _PATIENT
    answers = os.environ.get("_HANDLER") == "app.app"
    return _ANSWERING if answers and service == "s3" else _HURRIED


def dynamodb() -> DynamoDBClient:
    """The DynamoDB client of this process."""
    client: DynamoDBClient = _client("dynamodb")
    return client


def s3() -> S3Client:
    """The S3 client of this process."""
    client: S3Client = _client("s3")
    return client


def sqs() -> SQSClient:
    """The SQS client of this process."""
    client: SQSClient = _client("sqs")
    return client


def ssm() -> SSMClient:
    """The SSM client of this process."""
    client: SSMClient = _client("ssm")
    return client


def sts() -> STSClient:
    """The STS client of this process (command line only)."""
    client: STSClient = _client("sts")
    return client


def cloudformation() -> CloudFormationClient:
    """The CloudFormation client of this process (command line only)."""
    client: CloudFormationClient = _client("cloudformation")
    return client


def warm() -> None:
    """Make the clients that every first reply needs: to read account and follower, and secrets.

    S3's is left to the first account with a reply book: the 15 ms it takes would make every start one and a half
    times as long as it could be.
    """
    dynamodb()
    ssm()


def forget() -> None:
    """Drop every client, so that the next one sees a changed environment (tests)."""
    _client.cache_clear()
    _session.cache_clear()
