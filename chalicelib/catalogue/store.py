"""Items and objects of the catalogues of units.

| pk | sk | attributes |
|---|---|---|
| ``CATALOGUES`` | unit | ``working`` (version that edits go on from), ``in_force``, ``serial`` (of the last change that followers see), ``spread`` (the serial that accounts have), ``leased`` (Unix seconds until which somebody tends it), ``checked`` (day of the last look at its links); in ``GSI1`` by ``CATALOGUEDUE`` and the time at which it is tended next |
| ``CATALOGUE#{unit}`` | ``V#{version:08d}`` | ``doc`` (CatalogueVersion), ``moves``; in ``GSI1`` by ``CATALOGUEREVIEW`` and time while it waits for a release |
| ``CATALOGUE#{unit}`` | ``OP#{service}`` | ``doc`` (Operation): maintenance, 下线 |
| ``CATALOGUE#{unit}`` | ``LINK#{service}`` | ``doc`` (LinkResult): how its address answered |

| key | body |
|---|---|
| ``catalogue/{unit}/{sha256}.json`` | the services of a version (``Catalogue``), named by their content; never changes |

All that a release or a time of maintenance changes here is one transaction with the entry of the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from chalicelib.catalogue.errors import NoSuchVersion, VersionConflict
from chalicelib.catalogue.links import LinkResult
from chalicelib.catalogue.models import Catalogue, CatalogueVersion, Operation, VersionState
from chalicelib.clock import stamp
from chalicelib.cloud import batches, objects, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import remedy
from chalicelib.values import LateValue

_HEADS: Final = "CATALOGUES"
_DUE: Final = "CATALOGUEDUE"
_WAITING: Final = "CATALOGUEREVIEW"


class Head(LateValue):
    """Where a unit's catalogue stands; 0 is the empty one of before the first import."""

    unit: str
    working: int = 0
    in_force: int = 0
    serial: int = 0
    """Microseconds of the last change that followers see: release, maintenance, 下线."""
    spread: int = 0
    leased: int = 0
    checked: str = ""


def head(unit: str) -> Head:
    """Read consistently; all 0 where nothing was ever imported."""
    return _head(unit, table.get(_HEADS, unit, consistent=True) or {})


def heads_of(units: Sequence[str]) -> list[Head]:
    """The catalogues of up to a hundred units, in one call; units without one are missing."""
    return [_head(unit, item) for unit, item in batches.get_each(_HEADS, units).items()]


def heads() -> list[Head]:
    """Every catalogue there is."""
    return [_head(str(item["sk"]), item) for item in table.query(_HEADS)]


def due(now: datetime) -> list[str]:
    """Units whose catalogues are to be tended by ``now``."""
    return [str(item["sk"]) for item in table.due(_DUE, stamp(now))]


def lease(unit: str, now: datetime, seconds: int) -> bool:
    """Take it on oneself to tend a catalogue; False while somebody else does."""
    at = int(now.timestamp())
    try:
        table.update(
            _HEADS,
            unit,
            "SET leased = :until",
            {":until": at + seconds, ":now": at},
            condition="attribute_exists(pk) AND (attribute_not_exists(leased) OR leased <= :now)",
        )
    except ConditionFailed:
        return False
    return True


def tended(unit: str, checked: date, again: datetime) -> None:
    """Give a lease back, after a look at the links; tend the catalogue ``again`` then. Twice does no harm.

    A change that came meanwhile, and that accounts have not heard of, stays due.
    """
    kept: dict[str, str | int] = {":none": 0, ":day": checked.isoformat()}
    back = "SET leased = :none, checked = :day"
    try:
        table.update(
            _HEADS,
            unit,
            f"{back}, gsi1pk = :due, gsi1sk = :again",
            {**kept, ":due": _DUE, ":again": stamp(again)},
            condition="attribute_not_exists(serial) OR spread >= serial",
        )
    except ConditionFailed:
        table.update(_HEADS, unit, back, kept)


def mark_spread(unit: str, serial: int) -> None:
    """Say that all accounts have the changes up to ``serial``. Twice does no harm."""
    table.update(_HEADS, unit, "SET spread = :serial", {":serial": serial})


def keep(unit: str, catalogue: Catalogue) -> str:
    """Write the content of a version; returns its key."""
    body = catalogue.model_dump_json().encode()
    key = f"catalogue/{unit}/{hashlib.sha256(body).hexdigest()}.json"
    objects.write(key, body, "application/json")
    return key


def read(version: CatalogueVersion) -> Catalogue:
    """The content of a version."""
    return Catalogue.model_validate_json(objects.read(version.key))


def add(
    unit: str, version: CatalogueVersion, *, seen: Head, also: Sequence[table.Action] = ()
) -> None:
    """List a version and let edits go on from it. Raises ``VersionConflict`` if somebody edited since ``seen``."""
    working = "attribute_not_exists(working) OR working = :seen"
    try:
        table.transact(
            [
                table.put_action(
                    {**_key(unit, version.version), "doc": _doc(version), "moves": 0},
                    only_new=True,
                ),
                table.update_action(
                    _HEADS,
                    unit,
                    "SET working = :new",
                    {":new": version.version, ":seen": seen.working},
                    condition=working,
                ),
                *also,
            ]
        )
    except ConditionFailed as error:
        raise VersionConflict(
            "服务目录刚被别人修改，这次的修改没有保存，请重新操作一次。"
        ) from error


def versions(unit: str) -> Iterator[CatalogueVersion]:
    """Every version, newest first."""
    for item in table.query(_partition(unit), "V#", newest_first=True):
        yield CatalogueVersion.model_validate_json(str(item["doc"]))


def newest(unit: str) -> int:
    """The highest number there is."""
    found = next(table.query(_partition(unit), "V#", newest_first=True, limit=1), None)
    return int(str(found["sk"])[2:]) if found else 0


def version(unit: str, number: int) -> CatalogueVersion:
    """One version. Raises ``NoSuchVersion``."""
    return _listed(unit, number)[0]


def waiting() -> dict[str, list[CatalogueVersion]]:
    """The versions of all units that wait for a release, by unit."""
    found: dict[str, list[CatalogueVersion]] = {}
    for item in table.due(_WAITING, "9"):
        one = CatalogueVersion.model_validate_json(str(item["doc"]))
        found.setdefault(str(item["pk"]).partition("#")[2], []).append(one)
    return found


def move(
    unit: str,
    before: CatalogueVersion,
    after: CatalogueVersion,
    *,
    also: Sequence[table.Action] = (),
) -> None:
    """Replace the description of a version. Raises ``VersionConflict`` if it, or what ``also`` asks for, has changed."""
    now, moves = _listed(unit, before.version)
    if now == before:
        waits = after.state is VersionState.IN_REVIEW
        indexed = ", gsi1pk = :waiting, gsi1sk = :since" if waits else " REMOVE gsi1pk, gsi1sk"
        replaced = table.update_action(
            _partition(unit),
            _key(unit, before.version)["sk"],
            "SET doc = :doc, moves = :next" + indexed,
            {
                ":doc": _doc(after),
                ":next": moves + 1,
                ":moves": moves,
                **({":waiting": _WAITING, ":since": stamp(after.at)} if waits else {}),
            },
            condition="moves = :moves",
        )
        try:
            table.transact([replaced, *also])
        except ConditionFailed:
            pass
        else:
            return
    raise VersionConflict(
        f"版本 {before.version} 刚被别人处理过，请查看后再操作。",
        remedies=[remedy("service.history", "查看各个版本", unit=unit)],
    )


def changed_action(unit: str, now: datetime, *, in_force: int | None, seen: Head) -> table.Action:
    """The write that makes a change one that accounts have to be told of.

    ``in_force`` is the version that is released, None where the content stays; ``seen`` is the head that the change
    was made from. The catalogue is due at once, so that a spreading that breaks off is done by the sweep.
    """
    serial = max(int(now.timestamp() * 1_000_000), seen.serial + 1)
    values: dict[str, str | int] = {
        ":serial": serial,
        ":old": seen.serial,
        ":due": _DUE,
        ":now": stamp(now),
    }
    released = ""
    if in_force is not None:
        values[":number"], released = in_force, ", in_force = :number"
    return table.update_action(
        _HEADS,
        unit,
        f"SET serial = :serial, gsi1pk = :due, gsi1sk = :now{released}",
        values,
        condition="attribute_not_exists(serial) OR serial = :old",
    )


def operations(unit: str) -> dict[str, Operation]:
    """How services are run, by id; those that always ran as usual have no row."""
    found = table.query(_partition(unit), "OP#")
    listed = (Operation.model_validate_json(str(item["doc"])) for item in found)
    return {one.service: one for one in listed}


def operate(unit: str, operation: Operation, *, also: Sequence[table.Action]) -> None:
    """Keep how a service is run. Raises ``VersionConflict`` where what ``also`` asks for has changed."""
    written = table.put_action(
        {
            "pk": _partition(unit),
            "sk": f"OP#{operation.service}",
            "doc": operation.model_dump_json(),
        }
    )
    try:
        table.transact([written, *also])
    except ConditionFailed as error:
        raise VersionConflict("服务目录刚被别人修改，请再操作一次。") from error


def links(unit: str) -> dict[str, LinkResult]:
    """How addresses answered, by service."""
    found = table.query(_partition(unit), "LINK#")
    listed = (LinkResult.model_validate_json(str(item["doc"])) for item in found)
    return {one.service: one for one in listed}


def keep_link(unit: str, result: LinkResult) -> None:
    """Keep how an address answered."""
    table.put(
        {"pk": _partition(unit), "sk": f"LINK#{result.service}", "doc": result.model_dump_json()}
    )


def _head(unit: str, item: table.Item) -> Head:
    known = {name: item[name] for name in Head.model_fields if name in item}
    return Head.model_validate({**known, "unit": unit})


def _listed(unit: str, number: int) -> tuple[CatalogueVersion, int]:
    item = table.get(**_key(unit, number), consistent=True) if number > 0 else None
    if item is None:
        raise NoSuchVersion(unit, number)
    return CatalogueVersion.model_validate_json(str(item["doc"])), int(item["moves"])


def _doc(version: CatalogueVersion) -> str:
    return version.model_dump_json()


def _partition(unit: str) -> str:
    return f"CATALOGUE#{unit}"


def _key(unit: str, number: int) -> dict[str, str]:
    return {"pk": _partition(unit), "sk": f"V#{number:08d}"}
