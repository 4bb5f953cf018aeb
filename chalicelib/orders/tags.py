"""Tags (标签) of a unit: named sets of units below it, which orders are addressed to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.orders import logged, rules
from chalicelib.orders.errors import BadOrder
from chalicelib.values import Value

MOST: Final = 100
NAME_CHARS: Final = 20


class UnitTag(Value):
    """One tag."""

    name: str
    units: tuple[str, ...]


def of_unit(unit: str) -> list[UnitTag]:
    """The tags of a unit, by name."""
    return [
        UnitTag(name=str(item["sk"]), units=tuple(json.loads(str(item["doc"]))))
        for item in table.query(f"ORDERTAGS#{unit}")
    ]


def set_tag(unit: str, name: str, members: Sequence[str], *, by: Actor, now: datetime) -> UnitTag:
    """Set which units below carry a tag; without units it is removed.

    Raises ``BadOrder``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, logged.DRAFT, unit)
    name = name.strip()
    if not 0 < len(name) <= NAME_CHARS or "#" in name:
        raise BadOrder(
            f"标签要有 1 到 {NAME_CHARS} 个字，不含 #。", fields=[Field("name", "长度不对")]
        )
    known = {one.name: one.units for one in of_unit(unit)}
    if name not in known and len(known) >= MOST:
        raise BadOrder(f"一个单位最多 {MOST} 个标签。", fields=[Field("name", "太多")])
    chosen = tuple(sorted(set(members)))
    if strangers := sorted(set(chosen) - set(rules.below(unit, units.units()))):
        raise BadOrder(
            f"单位“{'、'.join(strangers[:5])}”不是本单位的下级。",
            fields=[Field("units", "不是下级单位")],
        )
    entry = audit.write_action(
        audit.entry_of(
            by,
            logged.DRAFT,
            unit=unit,
            at=now,
            object=f"unit:{unit}",
            changes=audit.changes_between(
                {"tag": _told(name, known.get(name, ()))}, {"tag": _told(name, chosen)}
            ),
        )
    )
    where = (f"ORDERTAGS#{unit}", name)
    write = (
        table.put_action({"pk": where[0], "sk": where[1], "doc": json.dumps(list(chosen))})
        if chosen
        else table.delete_action(*where)
    )
    table.transact([write, entry])
    return UnitTag(name=name, units=chosen)


def tagged(unit: str, names: Iterable[str]) -> set[str]:
    """The units that carry any of these tags. Raises ``BadOrder`` for a tag that there is not."""
    known = {one.name: one.units for one in of_unit(unit)}
    found: set[str] = set()
    for name in names:
        if name not in known:
            raise BadOrder(f"没有标签“{name}”。", fields=[Field("address.tags", "没有这个标签")])
        found |= set(known[name])
    return found


def _told(name: str, members: Sequence[str]) -> str:
    return f"{name}：{len(members)} 个单位" if members else ""
