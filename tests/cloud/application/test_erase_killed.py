"""An erasure whose worker dies is gone on with, and ends the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from botocore.client import BaseClient

from chalicelib import accounts, followers, hotline
from chalicelib.actor import local
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from tests.cloud.application.conftest import RUNS
from tests.cloud.application.whole_life import (
    HOTLINE,
    OPENID,
    asked,
    finished,
    lived,
    scanned,
    taken,
    traces,
)
from tests.cloud.desk.conftest import (  # noqa: F401 - fixtures
    ACCOUNT,
    NOW,
    Desk,
    account,
    empty,
    hire,
    office,
)

OPS: Final = local("ops")


@pytest.fixture(autouse=True)
def connected(office: Desk) -> None:  # noqa: F811 - a fixture
    """A desk with two agents, and a hotline that does not answer."""
    hotline.connect(
        ACCOUNT, base_url=HOTLINE, timeout_seconds=1, secret=None, by=OPS, now=office.now
    )


EVERYWHERE: Final = os.environ.get("RONGMEI_PROOF") == "all"
"""Whether the worker dies at every call, which takes some ten minutes, or at some of them, spread over all."""
SOME: Final = 10


class Killed(BaseException):
    """The process is gone."""


class Reaper:
    """Kills the process after one call of AWS; counts them."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int = 0) -> None:
        call: Callable[..., Any] = BaseClient._make_api_call  # type: ignore[attr-defined]
        self.seen = 0

        def dying(client: BaseClient, name: str, arguments: Any) -> Any:
            answer = call(client, name, arguments)
            self.seen += 1
            if self.seen == at:
                raise Killed(name)
            return answer

        patch.setattr(BaseClient, "_make_api_call", dying)


def test_killed_at_any_call_and_run_again_it_ends_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life = lived(of_each=1)
    asked(life)
    taken()
    start, begun = life.now, scanned()
    with monkeypatch.context() as watched:
        reaper = Reaper(watched)
        finished(life)
        places = reaper.seen
    wanted = comparable()
    for at in range(1, places + 1, 1 if EVERYWHERE else places // SOME):
        RUNS["an erasure that was killed"] += 1
        restore(begun)
        life.now = start
        with monkeypatch.context() as broken, pytest.raises(Killed):
            Reaper(broken, at)
            finished(life)
        life.now += timedelta(minutes=6)
        if followers.erasure_store.waiting(ACCOUNT, OPENID) is not None:
            finished(life)
        assert comparable() == wanted, f"killed after call {at} of {places}"
        assert traces() == [], f"killed after call {at} of {places}"


def comparable() -> list[dict[str, Any]]:
    """The table without what no two runs have alike: times and random names of log entries."""
    found = []
    for item in scanned():
        if item["pk"] == f"AUDIT#{ACCOUNT}":
            entry = AuditEntry.model_validate_json(str(item["doc"]))
            found.append(entry.model_dump(include={"action", "by", "object", "changes", "note"}))
        elif not str(item["sk"]).startswith(("AGENT#", "CASE#", "OUT#", "KNOWN#")):
            found.append({**item, "doc": without_times(str(item.get("doc", "")))})
    return sorted(found, key=str)


def without_times(doc: str) -> str:
    return "".join(part for part in doc.split(",") if "_at" not in part and '"at"' not in part)


def restore(items: list[table.Item]) -> None:
    for item in scanned():
        table.delete(str(item["pk"]), str(item["sk"]))
    for item in items:
        table.put(item)
    taken()
    accounts.forget()
