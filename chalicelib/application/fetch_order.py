"""A fetch of WeChat's statistics that somebody at the console asks for: the function of the rounds carries it out."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib import audit, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.wechat_numbers import FETCH
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field, Invalid


def order_fetch(account_id: str, *, since: date | None = None, by: Actor, now: datetime) -> None:
    """Have all that is due of an account fetched now; with ``since`` from that day on, as far back as WeChat keeps it.

    How far it is stands in its progress: what does not fit into one turn, or into one day's quota, goes on by itself.
    Raises ``Invalid``, ``UnknownAccount`` or ``PermissionDenied``.

    Ordered twice, WeChat is asked nothing twice: a day that was seen today is not due.
    """
    account = account_for(by, FETCH, account_id)
    if since is not None and since >= now.astimezone(SHANGHAI).date():
        raise Invalid("请选择今天以前的日期。", fields=[Field("since", "太晚")])
    note = f"立即取数，自 {since} 起" if since else "立即取数"
    entry = audit.entry_of(
        by, FETCH, unit=account.unit, object=f"account:{account_id}", at=now, note=note
    )
    # Logged first: an order that nobody logged is worse than an entry whose order was lost.
    audit.record(entry)
    insight.wechat_numbers.order(account_id, since)
