"""The room of these tests, with an address for followers' pages."""

from __future__ import annotations

import pytest

from chalicelib.settings import settings
from tests.cloud.columns.world import H5, Room, set_up


@pytest.fixture
def room(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setenv("RONGMEI_H5_URL", H5)
    settings.cache_clear()
    return set_up()
