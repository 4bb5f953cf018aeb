"""The finish events: WeChat's word about a mass send or a publication comes to its delivery (sheet §1.5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.clock import utc_now
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import (
    Counts,
    Delivery,
    Finish,
    OriginalCheck,
    Publication,
)
from chalicelib.publishing.errors import DeliveryChanged
from chalicelib.publishing.sending.recording import record
from chalicelib.publishing.sending.results import after_event
from chalicelib.publishing.sending.wechat import in_order

if TYPE_CHECKING:
    from chalicelib.wechat.events import MassSendJobFinish, PublishJobFinish

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
    check, urls = event.copyright_check, event.article_urls
    finish = Finish(
        msg_id=int(event.job_id),
        status=event.status,
        counts=Counts(
            total=event.total_count,
            filtered=event.filter_count,
            sent=event.sent_count,
            failed=event.error_count,
        ),
        urls=in_order((one.index, one.url) for one in urls.results) if urls else (),
        check_state=check.check_state or None if check else None,
        checks=tuple(
            OriginalCheck(
                article=one.article_index,
                audit_state=one.audit_state,
                original_url=one.original_article_url,
                can_reprint=bool(one.can_reprint),
            )
            for one in check.results
        )
        if check
        else (),
        received_at=now or utc_now(),
    )
    return settle(account_id, finish)


def confirm_publication(
    account_id: str, event: PublishJobFinish, *, now: datetime | None = None
) -> Delivery | None:
    """Record how a publication (发布) ended; see ``confirm``."""
    info = event.info
    publication = Publication(
        publish_id=info.publish_id,
        status=info.publish_status,
        article_id=info.article_id,
        urls=in_order((one.index, one.url) for one in info.articles),
        failed=tuple(info.failed),
        received_at=now or utc_now(),
    )
    return settle(account_id, publication)


def settle(account_id: str, event: Finish | Publication) -> Delivery | None:
    """Keep a finish event and apply it if its delivery is known; see ``confirm``."""
    delivery_id = store.record_finish(account_id, event)
    if delivery_id is None:
        return None
    for _ in range(_TRIES):
        delivery = store.get(delivery_id)
        after = after_event(delivery, event, event.received_at)
        if after is None:
            return delivery
        try:
            return record(delivery, after)
        except DeliveryChanged:
            continue
    raise DeliveryChanged(f"投递 {delivery_id} 正被别处更新，稍后再记录群发结果。")
