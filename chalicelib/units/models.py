"""Units (单位): the authorities of the tree. Values only."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from chalicelib.values import Slug, Value


class UnitLevel(StrEnum):
    """The level of a unit in the tree: 省、市、县、乡, or 直属."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DIRECT = "direct"


class OrgUnit(Value):
    """One authority in the tree."""

    id: Slug
    name: str = Field(min_length=1, max_length=60)
    level: UnitLevel
    parent: Slug | None = None
