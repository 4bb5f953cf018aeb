"""How many of the day's notices a list may use, and how a portion takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import accounts
from chalicelib.accounts import AllowanceUsedUp, Scarce
from chalicelib.notices.sender import Spend

_KEPT_FOR_SINGLE: Final = 10
"""A list leaves one in so many of the day's notices to reminders and answers."""


def left_today(account_id: str, now: datetime) -> int:
    """How many of the day's notices a list may still use."""
    room = [
        max(0, line.left - claim.limit // _KEPT_FOR_SINGLE)
        for claim in accounts.ledger.claims(account_id, [Scarce.NOTICE], now)
        for line in [accounts.ledger.line(account_id, claim)]
    ]
    return min(room, default=10**9)


def room_of_a_day(account_id: str, now: datetime) -> int:
    """How many notices lists may send on a whole day."""
    claims = accounts.ledger.claims(account_id, [Scarce.NOTICE], now)
    return min((claim.limit - claim.limit // _KEPT_FOR_SINGLE for claim in claims), default=10**9)


def spend_portion(account_id: str, number: int) -> Spend:
    """Takes the day's notices of a whole portion with its first one; killed after it, they count as used.

    Where others took some meanwhile, one by one until nothing is left.
    """
    held = [0]

    def spend(now: datetime) -> None:
        if held[0]:
            held[0] -= 1
            return
        try:
            accounts.ledger.spend(account_id, Scarce.NOTICE, now, number)
        except AllowanceUsedUp:
            accounts.ledger.spend(account_id, Scarce.NOTICE, now)
        else:
            held[0] = number - 1

    return spend
