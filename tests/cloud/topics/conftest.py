"""A unit with a newsroom, a department and an account."""

from __future__ import annotations

import pytest

from tests.cloud.desk.conftest import Desk, account, empty  # noqa: F401 - fixtures
from tests.cloud.topics.world import Loop, set_up


@pytest.fixture
def loop(empty: Desk) -> Loop:  # noqa: F811 - a fixture
    return set_up(empty)
