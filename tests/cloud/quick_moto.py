"""moto's DynamoDB without what surrounds it: a call takes less than half the time (docs/decisions/0141).

What a call does stays moto's: expressions, conditions, indexes, transactions. Left out is what no test here looks at:
the request of HTTP with its signature, routes by regular expression, ten guesses for each attribute of an answer, a copy
of the whole table for each member of a transaction, and the whole table put in order for a query. ``test_quick_moto.py``
holds both ways against each other.
"""

from __future__ import annotations

import base64
import copy
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http import HTTPStatus
from threading import RLock
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.exceptions import ParamValidationError
from botocore.model import OperationModel
from botocore.signers import RequestSigner
from botocore.useragent import UserAgentString
from botocore.validate import ParamValidator
from moto.core import DEFAULT_ACCOUNT_ID, responses
from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import ServiceException
from moto.core.model_instances import reset_model_data
from moto.core.models import botocore_stubber
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb import responses as handlers
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models import table as tables
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.responses import DynamoHandler
from moto.s3.exceptions import MissingKey
from moto.s3.models import S3Backend
from moto.sqs import models as sqs
from moto.sqs.responses import SQSResponse
from moto.ssm.responses import SimpleSystemManagerResponse
from werkzeug.exceptions import HTTPException

from tests.cloud import quick_expressions as expressions
from tests.cloud import quick_objects as objects

METHODS: Final = {
    f"DynamoDB_20120810.{operation}".encode(): camelcase_to_underscores(operation)
    for operation in (
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactWriteItems",
        "UpdateItem",
    )
}
"""What is said in ``X-Amz-Target`` → moto's method. Other operations take the long way."""

_HEADERS: Final = {"Content-Type": "application/x-amz-json-1.0"}
_HANDLERS: Final[dict[str, type[BaseResponse]]] = {
    "sqs": SQSResponse,
    "ssm": SimpleSystemManagerResponse,
}
"""Services beside DynamoDB that speak JSON."""
_method: Final = cache(camelcase_to_underscores)

_process: Final = BotocoreStubber.process_request
_called: Final = BotocoreStubber.__call__
_make_api_call: Final = BaseClient._make_api_call  # type: ignore[attr-defined]
_make_request: Final = BaseClient._make_request  # type: ignore[attr-defined]
_EVENTS: Final = ("provide-client-params", "before-parameter-build", "before-call", "after-call")
"""What botocore tells of a call that sends no request."""
_ITS_OWN: Final = frozenset(
    {
        "botocore.client",
        "botocore.discovery",
        "botocore.handlers",
        "botocore.retries.standard",
        "botocore.utils",
    }
)
"""Where those stand who always listen, and change nothing of a call of DynamoDB or of a plain one of S3."""
_validate_structure: Final = ParamValidator._validate_structure
_RIGHT: Final = {"S": str, "N": str, "BOOL": bool}
_resolve_endpoint: Final = BaseClient._resolve_endpoint_ruleset  # type: ignore[attr-defined]
NOWHERE: Final = "dynamodb.invalid"
_sign: Final = RequestSigner.sign
_transact: Final = DynamoDBBackend.transact_write_items

_of_account: Final = BackendDict.__getitem__
_generate_regions: Final = AccountSpecificBackend._generate_regions
_update_item: Final = DynamoDBBackend.update_item
_query: Final = Table.query
_scan: Final = Table.scan
_all_items: Final = Table.all_items
_cast_value: Final[Any] = DynamoType.cast_value
_equal: Final = DynamoType.__eq__
_hash: Final = DynamoType.__hash__
_make_item: Final = Item.__init__
_size: Final = Item.size
_copy_item: Final = Item.__deepcopy__
_plain: Final = handlers.dynamo_to_dict
_SCALARS: Final = frozenset({"S", "N", "BOOL", "NULL"})
"""Kinds of values that are replaced, never changed."""
_LARGEST: Final = 405_000
"""Bytes of an item, as moto has it."""
_INDEX_NAME: Final = 6
"""Its place among the arguments of a query that follow the key."""

_ONE: Final = RLock()
"""moto is not made for threads: a page's reads, side by side, would meet a partition that another of them has just made."""
_before: ContextVar[_Before | None] = ContextVar("_before", default=None)
"""What the transaction of the moment would return to."""

_looked_through: ContextVar[list[Item] | None] = ContextVar("_looked_through", default=None)
"""The items among which the query or scan of the moment looks."""


def _as_text(raw: bytes) -> str:
    """Bytes as the wire has them."""
    return base64.b64encode(raw).decode()


@contextmanager
def aws() -> Iterator[None]:
    """An AWS with nothing in it: ``mock_aws`` without its thousand patterns for AWS by ``requests``, which nothing here asks."""
    BackendDict.reset()
    botocore_stubber.enabled = True
    try:
        yield
    finally:
        botocore_stubber.enabled = False
        BackendDict.reset()
        reset_model_data()


def process_request(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
    """Call moto's method, and say what it says as the wire does."""
    if _target(request) not in METHODS:
        return _process(self, request)
    try:
        result = _asked(_target(request), request.body)
    except (ServiceException, HTTPException) as error:
        return _refusal(_target(request), error)
    return HTTPStatus.OK, _HEADERS, json.dumps(_said(result), default=_as_text)


def make_api_call(self: BaseClient, operation_name: str, api_params: dict[str, Any]) -> Any:
    """Check the parameters and hand them to moto, where nobody listens on the way; the events are botocore's own."""
    model = self.meta.service_model.operation_model(operation_name)
    if self.meta.service_model.service_name == "s3":
        return _stored(self, model, api_params)
    if not _at_once(self, model) or _is_heard(self, operation_name):
        return _make_api_call(self, operation_name, api_params)
    _check(self, model, api_params)
    http, read = _answered(self, model, json.dumps(api_params, default=_as_text))
    if http.status_code == HTTPStatus.OK:
        return read
    raise self.exceptions.from_code(read.get("Error", {}).get("Code"))(read, operation_name)


def _stored(client: BaseClient, model: OperationModel, params: dict[str, Any]) -> Any:
    """What a bucket says."""
    if not _is_watched(client) and not _is_heard(client, model.name):
        _check(client, model, params)
        try:
            with _ONE:
                said = objects.answer(model.name, params)
        except MissingKey as error:
            raise _missing(client, params["Key"]) from error
        if said is not None:
            return said
    return _make_api_call(client, model.name, params)


def _missing(client: BaseClient, key: str) -> Exception:
    """What botocore raises where a bucket has no such object."""
    told = {"Code": "NoSuchKey", "Message": "The specified key does not exist.", "Key": key}
    said = {"Error": told, "ResponseMetadata": {"HTTPStatusCode": HTTPStatus.NOT_FOUND}}
    found: Exception = client.exceptions.from_code("NoSuchKey")(said, "GetObject")
    return found


def _check(client: BaseClient, model: OperationModel, params: dict[str, Any]) -> None:
    """Raises ``ParamValidationError``, as botocore does."""
    report = client._serializer._param_validator.validate(params, model.input_shape)  # type: ignore[attr-defined]
    if report.has_errors():
        raise ParamValidationError(report=report.generate_report())


def _is_heard(client: BaseClient, operation: str) -> bool:
    """Whether somebody beside botocore listens to what happens to a call."""
    emitter: Any = client.meta.events._emitter  # type: ignore[attr-defined]
    # Who registers has botocore forget all that it has looked up.
    if getattr(emitter, "heard", (None,))[0] is not emitter._lookup_cache:
        emitter.heard = (emitter._lookup_cache, {})
    heard: dict[str, bool] = emitter.heard[1]
    service = client.meta.service_model.service_name
    if operation not in heard:
        heard[operation] = any(
            getattr(listener, "__module__", "") not in _ITS_OWN
            for event in _EVENTS
            for listener in emitter._handlers.prefix_search(f"{event}.{service}.{operation}")
        )
    return heard[operation]


def make_request(
    self: BaseClient, model: OperationModel, request: dict[str, Any], context: dict[str, Any]
) -> Any:
    """Hand the parameters, checked and written down, to moto, and take what it says: no request of HTTP between."""
    if _is_watched(self):
        return _make_request(self, model, request, context)
    handler = _HANDLERS.get(model.service_model.service_name)
    if handler is not None:
        return _answered_in_json(self, model, handler(), request)
    if not _at_once(self, model):
        return _make_request(self, model, request, context)
    return _answered(self, model, request["body"])


def _answered(client: BaseClient, model: OperationModel, body: Any) -> tuple[Any, dict[str, Any]]:
    """A status, and what moto says as botocore reads it."""
    target = f"DynamoDB_20120810.{model.name}".encode()
    try:
        result = _asked(target, body)
    except (ServiceException, HTTPException) as error:
        status, headers, refusal = _refusal(target, error)
        said = {"status_code": status, "headers": headers, "body": refusal.encode(), "context": {}}
        endpoint = client._endpoint  # type: ignore[attr-defined]
        parser = endpoint._response_parser_factory.create_parser("json")
        read = parser.parse(said, model.output_shape)
        endpoint._add_modeled_error_fields(said, read, model, parser)
    else:
        status = HTTPStatus.OK
        members = model.output_shape.members
        read = {name: _read(one) for name, one in result.items() if name in members and one is not None}  # fmt: skip
        read["ResponseMetadata"] = {"HTTPStatusCode": HTTPStatus.OK}
    return SimpleNamespace(status_code=status), read


def _answered_in_json(
    client: BaseClient, model: OperationModel, handler: BaseResponse, request: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """A status, and what moto's queues or parameters say as botocore reads it."""
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, client.meta.region_name
    handler.body = request["body"].decode()
    handler.params = json.loads(handler.body)
    handler.headers = {"X-Amz-Target": request["headers"]["X-Amz-Target"], **_HEADERS}
    handler.querystring, handler.uri_match, handler.response_headers = {}, {}, {}
    handler.uri = request["url"]
    try:
        result = getattr(handler, _method(model.name))()
    except ServiceException as error:
        result = ActionResult(error)
    status, headers, body = handler.serialized(result)
    raw = body.encode() if isinstance(body, str) else body
    said = {"status_code": status, "headers": headers, "body": raw, "context": {}}
    endpoint: Any = client._endpoint  # type: ignore[attr-defined]
    parser = endpoint._response_parser_factory.create_parser("json")
    read = parser.parse(said, model.output_shape)
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        endpoint._add_modeled_error_fields(said, read, model, parser)
    return SimpleNamespace(status_code=status), read


def validate_structure(
    self: ParamValidator, params: Any, shape: Any, errors: Any, name: str
) -> None:
    """A text, a number or a truth is found right at a glance; everything else is looked at as botocore does."""
    if shape.name == "AttributeValue" and type(params) is dict and len(params) == 1:
        [(kind, value)] = params.items()
        if _RIGHT.get(kind) is type(value):
            return
    _validate_structure(self, params, shape, errors, name)


def resolve_endpoint(self: BaseClient, model: OperationModel, *arguments: Any, **more: Any) -> Any:
    """An address is only for those who send something there."""
    if _at_once(self, model):
        return f"https://{NOWHERE}", {}, None
    return _resolve_endpoint(self, model, *arguments, **more)


def _at_once(client: BaseClient, model: OperationModel) -> bool:
    """Whether it is a call of DynamoDB on whose way nobody looks."""
    return (
        model.service_model.service_name == "dynamodb"
        and f"DynamoDB_20120810.{model.name}".encode() in METHODS
        and not _is_watched(client)
    )


def _is_watched(client: BaseClient) -> bool:
    """Whether somebody looks at the request itself: a clock that it may run out of, or a test."""
    retries: Any = client.meta.config.retries or {}  # type: ignore[attr-defined]
    return (
        not botocore_stubber.enabled
        or retries.get("total_max_attempts") == 1
        or BotocoreStubber.__call__ is not _called
    )


def _asked(target: bytes, body: Any) -> dict[str, Any]:
    """What moto's method returns. Raises what it raises."""
    handler = DynamoHandler()
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, "us-east-1"
    handler.body = handler.params = json.loads(body)
    with _ONE:
        done = getattr(handler, METHODS[target])()
    result: dict[str, Any] = done.result
    return result


def _refusal(
    target: bytes, error: ServiceException | HTTPException
) -> tuple[int, dict[str, Any], str]:
    """Status, headers and body of an answer that is an error."""
    if isinstance(error, HTTPException):
        return error.code or 0, dict(error.get_headers()), error.description or ""
    handler = DynamoHandler()
    handler.headers = {"X-Amz-Target": target.decode(), **_HEADERS}
    handler.querystring, handler.response_headers = {}, {}
    status, headers, said = handler.serialized(ActionResult(error))
    return status, headers, said if isinstance(said, str) else said.decode()


def sign(self: RequestSigner, operation_name: str, request: Any, *args: Any, **more: Any) -> None:
    """Leave a call unsigned that takes the short way."""
    if _target(request) not in METHODS:
        _sign(self, operation_name, request, *args, **more)


def transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Carry out a transaction, which keeps a copy of what it writes, once, and of nothing else."""
    written = frozenset(_partition(self, item) for item in transact_items)
    before = _before.set(_Before(written, {}))
    try:
        _transact(self, transact_items)
    finally:
        _before.reset(before)


def copied(table: Table, memo: dict[int, Any]) -> Table:
    """The table to which a transaction returns that is refused. Its items are the same: an update makes a new one."""
    before = _before.get()
    if before is not None and id(table) in before.tables:
        return before.tables[id(table)]
    made = copy.copy(table)
    made.items = table.items.copy()
    for partition in made.items if before is None else before.written & made.items.keys():
        made.items[partition] = table.items[partition].copy()
    if table.stream_shard is not None:
        made.stream_shard = copy.copy(table.stream_shard)
        made.stream_shard.items = list(table.stream_shard.items)
        made.stream_shard.table = made
    if before is not None:
        before.tables[id(table)] = made
    return made


def update_item(
    self: DynamoDBBackend, table_name: str, key: dict[str, Any], *arguments: Any, **more: Any
) -> Item:
    """Change an item of one's own in the place of the old one, which a copy of the table may still have."""
    table = self.get_table(table_name)
    if table.hash_key_attr in key and table.range_key_attr in key:
        items = table.items.get(DynamoType(key[table.hash_key_attr]), {})
        place = DynamoType(key[table.range_key_attr])
        if place in items:
            items[place] = item_copied(items[place], {})
    return _update_item(self, table_name, key, *arguments, **more)


def make_item(
    self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]
) -> None:
    """An item, measured once, where moto measures it at each of its attributes."""
    self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(self.attrs, name, DynamoType(value))
    if _size(self) > _LARGEST:
        raise ItemSizeTooLarge


def item_copied(self: Item, memo: dict[int, Any]) -> Item:
    """An item that may be changed; what a query or scan finds nobody changes."""
    if _looked_through.get() is not None:
        return self
    made = Item.__new__(Item)
    made.hash_key, made.range_key, made.attrs = self.hash_key, self.range_key, LimitedSizeDict()
    for name, one in self.attrs.items():
        value = one if one.type in _SCALARS else copy.deepcopy(one, memo)
        dict.__setitem__(made.attrs, name, value)
    return made


def query(self: Table, hash_key: DynamoType | None, *arguments: Any, **more: Any) -> Any:
    """Look through one partition, where moto puts the whole table in order first."""
    index_name = arguments[_INDEX_NAME]
    if index_name is None and hash_key is not None:
        found = list(self.items.get(hash_key, {}).values())
    else:
        [(name, wanted)] = more["hash_key_conditions"]
        found = [
            item
            for items in self.items.values()
            for item in items.values()
            if (has := item.attrs.get(name)) is not None and has.value == wanted.value
        ]
    before = _looked_through.set(found)
    try:
        return _query(self, hash_key, *arguments, **more)
    finally:
        _looked_through.reset(before)


def scan(self: Table, *arguments: Any, **more: Any) -> Any:
    """Look through all items, in order."""
    before = _looked_through.set(all_items(self))
    try:
        return _scan(self, *arguments, **more)
    finally:
        _looked_through.reset(before)


def all_items(self: Table) -> list[Item]:
    """The items that are looked through at the moment; otherwise all, as a scan finds them."""
    looked_through = _looked_through.get()
    if looked_through is not None:
        return looked_through
    found = [item for items in self.items.values() for item in items.values()]
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def size(self: Item) -> int:
    """Bytes of an item. What a query or scan finds stays as it is, and is measured once."""
    if _looked_through.get() is None:
        return _size(self)
    if "measured" not in self.__dict__:
        self.measured = _size(self)
    measured: int = self.measured
    return measured


def cast_value(self: DynamoType) -> Any:
    """A text, as all keys here are, is its own value."""
    return self.value if self.type == "S" else _cast_value.__get__(self)


def equal(self: DynamoType, other: DynamoType | None) -> bool:
    """Texts are compared as they are."""
    if other is None or self.type != other.type:
        return False
    return bool(self.value == other.value if self.type == "S" else _equal(self, other))


def of_account(self: BackendDict[Any], account_id: str) -> AccountSpecificBackend[Any]:
    """What one account has of a service, which moto makes where it is not there yet."""
    found = self.get(account_id)
    return _of_account(self, account_id) if found is None else found


@cache
def _regions(service_name: str) -> tuple[str, ...]:
    session = AccountSpecificBackend.get_session()
    return tuple(
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions(service_name, partition_name=partition)
    )


def generate_regions(self: AccountSpecificBackend[Any], service_name: str) -> list[str]:
    """The regions of a service, which moto asks anew for each cloud that it makes."""
    return list(_regions(service_name))


def backend(self: DynamoHandler) -> DynamoDBBackend:
    """The one that there is, found once a call."""
    known = self.__dict__.get("backend")
    if known is None:
        known = self.__dict__["backend"] = dynamodb_backends[self.current_account][self.region]
    return known


def hashed(self: DynamoType) -> int:
    """As moto's, a text being its own value."""
    return hash(("S", self.value)) if self.type == "S" else _hash(self)


def plain(value: Any) -> Any:
    """What is answered, without moto's classes."""
    if type(value) is str:
        return value
    if isinstance(value, DynamoType):
        return {value.type: value.value} if value.type in _SCALARS else _plain(value)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return _plain(value)


def _target(request: Any) -> bytes:
    headers = request["headers"] if isinstance(request, dict) else request.headers
    target = headers.get("X-Amz-Target", b"")
    return target if isinstance(target, bytes) else target.encode()


def _said(value: Any) -> Any:
    """What is None is not said."""
    if isinstance(value, dict):
        return {name: _said(one) for name, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_said(one) for one in value]
    return value


def _read(value: Any) -> Any:
    """What is said as botocore reads it: what is None is not there, and bytes are bytes."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {
            name: base64.b64decode(one) if name == "B" and isinstance(one, str) else _read(one)
            for name, one in value.items()
            if one is not None
        }
    if isinstance(value, (list, tuple)):
        return [_read(one) for one in value]
    return value


class _Before(NamedTuple):
    """What a transaction keeps, since it may be refused."""

    written: frozenset[DynamoType]
    """The partitions that it writes."""
    tables: dict[int, Table]
    """The tables as they were, by their ids."""


def _partition(backend: DynamoDBBackend, item: dict[str, Any]) -> DynamoType:
    [operation] = item.values()
    key = operation.get("Key") or operation["Item"]
    return DynamoType(key[backend.get_table(operation["TableName"]).hash_key_attr])


class ShortCut(NamedTuple):
    """Another function in place of one of moto's or botocore's."""

    owner: Any
    """A class or a module."""
    name: str
    long: Any
    """The function that stands there; None where there is none."""
    short: Any


SHORT_CUTS: Final = (
    ShortCut(BotocoreStubber, "process_request", _process, process_request),
    ShortCut(RequestSigner, "sign", _sign, sign),
    ShortCut(BaseClient, "_make_api_call", _make_api_call, make_api_call),
    ShortCut(BaseClient, "_make_request", _make_request, make_request),
    ShortCut(
        ParamValidator,
        "_validate_structure",
        ParamValidator._validate_structure,
        validate_structure,
    ),
    ShortCut(BaseClient, "_resolve_endpoint_ruleset", _resolve_endpoint, resolve_endpoint),
    ShortCut(UserAgentString, "to_string", UserAgentString.to_string, lambda self: "tests"),
    # What is parsed is copied before it is changed, so one parsed text serves all.
    ShortCut(
        UpdateExpressionParser,
        "make",
        UpdateExpressionParser.make,
        cache(UpdateExpressionParser.make),
    ),
    # Asked for every request, made of a module that is loaded anew each time.
    ShortCut(S3Backend, "urls", S3Backend.urls, property(cache(S3Backend.urls.__get__))),
    ShortCut(sqs, "unix_time_millis", sqs.unix_time_millis, lambda: time.time() * 1000),
    # Of every service: what an attribute is called, and which methods a class has, does not change.
    ShortCut(
        sqs,
        "camelcase_to_underscores",
        camelcase_to_underscores,
        cache(camelcase_to_underscores),
    ),
    ShortCut(
        responses,
        "camelcase_to_underscores",
        camelcase_to_underscores,
        cache(camelcase_to_underscores),
    ),
    ShortCut(
        responses,
        "method_names_from_class",
        responses.method_names_from_class,
        cache(responses.method_names_from_class),
    ),
    ShortCut(BackendDict, "__getitem__", _of_account, of_account),
    ShortCut(AccountSpecificBackend, "_generate_regions", _generate_regions, generate_regions),
    ShortCut(DynamoDBBackend, "transact_write_items", _transact, transact_write_items),
    ShortCut(DynamoDBBackend, "update_item", _update_item, update_item),
    ShortCut(Table, "__deepcopy__", None, copied),
    ShortCut(Table, "query", _query, query),
    ShortCut(Table, "scan", _scan, scan),
    ShortCut(Table, "all_items", _all_items, all_items),
    ShortCut(Item, "__init__", _make_item, make_item),
    ShortCut(Item, "__deepcopy__", _copy_item, item_copied),
    ShortCut(Item, "size", _size, size),
    ShortCut(DynamoType, "cast_value", _cast_value, property(cast_value)),
    ShortCut(DynamoType, "__eq__", _equal, equal),
    ShortCut(DynamoType, "__hash__", _hash, hashed),
    ShortCut(DynamoHandler, "dynamodb_backend", DynamoHandler.dynamodb_backend, property(backend)),
    ShortCut(handlers, "dynamo_to_dict", _plain, plain),
    # A record of the stream says its size in bytes, for which it is written down whole. Nobody here asks.
    ShortCut(tables, "dynamo_json_dump", tables.dynamo_json_dump, lambda record: ""),
    ShortCut(
        ConditionExpressionParser, "parse", ConditionExpressionParser.parse, expressions.parse
    ),
    ShortCut(
        ConditionExpressionParser,
        "_make_operand",
        ConditionExpressionParser._make_operand,
        expressions.make_operand,
    ),
    ShortCut(handlers, "parse_expression", handlers.parse_expression, expressions.parse_expression),
    ShortCut(Node, "__deepcopy__", None, expressions.node_copied),
    ShortCut(DepthFirstTraverser, "traverse", DepthFirstTraverser.traverse, expressions.traverse),
)


def install(patch: pytest.MonkeyPatch) -> None:
    """Take the short way from here on."""
    for cut in SHORT_CUTS:
        patch.setattr(cut.owner, cut.name, cut.short, raising=False)


def go_the_long_way(patch: pytest.MonkeyPatch) -> None:
    """Take moto's own way from here on."""
    for cut in SHORT_CUTS:
        if cut.long is None:
            patch.delattr(cut.owner, cut.name)
        else:
            patch.setattr(cut.owner, cut.name, cut.long)
