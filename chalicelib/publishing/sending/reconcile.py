"""The fate of a push that WeChat took, or may have taken: first its event, then a scarce question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from chalicelib import accounts
from chalicelib.accounts import Scarce
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries.transitions import ENDED
from chalicelib.publishing.sending.next_step import STILL_SENDING, TOO_LATE, asked_later
from chalicelib.publishing.sending.results import after_event, answered, awaiting, found_published
from chalicelib.publishing.sending.wechat import Channel, Listed

_SKEW: Final = timedelta(minutes=1)
"""By which WeChat's clock may differ from ours."""

_LATE: Final = timedelta(days=1)
"""By which an event may come after its push, at most."""


def ask(held: Delivery, channel: Channel, clock: Callable[[], datetime]) -> Delivery:
    """The event may have come before the submit was recorded, may come later, or never."""
    now = clock()
    held = _with_job(held)
    if held.job is None:
        listed_ = listed(held, channel) if held.way is Way.PUBLISH and held.polls else None
        return found_published(held, listed_, now) if listed_ else asked_later(held, now)
    event = store.finish(held)
    settled = after_event(held, event, now) if event is not None else None
    if settled is None and held.polls:
        settled = _answer(held, channel, clock)
    return settled or asked_later(held, now)


def job_of(held: Delivery) -> str | None:
    """The job of a push that WeChat took without our recording its number, if it can be known."""
    recorded = store.job_of(held)
    if recorded is not None or held.first_tried_at is None:
        return recorded
    # The one event since the first try that can belong to no other push is this one's.
    events = store.unclaimed(held, held.first_tried_at)
    if len(events) != 1 or _rivals(held):
        return None
    return events[0].job if store.claim(held, events[0].job) else None


def listed(held: Delivery, channel: Channel) -> Listed | None:
    """The one publication since the first try that has these articles and belongs to no other delivery."""
    since = (held.first_tried_at or held.at) - _SKEW
    titles = tuple(piece.title for piece in held.pieces)
    known = {other.article_id for other in _since(held.account, since)}
    same = [
        one
        for one in channel.publications()
        if one.titles == titles and one.updated_at >= since and one.article_id not in known
    ]
    return same[0] if len(same) == 1 and not _rivals(held) else None


def _with_job(held: Delivery) -> Delivery:
    if held.job is not None:
        return held
    job = job_of(held)
    if job is None:
        return held
    known = {"publish_id": job} if held.way is Way.PUBLISH else {"msg_id": int(job)}
    return held.model_copy(update=known)


def _answer(held: Delivery, channel: Channel, clock: Callable[[], datetime]) -> Delivery | None:
    if held.way is Way.PUBLISH:
        try:
            accounts.ledger.spend(held.account, Scarce.PUBLISH_POLL, clock())
        except accounts.AllowanceUsedUp:
            return None  # the event may still come; the next question is tomorrow's
        return after_event(held, channel.publication(held.publish_id or "", clock()), clock())
    status = channel.outcome(held.msg_id or 0)
    now = clock()
    settled = answered(held, status, now)
    waits = held.state is DeliveryState.SUBMITTED and held.tag_id is None
    if settled is None and waits and held.polls >= STILL_SENDING:
        settled = asked_later(awaiting(held, now, "微信一直显示“发送中”"), now)
    return settled


def _rivals(held: Delivery) -> bool:
    """Whether another push of this account may own an event that nobody claims."""
    since = (held.first_tried_at or held.at) - _LATE
    return any(
        other.id != held.id
        and other.way is held.way
        and other.job is None
        and other.first_tried_at is not None
        and other.first_tried_at > since
        and (other.state not in ENDED or other.state is DeliveryState.FAILED)
        for other in _since(held.account, since)
    )


def _since(account: str, moment: datetime) -> Iterator[Delivery]:
    """The account's pushes that may have been tried since then, without its whole history."""
    recent = store.of_account(account)  # latest slot first
    return takewhile(lambda other: other.at >= moment - TOO_LATE - _LATE, recent)
