"""Items of runs, and how each account stands between two nights.

| pk | sk | attributes |
|---|---|---|
| ``INSPECTIONS`` | run id | ``doc`` (Run), ``lineage`` of its unit |
| ``INSPECTION#{run}`` | account | ``doc`` (Inspected), ``expires_at`` |
| ``INSPECTED`` | account | ``doc`` (Inspected: the last one), ``run`` that it is due for, ``lease`` (epoch s); in ``GSI1`` under ``INSPECT`` by when it is due |

An account is due once a night, and when a person asks. A step claims it by its lease; one that dies leaves the account
due again when the lease is over. All that was found last at 1,750 accounts is one query of ``INSPECTED``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.inspection.errors import UnknownRun
from chalicelib.inspection.models import Inspected, Run

LEASE: Final = timedelta(minutes=6)
"""The function that does a step has five minutes."""
KEPT: Final = timedelta(days=400)
"""What was done at each account is kept a year; the findings themselves stay."""
_DUE: Final = "INSPECT"
_STANDING: Final = "INSPECTED"
_RUNS: Final = "INSPECTIONS"


def add_run(run: Run, also: Iterable[table.Action] = ()) -> bool:
    """Keep a new run together with other writes; False if there is one of that id."""
    item: table.Item = {"pk": _RUNS, "sk": run.id, "doc": run.model_dump_json()}
    try:
        table.transact([table.put_action(item, only_new=True), *also])
    except ConditionFailed as error:
        if error.index:
            raise
        return False
    return True


def run(run_id: str) -> Run:
    """One run. Raises ``UnknownRun``."""
    found = find_run(run_id)
    if found is None:
        raise UnknownRun(run_id)
    return found


def find_run(run_id: str) -> Run | None:
    """One run; None where there is none."""
    item = table.get(_RUNS, run_id, consistent=True)
    return None if item is None else Run.model_validate_json(str(item["doc"]))


def run_list(after: str = "") -> Iterator[tuple[str, Run]]:
    """All runs, the newest first, each with its place in the list."""
    for item in table.query(_RUNS, newest_first=True, after=after):
        yield str(item["sk"]), Run.model_validate_json(str(item["doc"]))


def of_run(run_id: str) -> Iterator[Inspected]:
    """What a run did at each account that it came to."""
    return map(_read, table.query(f"INSPECTION#{run_id}"))


def last_of_each() -> dict[str, Inspected]:
    """What the last inspection of every account found, with one query."""
    return {
        str(item["sk"]): _read(item) for item in table.query(_STANDING) if str(item.get("doc", ""))
    }


def last_of(account: str) -> Inspected | None:
    """What the last inspection of an account found."""
    item = table.get(_STANDING, account, consistent=True)
    return _read(item) if item and item.get("doc") else None


def make_due(account: str, run_id: str, at: datetime, *, if_idle: bool = False) -> None:
    """Let an account be inspected for a run, at once where it is due already; twice is once.

    With ``if_idle`` an account that is due for another run stays so.
    """
    try:
        table.update(
            _STANDING,
            account,
            "SET #run = :run, gsi1pk = :due, gsi1sk = :at",
            {":run": run_id, ":due": _DUE, ":at": stamp(at)},
            names={"#run": "run"},
            condition="attribute_not_exists(gsi1pk)" if if_idle else None,
        )
    except ConditionFailed:
        return


def due(now: datetime, most: int) -> list[str]:
    """Accounts that are to be inspected, the longest due first."""
    return [str(item["sk"]) for item in table.due(_DUE, stamp(now), limit=most)]


def claim(account: str, now: datetime) -> str | None:
    """Take an account for a step; returns the run that it is for, or None where it is not due or somebody has it."""
    until = now + LEASE
    try:
        item = table.update(
            _STANDING,
            account,
            "SET lease = :until, gsi1sk = :again",
            {
                ":until": int(until.timestamp()),
                ":again": stamp(until),
                ":now": int(now.timestamp()),
                ":at": stamp(now),
            },
            condition="attribute_exists(gsi1pk) AND gsi1sk <= :at AND (attribute_not_exists(lease) OR lease <= :now)",
        )
    except ConditionFailed:
        return None
    return str(item["run"])


def finish(done: Inspected, now: datetime) -> None:
    """Keep what was done at an account; it is due no more, unless a person asked for it once more meanwhile."""
    doc = done.model_dump_json()
    table.put(
        {
            "pk": f"INSPECTION#{done.run}",
            "sk": done.account,
            "doc": doc,
            "expires_at": int((now + KEPT).timestamp()),
        }
    )
    try:
        table.update(
            _STANDING,
            done.account,
            "SET doc = :doc REMOVE lease, gsi1pk, gsi1sk",
            {":doc": doc, ":run": done.run},
            condition="#run = :run",
            names={"#run": "run"},
        )
    except ConditionFailed:
        table.update(_STANDING, done.account, "SET doc = :doc", {":doc": doc})


def forget(account: str) -> None:
    """Forget an account that is there no more: it is due no more. Twice is once."""
    table.delete(_STANDING, account)


def _read(item: table.Item) -> Inspected:
    return Inspected.model_validate_json(str(item["doc"]))
