"""What a follower does at the counter: each page and each form, as one function. Running a form twice is harmless by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Final, NamedTuple
from urllib.parse import urlencode

from chalicelib import appointments
from chalicelib.accounts import LiveAccount
from chalicelib.application import appointment_halls
from chalicelib.application.appointment_pages import Front
from chalicelib.appointments import Booking, BookingState, Hall, Origin, Person, SlotKey
from chalicelib.clock import SHANGHAI
from chalicelib.errors import DomainError, NotFound
from chalicelib.gateway import Answer, Event, answer
from chalicelib.h5 import appointments as pages
from chalicelib.h5 import bookings, session
from chalicelib.h5.appointments import Choice, Group
from chalicelib.h5.document import Look, Page
from chalicelib.settings import settings

_HTML: Final = "text/html; charset=utf-8"


class Visit(NamedTuple):
    """One request of a follower who is known."""

    account: LiveAccount
    front: Front
    person: Person
    event: Event
    asked: Mapping[str, str]
    """Parameters, or fields of a form."""
    look: Look
    now: datetime


class Refusal(Exception):
    """A page instead of the one that was asked for."""

    def __init__(self, status: int, page: Page) -> None:
        super().__init__(status)
        self.status: Final = status
        self.page: Final = page


def acted(visit: Visit, act: Callable[[Visit], Answer]) -> Answer:
    """What a page or a form answers, or why it does not."""
    try:
        return act(visit)
    except Refusal as refusal:
        return sent(refusal.status, refusal.page)
    except DomainError as error:
        return _refused(visit, error)


def nothing(visit: Visit) -> Answer:
    return sent(404, bookings.told("没有这个页面", "请检查网址。", visit.look, [("预约", "./")]))


def _front(visit: Visit) -> Answer:
    unit, service = visit.front.unit, visit.asked.get("service", "")
    found = appointment_halls.halls_of(unit, service) or appointment_halls.halls_of(unit)
    groups = [Group("", found)]
    if len(found) > appointment_halls.MANY:
        areas = appointment_halls.areas_of(unit, found)
        groups = [Group(one.name if len(areas) > 1 else "", one.halls) for one in areas]
    open_ = len(appointments.open_of(visit.person, visit.now))
    return sent(200, pages.halls(groups, service, open_, visit.look))


def _hall_page(visit: Visit) -> Answer:
    return sent(200, pages.services(_hall(visit), visit.look))


def _days(visit: Visit) -> Answer:
    hall, choice = _hall(visit), choice_of(visit.asked)
    found = appointments.days(hall, choice.service, visit.now)
    return sent(200, pages.days(hall, choice, found, visit.look))


def _times(visit: Visit) -> Answer:
    hall, choice = _hall(visit), choice_of(visit.asked)
    day = choice.day or visit.now.astimezone(SHANGHAI).date()
    found = appointments.times(hall, choice.service, day, visit.now)
    return sent(200, pages.times(hall, choice._replace(day=day), found, visit.look))


def _form(visit: Visit) -> Answer:
    return sent(200, _form_page(visit))


def _form_page(visit: Visit, wrong: Mapping[str, str] | None = None) -> Page:
    hall, choice = _hall(visit), choice_of(visit.asked)
    if choice.day is None or choice.start is None:
        raise appointments.errors.NoSuchSlot
    found = hall.service(choice.service)
    slots = appointments.hours.slots_of(hall, found, choice.day) if found else []
    end = next((until for start, until in slots if start == choice.start), None)
    token = session.form_token(visit.account, visit.person.openid, visit.now)
    given = {one.value: visit.asked.get(one.value, "") for one in hall.asks} if wrong else None
    return pages.form(hall, choice, end, token, visit.look, given=given, wrong=wrong)


def _book(visit: Visit) -> Answer:
    form = _sent_form(visit)
    hall, choice = _hall(visit), choice_of(visit.asked)
    if choice.day is None or choice.start is None:
        raise appointments.errors.NoSuchSlot
    slot = SlotKey(hall.id, choice.service, choice.day, choice.start)
    key = f"page {form.key}"
    try:
        if choice.change:
            one = appointments.change(choice.change, visit.person, slot, key=key, now=visit.now)
        else:
            act = appointments.wait if choice.wait else appointments.book
            identity = {asked: visit.asked.get(asked.value, "").strip() for asked in hall.asks}
            one = act(slot, visit.person, key=key, origin=Origin.PAGE, now=visit.now, identity=identity or None)  # fmt: skip
    except appointments.errors.IdentityMissing as error:
        return sent(422, _form_page(visit, {field.name: field.problem for field in error.fields}))
    return _see(f"./done?{urlencode({'id': one.id})}")


def _done(visit: Visit) -> Answer:
    one = _own(visit)
    hall = appointment_halls.hall_of(visit.front.unit, one.hall)
    return sent(200, bookings.done(one, hall, visit.look))


def _mine(visit: Visit) -> Answer:
    found = appointments.open_of(visit.person, visit.now)
    return sent(200, bookings.mine(found, visit.look))


def _drop_page(visit: Visit) -> Answer:
    one = _own(visit)
    if one.state not in (BookingState.BOOKED, BookingState.WAITING):
        return _see(f"./done?{urlencode({'id': one.id})}")
    token = session.form_token(visit.account, visit.person.openid, visit.now)
    return sent(200, bookings.drop(one, token, visit.look))


def _drop(visit: Visit) -> Answer:
    _sent_form(visit)
    one = appointments.cancel(visit.asked.get("id", ""), visit.person, now=visit.now)
    return _see(f"./done?{urlencode({'id': one.id})}")


PAGES: Final[Mapping[str, Callable[[Visit], Answer]]] = {
    "": _front,
    "hall": _hall_page,
    "days": _days,
    "times": _times,
    "book": _form,
    "done": _done,
    "mine": _mine,
    "drop": _drop_page,
}
FORMS: Final[Mapping[str, Callable[[Visit], Answer]]] = {"book": _book, "drop": _drop}


def _hall(visit: Visit) -> Hall:
    """The hall that was chosen, one of this account. Raises ``UnknownHall``."""
    id_ = visit.asked.get("hall", "")
    found = appointment_halls.hall_of(visit.front.unit, id_)
    if found is None:
        raise appointments.errors.UnknownHall(id_)
    return found


def _own(visit: Visit) -> Booking:
    """The booking that was asked for, if it is this follower's. Raises ``UnknownBooking``."""
    one = appointments.get(visit.asked.get("id", ""))
    if one.person != visit.person:
        raise appointments.errors.UnknownBooking
    return one


def _sent_form(visit: Visit) -> session.Sent:
    form = session.sent(
        visit.account, visit.person.openid, visit.event, visit.asked.get("token", ""), visit.now
    )
    if form is None:
        said = "这个页面放得太久，没有提交。请重新选择。"
        raise Refusal(403, bookings.told("没有提交", said, visit.look, [("重新选择", "./"), ("我的预约", "./mine")]))  # fmt: skip
    return form


def _refused(visit: Visit, error: DomainError) -> Answer:
    """Why it did not work, and where to go from there."""
    choice = choice_of(visit.asked)
    links = [("重新选择", "./"), ("我的预约", "./mine")]
    if choice.day is not None:
        links.insert(0, ("换个时间", choice._replace(start=None, wait=False).at("times")))
    if isinstance(error, appointments.errors.SlotFull) and error.can_wait and not choice.change:
        links.insert(0, ("候补这个时段", choice._replace(wait=True).at("book")))
    status = 404 if isinstance(error, NotFound) else 409
    title = "没有找到" if status == 404 else "没有约上" if visit.event.get("httpMethod") == "POST" else "不能预约"  # fmt: skip
    return sent(status, bookings.told(title, str(error), visit.look, links))


def choice_of(asked: Mapping[str, str]) -> Choice:
    """What an address or a form has chosen; what can't be is left out."""
    day: date | None = None
    start: time | None = None
    try:
        day = date.fromisoformat(asked["day"]) if asked.get("day") else None
        start = datetime.strptime(asked["start"], "%H%M").time() if asked.get("start") else None  # noqa: DTZ007 - a time of the hall's clock
    except ValueError:
        start = None
    return Choice(
        asked.get("hall", ""),
        asked.get("service", ""),
        day,
        start,
        asked.get("change", ""),
        asked.get("wait") == "1",
    )


def _see(where: str) -> Answer:
    """After a form: a page that can be asked for again without sending it again."""
    return answer(303, headers={"Location": where})


def sent(status: int, page: Page) -> Answer:
    headers = {"Content-Security-Policy": page.policy, "Referrer-Policy": "same-origin"}
    said = answer(status, page.html, content_type=_HTML, headers=headers)
    if settings().stage == "local":
        # frame-ancestors of the policy says who may frame it; this header knows no port.
        del said["multiValueHeaders"]["X-Frame-Options"]
    return said
