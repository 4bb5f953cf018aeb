"""The one table ``State``: items are flat maps of strings, whole numbers and booleans.

A domain stores a value as JSON in the attribute ``doc``, and beside it the attributes that DynamoDB compares, counts
or indexes. That keeps a write at a handful of attributes, and an item readable.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from botocore.exceptions import ClientError

from chalicelib.cloud import deadline, items
from chalicelib.cloud.clients import dynamodb
from chalicelib.cloud.errors import ConditionFailed, Contended
from chalicelib.cloud.read_once import asked, keep_whole, whole, written
from chalicelib.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

Item: TypeAlias = items.Item
Value: TypeAlias = items.Value
Action: TypeAlias = "TransactWriteItemTypeDef"
"""One write of a transaction."""

_MOMENTARY: Final = frozenset(
    {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
)
"""Reasons for which DynamoDB cancels a transaction that succeeds a moment later."""

Written = TypeVar("Written")


def get(pk: str, sk: str, *, consistent: bool = False) -> Item | None:
    """One item, or None. Eventually consistent (half the price) unless asked otherwise."""
    known = whole(pk, consistent)
    if known is not None:
        return decode(known[sk]) if sk in known else None
    key = _key(pk, sk)
    # Each parameter is checked, written and read again by botocore: what is the default is not sent.
    how: Any = {"ConsistentRead": True} if consistent else {}
    found = asked(
        question_of(key, consistent),
        lambda: dynamodb().get_item(TableName=settings().table, Key=key, **how),
    )
    return decode(found["Item"]) if "Item" in found else None


def question_of(key: Mapping[str, Any], consistent: bool) -> dict[str, Any]:
    """How ``get`` asks for one item; ``key`` as DynamoDB spells it."""
    return {"key": key, "consistent": consistent}


def put(item: Mapping[str, Value], *, only_new: bool = False) -> None:
    """Write an item whole.

    With ``only_new`` an item under the same key is left as it is and comes back in ``ConditionFailed.old``.
    """
    request: dict[str, Any] = {"TableName": settings().table, "Item": encode(item)}
    if only_new:
        request["ConditionExpression"] = "attribute_not_exists(pk)"
        request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    try:
        _retried(lambda: dynamodb().put_item(**request))
    except ClientError as error:
        raise _condition(error) from error


def update(
    pk: str,
    sk: str,
    expression: str,
    values: Mapping[str, Value] | None = None,
    *,
    condition: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Item:
    """Run an update expression and return the item as it is afterwards.

    Raises ``ConditionFailed`` (with the old item) when ``condition`` does not hold.
    """
    request: dict[str, Any] = {
        "TableName": settings().table,
        "Key": _key(pk, sk),
        "UpdateExpression": expression,
        "ReturnValues": "ALL_NEW",
    }
    if values:
        request["ExpressionAttributeValues"] = encode(values)
    if names:
        request["ExpressionAttributeNames"] = dict(names)
    if condition:
        request["ConditionExpression"] = condition
        request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    try:
        return decode(_retried(lambda: dynamodb().update_item(**request))["Attributes"])
    except ClientError as error:
        raise _condition(error) from error


def delete(pk: str, sk: str) -> None:
    """Remove an item; one that is not there is no error."""
    dynamodb().delete_item(TableName=settings().table, Key=_key(pk, sk))
    written()


def query(
    pk: str,
    prefix: str = "",
    *,
    newest_first: bool = False,
    limit: int | None = None,
    consistent: bool = False,
    after: str = "",
) -> Iterator[Item]:
    """Items of one partition whose sort key starts with ``prefix``, in order, page by page.

    ``after`` is the sort key of the item that the first one follows.
    """
    known = None if after or limit else whole(pk, consistent)
    if known is not None:
        names = sorted((sk for sk in known if sk.startswith(prefix)), reverse=newest_first)
        yield from (decode(known[sk]) for sk in names)
        return
    request: dict[str, Any] = {
        "KeyConditionExpression": "pk = :pk" + (" AND begins_with(sk, :prefix)" if prefix else ""),
        "ExpressionAttributeValues": encode({":pk": pk} | ({":prefix": prefix} if prefix else {})),
        "ScanIndexForward": not newest_first,
        "ConsistentRead": consistent,
    }
    if after:
        request["ExclusiveStartKey"] = _key(pk, after)
    every: dict[str, Any] | None = None if prefix or after or limit else {}
    yield from _pages(request, limit, every)
    if every is not None:
        keep_whole(pk, consistent, every)


def between(pk: str, first: str, last: str) -> Iterator[Item]:
    """Items of one partition with a sort key from ``first`` to ``last``, both included, in order."""
    yield from _pages(
        {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": encode({":pk": pk, ":first": first, ":last": last}),
        },
        None,
    )


def due(
    partition: str,
    until: str,
    *,
    since: str | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    after: Mapping[str, str] | None = None,
) -> Iterator[Item]:
    """Items that GSI1 lists under ``partition`` with a sort key from ``since`` to ``until``, oldest first.

    ``after`` are ``pk``, ``sk`` and ``gsi1sk`` of the item that the first one follows.
    """
    between = "gsi1sk <= :until" if since is None else "gsi1sk BETWEEN :since AND :until"
    bounds = {":until": until} | ({} if since is None else {":since": since})
    request: dict[str, Any] = {
        "IndexName": "GSI1",
        "KeyConditionExpression": f"gsi1pk = :pk AND {between}",
        "ExpressionAttributeValues": encode({":pk": partition, **bounds}),
        "ScanIndexForward": not newest_first,
    }
    if after:
        request["ExclusiveStartKey"] = encode({**after, "gsi1pk": partition})
    yield from _pages(request, limit)


def put_action(item: Mapping[str, Value], *, only_new: bool = False) -> Action:
    """A put as part of ``transact``."""
    action: dict[str, Any] = {"TableName": settings().table, "Item": encode(item)}
    if only_new:
        action["ConditionExpression"] = "attribute_not_exists(pk)"
        action["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return {"Put": action}  # type: ignore[typeddict-item]


def put_if_action(item: Mapping[str, Value], condition: str, values: Mapping[str, Value]) -> Action:
    """A put as part of ``transact``, under a condition on the item that it replaces."""
    action: dict[str, Any] = {
        "TableName": settings().table,
        "Item": encode(item),
        "ConditionExpression": condition,
    }
    if values:
        action["ExpressionAttributeValues"] = encode(values)
    return {"Put": action}  # type: ignore[typeddict-item]


def update_action(
    pk: str,
    sk: str,
    expression: str,
    values: Mapping[str, Value],
    *,
    condition: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Action:
    """An update as part of ``transact``."""
    action: dict[str, Any] = {
        "TableName": settings().table,
        "Key": _key(pk, sk),
        "UpdateExpression": expression,
    }
    if values:
        action["ExpressionAttributeValues"] = encode(values)
    if names:
        action["ExpressionAttributeNames"] = dict(names)
    if condition:
        action["ConditionExpression"] = condition
    return {"Update": action}  # type: ignore[typeddict-item]


def delete_action(
    pk: str,
    sk: str,
    values: Mapping[str, Value] | None = None,
    *,
    condition: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Action:
    """A removal as part of ``transact``."""
    action: dict[str, Any] = {"TableName": settings().table, "Key": _key(pk, sk)}
    if condition:
        action["ConditionExpression"] = condition
    if values:
        action["ExpressionAttributeValues"] = encode(values)
    if names:
        action["ExpressionAttributeNames"] = dict(names)
    return {"Delete": action}  # type: ignore[typeddict-item]


def check_action(pk: str, sk: str, condition: str, values: Mapping[str, Value]) -> Action:
    """A condition on an item that ``transact`` does not write."""
    action = {
        "TableName": settings().table,
        "Key": _key(pk, sk),
        "ConditionExpression": condition,
        "ExpressionAttributeValues": encode(values),
    }
    return {"ConditionCheck": action}  # type: ignore[typeddict-item]


def transact(actions: Sequence[Action], *, once: bool = False) -> None:
    """All writes or none.

    Raises ``ConditionFailed`` for the first action whose condition did not hold; ``index`` says which. With ``once`` it
    is not repeated where another transaction is in its way, but raises ``Contended``: for who reads again before
    another try.
    """
    try:
        write = partial(dynamodb().transact_write_items, TransactItems=actions)
        if once:
            write()
            written()
        else:
            _retried(write)
    except ClientError as error:
        if once and _passes(error):
            raise Contended("another transaction was in the way") from error
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
        for index, reason in enumerate(reasons):
            if reason.get("Code") == "ConditionalCheckFailed":
                old = decode(reason["Item"]) if reason.get("Item") else None
                raise ConditionFailed(
                    "a condition of the transaction did not hold", old, index
                ) from error
        raise


def encode(item: Mapping[str, Value]) -> dict[str, Any]:
    """Plain values as DynamoDB spells them."""
    encoded: dict[str, Any] = {}
    for name, value in item.items():
        if type(value) is str:  # nearly every one
            encoded[name] = {"S": value}
        elif isinstance(value, items.Bytes):
            encoded[name] = {"B": value.raw}
        elif isinstance(value, str):
            encoded[name] = {"S": value}
        elif isinstance(value, bool):
            encoded[name] = {"BOOL": value}
        else:
            encoded[name] = {"N": str(value)}
    return encoded


def decode(item: Mapping[str, Any]) -> Item:
    """DynamoDB's spelling (also that of stream records) as plain values; other types are passed over."""
    decoded: Item = {}
    for name, typed in item.items():
        if "S" in typed:
            decoded[name] = typed["S"]
        elif "N" in typed:
            decoded[name] = int(typed["N"])
        elif "BOOL" in typed:
            decoded[name] = typed["BOOL"]
        elif "B" in typed:
            raw = typed["B"]  # a record of the stream has it as text
            decoded[name] = items.Bytes.of(raw if isinstance(raw, bytes) else a2b_base64(raw))
    return decoded


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _pages(
    request: dict[str, Any], limit: int | None, every: dict[str, Any] | None = None
) -> Iterator[Item]:
    """Items, page by page; ``every`` gets them by sort key, as the table spells them."""
    left = limit
    while True:
        if left is not None:
            request["Limit"] = left
        page = asked(request, lambda: dynamodb().query(TableName=settings().table, **request))
        if every is not None:
            every.update((item["sk"]["S"], item) for item in page["Items"])
        for item in page["Items"]:
            yield decode(item)
        if left is not None:
            left -= len(page["Items"])
            if left <= 0:
                return
        if "LastEvaluatedKey" not in page:
            return
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _retried(write: Callable[[], Written]) -> Written:
    """Make a write, and repeat it while nothing but the moment stands against it: botocore leaves that to the caller.

    Two tries of one message meet in a transaction when its reply is one: the second must wait, not fail. And a
    transaction that is throttled is cancelled, which botocore takes for a final answer.
    """
    tries = 1
    while True:
        try:
            return write()
        except ClientError as error:
            if not _passes(error) or not deadline.pause(tries):
                raise
        finally:
            written()
        tries += 1


def _passes(error: ClientError) -> bool:
    """Whether nothing but another transaction, or too many requests at once, stopped the write."""
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    codes = {reason.get("Code") for reason in reasons} - {"None", None}
    return bool(codes) and codes <= _MOMENTARY


def _condition(error: ClientError) -> Exception:
    if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
        return error
    old: Mapping[str, Any] | None = error.response.get("Item")  # type: ignore[assignment]
    return ConditionFailed("the condition of a write did not hold", decode(old) if old else None)
