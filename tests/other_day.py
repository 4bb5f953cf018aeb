"""``pytest -p tests.other_day``: the tests forty days on (``RONGMEI_TEST_DAYS``), so that no date that lies ahead is counted on.

Only the clock of the tests' own process moves. Tests with a browser or other programs beside them are left out: those have
the machine's clock.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import time_machine

_DAYS: Final = float(os.environ.get("RONGMEI_TEST_DAYS", "40"))
_OTHER_PROGRAMS: Final = ("tests/cloud/upgrade/", "tests/stack/", "tests/unit/test_snapshot.py")

time_machine.travel(datetime.now(UTC) + timedelta(days=_DAYS), tick=True).start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what other programs take part in."""
    items[:] = [
        one
        for one in items
        if "browser" not in getattr(one, "fixturenames", ())
        and not one.nodeid.startswith(_OTHER_PROGRAMS)
    ]
