"""The short way into moto answers as the long way does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError, ParamValidationError
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from chalicelib.cloud import clients
from tests.cloud import quick_moto, snapshot
from tests.cloud.conftest import REGION

Call = tuple[str, dict[str, Any]]
TABLE = {"TableName": "rongmei-test"}


def key(pk: str, sk: str = "A") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def put(pk: str, sk: str = "A", **more: Any) -> dict[str, Any]:
    return TABLE | {"Item": key(pk, sk) | more}


ABSENT = {
    "ConditionExpression": "attribute_not_exists(pk)",
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}
COUNTED = {
    "UpdateExpression": "SET #n = if_not_exists(#n, :zero) + :one, doc = :doc REMOVE gone ADD bag :bag",
    "ExpressionAttributeNames": {"#n": "number"},
    "ExpressionAttributeValues": {
        ":zero": {"N": "0"},
        ":one": {"N": "1"},
        ":doc": {"M": {"list": {"L": [{"S": "办税"}, {"NULL": True}, {"BOOL": False}]}}},
        ":bag": {"SS": ["a", "b"]},
    },
    "ReturnValues": "ALL_NEW",
}
DUE = {"gsi1pk": {"S": "DUE"}}

HISTORIES: dict[str, tuple[Call, ...]] = {
    "items come and go": (
        ("put_item", put("1", number={"N": "1.50"}, empty={"S": ""}, none={"NULL": True})),
        ("put_item", put("1", "B") | {"ReturnValues": "ALL_OLD"}),
        ("get_item", TABLE | {"Key": key("1")}),
        ("get_item", TABLE | {"Key": key("1"), "ProjectionExpression": "pk, empty"}),
        ("get_item", TABLE | {"Key": key("nobody"), "ConsistentRead": True}),
        ("delete_item", TABLE | {"Key": key("1"), "ReturnValues": "ALL_OLD"}),
        ("delete_item", TABLE | {"Key": key("1"), "ReturnValues": "ALL_OLD"}),
    ),
    "a condition fails": (
        ("put_item", put("1") | ABSENT),
        ("put_item", put("1", more={"S": "x"}) | ABSENT),
        ("update_item", TABLE | {"Key": key("1")} | COUNTED | ABSENT),
        ("delete_item", TABLE | {"Key": key("1"), "ConditionExpression": "attribute_exists(x)"}),
    ),
    "an update counts": (
        ("update_item", TABLE | {"Key": key("1")} | COUNTED),
        ("update_item", TABLE | {"Key": key("1")} | COUNTED),
        ("update_item", TABLE | {"Key": key("2")} | COUNTED | {"ReturnValues": "UPDATED_OLD"}),
    ),
    "pages are read on": (
        *(("put_item", put("1", str(n), gsi1sk={"S": f"{9 - n}"}, **DUE)) for n in range(5)),
        (
            "query",
            _by := TABLE
            | {
                "KeyConditionExpression": "pk = :p AND sk > :s",
                "ExpressionAttributeValues": {":p": {"S": "1"}, ":s": {"S": "1"}},
            },
        ),
        ("query", _by | {"Limit": 2}),
        (
            "query",
            _by | {"Limit": 2, "ExclusiveStartKey": key("1", "2"), "ScanIndexForward": False},
        ),
        ("query", _by | {"Select": "COUNT"}),
        (
            "query",
            TABLE
            | {
                "IndexName": "GSI1",
                "KeyConditionExpression": "gsi1pk = :p",
                "ExpressionAttributeValues": {":p": {"S": "DUE"}},
                "Limit": 3,
            },
        ),
        ("scan", TABLE | {"Limit": 3}),
    ),
    "batches": (
        (
            "batch_write_item",
            {
                "RequestItems": {
                    "rongmei-test": [
                        {"PutRequest": {"Item": key("1")}},
                        {"PutRequest": {"Item": key("2")}},
                    ]
                }
            },
        ),
        ("batch_get_item", {"RequestItems": {"rongmei-test": {"Keys": [key("1"), key("3")]}}}),
        (
            "batch_write_item",
            {"RequestItems": {"rongmei-test": [{"DeleteRequest": {"Key": key("1")}}]}},
        ),
    ),
    "a transaction is whole": (
        ("put_item", put("old", number={"N": "7"})),
        (
            "transact_write_items",
            {
                "TransactItems": [
                    {"Put": put("new") | ABSENT},
                    {
                        "Update": TABLE
                        | {
                            "Key": key("old"),
                            "UpdateExpression": "SET #n = :n",
                            "ExpressionAttributeNames": {"#n": "number"},
                            "ExpressionAttributeValues": {":n": {"N": "8"}},
                        }
                    },
                    {
                        "ConditionCheck": TABLE
                        | {"Key": key("x"), "ConditionExpression": "attribute_not_exists(pk)"}
                    },
                ]
            },
        ),
    ),
    "a transaction is nothing": (
        ("put_item", put("old", number={"N": "7"})),
        ("put_item", put("other")),
        (
            "transact_write_items",
            {
                "TransactItems": [
                    {"Put": put("new")},
                    {"Delete": TABLE | {"Key": key("other")}},
                    {
                        "Update": TABLE
                        | {
                            "Key": key("old"),
                            "UpdateExpression": "SET doc = :d",
                            "ExpressionAttributeValues": {":d": {"S": "changed"}},
                        }
                    },
                    {"Put": put("old", "A2") | {"ConditionExpression": "attribute_exists(pk)"}},
                ]
            },
        ),
        ("transact_write_items", {"TransactItems": [{"Put": put("twice")}, {"Put": put("twice")}]}),
    ),
    "one text is asked with other values": (
        *(
            ("put_item", put("1", f"{n}", number={"N": f"{n}"}, kind={"S": "ab"[n % 2]}))
            for n in range(6)
        ),
        *(
            (
                "query",
                TABLE
                | {
                    "KeyConditionExpression": "#p = :p AND begins_with(sk, :s)",
                    "FilterExpression": "#n BETWEEN :low AND :high OR kind IN (:a, :b)",
                    "ExpressionAttributeNames": {"#p": "pk", "#n": "number"},
                    "ExpressionAttributeValues": {
                        ":p": {"S": "1"},
                        ":s": {"S": sk},
                        ":low": {"N": low},
                        ":high": {"N": "4.0"},
                        ":a": {"S": "a"},
                        ":b": {"S": "c"},
                    },
                },
            )
            for sk, low in (("1", "1"), ("2", "3"), ("3", "9"), ("", "1"))
        ),
        *(
            (
                "query",
                TABLE
                | {
                    "KeyConditionExpression": "pk = :p AND sk BETWEEN :a AND :b",
                    "ExpressionAttributeValues": {":p": {"S": "1"}, ":a": {"S": a}, ":b": {"S": b}},
                },
            )
            for a, b in (("1", "3"), ("4", "9"), ("9", "4"), ("", "4"))
        ),
        *(
            (
                "scan",
                TABLE
                | {
                    "FilterExpression": "contains(kind, :k) AND NOT (size(sk) > :n)",
                    "ExpressionAttributeValues": {":k": {"S": kind}, ":n": {"N": "1"}},
                },
            )
            for kind in "ab"
        ),
        *(
            (
                "update_item",
                TABLE
                | {
                    "Key": key("1", sk),
                    "UpdateExpression": "SET #n = :new",
                    "ConditionExpression": "#n < :limit AND attribute_type(#n, :type)",
                    "ExpressionAttributeNames": {"#n": "number"},
                    "ExpressionAttributeValues": {
                        ":new": {"N": "7"},
                        ":limit": {"N": limit},
                        ":type": {"S": "N"},
                    },
                    "ReturnValues": "UPDATED_NEW",
                },
            )
            for sk, limit in (("1", "3"), ("1", "3"), ("2", "3"), ("nobody", "3"))
        ),
    ),
    "what an item holds grows and shrinks": (
        ("put_item", put("1", bag={"SS": ["a", "b"]}, list={"L": [{"N": "1"}]}, map={"M": {}})),
        *(
            (
                "update_item",
                TABLE
                | {
                    "Key": key("1"),
                    "UpdateExpression": expression,
                    "ExpressionAttributeNames": {"#l": "list", "#m": "map"},
                    "ExpressionAttributeValues": {
                        ":more": {"L": [{"S": "x"}]},
                        ":bag": {"SS": ["b", "c"]},
                        ":text": {"S": "y"},
                    },
                    "ReturnValues": values,
                },
            )
            for expression, values in (
                ("SET #l = list_append(#l, :more), #m.one = :text ADD bag :bag", "ALL_NEW"),
                ("SET #l = list_append(#l, :more), #m.two = :text DELETE bag :bag", "ALL_OLD"),
                (
                    "SET copy = #l, text = :text, #m.two = :text ADD bag :bag REMOVE #l[0]",
                    "ALL_NEW",
                ),
                ("SET #l = list_append(#l, :more), #m.a.b = :text DELETE bag :bag", "ALL_NEW"),
            )
        ),
    ),
    "an item is too large": (
        ("put_item", put("1", doc={"S": "税" * 136_000})),
        ("put_item", put("1", doc={"S": "x" * 404_000})),
        (
            "update_item",
            TABLE
            | {
                "Key": key("1"),
                "UpdateExpression": "SET more = :more",
                "ExpressionAttributeValues": {":more": {"S": "x" * 2_000}},
            },
        ),
    ),
    "calls that are wrong": (
        ("get_item", {"TableName": "nobody", "Key": key("1")}),
        ("put_item", put("")),
        ("put_item", TABLE | {"Item": {"pk": {"S": "1"}}}),
        (
            "update_item",
            TABLE
            | {
                "Key": key("1"),
                "UpdateExpression": "SET pk = :n",
                "ExpressionAttributeValues": {":n": {"S": "2"}},
            },
        ),
        ("update_item", TABLE | {"Key": key("1"), "UpdateExpression": "SET a = :nobody"}),
        *(
            (
                "update_item",
                TABLE
                | {
                    "Key": key("1"),
                    "UpdateExpression": "SET #a = :n, #b = :n REMOVE d",
                    "ExpressionAttributeNames": {"#a": "a", "#b": name},
                    "ExpressionAttributeValues": {":n": {"N": "2"}},
                },
            )
            for name in ("b", "a", "sk", "b", "gsi1pk")
        ),
        *2
        * (
            (
                "update_item",
                TABLE
                | {
                    "Key": key("1"),
                    "UpdateExpression": "SET c = :n, e = :n REMOVE c",
                    "ExpressionAttributeValues": {":n": {"N": "2"}},
                },
            ),
        ),
        ("put_item", put("1") | {"ConditionExpression": "attribute_exists(a) AND ((a = a))"}),
        (
            "put_item",
            put("1")
            | {
                "ConditionExpression": "attribute_exists(a)",
                "ExpressionAttributeNames": {"#a": "a"},
            },
        ),
        (
            "query",
            TABLE
            | {
                "KeyConditionExpression": "nobody = :p",
                "ExpressionAttributeValues": {":p": {"S": "1"}},
            },
        ),
    ),
}


def lived(history: tuple[Call, ...]) -> list[Any]:
    """What each call returned or raised, and what is in the table and its stream in the end."""
    said: list[Any] = []
    for operation, arguments in history:
        call: Callable[..., dict[str, Any]] = getattr(clients.dynamodb(), operation)
        try:
            answer = call(**arguments)
        except ClientError as error:
            said.append(
                {name: part for name, part in error.response.items() if name != "ResponseMetadata"}
            )
        else:
            status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
            said.append((status, answer))
    table = dynamodb_backends["123456789012"][REGION].tables["rongmei-test"]
    items = [item.to_json() for part in table.items.values() for item in part.values()]
    stream = [
        (
            record.record["eventName"],
            *(record.record["dynamodb"].get(image) for image in ("OldImage", "NewImage")),
        )
        for record in table.stream_shard.items
    ]
    return [*said, items, stream]


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_ends_alike_on_both_ways(
    name: str, cloud: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = lived(HISTORIES[name])
    _empty()
    quick_moto.go_the_long_way(monkeypatch)

    assert short == lived(HISTORIES[name])


def test_bytes_come_back_as_they_were(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    item = key("1") | {
        "B": {"B": b"\x00\xff"},
        "many": {"L": [{"B": b"1"}, {"M": {"B": {"S": "B"}}}]},
    }
    clients.dynamodb().put_item(**TABLE, Item=item)
    assert clients.dynamodb().get_item(**TABLE, Key=key("1"))["Item"] == item
    quick_moto.go_the_long_way(monkeypatch)
    assert clients.dynamodb().get_item(**TABLE, Key=key("1"))["Item"] == item


def exchanged() -> list[Any]:
    """What queues and parameters say, without what is drawn by lot."""
    said: list[Any] = []

    def ask(operation: Callable[..., Any], **arguments: Any) -> Any:
        try:
            answer = operation(**arguments)
        except ClientError as error:
            answer = {"Error": error.response["Error"], "is": type(error).__name__}
        said.append(plain(answer))
        return answer

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            drawn = ("ResponseMetadata", "MessageId", "ReceiptHandle", "SentTimestamp")
            return {name: plain(one) for name, one in value.items() if name not in drawn}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return type(value).__name__ if isinstance(value, datetime) else value

    queues, parameters = clients.sqs(), clients.ssm()
    url = ask(queues.get_queue_url, QueueName="rongmei-jobs")["QueueUrl"]
    ask(queues.get_queue_url, QueueName="nobody")
    ask(queues.send_message, QueueUrl=url, MessageBody="办税 1")
    ask(
        queues.send_message,
        QueueUrl=url,
        MessageBody="2",
        MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}},
    )
    ask(queues.send_message, QueueUrl=url, MessageBody="late", DelaySeconds=9)
    ask(
        queues.send_message_batch,
        QueueUrl=url,
        Entries=[{"Id": name, "MessageBody": f"<&{name}>"} for name in ("x", "y")],
    )
    ask(queues.send_message, QueueUrl=url + "-nobody", MessageBody="1")
    got = ask(
        queues.receive_message,
        QueueUrl=url,
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        AttributeNames=["ApproximateReceiveCount"],
    )
    for one in got["Messages"]:
        ask(queues.delete_message, QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    ask(queues.receive_message, QueueUrl=url)
    ask(queues.get_queue_attributes, QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    for overwrite in (False, False, True):
        ask(
            parameters.put_parameter,
            Name="/a",
            Value="密",
            Type="SecureString",
            Overwrite=overwrite,
        )
    ask(parameters.get_parameter, Name="/a", WithDecryption=True)
    ask(parameters.get_parameter, Name="/a")
    ask(parameters.get_parameter, Name="/nobody")
    ask(parameters.delete_parameter, Name="/a")
    ask(parameters.delete_parameter, Name="/a")
    return said


def test_queues_and_parameters_say_alike_on_both_ways(
    cloud: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = exchanged()
    sqs_backends["123456789012"][REGION].purge_queue("rongmei-jobs")
    quick_moto.go_the_long_way(monkeypatch)

    assert short == exchanged()


BUCKET = {"Bucket": "rongmei-test"}


def kept_and_read() -> list[Any]:
    """What a bucket says, without what is drawn by lot, and what is in it in the end, read by another call."""
    said: list[Any] = []

    def ask(operation: str, of: dict[str, Any] = BUCKET, **arguments: Any) -> Any:
        try:
            answer = getattr(clients.s3(), operation)(**of, **arguments)
        except (ClientError, ParamValidationError) as error:
            told = getattr(error, "response", {}).get("Error") or str(error)
            said.append((type(error).__name__, str(error), told))
            return {}
        if "Body" in answer:
            answer["Body"] = answer["Body"].read()
        status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
        said.append((status, answer))
        return answer

    def key(name: str) -> dict[str, Any]:
        return BUCKET | {"Key": name}

    names = ["a/b.json", "a/税 务+1=2&%2f.xlsx", "a/", "/a", "a//b", "a/./b", "a?b#c", "b", "a/c"]
    for name in names:
        ask("put_object", key(name), Body=name.encode(), ContentType="text/plain")
        ask("get_object", key(name))
        ask("head_object", key(name))
    first = ask("put_object", key("b"), Body=b"1", Metadata={"generation": "1"}, IfNoneMatch="*")
    assert not first
    first = ask("put_object", key("c"), Body=b"1", Metadata={"generation": "1"}, IfNoneMatch="*")
    ask("put_object", key("c"), Body=b"2", IfNoneMatch="*")
    ask("put_object", key("c"), Body=b"2", Metadata={"generation": "2"}, IfMatch=first["ETag"])
    ask("put_object", key("c"), Body=b"3", IfMatch=first["ETag"])
    ask("put_object", key("d"), Body=b"3", IfMatch=first["ETag"])
    ask("get_object", key("c"), IfMatch=first["ETag"])
    ask("get_object", key("c"), Range="bytes=0-0")
    ask("put_object", key("e"), Body=b"", CacheControl="no-store")
    ask("put_object", key("e"))
    ask("put_object", key("e"), Body=b"1", Metadata={"Name": "x", "y": "税"})
    ask("put_object", key("e"), Body=b"1", Metadata={"Name": "x"})
    ask("put_object", key("e"), Body=1)
    ask("put_object", {"Bucket": "nobody", "Key": "a"}, Body=b"1")
    ask("get_object", key("nobody"))
    ask("get_object", {"Bucket": "nobody", "Key": "a"})
    ask("get_object", key(""))
    for more in (
        {},
        {"Prefix": "a/"},
        {"Prefix": "a/税 务+"},
        {"Prefix": "nobody"},
        {"MaxKeys": 0},
        {"MaxKeys": 2, "Prefix": ""},
        {"StartAfter": "a/b.json", "Prefix": "a"},
        {"StartAfter": "税"},
        {"StartAfter": "a", "MaxKeys": 2},
        {"Delimiter": "/"},
        {"Prefix": "a/", "MaxKeys": 1},
    ):
        page = ask("list_objects_v2", **more)
        while page.get("IsTruncated"):
            page = ask("list_objects_v2", **more, ContinuationToken=page["NextContinuationToken"])
    ask("list_objects_v2", {"Bucket": "nobody"})
    for name in ("a/b.json", "a/b.json", "nobody", "a//b"):
        ask("delete_object", key(name))
    ask("delete_object", {"Bucket": "nobody", "Key": "a"})
    for one in ask("list_objects", **{"MaxKeys": 100})["Contents"]:
        ask("head_object", key(one["Key"]))
    return said


def test_a_bucket_says_alike_on_both_ways(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(datetime(2026, 12, 1, 4, 5, 6, 789, UTC), tick=False):
        short = kept_and_read()
        s3_backends["123456789012"]["aws"].buckets["rongmei-test"].keys.clear()
        quick_moto.go_the_long_way(monkeypatch)

        assert short == kept_and_read()


def test_a_bucket_that_keeps_versions_is_asked_the_long_way(cloud: None) -> None:
    s3 = clients.s3()
    s3.put_bucket_versioning(**BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        assert "VersionId" in s3.put_object(**BUCKET, Key="a", Body=body)
    assert len(s3.list_object_versions(**BUCKET)["Versions"]) == 2


def test_a_bucket_with_rules_is_asked_the_long_way(cloud: None) -> None:
    s3 = clients.s3()
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(**BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert s3.put_object(**BUCKET, Key="a", Body=b"1")["ServerSideEncryption"] == "AES256"
    s3.delete_bucket_encryption(**BUCKET)
    nobody = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::*",
    }
    s3.put_bucket_policy(
        **BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [nobody]})
    )
    with pytest.raises(ClientError, match="403"):
        s3.put_object(**BUCKET, Key="a", Body=b"1")


def test_who_listens_to_a_bucket_hears_of_each_call(cloud: None) -> None:
    s3, heard = clients.s3(), []

    def note(model: Any, **_: object) -> None:
        heard.append(model.name)

    s3.put_object(**BUCKET, Key="a", Body=b"1")
    s3.meta.events.register("before-call.s3", note)
    s3.put_object(**BUCKET, Key="a", Body=b"1")
    s3.get_object(**BUCKET, Key="a")
    s3.meta.events.unregister("before-call.s3", note)
    s3.get_object(**BUCKET, Key="a")
    assert heard == ["PutObject", "GetObject"]


def test_what_was_kept_of_a_table_stays_as_it_was(cloud: None) -> None:
    db = clients.dynamodb()
    db.put_item(**put("1", number={"N": "1"}, bag={"SS": ["a"]}))
    db.put_item(**put("1", "B"))
    kept = snapshot.taken()
    before = db.scan(**TABLE)["Items"]
    for _ in range(2):
        db.update_item(**TABLE, Key=key("1"), **COUNTED)
        db.transact_write_items(
            TransactItems=[{"Delete": TABLE | {"Key": key("1", "B")}}, {"Put": put("2")}]
        )
        assert db.scan(**TABLE)["Items"] != before
        snapshot.put_back(kept)
        assert db.scan(**TABLE)["Items"] == before


def _empty() -> None:
    table = dynamodb_backends["123456789012"][REGION].tables["rongmei-test"]
    table.items.clear()
    table.stream_shard.items.clear()


def test_the_short_way_is_taken(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the long way")

    monkeypatch.setattr(quick_moto, "_process", refuse)

    clients.s3().put_object(**BUCKET, Key="a", Body=b"1")
    assert clients.s3().get_object(**BUCKET, Key="a")["Body"].read() == b"1"
    assert (
        clients.dynamodb().get_item(**TABLE, Key=key("1"))["ResponseMetadata"]["HTTPStatusCode"]
        == 200
    )
