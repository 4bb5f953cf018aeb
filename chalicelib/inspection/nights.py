"""Runs that persons start: all accounts of a unit and below, some, or a share of them by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import SYSTEM, Actor
from chalicelib.clock import SHANGHAI
from chalicelib.inspection import run_store
from chalicelib.inspection.models import Run, RunKind

START: Final = "inspection:run:start"


def night_id(now: datetime) -> str:
    """The run of the night that ``now`` belongs to."""
    return f"r-{now.astimezone(SHANGHAI):%Y%m%d}-night"


def night_due(now: datetime) -> bool:
    """Whether the night's run has not begun yet."""
    return run_store.find_run(night_id(now)) is None


def begin_night(accounts: Sequence[str], now: datetime) -> Run | None:
    """Begin the night's run, once; None where it has begun."""
    made = Run(
        id=night_id(now),
        kind=RunKind.NIGHT,
        unit="",
        by=SYSTEM.person,
        begun_at=now,
        accounts=len(accounts),
        existing=len(accounts),
    )
    return made if run_store.add_run(made) else None


def begin(
    unit: str,
    under: Sequence[OfficialAccount],
    chosen: Sequence[str],
    share: int | None,
    *,
    by: Actor,
    now: datetime,
    lot: random.Random | None = None,
) -> tuple[Run, list[str]]:
    """Begin a run; returns it with the ids of its accounts.

    ``under`` are the accounts of the unit and below; ``chosen`` those that are named, empty for all; ``share`` is how many
    per cent of them are drawn by lot. Raises ``PermissionDenied``.
    """
    people.require(by, START, unit)
    ids = [one.id for one in under if not chosen or one.id in chosen]
    if share is not None and ids:
        drawn = lot or random.SystemRandom()
        ids = sorted(drawn.sample(ids, max(1, round(len(ids) * share / 100))))
    made = Run(
        id=f"r-{now.astimezone(SHANGHAI):%Y%m%d}-{now.astimezone(SHANGHAI):%H%M%S}-{_mark()}",
        kind=RunKind.FULL if share is None else RunKind.SAMPLE,
        unit=unit,
        by=by.person,
        begun_at=now,
        accounts=len(ids),
        existing=len(under),
    )
    entry = audit.entry_of(
        by,
        START,
        unit=unit,
        at=now,
        object=f"inspection:{made.id}",
        changes=audit.changes_between({}, {"accounts": made.accounts, "existing": made.existing}),
    )
    run_store.add_run(made, [audit.write_action(entry)])
    return made, ids


def _mark() -> str:
    return f"{random.SystemRandom().randrange(16**4):04x}"
