"""Operations on the tree of units: add, list, look upward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import ValidationError

from chalicelib.cloud import table
from chalicelib.units import store
from chalicelib.units.errors import BadUnit, UnknownUnit
from chalicelib.units.models import OrgUnit, UnitLevel

RANK: Final = {
    UnitLevel.PROVINCE: 0,
    UnitLevel.CITY: 1,
    UnitLevel.COUNTY: 2,
    UnitLevel.TOWNSHIP: 3,
    # 直属单位 stand below whichever authority runs them, and have no units of their own.
    UnitLevel.DIRECT: 4,
}


def add_unit(
    unit_id: str,
    *,
    name: str,
    level: UnitLevel,
    parent: str | None = None,
    also: Callable[[OrgUnit], Sequence[table.Action]] = lambda _: (),
) -> OrgUnit:
    """Add an authority to the tree and return it; ``also`` makes of it what is written together with it.

    Raises ``BadUnit`` (id or name malformed, level not below the parent's), ``UnknownUnit`` (no such
    parent) or ``UnitExists``.
    """
    try:
        unit = OrgUnit(id=unit_id, name=name, level=level, parent=parent)
    except ValidationError as error:
        raise BadUnit.of(unit_id, error) from None
    if parent is not None:
        above = store.unit(parent)
        if above is None:
            raise UnknownUnit(parent)
        if RANK[level] <= RANK[above.level]:
            raise BadUnit(f"单位“{unit_id}”的级别必须低于上级单位“{parent}”（{above.name}）。")
    store.add_unit(unit, also(unit))
    return unit


def levels_below(level: UnitLevel) -> list[UnitLevel]:
    """The levels that a unit directly or further below one of ``level`` may have, the highest first."""
    return [one for one in RANK if RANK[one] > RANK[level]]


def tree() -> list[tuple[int, OrgUnit]]:
    """Every unit with its depth, each below its parent, siblings by rank and id."""
    units = sorted(store.units(), key=lambda unit: (RANK[unit.level], unit.id))
    known = {unit.id for unit in units}
    below: dict[str | None, list[OrgUnit]] = {}
    for unit in units:
        below.setdefault(unit.parent if unit.parent in known else None, []).append(unit)
    placed: list[tuple[int, OrgUnit]] = []

    def place(parent: str | None, depth: int) -> None:
        for unit in below.get(parent, []):
            placed.append((depth, unit))
            place(unit.id, depth + 1)

    place(None, 0)
    return placed


def lineage(unit_id: str) -> list[OrgUnit]:
    """A unit and the units above it, nearest first. Raises ``UnknownUnit``."""
    found: list[OrgUnit] = []
    above: str | None = unit_id
    while above is not None:
        unit = store.unit(above)
        if unit is None:
            raise UnknownUnit(above)
        found.append(unit)
        above = unit.parent
    return found
