"""An account with nothing known yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.accounts import AccountKind, OfficialAccount, store
from chalicelib.knowledge.compiled.format import forget


@pytest.fixture(autouse=True)
def account(cloud: None) -> Iterator[str]:
    forget()
    store.add_account(
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
