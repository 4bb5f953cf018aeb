"""Official accounts are added, and moved to other units: they answer with the services of the catalogue there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import accounts
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import service_spread


def add_account(
    account: Mapping[str, Any], secrets: Mapping[str, str | None], *, by: Actor, now: datetime
) -> OfficialAccount:
    """Add an account with its secrets. Raises like ``accounts.add_account``."""
    made = accounts.add_account(account, secrets, by=by, now=now)
    service_spread.join(made, now)
    return made


def change_account(
    account_id: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> OfficialAccount:
    """Change fields of an account. Raises like ``accounts.change_account``."""
    made = accounts.change_account(account_id, changes, by=by, now=now, seen=seen)
    if changes.get("unit"):
        service_spread.join(made, now)
    return made
