"""The tree of units (单位): province, cities, counties, townships, direct units."""

from chalicelib.units.errors import BadUnit, UnitError, UnitExists, UnknownUnit
from chalicelib.units.hierarchy import add_unit, levels_below, lineage, tree
from chalicelib.units.labels import LEVELS
from chalicelib.units.models import OrgUnit, UnitLevel
from chalicelib.units.store import unit, units

__all__ = [
    "LEVELS",
    "BadUnit",
    "OrgUnit",
    "UnitError",
    "UnitExists",
    "UnitLevel",
    "UnknownUnit",
    "add_unit",
    "levels_below",
    "lineage",
    "tree",
    "unit",
    "units",
]
