"""A stage as it stood at a moment, in one small file: items, objects, parameters, and what nobody had taken yet."""

from __future__ import annotations

import base64
import json
import lzma
from pathlib import Path
from typing import Any, Final, NamedTuple

TABLE: Final = "rongmei-upgrade"
ACCOUNT: Final = "123456789012"
REGION: Final = "us-east-1"
_LARGEST: Final = 100_000
"""Bytes of an object that is kept: pictures, fonts and documents of others stand for nothing that could change."""


class World(NamedTuple):
    """What a stage holds."""

    moment: float
    """Epoch s."""
    items: list[dict[str, Any]]
    """As DynamoDB spells them."""
    objects: dict[str, bytes]
    parameters: dict[str, str]
    messages: list[tuple[str, str]]
    """Queue and body of what nobody has taken yet."""
    records: list[dict[str, Any]]
    """What the stream has told nobody yet."""
    wechat: str
    """The simulated WeChat, as it keeps itself."""


def write(file: Path, world: World) -> None:
    """Keep a world; the same always as the same bytes."""
    lines = [
        {"moment": world.moment},
        *(
            {"item": one}
            for one in sorted(world.items, key=lambda one: (one["pk"]["S"], one["sk"]["S"]))
        ),
        *(
            {"object": key, "body": base64.b64encode(body).decode()}
            for key, body in sorted(world.objects.items())
        ),
        *({"parameter": name, "value": value} for name, value in sorted(world.parameters.items())),
        *({"queue": queue, "body": body} for queue, body in world.messages),
        *({"record": one} for one in world.records),
        {"wechat": world.wechat},
    ]
    text = "".join(f"{json.dumps(one, ensure_ascii=False, sort_keys=True)}\n" for one in lines)
    file.write_bytes(packed(text))


def read(file: Path) -> World:
    """A world that was kept."""
    lines = [json.loads(line) for line in lzma.decompress(file.read_bytes()).decode().splitlines()]
    return World(
        moment=lines[0]["moment"],
        items=[one["item"] for one in lines if "item" in one],
        objects={one["object"]: base64.b64decode(one["body"]) for one in lines if "object" in one},
        parameters={one["parameter"]: one["value"] for one in lines if "parameter" in one},
        messages=[(one["queue"], one["body"]) for one in lines if "queue" in one],
        records=[one["record"] for one in lines if "record" in one],
        wechat=lines[-1]["wechat"],
    )


def packed(text: str) -> bytes:
    """A text, as small as it gets."""
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def taken(s3: Any, bucket: str, ssm: Any, moment: float) -> World:
    """What a stage in this process holds."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [
        one["Key"] for page in pages for one in page.get("Contents", []) if one["Size"] <= _LARGEST
    ]
    names = [
        one["Name"]
        for page in ssm.get_paginator("describe_parameters").paginate()
        for one in page["Parameters"]
    ]
    return World(
        moment=moment,
        items=items(),
        objects={key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys},
        parameters={
            name: ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
            for name in names
        },
        messages=[],
        records=[],
        wechat="",
    )


def items() -> list[dict[str, Any]]:
    """Every item of the table in this process; bytes as the wire has them, in base64."""
    found = [
        one.to_json()["Attributes"] for part in _table().items.values() for one in part.values()
    ]
    plain: list[dict[str, Any]] = json.loads(
        json.dumps(found, default=lambda raw: base64.b64encode(raw).decode())
    )
    return plain


def put_back(world: World, s3: Any, bucket: str, ssm: Any) -> None:
    """Fill a stage in this process. moto keeps bytes as the wire has them, in base64."""
    table = _table()
    for item in world.items:
        table.put_item(item)
    table.stream_shard.items.clear()
    for key, body in world.objects.items():
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    for name, value in world.parameters.items():
        ssm.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)


def _table() -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[ACCOUNT][REGION].tables[TABLE]
