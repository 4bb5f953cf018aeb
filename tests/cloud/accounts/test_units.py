"""The tree of authorities."""

import pytest

from chalicelib import units
from chalicelib.units import BadUnit, UnitExists, UnitLevel, UnknownUnit

pytestmark = pytest.mark.usefixtures("cloud")


def test_units_stand_below_their_parents() -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("b-city", name="乙市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("a-city", name="甲市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("county", name="县局", level=UnitLevel.COUNTY, parent="b-city")
    units.add_unit("school", name="干部学校", level=UnitLevel.DIRECT, parent="province")
    assert [(depth, unit.id) for depth, unit in units.tree()] == [
        (0, "province"),
        (1, "a-city"),
        (1, "b-city"),
        (2, "county"),
        (1, "school"),
    ]


def test_a_parent_must_exist() -> None:
    with pytest.raises(UnknownUnit, match="nowhere"):
        units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="nowhere")


@pytest.mark.parametrize("level", [UnitLevel.PROVINCE, UnitLevel.CITY])
def test_a_level_must_be_below_the_parents(level: UnitLevel) -> None:
    units.add_unit("city", name="市局", level=UnitLevel.CITY)
    with pytest.raises(BadUnit, match="级别必须低于"):
        units.add_unit("other", name="另一局", level=level, parent="city")


@pytest.mark.parametrize("unit_id", ["", "UPPER", "-dash", "dash-", "a b", "省", "x" * 33, "a/b"])
def test_a_malformed_id_is_refused(unit_id: str) -> None:
    with pytest.raises(BadUnit, match="短名"):
        units.add_unit(unit_id, name="局", level=UnitLevel.CITY)


def test_an_id_is_taken_once() -> None:
    units.add_unit("city", name="市局", level=UnitLevel.CITY)
    with pytest.raises(UnitExists):
        units.add_unit("city", name="市局", level=UnitLevel.CITY)
