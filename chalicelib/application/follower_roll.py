"""The roll of an account as people work with it: begin a sync, watch it, go on with it, cancel it; one follower in it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, audit, followers, people
from chalicelib.accounts import Scarce
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.erase_follower import ERASE
from chalicelib.application.export_follower import EXPORT
from chalicelib.audit import Change
from chalicelib.transitions import Deed

READ: Final = "followers:roll:read"
SYNC: Final = "followers:roll:sync"


class RollState(NamedTuple):
    """What is known of an account's roll."""

    roll: followers.roll.Roll | None
    sync: followers.roll.Sync | None
    calls_left: int
    """Of user/get today."""
    calls_a_day: int
    actions: tuple[Deed, ...]


def status(account_id: str, *, by: Actor, now: datetime) -> RollState:
    """The roll and the sync of an account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = accounts.current(account_id).account
    people.require(by, READ, account.unit)
    sync = followers.roll.current(account_id)
    left, limit = accounts.ledger.room_at(account, [Scarce.FOLLOWERS], now)[0]
    return RollState(
        roll=followers.roll.roll_of(account_id),
        sync=sync,
        calls_left=left,
        calls_a_day=limit,
        actions=_actions(sync, by, account.unit),
    )


def start(account_id: str, *, by: Actor, now: datetime) -> followers.roll.Sync:
    """Begin a sync. Raises ``UnknownAccount``, ``PermissionDenied`` or ``SyncGoesOn``."""
    unit = _unit(account_id, by)
    sync = followers.roll.start(account_id, by=by.person, now=now)
    _log(account_id, unit, by, now, "开始同步粉丝名单")
    return sync


def resume(
    account_id: str, *, accept: bool, reason: str, by: Actor, now: datetime
) -> followers.roll.Sync:
    """Go on with a sync that waits; ``accept``, with a reason, believes a list that was doubted.

    Raises ``UnknownAccount``, ``PermissionDenied``, ``ReasonMissing``, ``NoSync`` or ``SyncWentOn``.
    """
    unit = _unit(account_id, by)
    if accept and not 0 < len(reason.strip()) <= 200:
        raise followers.ReasonMissing
    sync = followers.roll.resume(account_id, accept=accept, now=now)
    changes = [Change(field="gone", before=str(sync.known), after=str(sync.gone))] if accept else []
    note = f"确认名单并继续：{reason.strip()}" if accept else "继续同步粉丝名单"
    _log(account_id, unit, by, now, note, changes)
    return sync


def cancel(account_id: str, *, by: Actor, now: datetime) -> followers.roll.Sync:
    """Give a sync up. Raises ``UnknownAccount``, ``PermissionDenied``, ``NoSync`` or ``SyncWentOn``."""
    unit = _unit(account_id, by)
    sync = followers.roll.cancel(account_id, now=now)
    _log(account_id, unit, by, now, "取消同步粉丝名单")
    return sync


def _actions(sync: followers.roll.Sync | None, by: Actor, unit: str) -> tuple[Deed, ...]:
    phase = followers.roll.Phase
    goes_on = sync is not None and not sync.ended_for_good
    idle = "" if goes_on else "没有正在进行的同步。"
    held = goes_on and sync is not None and sync.phase is phase.HELD
    waits = goes_on and sync is not None and sync.next_at is not None
    late = sync is not None and sync.phase is phase.CLEANING
    no = denied(by, SYNC, unit)
    return (
        deed("start", "开始同步", no, "正在同步。" if goes_on else ""),
        deed("resume", "马上继续", no, idle, "" if waits else "不必催，它在进行。"),
        deed("accept", "确认名单并继续", no, idle, "" if held else "名单没有疑问。"),
        deed("cancel", "取消同步", no, idle, "名单已经生效。" if late else ""),
        deed("look", "查看", denied(by, EXPORT, unit)),
        deed("erase", "删除个人信息", denied(by, ERASE, unit)),
        deed("block", "拉黑", denied(by, "followers:blacklist:edit", unit)),
    )


def _unit(account_id: str, by: Actor) -> str:
    unit = accounts.current(account_id).account.unit
    people.require(by, SYNC, unit)
    return unit


def _log(
    account_id: str,
    unit: str,
    by: Actor,
    now: datetime,
    note: str,
    changes: list[Change] | None = None,
) -> None:
    audit.record(
        audit.entry_of(
            by,
            SYNC,
            unit=unit,
            object=f"account:{account_id}",
            at=now,
            note=note,
            changes=changes or [],
        )
    )
