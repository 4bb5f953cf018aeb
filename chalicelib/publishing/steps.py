"""What a delivery needs next: a pure look at what is recorded (DESIGN §6, exactly once)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.publishing.models import Delivery, DeliveryState

HOLD: Final = timedelta(seconds=120)
"""How long a worker has a delivery to itself; longer than any call takes, and than WeChat's 60 s between tries."""

TRY_AGAIN: Final = timedelta(seconds=65)
"""Between two tries with the same clientmsgid; WeChat refuses it within 60 s by 45066 (sheet §2.5)."""

TOO_LATE: Final = timedelta(hours=2)
"""A push this late is not sent: a morning's news at night does more harm than none."""

RECOGNISED: Final = timedelta(hours=20)
"""WeChat recognises a clientmsgid for 24 h; after that a further try could send twice, so it stops well before."""

POLLS: Final = tuple(timedelta(minutes=m) for m in (3, 10, 30)) + (timedelta(hours=1),) * 24
"""When mass/get is asked after the submit, each counted from the one before; the event comes first if all is well."""

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
class UploadCover:
    """Give one cover to WeChat as permanent material (material/add_material)."""

    key: str


@dataclass(frozen=True, slots=True)
class MakeDraft:
    """draft/add with all pieces."""


@dataclass(frozen=True, slots=True)
class Submit:
    """mass/sendall, for the first time or to learn what became of an earlier try."""


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """Look for the finish event; if it is not there and the time has come, ask mass/get."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """End it, saying why."""

    what: str
    advice: str


Step = Rest | UploadPicture | UploadCover | MakeDraft | Submit | AskOutcome | GiveUp

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


def next_step(delivery: Delivery, now: datetime) -> Step:
    """What is to be done at ``now``; ``Rest`` if nothing is, or if a worker is at it."""
    if delivery.due_at is None or delivery.due_at > now or delivery.holds(now):
        return Rest()
    if delivery.state in (DeliveryState.SUBMITTED, DeliveryState.AWAITING_ADMIN):
        return AskOutcome() if delivery.polls < len(POLLS) else _SILENT
    if delivery.state not in (DeliveryState.RESERVED, DeliveryState.PREPARED):
        return Rest()
    if delivery.first_tried_at is None and now > delivery.at + TOO_LATE:
        return _MISSED
    if delivery.state is DeliveryState.RESERVED:
        return _preparation(delivery)
    return _submission(delivery, now)


def wait_after(failures: int) -> timedelta:
    """How long to wait after the ``failures``-th transient error in a row (counted from 1)."""
    return BACKOFF[min(failures, len(BACKOFF)) - 1]


def _preparation(delivery: Delivery) -> Step:
    for piece in delivery.pieces:
        for key in piece.pictures:
            if key not in delivery.addresses:
                return UploadPicture(key)
        if piece.cover not in delivery.covers:
            return UploadCover(piece.cover)
    return MakeDraft()


def _submission(delivery: Delivery, now: datetime) -> Step:
    if now < delivery.at:
        return Rest()
    if delivery.first_tried_at is None or delivery.tried_at is None:
        return Submit()
    if now >= delivery.first_tried_at + RECOGNISED:
        return _UNKNOWN
    return Submit() if now >= delivery.tried_at + TRY_AGAIN else Rest()
