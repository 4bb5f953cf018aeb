"""A cloud in the process as it stands at a moment: made once, put back for each test that starts from it.

What a world is made of takes hundreds of calls; putting its items back takes none.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.ssm.models import ssm_backends

from chalicelib.settings import settings

ON_DUTY: Final = 60.0
"""Seconds in which who is on duty at a desk is still there."""
_AS_GOOD_AS_NEW: Final = 600.0
"""Seconds; what happened a minute ago is soon an hour old."""


class Snapshot(NamedTuple):
    """Items, objects and parameters."""

    items: dict[Any, dict[Any, Any]]
    """By partition. An update puts a new item in the place of the old one (``quick_moto``), so these stay as they are."""
    objects: dict[str, bytes]
    parameters: dict[str, list[Any]]
    """Each with its versions."""


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
    kept = _buckets().buckets[settings().bucket].keys
    return Snapshot(
        items=_copied(_table().items),
        objects={key: kept[key].value for key in kept},
        parameters={name: list(versions) for name, versions in _parameters().items()},
    )


def put_back(snapshot: Snapshot) -> None:
    """Fill an empty cloud."""
    _table().items = _copied(snapshot.items)
    for key, body in snapshot.objects.items():
        _buckets().put_object(settings().bucket, key, body)
    for name, versions in snapshot.parameters.items():
        _parameters()[name] = list(versions)


def _copied(items: dict[Any, dict[Any, Any]]) -> dict[Any, dict[Any, Any]]:
    return defaultdict(dict, {partition: there.copy() for partition, there in items.items()})


def _table() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[settings().table]


def _buckets() -> Any:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


def _parameters() -> Any:
    return ssm_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]._parameters
