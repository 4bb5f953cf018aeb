"""A province with a city and a county below it, an account each, and no catalogue yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import accounts, conversation, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.units import UnitLevel

UNITS = (
    ("province", "云岭省税务局", UnitLevel.PROVINCE, None),
    ("city", "青溪市税务局", UnitLevel.CITY, "province"),
    ("county", "竹浦县税务局", UnitLevel.COUNTY, "city"),
)


@pytest.fixture(autouse=True)
def province(cloud: None) -> Iterator[None]:
    conversation.forget_services()
    for id_, name, level, parent in UNITS:
        units.add_unit(id_, name=name, level=level, parent=parent)
        accounts.store.add_account(
            OfficialAccount(
                id=id_, name=name, unit=id_, kind=AccountKind.SUBSCRIPTION, appid=f"wx00{id_}"
            )
        )
    yield
    conversation.forget_services()
