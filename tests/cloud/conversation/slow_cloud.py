"""AWS that is slow, throttled or silent at a chosen call of the callback, with a clock of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

TAKES = 0.01
"""Seconds of a call that goes well."""


class Try(NamedTuple):
    """One request that went to AWS."""

    at: float
    """Seconds since the push came."""
    place: str
    time_out: float
    """Seconds that the HTTP layer would have waited for an answer."""


class SlowCloud:
    """moto behind faults, with a clock that moves when something takes time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.given = 0.0
        """Seconds that the answer got."""
        self.tries: list[Try] = []
        self.slow: dict[str, float] = {}
        """Seconds that a call takes, where that is much."""
        self.lost = 0
        """How many times the answer gets lost at ``lost_at``."""
        self.lost_at = "record"
        self.fault: Callable[[Try], Callable[[AWSPreparedRequest], AWSResponse] | None] = lambda _: (
            None
        )

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def send(
        self, real: Callable[..., AWSResponse], event_name: str, request: AWSPreparedRequest
    ) -> AWSResponse:
        body = request.body if isinstance(request.body, bytes) else b""
        place = _place(event_name, request.url, body)
        time_out = request.context["read_timeout"]
        one = Try(self.now, place, time_out)
        self.tries.append(one)
        wrong = self.fault(one)
        if wrong is not None:
            return wrong(request)
        self.now += self.slow.get(place, TAKES)
        answer = real(event_name=event_name, request=request)
        if place == self.lost_at and self.lost:
            self.lost -= 1
            return self.stall(request)
        return answer

    def stall(self, request: AWSPreparedRequest) -> AWSResponse:
        """Let the HTTP layer wait as long as it was told to."""
        self.now += request.context["read_timeout"]
        raise ReadTimeoutError(endpoint_url=request.url)

    def refuse(self, request: AWSPreparedRequest) -> AWSResponse:
        """Answer that there are too many requests, as each service says it."""
        self.now += TAKES
        target = request.headers.get("X-Amz-Target", b"").decode()
        if not target:
            return _response(request, 503, b"<Error><Code>SlowDown</Code></Error>")
        if target.endswith("TransactWriteItems"):
            codes = ["ThrottlingError", "TransactionConflict"]
            return _error(
                request,
                "TransactionCanceledException",
                CancellationReasons=[{"Code": code} for code in codes],
            )
        name = (
            "ThrottlingException" if "SSM" in target else "ProvisionedThroughputExceededException"
        )
        return _error(request, name)

    def firsts(self, one: Try) -> Any:
        """Every call's first try stalls."""
        return self.stall if [each.place for each in self.tries].count(one.place) == 1 else None


def _place(event_name: str, url: str, body: bytes) -> str:
    match event_name.rpartition(".")[2]:
        case "GetItem":
            return "account" if b'"ACCOUNTS"' in body else "follower"
        case "GetObject":
            return "knowledge" if "/knowledge/" in url else "book"
        case "GetParameter":
            return "secrets"
        case "UpdateItem":
            return "clock"
        case _:
            return "record"


def _error(request: AWSPreparedRequest, name: str, **more: Any) -> AWSResponse:
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{name}", "message": name, **more}
    return _response(request, 400, json.dumps(body).encode())


def _response(request: AWSPreparedRequest, status: int, body: bytes) -> AWSResponse:
    return AWSResponse(request.url, status, {}, MockRawResponse(body))
