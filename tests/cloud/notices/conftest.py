"""The world of these tests."""

from __future__ import annotations

import pytest

from tests.cloud.notices.world import World, set_up


@pytest.fixture
def world(cloud: None) -> World:
    return set_up()
