"""``pytest -p tests.other_day``: the tests forty days on (``RONGMEI_TEST_DAYS``), so that no date that lies ahead is counted on.

With ``RONGMEI_TEST_MIDNIGHT=1`` tests are read just before that day ends (Asia/Shanghai) and run when it has: a day that a
module has noted is yesterday then. Only the clock of the tests' own process moves. Tests with a browser or other programs beside them are left out: those have
the machine's clock.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from typing import Final

import pytest
import time_machine

from chalicelib.clock import SHANGHAI

_DAYS: Final = float(os.environ.get("RONGMEI_TEST_DAYS", "40"))
_OTHER_PROGRAMS: Final = ("tests/cloud/upgrade/", "tests/stack/", "tests/unit/test_snapshot.py")

_DAY_ENDS: Final = datetime.combine(
    (datetime.now(SHANGHAI) + timedelta(days=_DAYS + 1)).date(), time(), SHANGHAI
)
_MIDNIGHT: Final = bool(os.environ.get("RONGMEI_TEST_MIDNIGHT"))

if _MIDNIGHT:
    _evening = time_machine.travel(_DAY_ENDS - timedelta(minutes=10), tick=True)
else:
    _evening = time_machine.travel(datetime.now(UTC) + timedelta(days=_DAYS), tick=True)
_evening.start()


def pytest_collection_finish() -> None:
    """The day ends."""
    if _MIDNIGHT:
        _evening.stop()
        time_machine.travel(_DAY_ENDS + timedelta(minutes=1), tick=True).start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what other programs take part in."""
    items[:] = [
        one
        for one in items
        if "browser" not in getattr(one, "fixturenames", ())
        and not one.nodeid.startswith(_OTHER_PROGRAMS)
    ]
