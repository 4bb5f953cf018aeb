"""What the tests of numbers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.conftest import running
from wechat_simulator.settings import Settings


@pytest.fixture(scope="package")
def simulator() -> Iterator[str]:
    """The address of a simulated WeChat; who uses it empties it first."""
    with running(Settings()) as url:
        yield url
