"""A cloud in the process as it stands at a moment: made once, put back for each test that starts from it.

What a world is made of takes hundreds of calls; putting its items back takes none.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from chalicelib.cloud import clients
from chalicelib.settings import settings

ON_DUTY: Final = 60.0
"""Seconds in which who is on duty at a desk is still there."""
_AS_GOOD_AS_NEW: Final = 600.0
"""Seconds; what happened a minute ago is soon an hour old."""


class Snapshot(NamedTuple):
    """Items, objects and parameters."""

    items: bytes
    """Pickled, which is read five times as fast as a copy is made."""
    objects: list[tuple[str, bytes]]
    parameters: list[tuple[str, str, str]]
    """Name, value, type."""


class _Kept(NamedTuple):
    ids: dict[str, str]
    made_at: float
    snapshot: Snapshot


_kept: Final[dict[str, _Kept]] = {}


def world(
    name: str, make: Callable[[], dict[str, str]], good_for: float = _AS_GOOD_AS_NEW
) -> dict[str, str]:
    """The ids that ``make`` returned, in an empty cloud that now has what it made.

    The first caller makes it, the others get it back as it was then, for that many seconds.
    """
    kept = _kept.get(name)
    if kept is None or time.monotonic() - kept.made_at > good_for:
        ids = make()
        _kept[name] = _Kept(ids, time.monotonic(), taken())
        return dict(ids)
    put_back(kept.snapshot)
    return dict(kept.ids)


def taken() -> Snapshot:
    """What is there now."""
    s3, ssm = clients.s3(), clients.ssm()
    listed = s3.list_objects_v2(Bucket=settings().bucket).get("Contents", [])
    names = [one["Name"] for one in ssm.describe_parameters()["Parameters"]]
    read = [ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"] for name in names]
    return Snapshot(
        items=pickle.dumps(_table().items),
        objects=[
            (one["Key"], s3.get_object(Bucket=settings().bucket, Key=one["Key"])["Body"].read())
            for one in listed
        ],
        parameters=[(one["Name"], one["Value"], one["Type"]) for one in read],
    )


def put_back(snapshot: Snapshot) -> None:
    """Fill an empty cloud."""
    _table().items = pickle.loads(snapshot.items)  # noqa: S301 - written above
    for key, body in snapshot.objects:
        clients.s3().put_object(Bucket=settings().bucket, Key=key, Body=body)
    for name, value, kind in snapshot.parameters:
        clients.ssm().put_parameter(Name=name, Value=value, Type=kind)


def _table() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[settings().table]
