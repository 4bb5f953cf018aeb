"""An account with nothing known yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.knowledge.compiled import forget
from chalicelib.units import UnitLevel


@pytest.fixture(autouse=True)
def account(cloud: None) -> Iterator[str]:
    forget()
    units.add_unit("city", name="青溪市税务局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city",
            name="青溪市税务局",
            unit="city",
            kind=AccountKind.SUBSCRIPTION,
            appid="wx00city",
        )
    )
    yield "city"
    forget()
