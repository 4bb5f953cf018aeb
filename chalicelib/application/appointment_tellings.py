"""Followers are told what happened to their appointments without them: once, by the first way that is open to them.

The domain writes what is to be told with what happened (``appointments.tellings``). Whoever tells it claims it first
(docs/decisions/0260): what is claimed is never told again, so that who dies on the way tells nobody twice. What became of
it stays beside the booking, and the list of a day says it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from chalicelib import appointments, desk, followers, notices, people, telemetry
from chalicelib.actor import Actor
from chalicelib.application import appointment_texts as texts
from chalicelib.application.appointment_links import Ask, Step
from chalicelib.application.appointment_window import READ
from chalicelib.appointments import Booking, Telling, TellingKind, TellingState
from chalicelib.cloud import queues
from chalicelib.settings import settings

KIND: Final = "tell_appointments"
"""Of the task on the queue."""
PORTION: Final = 50
"""Tellings that one task looks at; where there are more, another task follows."""
NO_WAY: Final = "没有订阅通知的同意，48 小时内也没有和公众号互动过（或条数已用完）"
_OTHERS: Final = 3
"""Other times that are offered to whose hall is closed."""


class ToTell(NamedTuple):
    """A telling that was claimed, with its booking as it is now."""

    telling: Telling
    booking: Booking

    @property
    def key(self) -> str:
        """The same for each try of this telling."""
        return f"appointment {self.telling.booking} {self.telling.id}"


class Told(NamedTuple):
    """What became of a telling, as the list of a day says it."""

    booking: Booking
    telling: Telling
    way: str
    """In words; of what was not told, why."""


def sweep(now: datetime) -> int:
    """Queue a task where something is to be told; returns how many tasks. Twice is harmless: each thing is claimed once."""
    if not appointments.tellings.due(now, limit=1):
        return 0
    _queue()
    return 1


def is_task(body: str) -> bool:
    """Whether a queue's message asks for this."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def work(now: datetime) -> int:
    """Tell what is due, a portion of it; returns how much was told, or found impossible to tell.

    Running it twice, also at the same time, is harmless: a telling is claimed by one. One that fails does not stop the
    others; the last error is raised after them.
    """
    found = appointments.tellings.due(now, limit=PORTION)
    random.shuffle(found)  # several workers then hardly meet
    done, failed = 0, None
    for one in found:
        try:
            done += tell(one, now) is not None
        except Exception as error:
            where = {"booking": one.booking, "kind": one.kind.value}
            telemetry.logger.exception("appointment not told", extra=where)
            failed = error
    if failed is not None:
        raise failed
    if len(found) == PORTION:
        _queue()
    return done


def tell(one: Telling, now: datetime) -> TellingState | None:
    """Tell one thing by the first way that is open; None where somebody else has it, or it is no longer so."""
    if not appointments.tellings.claim(one, now):
        return None
    what = ToTell(one, appointments.get(one.booking))
    for way, state in WAYS:
        if way(what, now):
            appointments.tellings.settle(one, state)
            return state
    appointments.tellings.settle(one, TellingState.NOT_TOLD, NO_WAY)
    return TellingState.NOT_TOLD


def text_of(what: ToTell, now: datetime) -> str:
    """What a follower reads in the chat."""
    return _TEXTS[what.telling.kind](what, now)


def of_day(hall_id: str, day: date, *, by: Actor) -> list[Told]:
    """Everything that was to be told about the bookings of a hall's day, and what became of each.

    Raises ``UnknownHall`` or ``PermissionDenied``.
    """
    people.require(by, READ, appointments.halls.get(hall_id).unit)
    found = appointments.of_day(hall_id, day)
    tellings = appointments.tellings.of_bookings([one.id for one in found])
    return [
        Told(one, telling, way_of(telling, one))
        for one in found
        for telling in tellings.get(one.id, ())
    ]


def way_of(one: Telling, booking: Booking) -> str:
    """What became of a telling, in words; of a notice or a message, what WeChat said to it."""
    said = _WAYS_NAMES[one.state]
    if one.state is TellingState.NOT_TOLD and one.note:
        return f"{said}：{one.note}"
    key, (account, openid) = ToTell(one, booking).key, one.person
    if one.state is TellingState.NOTICE:
        notice = notices.sending_of(account, openid, key)
        return f"{said}（{notices.labels.SENDINGS[notice.state]}）" if notice else said
    if one.state is TellingState.CHAT:
        message = desk.find_message(account, openid, desk.message_id(key))
        return f"{said}（{desk.MESSAGE_STATE_NAMES[message.state]}）" if message else said
    return said


def _by_notice(what: ToTell, now: datetime) -> bool:
    """A subscription notice (订阅通知), where the follower has consented to the template of this purpose."""
    one, (account, openid) = what.booking, what.telling.person
    told = notices.tell(
        account,
        openid,
        _PURPOSES[what.telling.kind],
        {
            "hall": one.hall_name,
            "place": appointments.halls.get(one.hall).place,
            "service": one.service_name,
            "time": one.starts,
            "code": one.code,
            "what": _SHORT[what.telling.kind],
            "note": what.telling.note,
        },
        key=what.key,
        now=now,
        until=one.starts,
    )
    return told in (notices.Told.QUEUED, notices.Told.BEFORE)


def _by_message(what: ToTell, now: datetime) -> bool:
    """A customer-service message, where WeChat takes one more; while an agent has the follower, one is left to them."""
    account, openid = what.telling.person
    session = followers.state(account, openid, consistent=True).session
    text = text_of(what, now)
    return desk.tell_wanted(account, openid, text, key=what.key, now=now, spare=1 if session else 0)


Way = Callable[[ToTell, datetime], bool]
WAYS: Final[Sequence[tuple[Way, TellingState]]] = (
    (_by_notice, TellingState.NOTICE),
    (_by_message, TellingState.CHAT),
)
"""Ways to tell somebody, and what a telling is then; the first that is open is taken. False: not open now."""


def _reminder(what: ToTell, now: datetime) -> str:
    return texts.reminder(what.booking)


def _moved_up(what: ToTell, now: datetime) -> str:
    return texts.moved_up(what.booking)


def _hall_closed(what: ToTell, now: datetime) -> str:
    one = what.booking
    others = [
        (
            f"{texts.day_name(slot.day)}{slot.start:%H:%M}",
            Ask(Step.TAKE, slot.hall, slot.service, slot.day, slot.start),
        )
        for slot in appointments.alternatives(one, now, _OTHERS)
    ]
    return texts.hall_closed(one, others, what.telling.note)


def _in_vain(what: ToTell, now: datetime) -> str:
    return texts.waited_in_vain(what.booking)


_TEXTS: Final[Mapping[TellingKind, Callable[[ToTell, datetime], str]]] = {
    TellingKind.REMINDER: _reminder,
    TellingKind.MOVED_UP: _moved_up,
    TellingKind.HALL_CLOSED: _hall_closed,
    TellingKind.WAITED_IN_VAIN: _in_vain,
}
_PURPOSES: Final = {
    TellingKind.REMINDER: notices.Purpose.APPOINTMENT_REMINDER,
    TellingKind.MOVED_UP: notices.Purpose.APPOINTMENT_CHANGED,
    TellingKind.HALL_CLOSED: notices.Purpose.APPOINTMENT_CHANGED,
    TellingKind.WAITED_IN_VAIN: notices.Purpose.APPOINTMENT_CHANGED,
}
_SHORT: Final = {
    TellingKind.REMINDER: "明天办理",
    TellingKind.MOVED_UP: "候补成功",
    TellingKind.HALL_CLOSED: "大厅当日停办",
    TellingKind.WAITED_IN_VAIN: "候补未成",
}
"""What happened, as a field of a notice has it."""
_WAYS_NAMES: Final = {
    TellingState.WAITING: "还没到告知的时候",
    TellingState.CLAIMED: "告知时中断，不知道是否送达，不再重发",
    TellingState.NOTICE: "订阅通知",
    TellingState.CHAT: "公众号消息",
    TellingState.NOT_TOLD: "没有告知",
    TellingState.DROPPED: "不必告知（预约已有变化）",
}


def _queue() -> None:
    queues.send(settings().outgoing_queue_url, json.dumps({"kind": KIND}))
