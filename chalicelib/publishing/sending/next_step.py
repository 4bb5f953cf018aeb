"""The next step of a delivery, and when it is due: a pure look at what is recorded (docs/reliability.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryState,
    Material,
    Problem,
    Way,
)
from chalicelib.publishing.deliveries.transitions import ENDED, HANDED_OVER

HOLD: Final = timedelta(seconds=120)
"""How long a worker has a delivery to itself; longer than any call takes, and than WeChat's 60 s between tries."""

TRY_AGAIN: Final = timedelta(seconds=65)
"""Between two tries with the same clientmsgid; WeChat refuses it within 60 s by 45066 (sheet §2.5)."""

TOO_LATE: Final = timedelta(hours=2)
"""A push this late is not sent: a morning's news at night does more harm than none."""

RECOGNISED: Final = timedelta(hours=20)
"""WeChat recognises a clientmsgid for 24 h; after that a further try could send twice, so it stops well before."""

_HOUR: Final = timedelta(hours=1)


def _minutes(*numbers: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=number) for number in numbers)


POLLS: Final = {
    Way.MASS: (*_minutes(3, 12, 16, 14), *(_HOUR,) * 23),
    Way.PUBLISH: (*_minutes(2, 6, 24), 2 * _HOUR, 8 * _HOUR),
}
"""When WeChat is asked after the submit, each counted from the one before; the event comes first if all is well.
freepublish/get has a quota of 100 a day (sheet §2.1): at most five for a publication."""

LOOKS: Final = _minutes(5, 24)
"""Between looks into the draft box for a publication with unknown outcome; one that still lies there after the last
was not taken."""

STILL_SENDING: Final = 2
"""From this poll on, a quarter of an hour after the submit, a mass send to all that WeChat still calls SENDING
most likely waits for an administrator: ten million followers take twelve and a half minutes (sheet §2.5)."""

PATIENCE: Final = timedelta(minutes=30)
"""The time that an administrator has to agree (API群发保护, sheet §2.5)."""

BACKOFF: Final = tuple(timedelta(seconds=s) for s in (15, 30, 60, 120, 300))
"""After a transient error; the last one for all that follow."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do now."""


@dataclass(frozen=True, slots=True)
class UploadPicture:
    """Give one picture of a body to WeChat (media/uploadimg)."""

    key: str


@dataclass(frozen=True, slots=True)
class UploadMaterial:
    """Give one file to WeChat's permanent library (material/add_material)."""

    material: Material


@dataclass(frozen=True, slots=True)
class MakeDraft:
    """draft/add with all pieces; a video or voice is sent as it lies in the library."""


@dataclass(frozen=True, slots=True)
class Submit:
    """mass/sendall, for the first time or to learn what became of an earlier try; or freepublish/submit, once."""

    protected: bool = False
    """An administrator has to agree first (API群发保护), as far as that is known before the try begins."""


@dataclass(frozen=True, slots=True)
class LookForDraft:
    """A publication's submit has no key that WeChat would know again: is the draft still there (sheet §2.4)?"""


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """Look for the finish event; if it is not there and the time has come, ask WeChat."""


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Carry out a person's recall."""

    article: int


@dataclass(frozen=True, slots=True)
class Tidy:
    """Delete the drafts that an ended delivery left in the account's box."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """End it, saying why."""

    what: str
    advice: str


Step = (
    Rest
    | UploadPicture
    | UploadMaterial
    | MakeDraft
    | Submit
    | LookForDraft
    | AskOutcome
    | TakeDown
    | Tidy
    | GiveUp
)

_MISSED = GiveUp(
    "错过了排定的时间，没有发送",
    "请核对是否仍要群发，需要时用 push plan 重新排期。",
)
_UNKNOWN = GiveUp(
    "不知道微信是否已受理：多次提交都没有得到结果",
    "请先登录微信公众平台的“发表记录”核对是否已群发，再决定是否重新排期。",
)
_SILENT = GiveUp(
    "微信已受理，但一直没有给出群发结果",
    "请登录微信公众平台的“发表记录”核对结果，不要直接重发。",
)
_NOT_KNOWN = GiveUp(
    "不知道微信是否已发出：提交没有得到结果，此后也没有查到这次的任务",
    "请登录微信公众平台的“发表记录”核对结果，不要直接重发。",
)
_NO_PAGE = GiveUp(
    "音频和视频只能群发，不能“发布”（freepublish 只收图文和贴图的草稿）",
    "请改为群发，或改用图文。",
)
_ALONE = GiveUp("音频和视频须单独群发，不能与其他稿件合并", "请分开排期。")


def next_step(delivery: Delivery, now: datetime) -> Step:
    """The step to make at ``now``; ``Rest`` if there is none, or if a worker has the delivery."""
    if delivery.due_at is None or delivery.due_at > now or delivery.holds(now):
        return Rest()
    if delivery.state in ENDED:
        return _afterwards(delivery)
    if delivery.state in HANDED_OVER:
        return _inquiry(delivery)
    return _sending(delivery, now)


def wait_after(failures: int) -> timedelta:
    """How long to wait after the ``failures``-th transient error in a row (counted from 1)."""
    return BACKOFF[min(failures, len(BACKOFF)) - 1]


def asked_later(held: Delivery, now: datetime, problem: Problem | None = None) -> Delivery:
    """The delivery while it waits for the next question to WeChat; a problem with asking stays beside what is known."""
    return held.model_copy(
        update={
            "due_at": now + POLLS[held.way][held.polls],
            "polls": held.polls + 1,
            "held_until": None,
            "problem": problem or held.problem,
        }
    )


def _sending(delivery: Delivery, now: datetime) -> Step:
    if delivery.state is DeliveryState.PLANNED:
        return Rest()
    if delivery.first_tried_at is None and now > delivery.at + TOO_LATE:
        return _MISSED
    if delivery.state is DeliveryState.RESERVED:
        return _preparation(delivery)
    return _submission(delivery, now)


def _inquiry(delivery: Delivery) -> Step:
    if delivery.polls < len(POLLS[delivery.way]):
        return AskOutcome()
    return _SILENT if delivery.job else _NOT_KNOWN


def _afterwards(delivery: Delivery) -> Step:
    if delivery.order is not None:
        return TakeDown(delivery.order.article)
    return Tidy() if delivery.may_leave_drafts else Rest()


def _preparation(delivery: Delivery) -> Step:
    if not delivery.drafted and len(delivery.pieces) > 1:
        return _ALONE
    if not delivery.drafted and delivery.way is Way.PUBLISH:
        return _NO_PAGE
    for piece in delivery.pieces:
        for key in piece.pictures:
            if key not in delivery.addresses:
                return UploadPicture(key)
        for material in piece.library:
            if material.key not in delivery.materials:
                return UploadMaterial(material)
    return MakeDraft()


def _submission(delivery: Delivery, now: datetime) -> Step:
    if now < delivery.at:
        return Rest()
    if delivery.first_tried_at is None or delivery.tried_at is None:
        return Submit()
    if now >= delivery.first_tried_at + RECOGNISED:
        return _UNKNOWN
    if delivery.way is Way.PUBLISH:
        return LookForDraft()
    return Submit() if now >= delivery.tried_at + TRY_AGAIN else Rest()
