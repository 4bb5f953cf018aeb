"""A person corrects the ledger: by WeChat's numbers, by their own count, or by having WeChat start anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib import audit, people
from chalicelib.accounts import ledger, store
from chalicelib.accounts.clients import wechat_client
from chalicelib.accounts.ledger import Line
from chalicelib.accounts.models import Scarce
from chalicelib.accounts.quotas import QUOTAS
from chalicelib.actor import Actor
from chalicelib.cloud import table

CORRECT: Final = "accounts:allowance:correct"
CLEAR: Final = "accounts:allowance:clear"


def enter_used(account_id: str, scarce: Scarce, used: int, *, by: Actor, now: datetime) -> None:
    """Enter how many are gone in the present period, as a person has counted; twice is once.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    unit = _unit(account_id)
    people.require(by, CORRECT, unit)
    log = _Log(account_id, unit, by, now)
    ledger.see_used(account_id, scarce, used, now, log.taken)


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
    log = _Log(account_id, unit, by, now)
    limits = {one.claim.scarce: one.claim.limit for one in ledger.lines(account_id, now)}
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
        limit = int(told["daily_limit"])
        ledger.see_limit(
            account_id, scarce, limit, now, log.limit(scarce, limits.get(scarce), limit)
        )
        ledger.see_used(account_id, scarce, int(told["used"]), now, log.taken)
    return ledger.lines(account_id, now)


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


@dataclass(frozen=True)
class _Log:
    """Makes the entries of a correction, each to be written with what it tells of."""

    account: str
    unit: str
    by: Actor
    now: datetime

    def taken(self, before: Line, taken: int) -> list[table.Action]:
        """How many are gone now, of how many."""
        limit, key = before.claim.limit, before.claim.key
        return self._entry({key: f"{before.taken}/{limit}"}, {key: f"{taken}/{limit}"})

    def limit(self, scarce: Scarce, before: int | None, after: int) -> list[table.Action]:
        """The limit that WeChat told; nothing where it is the one that was known."""
        return self._entry({f"limit {scarce.value}": before}, {f"limit {scarce.value}": after})

    def _entry(
        self, before: Mapping[str, object], after: Mapping[str, object]
    ) -> list[table.Action]:
        changes = audit.changes_between(before, after)
        if not changes:
            return []
        entry = audit.entry_of(
            self.by,
            CORRECT,
            unit=self.unit,
            at=self.now,
            object=f"account:{self.account}",
            changes=changes,
        )
        return [audit.write_action(entry)]
