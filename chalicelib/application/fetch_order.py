"""A fetch of WeChat's statistics that somebody at the console asks for: the function of the rounds carries it out."""

from __future__ import annotations

from datetime import datetime

from chalicelib import audit, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.wechat_numbers import FETCH


def order_fetch(account_id: str, *, by: Actor, now: datetime) -> None:
    """Have all that is due of an account fetched now. Raises ``UnknownAccount`` or ``PermissionDenied``.

    Ordered twice, WeChat is asked nothing twice: a day that was seen today is not due.
    """
    account = account_for(by, FETCH, account_id)
    entry = audit.entry_of(
        by, FETCH, unit=account.unit, object=f"account:{account_id}", at=now, note="立即取数"
    )
    # Logged first: an order that nobody logged is worse than an entry whose order was lost.
    audit.record(entry)
    insight.wechat_numbers.order(account_id)
