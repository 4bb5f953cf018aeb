"""The finish event: what MASSSENDJOBFINISH says of a push lands on its delivery (sheet §1.5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.publishing import store
from chalicelib.publishing.ended import tell
from chalicelib.publishing.errors import Moved
from chalicelib.publishing.models import Counts, Delivery, Finish
from chalicelib.publishing.outcome import finished
from chalicelib.publishing.worker import utc_now

if TYPE_CHECKING:
    from chalicelib.wechat.events import MassSendJobFinish

_TRIES: Final = 5
"""A worker may write at the same moment; five in a row do not happen, and the stream would bring it again."""


def confirm(
    account_id: str, event: MassSendJobFinish, *, now: datetime | None = None
) -> Delivery | None:
    """Record how a mass send ended; returns its delivery, or None while it is not known which one that is.

    The event may come before the submit is recorded: it is kept, and the worker finds it. It may come twice:
    the second one changes nothing. One whose job number is no number belongs to none of our deliveries.
    """
    if not event.job_id.isdecimal():
        return None
    urls = (
        sorted(event.article_urls.results, key=lambda one: one.index) if event.article_urls else []
    )
    finish = Finish(
        msg_id=int(event.job_id),
        status=event.status,
        counts=Counts(
            total=event.total_count,
            filtered=event.filter_count,
            sent=event.sent_count,
            failed=event.error_count,
        ),
        urls=tuple(one.url for one in urls if one.url),
        check_state=event.copyright_check.check_state if event.copyright_check else None,
        received_at=now or utc_now(),
    )
    return settle(account_id, finish)


def settle(account_id: str, finish: Finish) -> Delivery | None:
    """Keep a finish and apply it if its delivery is known; see ``confirm``."""
    delivery_id = store.record_finish(account_id, finish)
    if delivery_id is None:
        return None
    for _ in range(_TRIES):
        delivery = store.get(delivery_id)
        after = finished(delivery, finish, finish.received_at)
        if after is None:
            return delivery
        try:
            settled = store.save(delivery, after)
        except Moved:
            continue
        tell(delivery, settled)
        return settled
    raise Moved(f"投递 {delivery_id} 正被别处更新，稍后再记录群发结果。")
