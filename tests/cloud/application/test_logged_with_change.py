"""A change of settings and its entry in the log stand together, or neither does, wherever the process dies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import desk, hotline
from chalicelib.application.add_unit import add_unit
from chalicelib.cloud import table
from chalicelib.units import UnitLevel
from tests.cloud.application.whole_life import HOTLINE, OPS, scanned
from tests.cloud.desk.conftest import ACCOUNT, NOW, account, empty, hire, office  # noqa: F401

pytestmark = pytest.mark.usefixtures("office")

AT: dict[str, Any] = {"by": OPS, "now": NOW}
CHANGES: dict[str, Callable[[], object]] = {
    "an agent": lambda: desk.setup.add_agent(ACCOUNT, {"id": "zhao"}, **AT),
    "an agent's capacity": lambda: desk.setup.add_agent(
        ACCOUNT, {"id": "wang", "capacity": 9}, **AT
    ),
    "an agent goes": lambda: desk.setup.remove_agent(ACCOUNT, "wang", **AT),
    "a team": lambda: desk.setup.set_team(ACCOUNT, "desk", {"name": "一组"}, **AT),
    "hours": lambda: desk.setup.set_hours(ACCOUNT, None, weekdays="1-6", **AT),
    "canned replies": lambda: desk.setup.import_canned(ACCOUNT, {"问候": "您好"}, **AT),
    "a canned reply goes": lambda: desk.drop_canned(ACCOUNT, "再见", **AT),
    "a hotline": lambda: hotline.connect(
        ACCOUNT, base_url=HOTLINE, timeout_seconds=1, secret=None, **AT
    ),
    "a unit": lambda: add_unit("county", name="县局", level=UnitLevel.COUNTY, **AT),
}


class Killed(BaseException):
    """The process is gone."""


def changed(before: list[table.Item]) -> set[bool]:
    """Whether an entry (True) and whether anything else (False) was written or deleted."""
    after = scanned()
    differs = [one for one in before if one not in after] + [
        one for one in after if one not in before
    ]
    return {str(one["pk"]).startswith("AUDIT#") for one in differs}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after it"])
def test_killed_at_the_write(
    change: Callable[[], object], after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.setup.import_canned(ACCOUNT, {"再见": "慢走"}, **AT)
    before, transact = scanned(), table.transact

    def dying(actions: Any) -> None:
        if after:
            transact(actions)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(table, "transact", dying)
        for single in ("put", "update", "delete"):
            patch.setattr(table, single, _unexpected)
        change()
    assert changed(before) == ({True, False} if after else set())


def _unexpected(*_: object, **__: object) -> None:
    raise AssertionError("a write of its own comes first")
