"""What others read of inspection: what counts against accounts, findings, runs (for notices, the matrix, the wall)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from chalicelib.clock import utc_now
from chalicelib.inspection import finding_store, run_store
from chalicelib.inspection.models import Finding, FindingState, OpenFindings, Run


def open_by_account(now: datetime | None = None) -> Mapping[str, OpenFindings]:
    """What counts against each account that has anything open: one query for 1,750 accounts."""
    return finding_store.open_by_account(now or utc_now())


def findings(
    unit: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    states: Iterable[FindingState] = (),
) -> Iterator[Finding]:
    """The findings of a unit and below that were found in a span, the newest first; a call for 25 of them."""
    where = {"state": [one.value for one in states]}
    return (
        finding
        for _, finding in finding_store.of_unit(
            unit, since=since, until=until, where={k: v for k, v in where.items() if v}
        )
    )


def runs(since: datetime | None = None, until: datetime | None = None) -> Iterator[Run]:
    """All runs that began in a span, the newest first; ``of_run`` tells what each found at its accounts."""
    for _, one in run_store.run_list():
        if since is not None and one.begun_at < since:
            return
        if until is None or one.begun_at <= until:
            yield one
