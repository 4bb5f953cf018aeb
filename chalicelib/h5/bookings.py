"""The pages of what a follower has booked: one booking, all of them, and the question before one is cancelled. Values in, pages out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from chalicelib.application.appointment_texts import STATES, when
from chalicelib.appointments import Booking, BookingState, Hall
from chalicelib.h5.appointments import FIELDS, Choice, pairs, path
from chalicelib.h5.document import Look, Page, document
from chalicelib.h5.markup import Html, element, joined


def done(one: Booking, hall: Hall | None, look: Look) -> Page:
    """A booking of this person: how it stands, its code, and what one can do."""
    title = {BookingState.BOOKED: "预约成功", BookingState.WAITING: "已进入候补"}.get(one.state, STATES[one.state])  # fmt: skip
    parts: list[Html] = [path(), element("h1", title, id="done")]
    rows: list[Html] = [pairs((("时间", when(one)), ("业务", one.service_name), ("办税厅", one.hall_name), *((("地址", hall.place),) if hall and hall.place else ())))]  # fmt: skip
    if one.state in (BookingState.BOOKED, BookingState.CHECKED_IN):
        rows.append(element("p", "预约码", class_="small"))
        rows.append(element("p", one.code, class_="code"))
        rows.append(element("p", "到厅后扫大厅的二维码签到，或者向窗口报预约码。"))
    if one.state is BookingState.WAITING:
        rows.append(element("p", "有人取消，就按先后自动为您约上，并在公众号里告诉您；没有轮到，也会告诉您。"))  # fmt: skip
    if one.masked:
        rows.append(pairs([(FIELDS[asked][0], shown) for asked, shown in one.masked]))
    if one.note:
        rows.append(element("p", one.note))
    parts.append(element("section", *rows, class_="card done", aria_labelledby="done"))
    if hall and hall.note and one.state is BookingState.BOOKED:
        parts.append(element("p", hall.note, class_="card lines"))
    parts.append(_deeds(one))
    return document(title, joined(*parts), look)


def mine(found: Sequence[Booking], look: Look) -> Page:
    """The open bookings of this person."""
    parts: list[Html] = [path(), element("h1", "我的预约")]
    if not found:
        parts.append(element("p", "您没有待办的预约。", class_="card notice"))
    for nth, one in enumerate(found):
        code = (("预约码", one.code),) if one.code else ()
        rows = pairs((("业务", one.service_name), ("办税厅", one.hall_name), *code))
        heading = element("h2", when(one), element("span", STATES[one.state], class_="tag"), id=f"b{nth}")  # fmt: skip
        parts.append(element("section", heading, rows, _deeds(one), class_="card", aria_labelledby=f"b{nth}"))  # fmt: skip
    parts.append(element("p", element("a", "再约一个" if found else "现在预约", href="./", class_="go")))  # fmt: skip
    return document("我的预约", joined(*parts), look)


def drop(one: Booking, token: str, look: Look) -> Page:
    """Asks whether a booking shall be cancelled."""
    title = "退出候补" if one.state is BookingState.WAITING else "取消预约"
    sent = element(
        "form",
        element("input", type="hidden", name="id", value=one.id),
        element("input", type="hidden", name="token", value=token),
        element("button", f"确定{title}", type="submit", class_="wide"),
        method="post", action="./drop", class_="fields",
    )  # fmt: skip
    what = pairs((("时间", when(one)), ("业务", one.service_name), ("办税厅", one.hall_name)))
    back = element("p", element("a", "不取消", href="./mine", class_="go"))
    main = joined(path(), element("h1", title), element("section", what, sent, class_="card"), back)  # fmt: skip
    return document(title, main, look)


def told(title: str, said: str, look: Look, links: Sequence[tuple[str, str]] = ()) -> Page:
    """A page that says why there is no other, and where to go from there (words and address)."""
    rows = [element("li", element("a", shown, href=to, class_="go")) for shown, to in links]
    ways = [element("ul", *rows, class_="list")] if rows else []
    return document(title, joined(element("h1", title), element("p", said, class_="card"), *ways), look)  # fmt: skip


def _deeds(one: Booking) -> Html:
    links = []
    if one.state is BookingState.BOOKED:
        choice = Choice(one.hall, one.service, change=one.id)
        links.append(element("a", "改约", href=choice.at("days"), class_="go"))
    if one.state in (BookingState.BOOKED, BookingState.WAITING):
        words = "退出候补" if one.state is BookingState.WAITING else "取消预约"
        links.append(element("a", words, href=f"./drop?{urlencode({'id': one.id})}", class_="go"))
    return element("div", *links, class_="two") if links else Html()
