"""A sync is begun, cancelled, gone on with; its turns are ordered from the queue."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from chalicelib import accounts
from chalicelib.cloud import queues
from chalicelib.followers.errors import NoSync, SyncGoesOn, SyncWentOn
from chalicelib.followers.roll import store
from chalicelib.followers.roll.models import Phase, Sync
from chalicelib.settings import settings

ORDER: Final = "roll "
"""Before the account in a message of the queue."""
_AT_ONCE: Final = 20


def start(account_id: str, *, by: str, now: datetime) -> Sync:
    """Begin a sync and order its first turn. Raises ``UnknownAccount`` or ``SyncGoesOn``."""
    account = accounts.state(account_id, consistent=True).account
    sync = Sync(
        id=now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
        account=account_id,
        appid=account.appid,
        by=by,
        started_at=now,
        changed_at=now,
    )
    if not store.begin(sync):
        raise SyncGoesOn(account_id)
    order(account_id)
    return sync


def resume(account_id: str, *, accept: bool, now: datetime) -> Sync:
    """Go on at once with a sync that waits; ``accept`` believes a list that was doubted.

    Raises ``NoSync``, or ``SyncWentOn`` where it changed meanwhile or the list is still doubted.
    """
    before = _going_on(account_id)
    after = before.model_copy(update={"problem": "", "tries": 0, "next_at": None})
    if before.phase is Phase.HELD:
        if not accept or before.compared < before.parts:
            raise SyncWentOn(account_id, before.problem)
        after = after.model_copy(update={"phase": Phase.REPAIRING, "accepted": True})
    return _decided(before, after, now)


def cancel(account_id: str, *, now: datetime) -> Sync:
    """Give a sync up; what it fetched is deleted. Raises ``NoSync``, or ``SyncWentOn`` where the roll is in force already."""
    before = _going_on(account_id)
    if before.phase is Phase.CLEANING:
        raise SyncWentOn(account_id, "名单已经生效，不能取消。")
    after = before.model_copy(
        update={"phase": Phase.CLEANING, "cancelled": True, "problem": "", "next_at": None}
    )
    return _decided(before, after, now)


def order(account_id: str) -> None:
    """Order one turn. Twice is harmless: one function at a time has the sync."""
    queues.send(settings().followers_queue_url, ORDER + account_id)


def due(now: datetime) -> Iterator[str]:
    """Messages for the syncs that are to be gone on with."""
    for account in store.due(now, _AT_ONCE):
        yield ORDER + account


def _going_on(account_id: str) -> Sync:
    accounts.state(account_id)
    sync = store.current(account_id)
    if sync is None or sync.ended_for_good:
        raise NoSync(account_id)
    return sync


def _decided(before: Sync, after: Sync, now: datetime) -> Sync:
    after = after.model_copy(update={"changed_at": now})
    if not store.take_over(before, after, secrets.token_hex(8), now):
        raise SyncWentOn(before.account, "")
    order(before.account)
    return after
