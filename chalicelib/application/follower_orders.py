"""What the followers' queue orders: a turn at an account's roll, or at its tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, followers, telemetry
from chalicelib.application.following import REPAIR
from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.settings import settings

TURN: Final = timedelta(seconds=70)
"""Whoever needs longer gets another turn; the function's own time is 120 s, and a step takes some ten seconds."""


def sweep(now: datetime) -> int:
    """Order a turn for each sync, and each account's tags, that waited long enough or broke off; returns how many. Twice is harmless."""
    bodies = [*followers.roll.due(now), *(f"tags {one}" for one in followers.tags.due(now))]
    queues.send_all(settings().followers_queue_url, bodies)
    return len(bodies)


def carry_out(body: str, *, clock: Callable[[], datetime] = utc_now) -> None:
    """Do a turn at what a message names, and order the next where the time was over.

    Running it twice is harmless: one function at a time has a sync. An account that is gone is passed over.
    """
    what, _, account = body.partition(" ")
    try:
        if what == "tags":
            followers.tags.work(account, until=clock() + TURN, clock=clock)
            return
        sync = followers.roll.work(account, REPAIR, until=clock() + TURN, clock=clock)
    except accounts.UnknownAccount:
        return
    if sync is None or sync.ended_for_good or sync.phase is followers.roll.Phase.HELD:
        return
    if sync.problem:
        telemetry.logger.warning("sync waits", extra={"account": account, "why": sync.problem})
    elif sync.next_at is None:
        followers.roll.order(account)
