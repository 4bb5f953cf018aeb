"""Remove an account with all that hangs on it: planned pushes, the language model, the hotline."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib import accounts, assistant, hotline, menus, notices, people, publishing
from chalicelib.accounts import AccountError
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.errors import IllegalNow, remedy
from chalicelib.values import Value

REMOVE = "accounts:account:remove"
_NOTE = "公众号被移除"


class PushesPlanned(AccountError, IllegalNow):
    """Pushes of the account have not been sent yet."""


class Removed(NamedTuple):
    """What went with the account."""

    cancelled: tuple[str, ...]
    """Ids of the pushes that were called off."""
    waiting: int
    """Sessions that are with the hotline and get no further answer."""


class Stopped(Value):
    """What stops when an account is removed."""

    pushes: tuple[str, ...]
    """The pushes that are to go out: time and titles."""
    model: bool
    """Whether a language model is switched on."""
    hotline: bool
    waiting: int
    """Sessions that are with the hotline and would get no further answer."""
    retention_days: int
    """Messages and reply books stay for so long."""


def what_stops(account_id: str, *, by: Actor) -> Stopped:
    """What the removal of an account would stop. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = accounts.current(account_id).account
    people.require(by, REMOVE, account.unit)
    return Stopped(
        pushes=tuple(
            f"{shown(one.at)}　{' / '.join(piece.title for piece in one.pieces)}"
            for one in publishing.cancellable(account_id)
        ),
        model=assistant.settings_of(account_id) is not None,
        hotline=hotline.settings_of(account_id) is not None,
        waiting=sum(case.state not in hotline.OVER for case in hotline.cases(account_id)),
        retention_days=account.retention_days,
    )


def require_none_unsent(account_id: str) -> None:
    """Raises ``PushesPlanned`` where a push of the account has not been sent yet."""
    unsent = publishing.cancellable(account_id)
    if not unsent:
        return
    listed = "\n".join(
        f"  {one.id}  {' / '.join(piece.title for piece in one.pieces)}" for one in unsent
    )
    raise PushesPlanned(
        f"公众号“{account_id}”还有 {len(unsent)} 次群发没有发出，没有移除：\n{listed}\n"
        "请先取消，或者在移除时一并取消：",
        remedies=[
            remedy("push.cancel", "取消一次群发", delivery=unsent[0].id),
            remedy("account.remove_all", "移除公众号，一并取消", account=account_id),
        ],
    )


def remove_account(
    account_id: str, *, by: Actor, now: datetime, cancel_pushes: bool = False
) -> Removed:
    """Cancel its planned pushes, switch its model off, disconnect its hotline, then forget the account.

    The account goes last, and each step before it may be taken twice: stopped in between, the use case runs again
    and ends the same. Raises ``UnknownAccount``, ``PermissionDenied``, ``PushesPlanned`` (without
    ``cancel_pushes``), and what cancelling a push raises.
    """
    people.require(by, REMOVE, accounts.current(account_id).account.unit)
    if not cancel_pushes:
        require_none_unsent(account_id)
    cancelled = []
    for delivery in publishing.cancellable(account_id):
        publishing.cancel(delivery.id, by=by, now=now, note=_NOTE)
        cancelled.append(delivery.id)
    # Their keys lie beside the account's, and whoever looks for them starts from the account.
    assistant.switch_off(account_id, by=by, now=now)
    waiting = hotline.disconnect(account_id, by=by, now=now)
    accounts.forget_checkup(account_id)
    menus.forget(account_id)
    notices.erasure.forget_account(account_id)
    accounts.remove_account(account_id, by=by, now=now)
    return Removed(tuple(cancelled), len(waiting))
