"""The counter in the chat (预约): a tap in, a text out; what it books is booked once, however often WeChat tries.

The callback asks it for pushes that the ladder calls the counter's matter (docs/decisions/0257). It reads and writes by
itself, within the answer's deadline: at most one transaction, keyed by the push. It spends no customer-service message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode

from chalicelib import appointments
from chalicelib.accounts import LiveAccount
from chalicelib.application import appointment_halls, appointment_links, visitors
from chalicelib.application import appointment_texts as texts
from chalicelib.application.appointment_links import Ask, Step, to
from chalicelib.appointments import (
    Booking,
    BookingState,
    Hall,
    Origin,
    Person,
    SlotKey,
)
from chalicelib.conversation import COUNTER_KEY, HALL_SCENE, Decision, LinkKind, link_target
from chalicelib.errors import DomainError
from chalicelib.wechat.events import Click, Scan, Subscribe
from chalicelib.wechat.push import Push
from chalicelib.wechat.replies import TextReply
from chalicelib.wechat.text import Text

_OWN: Final = ("我的预约", "取消预约", "改约", "修改预约")
"""Words of somebody who has booked."""
_STALE: Final = texts.refused(
    "这个链接已经失效。", to(texts.HALLS, "预约"), to(texts.MINE, "我的预约")
)


class Visit(NamedTuple):
    """Somebody at the counter."""

    account: LiveAccount
    person: Person
    key: str
    """The push's key: what is booked with it is booked once."""
    now: datetime
    pages: str
    """Where followers' pages are, with a slash at its end; empty where there are none."""

    @property
    def unit(self) -> str:
        """The unit whose halls are offered, with those below it."""
        return self.account.state.account.unit


def answer(
    account: LiveAccount, push: Push, decision: Decision, now: datetime, *, pages: str = ""
) -> TextReply | None:
    """What the counter says to a push; None where it has nothing to say and the ladder shall answer.

    ``pages`` is the address of followers' pages, with a slash at its end.
    """
    person = Person(account.state.account.id, push.from_user)
    visit = Visit(account, person, push.key, now, pages)
    if isinstance(push, Scan | Subscribe):
        text = _scanned(visit, push)
    else:
        tap = link_target(push.menu_id or "") if isinstance(push, Text) else None
        if tap is not None and tap.kind is LinkKind.BOOK:
            ask = appointment_links.read(tap.of)
            text = _said(visit, ask) if ask else _STALE
        elif appointment_halls.halls_of(visit.unit):
            text = _said(visit, _opened(push))
        else:
            text = ""
    return TextReply(content=text) if text else None


def _opened(push: Push) -> Ask:
    """An entry of the menu, by its key, a word, or a service that leads here."""
    if isinstance(push, Text) and push.content.strip() in _OWN:
        return texts.MINE
    key = push.event_key if isinstance(push, Click) else ""
    return Ask(Step.HALLS, service=key.removeprefix(COUNTER_KEY).removeprefix(":"))


def _scanned(visit: Visit, push: Scan | Subscribe) -> str:
    """Check in whoever scans the code of a hall; a new follower without a booking is greeted as any other."""
    hall = appointment_halls.hall_of(visit.unit, push.scene.removeprefix(HALL_SCENE))
    if hall is None:
        return ""
    found = appointments.window.check_in(hall.id, visit.person, now=visit.now)
    if found:
        return texts.checked_in(found)
    if isinstance(push, Subscribe):
        return ""
    every = appointments.open_of(visit.person, visit.now)
    return texts.nothing_here(hall, [one for one in every if one.hall == hall.id])


def _said(visit: Visit, ask: Ask) -> str:
    """The text for a step; where the domain refuses, why, and where to go from there."""
    try:
        return _STEPS[ask.step](visit, ask)
    except appointments.errors.IdentityMissing:
        hall = appointment_halls.hall_of(visit.unit, ask.hall)
        return texts.on_page(hall, _page(visit, ask)) if hall else ""
    except DomainError as error:
        links = [to(texts.MINE, "我的预约")]
        if ask.day is not None:
            links.insert(0, to(ask._replace(step=Step.TIMES, start=None, page=1), "换个时间"))
        if isinstance(error, appointments.errors.Busy):
            links.insert(0, to(ask, "再试一次"))
        if isinstance(error, appointments.errors.SlotFull) and error.can_wait and not ask.booking:
            links.insert(0, to(ask._replace(step=Step.WAIT), "候补这个时段"))
        return texts.refused(str(error), *links)


def _halls(visit: Visit, ask: Ask) -> str:
    service = ask.service
    found = appointment_halls.halls_of(visit.unit, service)
    if not found and service:
        service, found = "", appointment_halls.halls_of(visit.unit)
    unit = visit.unit
    if ask.area and appointment_halls.is_below(ask.area, unit):
        unit = ask.area
        found = appointment_halls.halls_of(unit, service)
    if len(found) == 1:
        return _days(visit, Ask(Step.DAYS, found[0].id, service)) if service else _hall(visit, Ask(Step.HALL, found[0].id))  # fmt: skip
    areas = appointment_halls.areas_of(unit, found) if len(found) > appointment_halls.MANY else []
    if len(areas) > 1:
        return texts.areas(areas, service, ask.page)
    if not found:
        return texts.refused("现在没有可以预约的办税厅。", to(texts.MINE, "我的预约"))
    return texts.halls(found, service, ask.area, ask.page)


def _hall(visit: Visit, ask: Ask) -> str:
    hall = _known(visit, ask.hall)
    offered = texts.offered(hall)
    if len(offered) == 1:
        return _days(visit, Ask(Step.DAYS, hall.id, offered[0].id))
    return texts.services(hall)


def _days(visit: Visit, ask: Ask) -> str:
    hall, service = _place(visit, ask)
    return texts.days(hall, service, appointments.days(hall, service, visit.now), ask)


def _times(visit: Visit, ask: Ask) -> str:
    hall, service = _place(visit, ask)
    day = ask.day or visit.now.date()
    return texts.times(hall, service, appointments.times(hall, service, day, visit.now), ask)


def _take(visit: Visit, ask: Ask) -> str:
    if ask.booking:
        one = appointments.change(
            ask.booking, visit.person, _slot(visit, ask), key=visit.key, now=visit.now
        )
    else:
        one = appointments.book(
            _slot(visit, ask), visit.person, key=visit.key, origin=Origin.CHAT, now=visit.now
        )
    return texts.booked(one, _seen(visit, one), changed=bool(ask.booking))


def _wait(visit: Visit, ask: Ask) -> str:
    one = appointments.wait(
        _slot(visit, ask), visit.person, key=visit.key, origin=Origin.CHAT, now=visit.now
    )
    return texts.booked(one, _seen(visit, one))


def _mine(visit: Visit, ask: Ask) -> str:
    return texts.mine(appointments.open_of(visit.person, visit.now), ask.page)


def _drop(visit: Visit, ask: Ask) -> str:
    one = _own(visit, ask.booking)
    if one.state not in (BookingState.BOOKED, BookingState.WAITING):
        return texts.refused(texts.ended(one), to(texts.HALLS, "重新预约"))
    return texts.drop(one)


def _dropped(visit: Visit, ask: Ask) -> str:
    return texts.dropped(appointments.cancel(ask.booking, visit.person, now=visit.now))


_STEPS: Final[Mapping[Step, Callable[[Visit, Ask], str]]] = {
    Step.HALLS: _halls,
    Step.HALL: _hall,
    Step.DAYS: _days,
    Step.TIMES: _times,
    Step.TAKE: _take,
    Step.WAIT: _wait,
    Step.MINE: _mine,
    Step.DROP: _drop,
    Step.DROPPED: _dropped,
}


def _known(visit: Visit, hall_id: str) -> Hall:
    """A hall that this account's followers may book at. Raises ``UnknownHall``."""
    hall = appointment_halls.hall_of(visit.unit, hall_id)
    if hall is None:
        raise appointments.errors.UnknownHall(hall_id)
    return hall


def _place(visit: Visit, ask: Ask) -> tuple[Hall, str]:
    """Hall and service of what is asked: those of the booking, where one is to be changed."""
    if not ask.booking:
        return _known(visit, ask.hall), ask.service
    one = _own(visit, ask.booking)
    return _known(visit, one.hall), one.service


def _slot(visit: Visit, ask: Ask) -> SlotKey:
    hall, service = _place(visit, ask)
    if ask.day is None or ask.start is None:
        raise appointments.errors.NoSuchSlot
    return SlotKey(hall.id, service, ask.day, ask.start)


def _own(visit: Visit, booking_id: str) -> Booking:
    """A booking of this person. Raises ``UnknownBooking``, for another's too."""
    one = appointments.get(booking_id)
    if one.person != visit.person:
        raise appointments.errors.UnknownBooking
    return one


def _seen(visit: Visit, one: Booking) -> Hall | None:
    """The hall of a booking, for its words."""
    return appointment_halls.hall_of(visit.unit, one.hall)


def _page(visit: Visit, ask: Ask) -> str:
    """Where this slot is booked on the page, as this follower; empty where there is no page."""
    if not visit.pages or ask.day is None or ask.start is None:
        return ""
    return page_link(visit.account, visit.person.openid, visit.pages, visit.now, ask)


def page_link(
    account: LiveAccount, openid: str, pages: str, now: datetime, ask: Ask | None = None
) -> str:
    """A signed link to an account's page of appointments, good for half an hour, for one follower."""
    ticket = visitors.signed(account, visitors.Purpose.LINK, openid, now)
    asked = {"ticket": ticket}
    if ask is not None and ask.day is not None and ask.start is not None:
        asked |= {
            "hall": ask.hall,
            "service": ask.service,
            "day": ask.day.isoformat(),
            "start": f"{ask.start:%H%M}",
        }
    return f"{pages}appointments/{account.state.account.id}/in?{urlencode(asked)}"
