"""The tree of units as a person sees it: one level at a time, or by name, each with what it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chalicelib import accounts, people, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deeds
from chalicelib.people import Reach
from chalicelib.transitions import Deed
from chalicelib.units import LEVELS, OrgUnit, UnitLevel, UnknownUnit
from chalicelib.values import Value

MOST: Final = 200
"""Units of one answer; who looks for another narrows the search."""
_ACTIONS: Final = {"add": ("新建下级单位", "units:unit:add")}


class Level(Value):
    """A level to choose."""

    value: UnitLevel
    label: str


class UnitRow(Value):
    """One unit, with how much there is of it and below."""

    id: str
    name: str
    level: UnitLevel
    level_name: str
    parent: str | None
    path: tuple[str, ...]
    """Names of the units above it that the person sees, the highest first."""
    children: int
    accounts: int
    accounts_below: int
    people: int
    levels: tuple[Level, ...]
    """Of units that can be added below it."""
    actions: tuple[Deed, ...]


class UnitPage(Value):
    """Some units."""

    units: tuple[UnitRow, ...]
    left_out: int


def units_seen(by: Actor, *, parent: str = "", words: str = "") -> UnitPage:
    """The units right below ``parent`` (empty: the highest that the person sees), or all with ``words`` in their name.

    A handful of queries, however many units there are. Raises ``UnknownUnit`` where the person does not see the parent.
    """
    reach = people.reach(by)
    seen = reach.where("units:unit:read")
    known = {one.id: one for one in seen}
    if parent and parent not in known:
        raise UnknownUnit(parent)
    wanted = words.strip().casefold()
    if wanted:
        found = [one for one in seen if wanted in one.id or wanted in one.name.casefold()]
    elif parent:
        found = [one for one in seen if one.parent == parent]
    else:
        found = [one for one in seen if one.parent not in known]
    rows = tuple(_rows(found[:MOST], known, reach))
    return UnitPage(units=rows, left_out=max(0, len(found) - MOST))


def unit_seen(unit: str, by: Actor) -> UnitRow:
    """One unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, "units:unit:read", unit)
    reach = people.reach(by)
    known = {one.id: one for one in reach.where("units:unit:read")}
    return next(_rows([known[unit]], known, reach))


def _rows(
    found: Iterable[OrgUnit], known: Mapping[str, OrgUnit], reach: Reach
) -> Iterator[UnitRow]:
    children = Counter(one.parent for one in known.values())
    own = Counter(one.account.unit for one in accounts.states())
    staff = Counter(one.unit for one in people.list_staff())
    below: Counter[str] = Counter()
    for unit, number in own.items():
        for above in _lineage(unit, known):
            below[above.id] += number
    for one in found:
        below_it = units.levels_below(one.level)
        held = {"units:unit:add"} if reach.may("units:unit:add", one.id) else set()
        blocked = {} if below_it else {"add": "直属单位没有下级单位"}
        yield UnitRow(
            id=one.id,
            name=one.name,
            level=one.level,
            level_name=LEVELS[one.level],
            parent=one.parent if one.parent in known else None,
            path=tuple(above.name for above in reversed(_lineage(one.parent, known))),
            children=children[one.id],
            accounts=own[one.id],
            accounts_below=below[one.id],
            people=staff[one.id],
            levels=tuple(Level(value=level, label=LEVELS[level]) for level in below_it),
            actions=deeds(held, _ACTIONS, blocked),
        )


def _lineage(unit: str | None, known: Mapping[str, OrgUnit]) -> list[OrgUnit]:
    """A unit and those above it, as far as the person sees them, the nearest first."""
    found = []
    while unit is not None and unit in known:
        found.append(known[unit])
        unit = known[unit].parent
    return found
