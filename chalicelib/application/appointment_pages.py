"""What an account's pages of appointments show of the account itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts, newsroom

if TYPE_CHECKING:
    from chalicelib.newsroom import Theme

HOLD: Final = 10.0
"""Seconds that a warm function trusts what it has read."""
_MOST_HELD: Final = 64
_held: dict[str, tuple[float, Front]] = {}


class Front(NamedTuple):
    """An account as its followers see it, and the unit whose halls they may choose among."""

    name: str
    theme: Theme
    unit: str


def front_of(account_id: str, clock: Callable[[], float] = time.monotonic) -> Front:
    """The account as of at most ``HOLD`` seconds ago. Raises ``UnknownAccount``."""
    now = clock()
    held = _held.get(account_id)
    if held is not None and now - held[0] < HOLD:
        return held[1]
    account = accounts.live(account_id).state.account
    theme = newsroom.choose({}, newsroom.themes_for(account=account_id)).theme
    if account_id not in _held and len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    _held[account_id] = now, Front(account.name, theme, account.unit)
    return _held[account_id][1]


def forget_fronts() -> None:
    """Drop what is held (tests)."""
    _held.clear()
