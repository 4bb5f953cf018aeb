"""How long a takedown will take: the deletions that each account needs, against what its days allow (sheet §2.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import accounts
from chalicelib.accounts import Scarce
from chalicelib.clock import SHANGHAI
from chalicelib.takedown import Checklist, SpotKind, Takedown
from chalicelib.values import Value

MOST_SHORT: Final = 50
_USES: Final = {
    SpotKind.MASS: (Scarce.MASS_DELETE, "删除群发"),
    SpotKind.PUBLICATION: (Scarce.PUBLISH_DELETE, "删除发布"),
    SpotKind.BY_HAND: (Scarce.PUBLISH_DELETE, "删除发布"),
}


class ShortAccount(Value):
    """An account that one day is not enough for."""

    account: str
    account_name: str
    what: str
    needs: int
    left: int
    """Deletions that today still allows."""
    a_day: int
    ends_on: date


class Forecast(Value):
    """The deletions that are to be approved."""

    deletions: int
    accounts: int
    today: int
    """How many of them go today."""
    ends_on: date | None
    """None: nothing is deleted, or an account allows none at all."""
    short: tuple[ShortAccount, ...]
    """Accounts that need another day, the longest first."""
    left_out: int


def forecast(
    case: Takedown, checklists: Iterable[Checklist], names: Mapping[str, str], now: datetime
) -> Forecast:
    """What is ticked or above the threshold, by account; a hundred items of the ledger a call."""
    wanted: Counter[tuple[str, Scarce, str]] = Counter(
        (place.account, *_USES[place.kind])
        for one in checklists
        for place in one.places
        if place.kind in _USES and place.goes(case.threshold)
    )
    mine = {account for account, _, _ in wanted}
    known = {one.account.id: one.account for one in accounts.states() if one.account.id in mine}
    accounts.ledger.read_ahead(
        ((known[account], [scarce]) for account, scarce, _ in wanted if account in known), now
    )
    today = now.astimezone(SHANGHAI).date()
    short, at_once, last, never = list[ShortAccount](), 0, today, False
    for (account, scarce, what), needs in wanted.items():
        if account not in known:
            continue
        left, a_day = min(accounts.ledger.room_at(known[account], [scarce], now))
        at_once += min(left, needs)
        if needs <= left:
            continue
        if not a_day:
            never = True
            continue
        ends_on = today + timedelta(days=-(-(needs - left) // a_day))
        last = max(last, ends_on)
        short.append(
            ShortAccount(
                account=account,
                account_name=names.get(account, account),
                what=what,
                needs=needs,
                left=left,
                a_day=a_day,
                ends_on=ends_on,
            )
        )
    short.sort(key=lambda one: (-one.ends_on.toordinal(), -one.needs, one.account))
    return Forecast(
        deletions=wanted.total(),
        accounts=len(mine),
        today=at_once,
        ends_on=None if never or not wanted else last,
        short=tuple(short[:MOST_SHORT]),
        left_out=max(0, len(short) - MOST_SHORT),
    )
