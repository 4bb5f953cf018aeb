"""Who could be the second person: those who hold a permission for a unit, by name, for the page that waits for one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from chalicelib import people, units
from chalicelib.people import PERMISSIONS

MOST: Final = 12


def holders(permission: str, unit: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """Names of those who hold ``permission`` for a unit, those of the nearest unit first. Raises ``UnknownUnit``."""
    wanted = PERMISSIONS[permission].roles
    found: dict[str, str] = {}
    for above in units.lineage(unit):
        for one in people.list_staff(above.id):
            if one.id not in without and not wanted.isdisjoint(one.roles):
                found.setdefault(one.id, one.name or one.id)
    return tuple(found.values())[:MOST]
