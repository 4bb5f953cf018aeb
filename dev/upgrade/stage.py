"""A stage in this process that functions of several versions share: moto's server, and what AWS does between functions.

The stream goes to ``outbox``, each queue to its function, the callback's address to ``api``. Which version takes the
next one is the caller's choice, a function at a time: that is the hour in which a deployment replaces them.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from dev.places import PYTHON
from dev.upgrade.world import ACCOUNT, REGION, TABLE, World, items, put_back, taken

BUCKET: Final = "rongmei-upgrade"
_KEYS: Final[dict[str, Any]] = {
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "region_name": REGION,
}
HANDLERS: Final = {
    "api": "app.app",
    "outbox": "chalicelib.triggers.outbox.outbox",
    "sweep": "chalicelib.triggers.sweep.sweep",
    "console": "chalicelib.console.handler.handler",
    "h5": "chalicelib.h5.handler.handler",
    "deliveries": "chalicelib.triggers.deliveries.deliver",
    "outgoing": "chalicelib.triggers.outgoing.outgoing",
    "distribution": "chalicelib.triggers.distribution.distribute",
    "jobs": "chalicelib.triggers.jobs.jobs",
    "webhooks": "chalicelib.triggers.webhooks.webhooks",
    "numbers": "chalicelib.triggers.numbers.numbers",
    "followers": "chalicelib.triggers.followers.followers",
    "control": "chalicelib.triggers.control.control",
    "topics": "chalicelib.triggers.topics.topics",
}
"""Functions, and queues by their names, and the handler that both versions have under this name."""
QUEUES: Final = {
    "deliveries": "DELIVERY",
    "outgoing": "OUTGOING",
    "distribution": "DISTRIBUTION",
    "jobs": "JOBS",
    "webhooks": "WEBHOOKS",
    "numbers": "NUMBERS",
    "followers": "FOLLOWERS",
    "control": "CONTROL",
    "topics": "TOPICS",
    "archive": "ARCHIVE",
}
"""Queues, and how their settings are called. Nobody works on ``archive`` here: its function is another package's."""


class Functions:
    """The functions of one source tree, in a process of their own."""

    def __init__(self, tree: Path, env: Mapping[str, str], moment: float) -> None:
        self.tree, self._lock = tree, threading.Lock()
        launcher = Path(__file__).with_name("in_tree.py")
        self._process = subprocess.Popen(
            [str(PYTHON), str(launcher), str(tree), "functions", str(moment)],
            env={**os.environ, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._in, self._out = (
            cast("IO[str]", self._process.stdin),
            cast("IO[str]", self._process.stdout),
        )

    def ready(self) -> None:
        """Wait until the process takes questions."""
        if not self._out.readline():
            raise RuntimeError(f"the functions of {self.tree} did not start")

    def call(self, function: str, event: Any) -> tuple[Any, list[str]]:
        """What a function returned, and its errors: those it logged and the one that it raised."""
        return self._ask({"handler": HANDLERS[function], "event": event})

    def do(self, deed: str, **more: str) -> Any:
        """One of the deeds beside the functions, ``sign_in`` or ``forget``."""
        result, errors = self._ask({"do": deed, **more})
        if errors:
            raise RuntimeError(f"{deed} in {self.tree}: {errors}")
        return result

    def close(self) -> None:
        """End the process."""
        self._in.close()
        self._process.wait(timeout=30)
        self._out.close()

    def _ask(self, asked: dict[str, Any]) -> tuple[Any, list[str]]:
        with self._lock:
            self._in.write(json.dumps(asked) + "\n")
            self._in.flush()
            line = self._out.readline()
        if not line:
            raise RuntimeError(f"the functions of {self.tree} have died")
        said = json.loads(line)
        return said["result"], said["errors"]


Choose = Callable[[str], Functions]
"""Which version takes the next event of a function."""


class Stage:
    """Table, bucket, queues and parameters, with what was kept in them, and the callback's address."""

    def __init__(self, endpoint: str) -> None:
        import boto3

        keys = boto3.Session(**_KEYS)
        self._client: Callable[..., Any] = keys.client
        self._sqs, self._read = self._client("sqs"), 0
        self._told: list[dict[str, Any]] = []
        self._queues = {
            name: self._sqs.create_queue(QueueName=f"rongmei-{name}")["QueueUrl"] for name in QUEUES
        }
        self._client("s3").create_bucket(Bucket=BUCKET)
        self._make_table()
        self.env = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "POWERTOOLS_LOG_LEVEL": "ERROR",
            "RONGMEI_STAGE": "local",
            "RONGMEI_TABLE": TABLE,
            "RONGMEI_BUCKET": BUCKET,
            **{f"RONGMEI_{QUEUES[name]}_QUEUE_URL": url for name, url in self._queues.items()},
        }
        self.failures: list[str] = []
        """What a function could not do, in the order in which it came."""

    def load(self, world: World) -> None:
        """Fill the stage with what was kept; none of it is told by the stream."""
        put_back(world, self._client("s3"), BUCKET, self._client("ssm"))
        self._told, self._read = list(world.records), 0
        for queue, body in world.messages:
            self._sqs.send_message(QueueUrl=self._queues[queue], MessageBody=body)

    def keep(self, moment: float) -> World:
        """What is there now; what was not taken yet is gone from the stream and the queues."""
        there = taken(self._client("s3"), BUCKET, self._client("ssm"), moment)
        records = self.records()
        return there._replace(
            messages=[(queue, body) for queue in QUEUES for body in self.waiting(queue)],
            records=records,
        )

    def settle(self, choose: Choose, rounds: int = 30) -> int:
        """Bring stream and queues to their functions until nothing is left; returns how many events that were."""
        number = 0
        for _ in range(rounds):
            before = number
            number += self.follow(choose)
            for queue in QUEUES:
                number += self._queue(queue, choose)
            if number == before:
                return number
        self.failures.append(f"not at rest after {rounds} rounds")
        return number

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table."""
        return items()

    def records(self) -> list[dict[str, Any]]:
        """What the stream has told since it was read last."""
        shard = self._shard()
        new = [*self._told, *(_told(one.to_json()) for one in shard[self._read :])]
        self._told, self._read = [], len(shard)
        return new

    def follow(self, choose: Choose) -> int:
        """Bring what the stream tells to its function; returns how many records that were."""
        records = self.records()
        # A version at a time takes a few: as a shard's batches would fall to them.
        for start in range(0, len(records), 5):
            batch = records[start : start + 5]
            result, errors = choose("outbox").call("outbox", {"Records": batch})
            failed = (result or {"batchItemFailures": batch})["batchItemFailures"]
            if failed or errors:
                self.failures.append(f"outbox: {len(failed)} records failed: {errors}")
        return len(records)

    def _queue(self, queue: str, choose: Choose) -> int:
        number = 0
        for body in self.waiting(queue):
            if queue in HANDLERS:
                self.work(queue, body, choose)
                number += 1
        return number

    def waiting(self, queue: str) -> Iterator[str]:
        """What a queue holds, each taken off it as it is asked for."""
        url = self._queues[queue]
        while found := self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in found:
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                yield str(message["Body"])

    def work(self, queue: str, body: str, choose: Choose) -> None:
        """Bring one message to its queue's function."""
        record = {
            "messageId": "m",
            "receiptHandle": "r",
            "body": body,
            "eventSource": "aws:sqs",
            "attributes": {},
        }
        functions = choose(queue)
        result, errors = functions.call(queue, {"Records": [record]})
        if errors or result is None or result.get("batchItemFailures"):
            self.failures.append(f"{queue}: {body}: {errors or result}")

    @contextmanager
    def callback(self, answer: Callable[[dict[str, Any]], Any]) -> Iterator[str]:
        """The callback's address, with ``{account}`` in it, while WeChat may call; ``answer`` gets API Gateway's event."""

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                said = answer(api_event("POST", self.path, body)) or {"statusCode": 500}
                # Who does not wait any longer asks again.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(said["statusCode"])
                    self.end_headers()
                    self.wfile.write(said.get("body", "").encode())

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/wechat/{{account}}"
            finally:
                server.shutdown()

    def _shard(self) -> list[Any]:
        from moto.dynamodb.models import dynamodb_backends

        table: Any = dynamodb_backends[ACCOUNT][REGION].tables[TABLE]
        records: list[Any] = table.stream_shard.items
        return records

    def _make_table(self) -> None:
        keys = [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ]
        names = ("pk", "sk", "gsi1pk", "gsi1sk")
        self._client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in names],
            KeySchema=keys,
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "GSI1",
                    "KeySchema": [
                        {**one, "AttributeName": f"gsi1{one['AttributeName']}"} for one in keys
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )


@contextmanager
def stage() -> Iterator[Stage]:
    """An empty stage, forgotten afterwards."""
    import pytest
    from moto import mock_aws

    from dev.upgrade.moto_door import moto_door
    from tests.cloud import quick_moto

    with mock_aws(), pytest.MonkeyPatch.context() as patch, moto_door() as endpoint:
        quick_moto.install(patch)
        yield Stage(endpoint)


def api_event(method: str, address: str, body: str) -> dict[str, Any]:
    """A request to the callback as API Gateway passes it on."""
    parts = urlsplit(address)
    account = parts.path.rpartition("/")[2]
    query = parse_qs(parts.query)
    return {
        "resource": "/wechat/{account}",
        "path": parts.path,
        "httpMethod": method,
        "headers": {"Content-Type": "text/xml", "host": "127.0.0.1"},
        "multiValueHeaders": {"Content-Type": ["text/xml"], "host": ["127.0.0.1"]},
        "queryStringParameters": {name: values[0] for name, values in query.items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": {"account": account},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/wechat/{account}",
            "httpMethod": method,
            "path": f"/api{parts.path}",
            "stage": "api",
            "identity": {"sourceIp": "127.0.0.1"},
            "requestId": "r",
        },
        "body": body,
        "isBase64Encoded": False,
    }


def console_event(
    session: str, method: str, path: str, query: Mapping[str, str] | None = None, body: Any = None
) -> dict[str, Any]:
    """A request to the console's function below ``/console/api/v1``."""
    headers = {
        "X-Rongmei-Console": "1",
        "Content-Type": "application/json",
        "Cookie": f"__Host-rongmei={session}",
    }
    full = f"/console/api/v1{path}"
    return {
        "httpMethod": method,
        "path": full,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query or {}) or None,
        "multiValueQueryStringParameters": {name: [one] for name, one in (query or {}).items()}
        or None,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "r", "httpMethod": method, "path": full},
    }


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """A record as Lambda hands it to a function."""
    at = record["dynamodb"]["ApproximateCreationDateTime"]
    return record | {
        "dynamodb": record["dynamodb"] | {"ApproximateCreationDateTime": at.timestamp()}
    }
