"""单位: the tree, one level at a time, and new units."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel

from chalicelib.application import unit_directory as directory
from chalicelib.application.add_unit import add_unit
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.units import UnitLevel

router = Router()


class NewUnit(BaseModel):
    """A unit to be added below another."""

    id: str
    name: str
    level: UnitLevel
    parent: str


@router.get("/units", tags=["units"], summary="单位：一级下级，或按名称查找")
def list_units(
    parent: Annotated[str, Query(max_length=40, description="空为本人可见的最高一级")] = "",
    q: Annotated[str, Query(max_length=60, description="名称或短名中的字")] = "",
) -> directory.UnitPage:
    """The units right below one, or those with these words in their name."""
    return directory.units_seen(actor(), parent=parent, words=q)


@router.get("/units/<unit>", tags=["units"], summary="一个单位")
def one_unit(unit: Annotated[str, Path(max_length=40)]) -> directory.UnitRow:
    """One unit with its numbers."""
    return directory.unit_seen(unit, actor())


@router.post("/units", tags=["units"], summary="新建下级单位")
def new_unit(new: NewUnit) -> directory.UnitRow:
    """Add a unit."""

    def make() -> directory.UnitRow:
        made = add_unit(
            new.id, name=new.name, level=new.level, parent=new.parent, by=actor(), now=utc_now()
        )
        return directory.unit_seen(made.id, actor())

    return once(directory.UnitRow, make)
