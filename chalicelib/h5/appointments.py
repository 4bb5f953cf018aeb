"""The pages of appointments (预约办税): hall, service, day, time, done, and a follower's own bookings. Values in, pages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from chalicelib.application.appointment_texts import day_name, offered, span
from chalicelib.appointments import (
    Asked,
    DayFree,
    Hall,
    TimeFree,
)
from chalicelib.clock import SHANGHAI
from chalicelib.h5.document import Look, Page, document
from chalicelib.h5.markup import Html, element, joined

PLACE: Final = "预约办税"
FOOT: Final = "不能来请取消，把时间让给别人。有问题回到公众号，发过来。"
STYLE: Final = (Path(__file__).parent / "counter.css").read_text("utf-8")
FIELDS: Final = {
    Asked.NAME: ("姓名", "name", "text", "30"),
    Asked.ID_NUMBER: ("身份证件号码", "off", "text", "30"),
    Asked.PHONE: ("手机号", "tel", "tel", "20"),
}
"""Field → what it is called, autocomplete, inputmode, most characters."""


class Choice(NamedTuple):
    """What has been chosen so far, as addresses have it."""

    hall: str = ""
    service: str = ""
    day: date | None = None
    start: time | None = None
    change: str = ""
    """The booking that is to be changed."""
    wait: bool = False

    def query(self) -> dict[str, str]:
        """The parameters, without empty ones."""
        every = {
            "hall": self.hall,
            "service": self.service,
            "day": self.day.isoformat() if self.day else "",
            "start": f"{self.start:%H%M}" if self.start is not None else "",
            "change": self.change,
            "wait": "1" if self.wait else "",
        }
        return {name: value for name, value in every.items() if value}

    def at(self, page: str) -> str:
        """The address of a page with this choice."""
        asked = urlencode(self.query())
        return f"./{page}?{asked}" if asked else f"./{page}"


class Group(NamedTuple):
    """Halls of one area."""

    name: str
    """Empty where there is only one."""
    halls: Sequence[Hall]


def halls(groups: Sequence[Group], service: str, open_: int, look: Look) -> Page:
    """The first page: the halls, and the way to one's own bookings."""
    parts: list[Html] = [_own(open_)]
    if not any(group.halls for group in groups):
        parts.append(element("p", "现在没有可以预约的办税厅。", class_="card notice"))
    for nth, group in enumerate(groups):
        rows = [
            element("li", element("a", element("b", one.name), element("small", one.place),
                                  class_="go", href=_of_hall(one, service)))
            for one in group.halls
        ]  # fmt: skip
        heading = element("h2", group.name or "请选择办税厅", id=f"g{nth}")
        if rows:
            parts.append(element("section", heading, element("ul", *rows, class_="list"), class_="card", aria_labelledby=f"g{nth}"))  # fmt: skip
    return document(PLACE, joined(*parts), look, front=True)


def services(hall: Hall, look: Look) -> Page:
    """A hall, and what one may book there."""
    rows = [
        element("li", element("a", element("b", one.name), element("small", f"每个号 {one.minutes} 分钟"),
                              class_="go", href=Choice(hall.id, one.id).at("days")))
        for one in offered(hall)
    ]  # fmt: skip
    chosen = element("section", element("h2", "要办什么", id="s"), element("ul", *rows, class_="list"), class_="card", aria_labelledby="s")  # fmt: skip
    none = element("p", "这个办税厅现在没有可以预约的业务。", class_="card notice")
    return document(
        hall.name,
        joined(path(), element("h1", hall.name), _about(hall), chosen if rows else none),
        look,
    )


def days(hall: Hall, choice: Choice, found: Sequence[DayFree], look: Look) -> Page:
    """The days to choose among."""
    rows = [element("li", _day(one, choice, waits=bool(hall.waiting) and not choice.change)) for one in found]  # fmt: skip
    chosen: Html = element("ul", *rows, class_="grid")
    if not rows:
        chosen = element("p", "近期没有可以预约的日子。", class_="card notice")
    main = joined(path(hall, choice), _changing(choice), element("h1", "选日期"), _what(hall, choice), chosen)  # fmt: skip
    return document("选日期", main, look)


def times(hall: Hall, choice: Choice, found: Sequence[TimeFree], look: Look) -> Page:
    """The slots of a day to choose among; of a full one the waiting list."""
    waits = bool(hall.waiting) and not choice.change
    rows = [element("li", _time(one, choice, waits=waits)) for one in found]
    chosen: Html = element("ul", *rows, class_="grid")
    if not rows:
        chosen = joined(
            element("p", "这一天没有可以预约的时段了。", class_="card notice"),
            element(
                "p", element("a", "换一天", href=choice._replace(day=None).at("days"), class_="go")
            ),
        )
    main = joined(path(hall, choice), _changing(choice), element("h1", "选时间"), _what(hall, choice), chosen)  # fmt: skip
    return document("选时间", main, look)


def form(
    hall: Hall,
    choice: Choice,
    end: time | None,
    token: str,
    look: Look,
    *,
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Page:
    """The last step: what is booked, who one is where the hall asks, and one button.

    ``given`` are the fields as they were sent, ``wrong`` what is wrong with each: the form is then shown again.
    """
    given, wrong = given or {}, wrong or {}
    title = "确认改约" if choice.change else "确认候补" if choice.wait else "确认预约"
    asks = () if choice.change else hall.asks
    fields = [part for one in asks for part in _field(one, given.get(one.value, ""), wrong.get(one.value, ""))]  # fmt: skip
    privacy = element(
        "p",
        f"{hall.name}要求登记{'、'.join(FIELDS[one][0] for one in asks)}，只用来办这次预约：加密保存，窗口只看到遮住一部分的内容，办完或取消后删除。",
        class_="small",
        id="privacy",
    )
    hidden = [
        element("input", type="hidden", name=name, value=value)
        for name, value in (*choice.query().items(), ("token", token))
    ]
    sent = element(
        "form", *hidden, *([privacy] if asks else []), *fields,
        element("button", title, type="submit", class_="wide"),
        method="post", action="./book", class_="fields card" if asks else "fields own",
    )  # fmt: skip
    told = element("p", "没有提交：请改好下面标出的内容。", class_="card notice", role="alert")
    back = element("p", element("a", "换个时间", href=choice._replace(start=None, wait=False).at("times"), class_="go"))  # fmt: skip
    main = joined(
        path(hall, choice),
        element("h1", title),
        *([told] if wrong else []),
        _slot(hall, choice, end),
        sent,
        back,
    )
    return document(title, main, look)


def _day(one: DayFree, choice: Choice, *, waits: bool) -> Html:
    name = element("b", day_name(one.day))
    if not one.open:
        opens = one.opens_at.astimezone(SHANGHAI)
        said = element("small", f"{opens.month}月{opens.day}日 {opens:%H:%M} 开放")
        return element("div", name, said, class_="go flat off")
    said = element(
        "small", f"余 {one.free}" if one.free else "已约满，可候补" if waits else "已约满"
    )
    if not one.free and not waits:
        return element("div", name, said, class_="go flat off")
    return element("a", name, said, class_="go", href=choice._replace(day=one.day).at("times"))


def _time(one: TimeFree, choice: Choice, *, waits: bool) -> Html:
    name = element("b", span(one.start, one.end))
    chosen = choice._replace(start=one.start)
    if one.free:
        return element("a", name, element("small", f"余 {one.free}"), class_="go", href=chosen.at("book"))  # fmt: skip
    if waits:
        said = element("small", f"约满，候补（{one.waiting} 人在等）")
        return element(
            "a", name, said, class_="go flat", href=chosen._replace(wait=True).at("book")
        )
    return element("div", name, element("small", "已约满"), class_="go flat off")


def _field(one: Asked, value: str, wrong: str) -> list[Html]:
    label, complete, mode, most = FIELDS[one]
    id_ = f"f-{one.value}"
    why = [element("span", wrong, class_="why", id=f"{id_}-why")] if wrong else []
    field = element(
        "input", id=id_, name=one.value, value=value, maxlength=most, autocomplete=complete,
        inputmode=mode, required=True, aria_invalid="true" if wrong else "",
        aria_describedby=f"{id_}-why" if wrong else "privacy",
    )  # fmt: skip
    return [element("label", label, for_=id_), *why, field]


def _slot(hall: Hall, choice: Choice, end: time | None) -> Html:
    found = hall.service(choice.service)
    at = ""
    if choice.day and choice.start is not None:
        until = f"—{end:%H:%M}" if end else ""
        at = f"{day_name(choice.day)}{choice.start:%H:%M}{until}"
    place = (("地址", hall.place),) if hall.place else ()
    what = pairs((("时间", at), ("业务", found.name if found else choice.service), ("办税厅", hall.name), *place))  # fmt: skip
    waits = element("p", "这个时段已约满：有人取消，就按先后自动为您约上。", class_="lead")
    return element("section", what, *([waits] if choice.wait else []), class_="card")


def pairs(found: Sequence[tuple[str, str]]) -> Html:
    """Names and values, one below the other."""
    return element("dl", *(part for name, value in found for part in (element("dt", name), element("dd", value))))  # fmt: skip


def _about(hall: Hall) -> Html:
    parts = []
    if hall.place:
        parts.append(("地址", hall.place))
    if hall.phone:
        parts.append(("电话", hall.phone))
    if hall.note:
        parts.append(("须知", hall.note))
    return element("section", pairs(parts), class_="card") if parts else Html()


def _what(hall: Hall, choice: Choice) -> Html:
    found = hall.service(choice.service)
    said = [hall.name, found.name if found else choice.service]
    if choice.day:
        said.append(day_name(choice.day))
    return element("p", " · ".join(said), class_="said")


def _changing(choice: Choice) -> Html:
    if not choice.change:
        return Html()
    return element("p", "正在改约：选好新的时间之前，原来的预约一直有效。", class_="card notice")


def _own(open_: int) -> Html:
    said = f"您有 {open_} 个待办的预约" if open_ else "查看、改约、取消"
    return element("p", element("a", element("b", "我的预约"), element("small", said), class_="go", href="./mine"), class_="own")  # fmt: skip


def _of_hall(hall: Hall, service: str) -> str:
    return Choice(hall.id, service).at("days") if service else Choice(hall.id).at("hall")


def path(hall: Hall | None = None, choice: Choice | None = None) -> Html:
    """The way back: the first page, then what has been chosen."""
    links = [element("a", "选大厅", href="./"), element("a", "我的预约", href="./mine")]
    if hall is not None and choice is not None:
        way = [("选大厅", "./"), ("选业务", Choice(hall.id).at("hall"))]
        if choice.change:
            way = [("我的预约", "./mine")]
        if choice.day:
            way.append(("选日期", Choice(choice.hall, choice.service, change=choice.change).at("days")))  # fmt: skip
        if choice.start is not None:
            way.append(("选时间", choice._replace(start=None, wait=False).at("times")))
        links = [element("a", shown, href=to) for shown, to in way]
    parts: list[Html] = []
    for one in links:
        parts += [element("span", "›", aria_hidden="true"), one] if parts and hall else [one]
    return element("nav", *parts, class_="path", aria_label="当前位置")
