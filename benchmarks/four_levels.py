"""A matrix of four levels (省、市、县、乡 and 直属), an account for each unit, of any size; names are numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.units import OrgUnit, UnitLevel

TOP: Final = "sheng"
CITIES: Final = 21
COUNTIES: Final = 122
DIRECT: Final = 20
"""直属单位 of the province."""


class Member(NamedTuple):
    """One unit with its account; both have the same id."""

    unit: OrgUnit
    account: OfficialAccount


def members(number: int = 1750) -> Iterator[Member]:
    """So many units, each after the one above it: the province, cities, counties, direct units, then townships.

    Below 200, cities and counties are fewer in proportion, so that every level is there.
    """
    cities = min(CITIES, max(1, number // 9))
    counties = min(COUNTIES, max(1, number // 4))
    direct = min(DIRECT, number // 20)
    yield _member(TOP, "示例省税务局", UnitLevel.PROVINCE, None)
    for n in range(cities):
        yield _member(f"shi{n:02d}", f"第{n + 1}市税务局", UnitLevel.CITY, TOP)
    for n in range(counties):
        yield _member(
            f"xian{n:03d}", f"第{n + 1}县税务局", UnitLevel.COUNTY, f"shi{n % cities:02d}"
        )
    for n in range(direct):
        yield _member(f"zhi{n:02d}", f"第{n + 1}直属单位", UnitLevel.DIRECT, TOP)
    for n in range(number - 1 - cities - counties - direct):
        yield _member(
            f"xiang{n:04d}", f"第{n + 1}税务所", UnitLevel.TOWNSHIP, f"xian{n % counties:03d}"
        )


def fill(number: int = 1750) -> list[Member]:
    """Write them into the stage that the settings name, which is empty; returns them."""
    made = list(members(number))
    for one in made:
        units.store.add_unit(one.unit)
        accounts.store.add_account(one.account)
    return made


def _member(id: str, name: str, level: UnitLevel, parent: str | None) -> Member:
    account = OfficialAccount(
        id=id,
        name=name,
        unit=id,
        kind=AccountKind.SUBSCRIPTION,
        appid=f"wxfour{id}",
    )
    return Member(OrgUnit(id=id, name=name, level=level, parent=parent), account)
