"""Places of questions: only what is known. Pure.

An account of a city or below speaks with people of its place. At the province's account a place is known where the
question itself names exactly one (docs/decisions/0223).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from chalicelib.units import OrgUnit, UnitLevel

_AUTHORITY: Final = re.compile(
    r"^国家税务总局|(?:税务|财政|公安|民政|政务服务|行政审批)?[局所分厅处办科]+$"
)
_KIND: Final = re.compile(r"(?:[省市县区州盟旗乡镇]|街道|地区)$")
_LOCAL: Final = frozenset({UnitLevel.CITY, UnitLevel.COUNTY, UnitLevel.TOWNSHIP})
_SHORTEST: Final = 2


def region_of(own: OrgUnit, units: Sequence[OrgUnit]) -> Callable[[str], str]:
    """A function that tells the place of a question asked at an account of the unit ``own``; empty where none is known.

    ``units`` are all units of the tree; their names are where places are known from.
    """
    if own.level in _LOCAL:
        place = place_of(own)
        return lambda _: place
    parent = {one.id: one.parent for one in units}
    names: dict[str, str] = {}
    for one in units:
        if one.level in _LOCAL and _below(one.id, own.id, parent):
            place = place_of(one)
            names[place] = place
            names.setdefault(_KIND.sub("", place), place)
    names = {name: place for name, place in names.items() if len(name) >= _SHORTEST}
    if not names:
        return lambda _: ""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, longest_first)))

    def region(text: str) -> str:
        named = {names[found] for found in pattern.findall(text)}
        return named.pop() if len(named) == 1 else ""

    return region


def place_of(unit: OrgUnit) -> str:
    """The place that a unit's name holds: 青溪市 of 国家税务总局青溪市税务局."""
    place = _AUTHORITY.sub("", _AUTHORITY.sub("", unit.name))
    return place if len(place) >= _SHORTEST else unit.name


def _below(unit: str, top: str, parent: dict[str, str | None]) -> bool:
    above = parent.get(unit)
    while above is not None:
        if above == top:
            return True
        above = parent.get(above)
    return False
