"""What followers see of a work (作品): the work as it was published last, at the account that published it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts, newsroom, works
from chalicelib.settings import settings
from chalicelib.works import Work, WorkKind

if TYPE_CHECKING:
    from chalicelib.newsroom import Theme

HOLD: Final = 10.0
"""Seconds that a warm function trusts what it has read of an account."""
_MOST_HELD: Final = 64
_held: dict[str, tuple[float, Front]] = {}


class Front(NamedTuple):
    """An account as its followers see it."""

    name: str
    theme: Theme


def front_of(account_id: str, clock: Callable[[], float] = time.monotonic) -> Front:
    """The account as of at most ``HOLD`` seconds ago. Raises ``UnknownAccount``."""
    now = clock()
    held = _held.get(account_id)
    if held is not None and now - held[0] < HOLD:
        return held[1]
    account = accounts.state(account_id).account
    theme = newsroom.choose({}, newsroom.themes_for(account=account_id)).theme
    if account_id not in _held and len(_held) >= _MOST_HELD:
        del _held[next(iter(_held))]
    _held[account_id] = now, Front(account.name, theme)
    return _held[account_id][1]


def address_of(work: Work) -> str:
    """The address of a work; empty where followers' pages have no address."""
    return address_at(work.account, work.kind, work.id)


def address_at(account: str, kind: WorkKind, work_id: str) -> str:
    """The address that a work has, published or not yet; empty where followers' pages have no address."""
    base = settings().h5_url
    return f"{base}{works.path_of(account, kind, work_id)}" if base else ""


def forget_fronts() -> None:
    """Drop what is held (tests)."""
    _held.clear()
