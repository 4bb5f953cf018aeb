"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``UNITS`` | unit id | ``doc`` (OrgUnit) |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.units.errors import UnitExists
from chalicelib.units.models import OrgUnit

_UNITS = "UNITS"


def add_unit(unit: OrgUnit, also: Sequence[table.Action] = ()) -> None:
    """Store a new unit, together with other writes. Raises ``UnitExists``."""
    item: table.Item = {"pk": _UNITS, "sk": unit.id, "doc": unit.model_dump_json()}
    try:
        table.transact([table.put_action(item, only_new=True), *also])
    except ConditionFailed as error:
        raise UnitExists(unit.id) from error


def unit(unit_id: str) -> OrgUnit | None:
    """One unit, or None."""
    item = table.get(_UNITS, unit_id, consistent=True)
    return OrgUnit.model_validate_json(str(item["doc"])) if item else None


def units() -> Iterator[OrgUnit]:
    """Every unit, by id."""
    return (
        OrgUnit.model_validate_json(str(item["doc"]))
        for item in table.query(_UNITS, consistent=True)
    )
