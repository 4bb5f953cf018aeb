"""The worker: one step of one delivery at a time, recorded before the next begins (docs/reliability.md).

Each step is two conditional writes around at most one call of WeChat. The first takes the delivery (and, for a
submit, says that a try begins: whatever can fail without WeChat comes before); the second records what came of it, and
begins the upload or draft that follows at once. A question that uses nothing up needs no first write. A worker that dies in between leaves a
delivery that falls due again when its hold ends, and the step is made again: a second upload or draft reaches
nobody, and WeChat recognises a second submit by its clientmsgid. Only a publication has no such mark: its submit
is made once, and what became of it is looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import accounts, newsroom
from chalicelib.clock import utc_now
from chalicelib.cloud.read_once import steady_once
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, Problem, Way
from chalicelib.publishing.deliveries.queue import enqueue_if_soon
from chalicelib.publishing.errors import DeliveryChanged
from chalicelib.publishing.sending import failures
from chalicelib.publishing.sending.execute import Around, perform, prepared, unchanged
from chalicelib.publishing.sending.next_step import (
    HOLD,
    AskOutcome,
    GiveUp,
    MakeDraft,
    Rest,
    Step,
    Submit,
    UploadMaterial,
    UploadPicture,
    next_step,
)
from chalicelib.publishing.sending.recording import record
from chalicelib.publishing.sending.wechat import Channel, WeChatChannel
from chalicelib.wechat.errors import WeChatError

Clock = Callable[[], datetime]

BUDGET: Final = timedelta(seconds=8)
"""No new step is begun after this: the longest call (45 s) still ends inside the function's minute."""

EARLY: Final = timedelta(seconds=5)
"""By which the clock of the queue may be ahead of this machine's."""


def channel_of(account: str) -> Channel:
    """The account's way to WeChat. Raises ``AccountError``."""
    return WeChatChannel(accounts.wechat_client(account))


def deliver(
    delivery_id: str,
    *,
    channel_for: Callable[[str], Channel] = channel_of,
    clock: Clock = utc_now,
    around: Around = unchanged,
) -> bool:
    """Advance a delivery until it rests or the time is up; returns whether more is due now.

    ``around`` adds to an article what is known only when it goes out. What falls due before the sweeper is sure to see it is queued for its second. Running it twice, also at the
    same time, is harmless: whoever writes second is refused and stops. Raises ``UnknownDelivery``.
    """
    with steady_once():
        return _delivered(delivery_id, channel_for, clock, around)


def _delivered(
    delivery_id: str, channel_for: Callable[[str], Channel], clock: Clock, around: Around
) -> bool:
    started, steps = clock(), 0
    delivery, begun = store.get(delivery_id), None
    try:
        # What the step before wrote is what stands there, unless somebody wrote since: then the next write is refused.
        while made := advance(
            delivery,
            begun,
            channel_for=channel_for,
            clock=clock,
            around=around,
            until=started + BUDGET,
        ):
            delivery, begun = made
            steps += 1
            if begun is None and clock() - started > BUDGET:
                return True
    except DeliveryChanged:
        return False
    now = clock()
    # Whoever made no step came in vain, and leaves it to the message of the one who did: else each would beget
    # another. But one that came a moment early has to come again.
    if steps or (delivery.due_at is not None and delivery.due_at - now <= EARLY):
        enqueue_if_soon(delivery, now)
    return False


def advance(
    before: Delivery,
    begun: Step | None = None,
    *,
    channel_for: Callable[[str], Channel] = channel_of,
    clock: Clock = utc_now,
    around: Around = unchanged,
    until: datetime | None = None,
) -> tuple[Delivery, Step | None] | None:
    """Make the next step of a delivery, or the one that was ``begun`` with the write before; None where nothing is due.

    Returns the delivery as it is then, and the step that the same write has begun, if it has: before ``until`` it begins
    an upload or a draft that follows at once. Raises ``DeliveryChanged`` if another worker has it, or somebody changed it
    since ``before`` was read.
    """
    now = clock()
    step = begun or next_step(before, now)
    if isinstance(step, Rest):
        return None
    if isinstance(step, GiveUp):
        problem = Problem(at=now, what=step.what, advice=step.advice)
        return record(before, failures.failed(before, problem)), None
    # All that can fail without WeChat first: what stops there has tried nothing, and must leave no record of a try.
    # What AWS itself raises goes to the queue, which brings the delivery back; the sweep is sooner.
    try:
        channel = channel_for(before.account)
        step = prepared(step, before, channel, around)
    except (WeChatError, accounts.AccountError, newsroom.NewsroomError) as error:
        return record(before, failures.setback(before, before, step, error, clock()), error), None
    held = before
    if begun is None and not _only_asks(step, before):
        held = store.save(before, _hold(before, step, clock()))
    try:
        after = perform(step, held, channel, clock, around)
    except (WeChatError, accounts.AccountError, newsroom.NewsroomError) as error:
        return record(held, failures.setback(before, held, step, error, clock()), error), None
    following = _following(after, clock(), until)
    if following is not None:
        after = _hold(after, following, clock())
    return record(held, after), following


def _only_asks(step: Step, delivery: Delivery) -> bool:
    """Whether a step changes nothing at WeChat and uses nothing up: two workers may make it at once."""
    return isinstance(step, AskOutcome) and delivery.way is Way.MASS


def _following(after: Delivery, now: datetime, until: datetime | None) -> Step | None:
    """The step that begins with the write of the one before: one that cannot fail before WeChat is called."""
    if until is None or now > until:
        return None
    step = next_step(after, now)
    return step if isinstance(step, UploadPicture | UploadMaterial | MakeDraft) else None


def _hold(delivery: Delivery, step: Step, now: datetime) -> Delivery:
    changes: dict[str, Any] = {"held_until": now + HOLD, "due_at": now + HOLD}
    # Written before the call: whoever comes after a crash knows that it may have been made.
    if isinstance(step, Submit):
        changes |= {"tried_at": now, "first_tried_at": delivery.first_tried_at or now}
    if isinstance(step, MakeDraft) and delivery.drafted:
        changes |= {"drafts_begun": delivery.drafts_begun + 1}
    return delivery.model_copy(update=changes)
