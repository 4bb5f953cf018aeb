"""A person corrects the ledger: by WeChat's numbers, by their own count, or by having WeChat start anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from chalicelib import audit, people
from chalicelib.accounts import ledger, store
from chalicelib.accounts.clients import wechat_client
from chalicelib.accounts.ledger import Line
from chalicelib.accounts.models import Scarce
from chalicelib.accounts.quotas import QUOTAS
from chalicelib.actor import Actor

CORRECT: Final = "accounts:allowance:correct"
CLEAR: Final = "accounts:allowance:clear"


def enter_used(account_id: str, scarce: Scarce, used: int, *, by: Actor, now: datetime) -> None:
    """Enter how many are gone in the present period, as a person has counted; twice is once.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    unit = _unit(account_id)
    people.require(by, CORRECT, unit)
    before = ledger.lines(account_id, now)
    ledger.see_used(account_id, scarce, used, now)
    _record(account_id, unit, before, ledger.lines(account_id, now), by, now)


def sync(account_id: str, *, by: Actor, now: datetime) -> list[Line]:
    """Correct today's ledger by openapi/quota/get (sheet §2.1), and return it.

    What WeChat has counted beyond this ledger is taken, too. What this ledger has counted and WeChat does not
    show (yet, or because its counters were cleared) stays taken. Running it twice is harmless: what is written
    are WeChat's numbers. Raises ``AccountError``, ``PermissionDenied`` or ``WeChatError``.
    """
    from chalicelib.wechat.error_codes import API_NOT_PERMITTED, NO_SUCH_QUOTA
    from chalicelib.wechat.errors import ApiRefused

    unit = _unit(account_id)
    people.require(by, CORRECT, unit)
    before = ledger.lines(account_id, now)
    client = wechat_client(account_id)
    for scarce, quota in QUOTAS.items():
        if quota.path is None:
            continue
        try:
            told = client.openapi.get_quota(quota.path)["quota"]
        except ApiRefused as error:
            # An API that this kind of account may not call has no quota; the others are still told (sheet §2.1).
            if error.errcode not in (API_NOT_PERMITTED, *NO_SUCH_QUOTA):
                raise
            continue
        ledger.see_limit(account_id, scarce, int(told["daily_limit"]), now)
        ledger.see_used(account_id, scarce, int(told["used"]), now)
    after = ledger.lines(account_id, now)
    _record(account_id, unit, before, after, by, now)
    return after


def clear_quota(account_id: str, *, by: Actor, now: datetime) -> None:
    """Have WeChat set today's calls of every API to zero; ten times a month (sheet §2.1).

    This ledger keeps what it has counted: a mass send stays sent. Raises ``AllowanceUsedUp``, ``PermissionDenied``
    or ``WeChatError``.
    """
    unit = _unit(account_id)
    people.require(by, CLEAR, unit)
    client = wechat_client(account_id)
    ledger.spend(account_id, Scarce.CLEAR_QUOTA, now)
    # Before the call: what WeChat has done stands in the log, also where its answer gets lost.
    audit.record(audit.entry_of(by, CLEAR, unit=unit, at=now, object=f"account:{account_id}"))
    client.openapi.clear_quota()


def _unit(account_id: str) -> str:
    return store.state(account_id, consistent=True).account.unit


def _record(
    account_id: str,
    unit: str,
    before: Iterable[Line],
    after: Iterable[Line],
    by: Actor,
    now: datetime,
) -> None:
    """Log how many more are gone, and which limits are others; nothing where nothing is."""
    changes = audit.changes_between(_counted(before), _counted(after))
    if changes:
        audit.record(
            audit.entry_of(
                by, CORRECT, unit=unit, at=now, object=f"account:{account_id}", changes=changes
            )
        )


def _counted(lines: Iterable[Line]) -> dict[str, str]:
    return {line.claim.key: f"{line.taken}/{line.claim.limit}" for line in lines}
