"""Followers who wait are tagged, fifty in a call."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from chalicelib import accounts
from chalicelib.accounts import AllowanceUsedUp, Scarce, SecretsMissing
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import queues
from chalicelib.followers.tags import store
from chalicelib.followers.tags.platform import AT_ONCE
from chalicelib.settings import settings
from chalicelib.wechat.errors import ApiRefused, Busy, QuotaUsedUp, WeChatError

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

ORDER: Final = "tags "
"""Before the account in a message of the queue."""
_SOON: Final = timedelta(minutes=2)
_OF_THE_CALL: Final = frozenset({40003, 45059, 45159, 46004, 49003})
"""WeChat refuses all fifty for one follower, or for the tag (sheet §2.6)."""


def order(account_id: str) -> None:
    """Order one turn. Twice is harmless: one function at a time tags an account's followers."""
    queues.send(settings().followers_queue_url, ORDER + account_id)


def work(
    account_id: str,
    *,
    until: datetime | None = None,
    clock: Callable[[], datetime] = utc_now,
    client: Callable[[str], AccountClient] = accounts.wechat_client,
) -> int:
    """Tag who waits; returns how many were. Running it twice is harmless: tagging somebody again changes nothing.

    A call is counted before it is made. Who waits is removed after WeChat has taken the call: killed in between, the
    call is made again.
    """
    mark, number = secrets.token_hex(8), 0
    if not store.claim(account_id, mark, clock()):
        return 0
    again: datetime | None = clock()
    while until is None or clock() < until:
        tag, openids = store.wanted(account_id, AT_ONCE)
        if not openids:
            again = None
            break
        try:
            number += _tag(client(account_id), account_id, tag, openids, clock())
        except (AllowanceUsedUp, QuotaUsedUp):
            again = _tomorrow(clock())
            break
        except (WeChatError, SecretsMissing):
            again = clock() + _SOON
            break
    store.let_go(account_id, mark, again)
    return number


def _tag(
    client: AccountClient, account_id: str, tag: int, openids: list[str], now: datetime
) -> int:
    """Tag these; where WeChat refuses all for one, each by itself. Who can't be tagged waits no longer."""
    try:
        accounts.ledger.spend(account_id, Scarce.TAGGING, now)
        client.tag.tag_user(tag, openids)
    except ApiRefused as error:
        if isinstance(error, Busy) or error.errcode not in _OF_THE_CALL:
            raise
        if len(openids) == 1:
            store.done(account_id, tag, openids[0])
            return 0
        return sum(_tag(client, account_id, tag, [one], now) for one in openids)
    for one in openids:
        store.done(account_id, tag, one)
    return len(openids)


def _tomorrow(now: datetime) -> datetime:
    day = now.astimezone(SHANGHAI).replace(hour=0, minute=5, second=0, microsecond=0)
    return day + timedelta(days=1)
