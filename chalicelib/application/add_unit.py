"""Add a unit to the tree."""

from __future__ import annotations

from datetime import datetime

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.units import OrgUnit, UnitLevel

ADD = "units:unit:add"


def add_unit(
    unit_id: str,
    *,
    name: str,
    level: UnitLevel,
    parent: str | None = None,
    by: Actor,
    now: datetime,
) -> OrgUnit:
    """Add an authority to the tree and return it.

    The permission counts where the unit is placed: in its parent. Raises ``BadUnit``, ``UnknownUnit``,
    ``UnitExists`` or ``PermissionDenied``.
    """
    people.require(by, ADD, parent or "")

    def logged(unit: OrgUnit) -> list[table.Action]:
        changes = audit.changes_between({}, unit.model_dump(mode="json", exclude={"id"}))
        entry = audit.entry_of(
            by, ADD, unit=unit.id, at=now, object=f"unit:{unit.id}", changes=changes
        )
        return [audit.write_action(entry)]

    return units.add_unit(unit_id, name=name, level=level, parent=parent, also=logged)
