"""Check an account now, and keep what was found."""

from __future__ import annotations

from datetime import datetime

from chalicelib import accounts, people
from chalicelib.accounts import Checked
from chalicelib.actor import Actor

CHECK = "accounts:account:check"


def check_account(account_id: str, *, by: Actor, now: datetime) -> Checked:
    """Check secrets, token, callback and quotas; changes nothing at WeChat (``accounts.checkup``).

    Running it twice looks twice. Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    people.require(by, CHECK, accounts.current(account_id).account.unit)
    findings = accounts.checkup.check(account_id)
    return accounts.keep_checkup(account_id, findings, by=by.person, at=now)
