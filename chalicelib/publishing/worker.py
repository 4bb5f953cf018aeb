"""The worker: one step of one delivery at a time, recorded before the next begins (DESIGN §6).

Each step is two conditional writes around at most one call of WeChat. The first takes the delivery (and, for a
submit, says that a try begins); the second records what came of it. A worker that dies in between leaves a
delivery that falls due again when its hold ends, and the step is made again: a second upload or draft reaches
nobody, and WeChat recognises a second submit by its clientmsgid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

from chalicelib import accounts, newsroom
from chalicelib.publishing import setbacks, store
from chalicelib.publishing.channel import Accepted, Channel, WeChatChannel
from chalicelib.publishing.ended import tell
from chalicelib.publishing.errors import Moved
from chalicelib.publishing.models import Delivery, Problem
from chalicelib.publishing.outcome import answered, finished
from chalicelib.publishing.steps import (
    HOLD,
    GiveUp,
    MakeDraft,
    Rest,
    Step,
    Submit,
    UploadCover,
    UploadPicture,
    next_step,
)
from chalicelib.publishing.transitions import Action, Who, move
from chalicelib.wechat.errors import AlreadySent, WeChatError

Clock = Callable[[], datetime]

BUDGET: Final = timedelta(seconds=8)
"""No new step is begun after this: the longest call (45 s) still ends inside the function's minute."""

_MEDIA_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
}


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


def channel_of(account: str) -> Channel:
    """The account's way to WeChat. Raises ``AccountError``."""
    return WeChatChannel(accounts.wechat_client(account))


def deliver(
    delivery_id: str,
    *,
    channel_for: Callable[[str], Channel] = channel_of,
    clock: Clock = utc_now,
) -> bool:
    """Advance a delivery until it rests or the time is up; returns whether more is due now.

    Running it twice, also at the same time, is harmless: whoever writes second is refused and stops.
    Raises ``UnknownDelivery``.
    """
    started = clock()
    try:
        while advance(delivery_id, channel_for=channel_for, clock=clock):
            if clock() - started > BUDGET:
                return True
    except Moved:
        return False
    return False


def advance(
    delivery_id: str,
    *,
    channel_for: Callable[[str], Channel] = channel_of,
    clock: Clock = utc_now,
) -> bool:
    """Make the next step of a delivery; returns whether there was one.

    Raises ``UnknownDelivery``, or ``Moved`` if another worker has it.
    """
    before = store.get(delivery_id)
    now = clock()
    step = next_step(before, now)
    if isinstance(step, Rest):
        return False
    if isinstance(step, GiveUp):
        problem = Problem(at=now, what=step.what, advice=step.advice)
        tell(before, store.save(before, setbacks.failed(before, problem)))
        return True
    held = store.save(before, _hold(before, step, now))
    cause: Exception | None = None
    try:
        after = _perform(step, held, channel_for, clock)
    except (WeChatError, accounts.AccountError, newsroom.NewsroomError) as error:
        after, cause = setbacks.setback(before, held, step, error, clock()), error
    tell(held, store.save(held, after), cause)
    return True


def _hold(delivery: Delivery, step: Step, now: datetime) -> Delivery:
    changes: dict[str, Any] = {"held_until": now + HOLD, "due_at": now + HOLD}
    if isinstance(step, Submit):
        # Written before the call: whoever comes after a crash knows that it may have been made.
        changes |= {"tried_at": now, "first_tried_at": delivery.first_tried_at or now}
    return delivery.model_copy(update=changes)


def _perform(
    step: Step, held: Delivery, channel_for: Callable[[str], Channel], clock: Clock
) -> Delivery:
    channel = channel_for(held.account)
    if isinstance(step, UploadPicture):
        address = channel.upload_picture(*_file(step.key))
        return _done(held, clock(), addresses={**held.addresses, step.key: address})
    if isinstance(step, UploadCover):
        media_id = channel.upload_cover(*_file(step.key))
        return _done(held, clock(), covers={**held.covers, step.key: media_id})
    if isinstance(step, MakeDraft):
        draft = channel.make_draft(_articles(held))
        now = clock()
        drafted = _done(held, now, draft=draft, due_at=held.at)
        return _moved(drafted, Action.PREPARE, now)
    if isinstance(step, Submit):
        return _submit(held, channel, clock)
    return _ask(held, channel, clock)


def _submit(held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    if held.draft is None:
        raise ValueError(f"{held.id} is prepared without a draft")
    note = ""
    try:
        accepted = channel.send_to_all(held.draft, held.clientmsgid)
    except AlreadySent as error:
        accepted, note = Accepted(error.msg_id), "微信此前已受理这次群发（45065）"
    now = clock()
    if accepted.msg_id is not None:
        # First the job, then the state: a finish event that comes in between finds its delivery.
        store.record_job(held.account, accepted.msg_id, held.id, now)
    return _moved(
        _done(held, now),
        Action.SUBMIT,
        now,
        note,
        msg_id=accepted.msg_id,
        msg_data_id=accepted.msg_data_id,
        submitted_at=now,
    )


def _ask(held: Delivery, channel: Channel, clock: Clock) -> Delivery:
    """The event may have come before the submit was recorded, may come later, or never."""
    now = clock()
    if held.msg_id is None:
        held = held.model_copy(update={"msg_id": _job_of(held)})
    if held.msg_id is None:
        return setbacks.next_poll(held, now)
    finish = store.finish(held.account, held.msg_id)
    settled = finished(held, finish, now) if finish is not None else None
    if settled is None and held.polls:
        settled = answered(held, channel.outcome(held.msg_id), clock())
    return settled or setbacks.next_poll(held, now)


def _job_of(held: Delivery) -> int | None:
    """The job of a push that WeChat took without our recording its number, if it can be known."""
    recorded = store.job_of(held.account, held.id)
    if recorded is not None or held.first_tried_at is None:
        return recorded
    # The one event since the first try that belongs to no other push is this one's.
    found = store.unclaimed(held.account, held.first_tried_at)
    if len(found) == 1 and store.claim(held.account, found[0].msg_id, held.id):
        return found[0].msg_id
    return None


def _done(held: Delivery, now: datetime, **changes: Any) -> Delivery:
    return held.model_copy(
        update={"held_until": None, "due_at": now, "failures": 0, "problem": None, **changes}
    )


def _moved(
    delivery: Delivery, action: Action, now: datetime, note: str = "", **changes: Any
) -> Delivery:
    return move(delivery, action, Who.WORKER, at=now, by="worker", note=note, **changes)


def _file(key: str) -> tuple[str, bytes, str]:
    path = PurePosixPath(key)
    # A short name: WeChat shows it in the material library.
    return path.stem[:16] + path.suffix, newsroom.picture_body(key), _MEDIA_TYPES[path.suffix]


def _articles(held: Delivery) -> list[dict[str, Any]]:
    """The pieces as draft/add takes them (sheet §2.4)."""
    drafted = []
    for piece in held.pieces:
        article = newsroom.article(piece.article)
        drafted.append(
            {
                "article_type": "news",
                "title": article.title,
                "author": article.author,
                "digest": article.digest,
                "content": newsroom.with_addresses(article, held.addresses),
                "content_source_url": article.source_url,
                "thumb_media_id": held.covers[piece.cover],
                "need_open_comment": 0,
                "only_fans_can_comment": 0,
            }
        )
    return drafted
