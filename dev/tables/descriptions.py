"""The descriptions of AWS that a function starts with: botocore's, without what no function calls.

Botocore describes every operation of a service with its documentation, and the endpoints of some four hundred services.
Reading that is a tenth of a cold start (docs/decisions/0362).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import botocore

FOLDER: Final = "chalicelib/cloud/described"
OPERATIONS: Final[dict[str, tuple[str, ...]]] = {
    "dynamodb/2012-08-10": (
        "BatchGetItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    ),
    "ssm/2014-11-06": ("DeleteParameter", "GetParameter", "PutParameter"),
    "s3/2006-03-01": (
        "CreateBucket",  # whose address botocore signs an upload's form for
        "DeleteObject",
        "DeleteObjects",
        "GetObject",
        "ListObjectVersions",
        "ListObjectsV2",
        "PutObject",
    ),
}
"""What functions call of the services that a first reply needs; ``chalicelib/cloud`` calls them."""
ENDPOINTS: Final = ("athena", "dynamodb", "execute-api", "monitoring", "s3", "sqs", "ssm", "sts")
"""All services that functions call, by the names of their endpoints."""

_DATA: Final = Path(botocore.__file__).parent / "data"
FILES: Final = (
    f"{FOLDER}/endpoints.json",
    *(f"{FOLDER}/{service}/service-2.json" for service in OPERATIONS),
)


def made(file: str) -> str:
    """One of ``FILES``, from the botocore that is installed."""
    name = file.removeprefix(f"{FOLDER}/")
    service = name.removesuffix("/service-2.json")
    if service in OPERATIONS:
        described = short(_read(f"{service}/service-2"), OPERATIONS[service])
    else:
        described = with_endpoints_of(_read("endpoints"), ENDPOINTS)
    return json.dumps(described, separators=(",", ":"), ensure_ascii=False) + "\n"


def short(description: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """A service's description with these operations and the shapes that they reach, without documentation."""
    operations = {name: description["operations"][name] for name in names}
    shapes = description["shapes"]
    wanted: set[str] = set()
    waiting = list(_shapes_in(operations))
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting.extend(_shapes_in(shapes[name]))
    kept = {name: shape for name, shape in shapes.items() if name in wanted}
    return {
        **{
            key: part
            for key, part in description.items()
            if key not in {"operations", "shapes", "documentation"}
        },
        "operations": _undocumented(operations),
        "shapes": _undocumented(kept),
    }


def with_endpoints_of(endpoints: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Botocore's endpoints, of these services alone."""
    partitions = [
        partition
        | {
            "services": {
                name: partition["services"][name] for name in names if name in partition["services"]
            }
        }
        for partition in endpoints["partitions"]
    ]
    return endpoints | {"partitions": partitions}


def _shapes_in(part: Any) -> Iterator[str]:
    """Names of the shapes that a part of a description refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _shapes_in(one)


def _undocumented(part: Any) -> Any:
    # A member may be called documentation too; it is a dictionary then.
    if isinstance(part, dict):
        return {
            key: _undocumented(value)
            for key, value in part.items()
            if not (key in {"documentation", "documentationUrl"} and isinstance(value, str))
        }
    return [_undocumented(one) for one in part] if isinstance(part, list) else part


def _read(name: str) -> dict[str, Any]:
    packed, plain = _DATA / f"{name}.json.gz", _DATA / f"{name}.json"
    text = gzip.decompress(packed.read_bytes()) if packed.is_file() else plain.read_bytes()
    read: dict[str, Any] = json.loads(text)
    return read
