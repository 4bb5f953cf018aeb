"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``UNITS`` | unit id | ``doc`` (OrgUnit) |
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.units.errors import UnitExists
from chalicelib.units.models import OrgUnit

_UNITS = "UNITS"


def add_unit(unit: OrgUnit) -> None:
    """Store a new unit. Raises ``UnitExists``."""
    try:
        table.put({"pk": _UNITS, "sk": unit.id, "doc": unit.model_dump_json()}, only_new=True)
    except ConditionFailed as error:
        raise UnitExists(unit.id) from error


def unit(unit_id: str) -> OrgUnit | None:
    """One unit, or None."""
    item = table.get(_UNITS, unit_id, consistent=True)
    return OrgUnit.model_validate_json(str(item["doc"])) if item else None


def units() -> Iterator[OrgUnit]:
    """Every unit, by id."""
    return (OrgUnit.model_validate_json(str(item["doc"])) for item in table.query(_UNITS))
