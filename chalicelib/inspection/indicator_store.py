"""Items of indicators and of what units may publish although a check finds it.

| pk | sk | attributes |
|---|---|---|
| ``INDICATORS`` | unit | ``doc`` (UnitIndicators that count now), ``version`` |
| ``INDICATORS#{unit}`` | ``V#{version:06d}`` | ``doc`` (UnitIndicators): every version, none is ever changed |
| ``PERMITTED`` | ``{unit}#{digest}`` | ``doc`` (Permitted): a number, word or address that a unit may publish |

All lists that count lie in one partition, so a run reads those of a unit and of the units above with one query.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.inspection.errors import IndicatorsChanged, UnknownIndicator
from chalicelib.inspection.models import Permitted, UnitIndicators

_LISTS: Final = "INDICATORS"
_PERMITTED: Final = "PERMITTED"


def lists() -> dict[str, UnitIndicators]:
    """The lists that count now, by unit."""
    return {str(item["sk"]): _read(item) for item in table.query(_LISTS, consistent=True)}


def current(unit: str) -> UnitIndicators:
    """A unit's own list; version 0 where it has none."""
    item = table.get(_LISTS, unit, consistent=True)
    return UnitIndicators(unit=unit) if item is None else _read(item)


def save(after: UnitIndicators, also: Sequence[table.Action]) -> None:
    """Put a version in force together with other writes; ``after.version`` is one more than the one it starts from.

    Raises ``IndicatorsChanged``.
    """
    known: table.Item = {
        "pk": _LISTS,
        "sk": after.unit,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    first = after.version == 1
    write = table.put_if_action(
        known,
        "attribute_not_exists(pk)" if first else "version = :before",
        {} if first else {":before": after.version - 1},
    )
    kept: table.Item = {**_version(after.unit, after.version), "doc": after.model_dump_json()}
    try:
        table.transact([write, table.put_action(kept), *also])
    except ConditionFailed as error:
        raise IndicatorsChanged(
            "刚刚有人改过本单位的指标，您的修改还没有保存。请对照后再保存。"
        ) from error


def version(unit: str, number: int) -> UnitIndicators:
    """One version of a unit's list. Raises ``UnknownIndicator``."""
    if number == 0:
        return UnitIndicators(unit=unit)
    item = table.get(**_version(unit, number), consistent=True)
    if item is None:
        raise UnknownIndicator(f"单位“{unit}”的指标没有第 {number} 版。")
    return _read(item)


def versions(unit: str) -> list[UnitIndicators]:
    """All versions of a unit's list, the newest first."""
    return [_read(item) for item in table.query(f"{_LISTS}#{unit}", newest_first=True)]


def permitted() -> list[Permitted]:
    """All that units may publish although a check finds it."""
    found = table.query(_PERMITTED, consistent=True)
    return [Permitted.model_validate_json(str(item["doc"])) for item in found]


def permitted_of(unit: str) -> list[Permitted]:
    """What a unit itself allows."""
    found = table.query(_PERMITTED, f"{unit}#", consistent=True)
    return [Permitted.model_validate_json(str(item["doc"])) for item in found]


def permit_actions(one: Permitted, also: Sequence[table.Action]) -> list[table.Action]:
    """The writes that permit something."""
    item: table.Item = {"pk": _PERMITTED, "sk": _permitted(one), "doc": one.model_dump_json()}
    return [table.put_action(item), *also]


def forbid_actions(one: Permitted, also: Sequence[table.Action]) -> list[table.Action]:
    """The writes that permit it no more."""
    return [table.delete_action(_PERMITTED, _permitted(one)), *also]


def _permitted(one: Permitted) -> str:
    digest = hashlib.sha256(f"{one.kind}\x1f{one.value}".encode()).hexdigest()[:24]
    return f"{one.unit}#{digest}"


def _version(unit: str, number: int) -> dict[str, str]:
    return {"pk": f"{_LISTS}#{unit}", "sk": f"V#{number:06d}"}


def _read(item: table.Item) -> UnitIndicators:
    return UnitIndicators.model_validate_json(str(item["doc"]))
