"""The rounds of a day: twice an hour from eight o'clock on, each account that has something due is fetched.

Nothing has to be set up for an account, and a round that was missed is made good by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import accounts, telemetry
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import queues
from chalicelib.insight.wechat_numbers import store
from chalicelib.insight.wechat_numbers.errors import FetchedElsewhere
from chalicelib.insight.wechat_numbers.schedule import READY_HOUR
from chalicelib.insight.wechat_numbers.turn import fetch
from chalicelib.settings import settings

EVERYBODY: Final = "*"
"""The message that begins a round; any other one names an account."""
_MINUTES: Final = (15, 45)
"""Past the full hour, when everybody else in the country asks."""
TURN: Final = timedelta(seconds=35)
"""An account that needs longer gets another turn; the function's own time is 60 s."""


def sweep(now: datetime) -> int:
    """Begin a round where it is time for one; returns the messages queued.

    Running it twice is harmless: an account that was fetched is not due, one that is being fetched is left alone.
    """
    here = now.astimezone(SHANGHAI)
    if here.hour < READY_HOUR or here.minute not in _MINUTES:
        return 0
    queues.send(settings().numbers_queue_url, EVERYBODY)
    return 1


def order(account_id: str, since: date | None = None) -> None:
    """Have one account fetched now, by the function of the rounds, from a day on where one is given.

    Ordering it twice asks WeChat nothing twice (``fetch``).
    """
    queues.send(settings().numbers_queue_url, f"{account_id} {since}" if since else account_id)


def carry_out(message: str, *, clock: Callable[[], datetime] = utc_now) -> None:
    """Do what a message of the queue says: begin a round, or fetch one account for a while.

    Running it twice is harmless (``fetch``). An account that is gone, or that another function has, is passed over.
    """
    if message == EVERYBODY:
        queues.send_all(settings().numbers_queue_url, due_accounts(clock()))
        return
    account, _, since = message.partition(" ")
    try:
        first = date.fromisoformat(since) if since else None
        done = fetch(account, since=first, until=clock() + TURN, clock=clock)
    except (FetchedElsewhere, accounts.UnknownAccount):
        return
    if done.progress.problem:
        telemetry.logger.warning(
            "statistics not complete", extra={"account": account, "why": done.progress.problem}
        )
    if done.left:
        # The first day is kept by now.
        queues.send(settings().numbers_queue_url, account)


def due_accounts(now: datetime) -> list[str]:
    """The accounts of which something is to be asked now."""
    found = []
    for state in accounts.states():
        known = store.progress(state.account.id)
        if known is None or known.next_at is None or known.next_at <= now:
            found.append(state.account.id)
    return found
