"""Accounts that were asked something lately: of the others there is nothing to be counted anew.

| pk | sk | attributes |
|---|---|---|
| ``ASKEDLATELY`` | account | ``at`` (epoch s): when questions of the account were kept, the last time but for some minutes; ``expires_at`` a day later |
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.cloud import table

_PARTITION: Final = "ASKEDLATELY"
_EVERY: Final = 300
"""Seconds between two notes of one function about an account."""
_LATELY: Final = 1200
"""Seconds: two notes, a queue that waits, and a round that failed."""
_noted: dict[str, float] = {}


def note(account_id: str, now: datetime) -> None:
    """Note that questions of an account were kept. Twice is once."""
    at = now.timestamp()
    if 0 <= at - _noted.get(account_id, 0) < _EVERY:
        return
    table.put({"pk": _PARTITION, "sk": account_id, "at": int(at), "expires_at": int(at) + 86_400})
    _noted[account_id] = at


def accounts(now: datetime) -> list[str]:
    """The accounts of which questions were kept in the last minutes."""
    since = now.timestamp() - _LATELY
    return [str(item["sk"]) for item in table.query(_PARTITION) if int(item["at"]) >= since]


def forget_noted() -> None:
    """Note everything again."""
    _noted.clear()
