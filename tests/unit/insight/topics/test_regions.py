"""Places: those of a unit, or the one that a question names; never a guess."""

from __future__ import annotations

import pytest

from chalicelib.insight.topics.regions import place_of, region_of
from chalicelib.units import OrgUnit, UnitLevel

PROVINCE = OrgUnit(id="province", name="云州省税务局", level=UnitLevel.PROVINCE)
TREE = [
    PROVINCE,
    OrgUnit(id="qx", name="青溪市税务局", level=UnitLevel.CITY, parent="province"),
    OrgUnit(id="zp", name="竹坪县税务局", level=UnitLevel.COUNTY, parent="qx"),
    OrgUnit(id="na", name="南安市税务局", level=UnitLevel.CITY, parent="province"),
    OrgUnit(id="hall", name="第一税务分局", level=UnitLevel.DIRECT, parent="province"),
]


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("青溪市的契税怎么交", "青溪市"),
        ("我在青溪怎么交契税", "青溪市"),
        ("竹坪县办税厅在哪", "竹坪县"),
        ("从青溪迁到南安要办什么", ""),
        ("契税怎么交", ""),
        ("第一税务分局在哪", ""),
    ],
)
def test_at_the_provinces_account_the_question_names_the_place(asked: str, place: str) -> None:
    assert region_of(PROVINCE, TREE)(asked) == place


def test_a_citys_account_speaks_with_its_city() -> None:
    assert region_of(TREE[1], TREE)("南安怎么走") == "青溪市"


def test_the_place_stands_in_the_name_of_the_unit() -> None:
    long = OrgUnit(id="x", name="国家税务总局青溪市税务局", level=UnitLevel.CITY)
    assert place_of(long) == "青溪市"


def test_a_province_without_units_knows_no_place() -> None:
    assert region_of(PROVINCE, [PROVINCE])("青溪") == ""
