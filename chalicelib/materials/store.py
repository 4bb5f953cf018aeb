"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``MATERIALS#{unit}`` | material id | ``doc`` (Material), ``version``; in ``GSI1`` under ``MATERIALEND#{unit}`` by its last day, while it is in use and has one |
| ``MATERIAL#{id}`` | ``UNIT`` | ``unit``: whose it is |
| ``MATERIALSALL`` | material id | ``doc`` (Material): one that every unit may use, as it stands in its own unit |
| ``MATERIALHASH#{unit}`` | sha256 | ``material``: a file is in a unit once |
| ``MATERIALFILE#{sha256}`` | material id | none: what articles hold under this content is of the material |
| ``MATERIALSENT#{person}`` | object key | ``doc`` (MaterialFile), ``expires_at``: a file that this person sent and may name |

Every change is one transaction on the material's version: the material, the log of the unit, and what is found by its files.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.materials import rules
from chalicelib.materials.errors import MaterialChanged, MaterialExists, UnknownMaterial
from chalicelib.materials.models import Material, MaterialFile, MaterialReach, MaterialState

_ALL: Final = "MATERIALSALL"
_SENT: Final = timedelta(days=7)
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now: datetime) -> str:
    """The id of a new material."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"m-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}"


def add(material: Material, entry: AuditEntry) -> None:
    """Store a new material. Raises ``MaterialExists`` where the unit has its file already."""
    place = {"pk": f"MATERIAL#{material.id}", "sk": "UNIT", "unit": material.unit}
    _write(
        material,
        [
            table.put_action(_item(material), only_new=True),
            table.put_action(place, only_new=True),
            audit.write_action(entry),
        ],
        None,
    )


def save(before: Material, after: Material, entry: AuditEntry) -> Material:
    """Write a material as it becomes. Raises ``MaterialChanged`` or ``MaterialExists``."""
    after = after.model_copy(update={"version": before.version + 1})
    put = table.put_if_action(_item(after), "version = :before", {":before": before.version})
    _write(after, [put, audit.write_action(entry)], before)
    return after


def get(material_id: str) -> Material:
    """One material as it is now. Raises ``UnknownMaterial``."""
    place = table.get(f"MATERIAL#{material_id}", "UNIT")
    item = place and table.get(f"MATERIALS#{place['unit']}", material_id, consistent=True)
    if not item:
        raise UnknownMaterial(material_id)
    return _read(item)


def of_unit(unit: str) -> Iterator[Material]:
    """A unit's own materials, the newest day first."""
    return map(_read, table.query(f"MATERIALS#{unit}", newest_first=True, consistent=True))


def for_all() -> Iterator[Material]:
    """The materials that every unit may use, the newest day first."""
    return map(_read, table.query(_ALL, newest_first=True, consistent=True))


def ending(unit: str, until: date) -> list[Material]:
    """A unit's materials in use whose last day is ``until`` or before."""
    return [_read(item) for item in table.due(f"MATERIALEND#{unit}", until.isoformat())]


def of_file(digest: str) -> list[Material]:
    """The materials of which a version is this file."""
    found = []
    for item in table.query(f"MATERIALFILE#{digest}"):
        try:
            found.append(get(str(item["sk"])))
        except UnknownMaterial:
            continue
    return found


def same_file(unit: str, digest: str) -> str:
    """Id of the unit's material that has this file; empty: it has none."""
    item = table.get(f"MATERIALHASH#{unit}", digest, consistent=True)
    return str(item["material"]) if item else ""


def sent(person: str, file: MaterialFile, now: datetime) -> None:
    """Remember for a week that this person may name a file. Twice is once."""
    table.put(
        {
            "pk": f"MATERIALSENT#{person}",
            "sk": file.key,
            "doc": file.model_dump_json(),
            "expires_at": int((now + _SENT).timestamp()),
        }
    )


def was_sent(person: str, key: str) -> MaterialFile | None:
    """A file that this person sent; None: they did not."""
    item = table.get(f"MATERIALSENT#{person}", key, consistent=True)
    return MaterialFile.model_validate_json(str(item["doc"])) if item else None


def _write(after: Material, actions: Sequence[table.Action], before: Material | None) -> None:
    new = after.latest.file
    known = before.latest.file if before else None
    also = list(_found_by(after, rules.digests_of(before) if before else frozenset()))
    if after.text.scope.reach is MaterialReach.ALL:
        also.append(table.put_action({"pk": _ALL, "sk": after.id, "doc": after.model_dump_json()}))
    elif before and before.text.scope.reach is MaterialReach.ALL:
        also.append(table.delete_action(_ALL, after.id))
    once = new is not None and (known is None or known.digest != new.digest)
    if new is not None and once:
        mark = {"pk": f"MATERIALHASH#{after.unit}", "sk": new.digest, "material": after.id}
        # A file that comes back is of the same material.
        also.append(
            table.put_if_action(
                mark, "attribute_not_exists(pk) OR material = :own", {":own": after.id}
            )
        )
    try:
        table.transact([*actions, *also])
    except ConditionFailed as error:
        if new is not None and once and error.index == len(actions) + len(also) - 1:
            held = same_file(after.unit, new.digest)
            raise MaterialExists(held, get(held).text.title) from error
        raise MaterialChanged("有人刚刚改过这份素材，您的修改没有保存。请对照后再保存。") from error


def _found_by(material: Material, known: Iterable[str]) -> Iterator[table.Action]:
    for digest in rules.digests_of(material) - frozenset(known):
        yield table.put_action({"pk": f"MATERIALFILE#{digest}", "sk": material.id})


def _item(material: Material) -> table.Item:
    ends = material.text.ends
    due: table.Item = {}
    if ends is not None and material.state is MaterialState.ACTIVE:
        due = {"gsi1pk": f"MATERIALEND#{material.unit}", "gsi1sk": ends.isoformat()}
    return {
        "pk": f"MATERIALS#{material.unit}",
        "sk": material.id,
        "doc": material.model_dump_json(),
        "version": material.version,
        **due,
    }


def _read(item: table.Item) -> Material:
    return Material.model_validate_json(str(item["doc"]))
