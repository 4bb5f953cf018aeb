"""What the counter says in a chat: short texts with links, none longer than WeChat takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Final

from chalicelib.application.appointment_halls import Area
from chalicelib.application.appointment_links import Ask, Step, to
from chalicelib.appointments import (
    Booking,
    BookingState,
    CancelReason,
    DayFree,
    Hall,
    HallService,
    TimeFree,
)
from chalicelib.clock import SHANGHAI

MOST_BYTES: Final = 2000
"""Of a reply (sheet §1.6 takes 2048)."""
_WEEKDAYS: Final = "一二三四五六日"
MINE: Final = Ask(Step.MINE)
HALLS: Final = Ask(Step.HALLS)
STATES: Final = {
    BookingState.BOOKED: "已约上",
    BookingState.WAITING: "候补中",
    BookingState.CHECKED_IN: "已签到",
    BookingState.SERVED: "已办理",
    BookingState.CANCELLED: "已取消",
    BookingState.NO_SHOW: "未到场",
    BookingState.HALL_CLOSED: "停办取消",
}


def offered(hall: Hall) -> list[HallService]:
    """The services that one may book at a hall."""
    return [one for one in hall.services if one.offered and one.capacity]


def day_name(day: date) -> str:
    """``12月1日（周二）``."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def span(start: time, end: time) -> str:
    """``09:00—09:30``."""
    return f"{start:%H:%M}—{end:%H:%M}"


def when(booking: Booking) -> str:
    """Day and time of a booking."""
    return f"{day_name(booking.day)}{span(booking.start, booking.end)}"


def listing(
    head: str, rows: Sequence[str], foot: str, more: Callable[[int], str], page: int
) -> str:
    """Page ``page`` (from 1) of rows that fit into one reply, between head and foot; ``more(n)`` leads to page n.

    Each page takes as many rows as there is room for, so that a page is the same however long ago the one before was
    read, as long as the rows are.
    """
    pages: list[list[str]] = [[]]
    room = MOST_BYTES - sum(len(one.encode()) + 2 for one in (head, foot, more(99)))
    used = 0
    for row in rows:
        size = len(row.encode()) + 1
        if pages[-1] and used + size > room:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += size
    at = min(max(page, 1), len(pages))
    last = more(at + 1) if at < len(pages) else ""
    return "\n\n".join(filter(None, (head, "\n".join(pages[at - 1]), last, foot)))


def areas(found: Sequence[Area], service: str, page: int) -> str:
    """The areas to choose among."""
    rows = [
        f"{nth}. {to(Ask(Step.HALLS, service=service, area=one.id), one.name)}（{len(one.halls)} 个厅）"
        for nth, one in enumerate(found, 1)
    ]
    more = Ask(Step.HALLS, service=service)
    return _listed("预约办税：请选择地区。", rows, to(MINE, "我的预约"), more, page)


def halls(found: Sequence[Hall], service: str, area: str, page: int) -> str:
    """The halls to choose among."""
    rows = []
    for nth, one in enumerate(found, 1):
        ask = Ask(Step.DAYS, one.id, service) if service else Ask(Step.HALL, one.id)
        rows.append(f"{nth}. {to(ask, one.name)}" + (f"\n{one.place[:30]}" if one.place else ""))
    more = Ask(Step.HALLS, service=service, area=area)
    return _listed("预约办税：请选择办税厅。", rows, to(MINE, "我的预约"), more, page)


def services(hall: Hall) -> str:
    """A hall, and what one may book there."""
    rows = [
        f"{nth}. {to(Ask(Step.DAYS, hall.id, one.id), one.name)}"
        for nth, one in enumerate(offered(hall), 1)
    ]
    head = "\n".join(filter(None, (hall.name, hall.place, hall.note, "请选择要办的业务。")))
    foot = f"{to(HALLS, '换一个办税厅')}　{to(MINE, '我的预约')}"
    return _listed(head, rows, foot, Ask(Step.HALL, hall.id), 1)


def days(hall: Hall, service: str, found: Sequence[DayFree], ask: Ask) -> str:
    """The days to choose among; ``ask`` is what led here."""
    rows = []
    for one in found:
        name = day_name(one.day)
        if not one.open:
            opens = one.opens_at.astimezone(SHANGHAI)
            rows.append(f"{name} {opens.month}月{opens.day}日 {opens:%H:%M} 开放预约")
            continue
        link = to(ask._replace(step=Step.TIMES, day=one.day, page=1), name, f"{one.day:%m-%d}")
        rows.append(f"{link} {f'余 {one.free}' if one.free else '已约满'}")
    several = not ask.booking and len(offered(hall)) > 1
    other = [to(Ask(Step.HALL, hall.id), "换一项业务")] if several else []
    foot = "　".join([*other, to(MINE, "我的预约")])
    what = f"{hall.name}\n{_service(hall, service)}"
    if not rows:
        return f"{what}\n\n近期没有可以预约的日子。\n\n{foot}"
    return _listed(f"{what}\n请选择日期。", rows, foot, ask, ask.page)


def times(hall: Hall, service: str, found: Sequence[TimeFree], ask: Ask) -> str:
    """The slots of a day to choose among; of a full one the waiting list, where there is one."""
    rows = []
    for one in found:
        shown = span(one.start, one.end)
        take = ask._replace(step=Step.TAKE, start=one.start, page=1)
        if one.free:
            rows.append(f"{to(take, shown, f'{one.start:%H:%M}')} 余 {one.free}")
        elif hall.waiting and not ask.booking:
            waits = to(take._replace(step=Step.WAIT), "候补", f"候补 {one.start:%H:%M}")
            rows.append(f"{shown} 已约满，{waits}（{one.waiting} 人在等）")
        else:
            rows.append(f"{shown} 已约满")
    other = to(ask._replace(step=Step.DAYS, day=None, page=1), "换一天")
    what = f"{hall.name}\n{_service(hall, service)} {day_name(ask.day) if ask.day else ''}"
    if not rows:
        return f"{what}\n\n这一天没有可以预约的时段了。\n\n{other}"
    return _listed(f"{what}\n请选择时间。", rows, other, ask, ask.page)


def booked(one: Booking, hall: Hall | None, *, changed: bool = False) -> str:
    """What somebody is told who has just booked, or changed."""
    if one.state is BookingState.WAITING:
        return (
            f"已候补：{when(one)}\n{one.hall_name} · {one.service_name}\n\n"
            "有人取消，就按先后自动为您约上，并告诉您；没有轮到，也会告诉您。\n\n"
            f"{to(MINE, '我的预约')}　{to(Ask(Step.DROP, booking=one.id), '不等了')}"
        )
    lines = [
        f"{'改约' if changed else '预约'}成功：{when(one)}",
        f"{one.hall_name} · {one.service_name}",
        *([hall.place] if hall and hall.place else []),
        *([hall.note] if hall and hall.note else []),
        "",
        f"预约码：{one.code}",
        "到厅后扫大厅的二维码签到，或者向窗口报预约码。",
        *([f"开始前 {hall.change_until} 分钟以外，可以改约、取消。"] if hall else []),
        "",
        _deeds(one),
    ]
    return "\n".join(lines)


def mine(found: Sequence[Booking], page: int) -> str:
    """Somebody's open bookings."""
    if not found:
        return f"您没有待办的预约。\n\n{to(HALLS, '现在预约')}"
    rows = [
        f"{nth}. {when(one)} {STATES[one.state]}\n{one.hall_name} · {one.service_name}\n"
        + (f"预约码：{one.code}　" if one.code else "")
        + _deeds(one)
        for nth, one in enumerate(found, 1)
    ]
    return _listed("您的预约：", rows, to(HALLS, "再约一个"), MINE, page)


def drop(one: Booking) -> str:
    """Asks whether a booking shall be cancelled."""
    what = "候补" if one.state is BookingState.WAITING else "预约"
    return (
        f"要取消这个{what}吗？\n{when(one)}\n{one.hall_name} · {one.service_name}\n\n"
        f"{to(Ask(Step.DROPPED, booking=one.id), '确定取消')}　{to(MINE, '不取消')}"
    )


def dropped(one: Booking) -> str:
    """What somebody is told who has cancelled."""
    return f"已取消：{when(one)}\n{one.hall_name} · {one.service_name}\n\n{to(HALLS, '重新预约')}"


def checked_in(found: Sequence[Booking]) -> str:
    """What somebody is told who has scanned the code of a hall."""
    lines = [f"{span(one.start, one.end)} {one.service_name}\n预约码：{one.code}" for one in found]
    return "\n\n".join([f"已签到：{found[0].hall_name}", *lines, "请等候叫号。"])


def nothing_here(hall: Hall, later: Sequence[Booking]) -> str:
    """What somebody is told who scanned the code of a hall and has nothing to check in."""
    if not later:
        head = f"您在{hall.name}现在没有预约。"
    else:
        head = f"现在还不能签到：您在{hall.name}的预约是{when(later[0])}，开始前 {hall.early} 分钟起可以签到。"
    return f"{head}\n\n{to(Ask(Step.HALL, hall.id), '预约')}　{to(MINE, '我的预约')}"


def refused(said: str, *links: str) -> str:
    """Why it did not work, and where to go from there."""
    return f"{said}\n\n{'　'.join(links)}"


def on_page(hall: Hall, address: str) -> str:
    """What somebody is told at a hall that asks who they are: the page has fields for that, and a chat keeps them."""
    if not address:
        return f"{hall.name}预约时要登记身份信息，请到窗口或打电话预约{f'：{hall.phone}' if hall.phone else '。'}"
    return (
        f"{hall.name}预约时要登记身份信息。请不要发在这里，在网页上填写：\n"
        f'<a href="{address}">填写并预约</a>\n（链接 30 分钟内有效，请不要转发）'
    )


def ended(one: Booking) -> str:
    """How a booking stands that can't be changed any more."""
    why = "（没有轮到）" if one.reason is CancelReason.WAITED_IN_VAIN else ""
    return f"这个预约{STATES[one.state]}{why}：{when(one)}，{one.hall_name}。"


def reminder(one: Booking) -> str:
    """The evening before."""
    return (
        f"提醒：您预约了{when(one)}\n{one.hall_name} · {one.service_name}\n预约码：{one.code}\n\n"
        f"不能来请取消，把时间让给别人。\n{_deeds(one)}"
    )


def moved_up(one: Booking) -> str:
    """A place came free."""
    return f"候补成功，已为您约上：{when(one)}\n{one.hall_name} · {one.service_name}\n预约码：{one.code}\n\n{_deeds(one)}"


def hall_closed(one: Booking, others: Sequence[tuple[str, Ask]], why: str) -> str:
    """The hall is closed on that day; ``others`` are other times, as they read and as they are asked for."""
    why = f"（{why}）" if why else ""
    links = "\n".join(to(ask, shown, shown) for shown, ask in others)
    ask = Ask(Step.DAYS, one.hall, one.service)
    offered = f"可以改到：\n{links}\n\n" if links else ""
    return (
        f"抱歉，{one.hall_name}{day_name(one.day)}停办{why}，"
        f"您 {span(one.start, one.end)} 的预约（{one.service_name}）已取消。\n\n"
        f"{offered}{to(ask, '另选时间')}"
    )


def waited_in_vain(one: Booking) -> str:
    """Nobody gave a place back."""
    ask = Ask(Step.DAYS, one.hall, one.service)
    return (
        f"候补没有轮到：{when(one)}\n{one.hall_name} · {one.service_name}\n\n{to(ask, '另选时间')}"
    )


def _deeds(one: Booking) -> str:
    drop = to(Ask(Step.DROP, booking=one.id), "取消")
    if one.state is BookingState.WAITING:
        return drop
    return f"{to(Ask(Step.DAYS, booking=one.id), '改约')}　{drop}"


def _service(hall: Hall, service: str) -> str:
    found = hall.service(service)
    return found.name if found else service


def _listed(head: str, rows: Sequence[str], foot: str, ask: Ask, page: int) -> str:
    return listing(head, rows, foot, lambda n: to(ask._replace(page=n), "更多", "更多"), page)
