"""botocore clients, one a service and process, with time-outs that fit inside WeChat's five seconds."""

from __future__ import annotations

import logging
import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config
from botocore.retries.standard import RetryEventAdapter, StandardRetryConditions

from chalicelib.cloud import deadline
from chalicelib.cloud.session import session
from chalicelib.settings import settings

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.session import Session
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient

# At DEBUG these write bodies and signed headers to the log: secrets from SSM, tokens from the table.
_TALKATIVE = ("botocore.auth", "botocore.endpoint", "botocore.parsers")
for _name in _TALKATIVE:
    logging.getLogger(_name).setLevel(logging.INFO)

_NAME: Final = "rongmei"
"""As AWS hears it. botocore's own spells out machine and features anew for each call: a quarter of the processor time of one."""
# What answers WeChat has one deadline for all calls together: it says how long a try takes and whether there is another
# (docs/decisions/0005). A connection alone is bounded here: botocore lets only the wait for an answer be set by call.
_ANSWERING = Config(
    connect_timeout=0.5,
    read_timeout=2,
    retries={"total_max_attempts": 1, "mode": "standard"},
    user_agent=_NAME,
)
# In the other functions nobody waits, and what fails comes again from its queue, stream or schedule.
_WORKING = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"total_max_attempts": 4, "mode": "standard"},
    user_agent=_NAME,
)
# A person at a command waits rather than be told to try again over a slow line.
_PATIENT = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"total_max_attempts": 4, "mode": "standard"},
    user_agent=_NAME,
)

# Which errors pass by themselves is botocore's knowledge: throttling, 5xx, lost connections.
_MOMENTARY = StandardRetryConditions(max_attempts=20)
_EVENTS = RetryEventAdapter()


@lru_cache(maxsize=1)
def _session() -> Session:
    # botocore alone: importing boto3 costs a cold start about 25 ms and brings nothing used here.
    return session()


@cache
def _client(service: str) -> Any:
    config = _config()
    # Addresses that a browser opens are signed too, and only version 4 holds in every region.
    signed = config.merge(Config(signature_version="s3v4")) if service == "s3" else config
    client = _session().create_client(service, config=signed)
    if config is _ANSWERING:
        name = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register(f"before-send.{name}", _limit)
        client.meta.events.register(f"needs-retry.{name}", _try_again)  # type: ignore[arg-type]
    return client


def _config() -> Config:
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return _PATIENT
    return _ANSWERING if os.environ.get("_HANDLER") == "app.app" else _WORKING


def _limit(request: AWSPreparedRequest, **_: Any) -> None:
    """Give a try as much time as is left. Raises ``OutOfTime``, which ends the call."""
    context: dict[str, Any] = request.context  # type: ignore[attr-defined]
    seconds = deadline.time_out(context["retries"]["attempt"])
    if seconds is not None:
        context["read_timeout"] = seconds


def _try_again(attempts: int, **what: Any) -> int | None:
    """Wait and ask for another try (0: no further pause), where the error is momentary and there is time.

    The request stays as it is, token included, so that a transaction that was carried out unheard is not made twice.
    """
    tried = _EVENTS.create_retry_context(attempts=attempts, **what)
    return 0 if _MOMENTARY.is_retryable(tried) and deadline.pause(attempts) else None


def dynamodb() -> DynamoDBClient:
    """The DynamoDB client of this process."""
    client: DynamoDBClient = _client("dynamodb")
    return client


@cache
def sockets() -> Any:
    """The client that speaks to open WebSocket connections."""
    return _session().create_client(
        "apigatewaymanagementapi", config=_config(), endpoint_url=settings().live_endpoint
    )


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


def athena() -> Any:
    """The Athena client of this process (console and command line only)."""
    return _client("athena")


def cloudwatch() -> CloudWatchClient:
    """The CloudWatch client of this process (console only)."""
    client: CloudWatchClient = _client("cloudwatch")
    return client


def warm() -> None:
    """Make the clients that every first reply needs: to read account and follower, and secrets.

    Looking up a name has no time-out but the C library's own, five seconds for a lost answer; here it asks again after
    one. S3's is left to the first account with a reply book: the 7 ms it takes would be every start's.
    """
    os.environ.setdefault("RES_OPTIONS", "timeout:1 attempts:2")
    dynamodb()
    ssm()


def forget() -> None:
    """Drop every client, so that the next one sees a changed environment (tests)."""
    _client.cache_clear()
    sockets.cache_clear()
    _session.cache_clear()
