"""AWS, replaced where botocore would open a socket: it serialises, signs and parses as ever.

Just enough of a cloud for one account: its item, its secrets, its reply book, and a follower who is known. Writes
are taken and forgotten. Nothing leaves the process.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session

from benchmarks import corpus, wire
from benchmarks.contestants.ours import reply_rules
from chalicelib.shapes import NEWEST

ACCOUNT = "province"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "cn-north-1",
    "AWS_REGION": "cn-north-1",
    "AWS_ACCESS_KEY_ID": "AKIDBENCHMARKBENCHMA",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "_HANDLER": "app.app",
    "AWS_EC2_METADATA_DISABLED": "true",
    "RONGMEI_STAGE": "bench",
    "RONGMEI_TABLE": "rongmei-bench",
    "RONGMEI_BUCKET": "rongmei-bench",
    "RONGMEI_WRITES": str(NEWEST),
}
"""What Lambda and the template would set."""

_READS = frozenset({"GetItem", "BatchGetItem", "Query"})
_ACCOUNT_DOC = {
    "id": ACCOUNT,
    "name": "示例省税务",
    "unit": "province",
    "kind": "subscription",
    "appid": wire.APPID,
    "mode": "safe",
}
_ACCOUNT_ITEM = {
    "pk": {"S": "ACCOUNTS"},
    "sk": {"S": ACCOUNT},
    "doc": {"S": json.dumps(_ACCOUNT_DOC, ensure_ascii=False)},
    "book": {"N": "1"},
    "secrets": {"N": "1"},
}
_FOLLOWER_ITEM = {
    "pk": {"S": f"FOLLOWER#{ACCOUNT}#oBench"},
    "sk": {"S": "STATE"},
    "following": {"BOOL": True},
    "followed_at": {"N": "1700000000"},
    "moved_at": {"N": "1700000000"},
    "scene": {"S": ""},
}
_SECRETS = {"app_secret": "0" * 32, "token": wire.TOKEN, "aes_key": wire.AES_KEY}


class Cloud:
    """Answers requests from memory and counts them."""

    def __init__(self, keywords: int) -> None:
        self.calls: Counter[str] = Counter()
        book = {"version": 1, "rules": reply_rules(corpus.rules(keywords)).model_dump(mode="json")}
        self._book = json.dumps(book, ensure_ascii=False).encode()

    @property
    def reads(self) -> int:
        """Reads of the table so far."""
        return sum(count for name, count in self.calls.items() if name in _READS)

    @property
    def writes(self) -> int:
        """Calls so far that are no reads of the table."""
        return sum(self.calls.values()) - self.reads

    def send(self, _session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        """What ``URLLib3Session.send`` would have brought back."""
        target = request.headers.get("X-Amz-Target", b"S3.GetObject")
        name = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        self.calls[name] += 1
        body = self._answer(name, request)
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "content-length": str(len(body)),
            "x-amzn-requestid": "BENCHMARKBENCHMARKBENCHMARKBENCHMARKBENCHMARKBENCHMA",
            "x-amz-crc32": str(zlib.crc32(body)),
        }
        return AWSResponse(request.url, 200, headers, _Raw(body))

    def _answer(self, name: str, request: AWSPreparedRequest) -> bytes:
        if name == "GetObject":
            return self._book
        if name == "GetParameter":
            return _dump({"Parameter": {"Value": json.dumps(_SECRETS)}})
        if name == "GetItem":
            account = b'"ACCOUNTS"' in _bytes(request.body)
            return _dump({"Item": _ACCOUNT_ITEM if account else _FOLLOWER_ITEM})
        if name == "UpdateItem":
            return _dump({"Attributes": _FOLLOWER_ITEM})
        return b"{}"


@contextmanager
def stubbed(cloud: Cloud) -> Iterator[None]:
    """While this lasts, botocore speaks to ``cloud``."""

    def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        return cloud.send(session, request)

    with mock.patch.object(URLLib3Session, "send", send):
        yield


class _Raw:
    """What botocore reads a response from."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body

    def read(self, _amount: int | None = None) -> bytes:
        body, self._body = self._body, b""
        return body


def _dump(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else bytes(body or b"")
