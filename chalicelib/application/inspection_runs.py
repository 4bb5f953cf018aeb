"""Inspections that persons start, and the night's: accounts become due, and a step of the queue Control looks at each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, inspection
from chalicelib.actor import Actor
from chalicelib.application import control_tasks
from chalicelib.application.account_reach import account_for, accounts_under
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.afterwards import afterwards
from chalicelib.cloud.at_once import side_by_side
from chalicelib.inspection import Run

KIND: Final = "inspect"
BEGIN: Final = "inspect-night"
BEGINS: Final = 1
"""The hour, Asia/Shanghai, in which the night's inspection begins."""
ENDS: Final = 6
"""The hour by which every account was due."""
MOST_A_MINUTE: Final = 60
"""Accounts that one sweep queues; a night of 1,750 needs half an hour of sweeps at least."""


def start(
    unit: str,
    *,
    by: Actor,
    now: datetime,
    chosen: Collection[str] = (),
    share: int | None = None,
) -> Run:
    """Inspect the accounts of a unit and below now: all, those ``chosen``, or ``share`` per cent of them by lot.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    under = accounts_under(unit)
    run, ids = inspection.begin(unit, under, sorted(chosen), share, by=by, now=now)
    _make_due(run.id, ids, now)
    with afterwards("queue the inspection"):  # the minute's sweep queues what is due, too
        control_tasks.send(KIND, ids[:MOST_A_MINUTE])
    return run


def recheck(finding_id: str, *, by: Actor, now: datetime) -> Run:
    """Look again at the account of a finding now. Raises ``UnknownFinding`` or ``PermissionDenied``."""
    finding = inspection.get(finding_id)
    account = account_for(by, inspection.START, finding.account)
    return start(account.unit, by=by, now=now, chosen=[account.id])


def sweep(now: datetime) -> int:
    """Queue what is due, and at its hour the beginning of the night; returns the messages. Twice is harmless."""
    hour = now.astimezone(SHANGHAI).hour
    begins = BEGINS <= hour < ENDS and inspection.night_due(now)
    if begins:
        control_tasks.send(BEGIN, [inspection.night_id(now)])
    ids = inspection.due(now, MOST_A_MINUTE)
    control_tasks.send(KIND, ids)
    return len(ids) + begins


def begin_night(about: str, clock: control_tasks.Clock) -> None:
    """Make every account due in the night, spread over its hours.

    Running it twice is harmless: an account that was inspected in this night's run is not made due again, and the run
    itself is marked as begun at the end.
    """
    now = clock()
    if inspection.night_id(now) != about or not inspection.night_due(now):
        return
    ids = sorted(state.account.id for state in accounts.states())
    done = {account for account, last in inspection.last_of_each().items() if last.run == about}
    left = [one for one in ids if one not in done]
    minutes = max(1, (ENDS - BEGINS) * 60 - 60)
    first = now.replace(second=0, microsecond=0)
    spread = [
        (one, first + timedelta(minutes=n * minutes // len(left))) for n, one in enumerate(left)
    ]
    side_by_side(lambda one: inspection.make_due(one[0], about, one[1], if_idle=True), spread)
    inspection.begin_night(ids, now)


def _make_due(run: str, ids: list[str], now: datetime) -> None:
    side_by_side(lambda one: inspection.make_due(one, run, now), ids)
