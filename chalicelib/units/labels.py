"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.units.models import UnitLevel

LEVELS: Final = {
    UnitLevel.PROVINCE: "省",
    UnitLevel.CITY: "市",
    UnitLevel.COUNTY: "县",
    UnitLevel.TOWNSHIP: "乡",
    UnitLevel.DIRECT: "直属",
}
