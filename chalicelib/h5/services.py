"""The pages of services: by category, those that somebody looks for, and one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from chalicelib import catalogue
from chalicelib.application.service_pages import Directory
from chalicelib.catalogue import Entrance, EntranceKind, Service, ServiceState
from chalicelib.clock import shown
from chalicelib.h5.document import TITLE, Look, Page, document
from chalicelib.h5.markup import Html, element, joined

LONGEST: Final = 60
"""Characters of what is looked for."""
_FEW: Final = 3
"""Services of a category on the front page; the others are behind its name."""
_SHORT: Final = 12
"""So many services in all stand on the front page at once."""
_WITHOUT: Final = "其他服务"
"""What services without a category stand under."""
_MOST: Final = 50
"""Services that a search shows; further words find the others."""
_STATES: Final = {ServiceState.MAINTENANCE: "维护中", ServiceState.RETIRED: "已下线"}
_NUMBER: Final = re.compile(r"\+?\d[\d-]{2,}\d")


def front(directory: Directory, look: Look, now: datetime) -> Page:
    """The first page of an account's services."""
    if not directory.services:
        return document(TITLE, _nothing_yet(), look, front=True)
    shown_ = element("div", _categories(directory, now), id="shown")
    return document(TITLE, joined(_form(""), shown_), look, front=True, live=True)


def category(directory: Directory, name: str, look: Look, now: datetime) -> Page | None:
    """The services of a category; None where there is none of that name."""
    services = directory.categories(now).get("" if name == _WITHOUT else name)
    if services is None:
        return None
    rows = element("section", _rows(directory, services, now), class_="card", aria_labelledby="h")
    main = (_path(), _form(""), element("div", element("h1", name, id="h"), rows, id="shown"))
    return document(name, joined(*main), look, live=True)


def search(directory: Directory, words: str, look: Look, now: datetime) -> Page:
    """The services that somebody looks for, as a page."""
    told, found = _found(directory, words, now)
    shown_ = element("div", found, id="shown")
    main = joined(_path(), _form(words, told), shown_)
    return document(f"搜索“{words}”", main, look, live=True)


def search_part(directory: Directory, words: str, now: datetime) -> Html:
    """What changes of a page while somebody types: first what is told of it, then what it shows."""
    told, found = _found(directory, words, now) if words else ("", _categories(directory, now))
    return joined(element("p", told), found)


def one(directory: Directory, service: Service, look: Look, now: datetime) -> Page:
    """A service: whether it runs, the ways in, and what one needs to know before going there."""
    standing = directory.standing(service, now)
    gone = standing.state is ServiceState.RETIRED
    parts: list[Html] = [_path(service.category), element("h1", service.name)]
    if standing.state is not ServiceState.RUNNING:
        parts.append(_stopped(standing.state, standing.notice, standing.until, standing.instead))
    elif ahead := directory.ahead(service, now):
        parts.append(element("p", ahead, class_="card notice lines"))
    if not gone:
        if service.summary:
            parts.append(element("p", service.summary, class_="lead card lines"))
        parts += _details(service, running=standing.state is ServiceState.RUNNING)
    return document(service.name, joined(*parts), look)


def told(title: str, said: str, look: Look, *, back: bool = True) -> Page:
    """A page that says why there is no other, and leads ``back`` to the services where there are some."""
    parts = [element("h1", title), element("p", said, class_="card")]
    if back:
        parts.append(element("p", element("a", "看全部服务", href="./", class_="go")))
    return document(title, joined(*parts), look)


def _form(words: str, said: str = "") -> Html:
    return joined(
        element(
            "form",
            element("label", "搜索服务", class_="hide", for_="q"),
            element("input", id="q", name="q", type="search", value=words, maxlength=str(LONGEST),
                    placeholder="如：契税、开票", autocomplete="off", enterkeyhint="search"),
            element("button", "搜索", type="submit"),
            role="search", action="./", method="get",
        ),
        element("p", said, id="said", class_="said", role="status"),
    )  # fmt: skip


def _path(category_: str = "") -> Html:
    """The way back: the front page, and the category that one came through."""
    links = [element("a", "全部服务", href="./")]
    if category_:
        links += [element("span", "›", aria_hidden="true"), element("a", category_, href=_query(category_))]  # fmt: skip
    return element("nav", *links, class_="path", aria_label="当前位置")


def _categories(directory: Directory, now: datetime) -> Html:
    categories = directory.categories(now)
    every = sum(map(len, categories.values())) <= _SHORT or len(categories) == 1
    cards = []
    for nth, (name, services) in enumerate(categories.items()):
        title = name or _WITHOUT
        to = element("a", title, element("span", f"{len(services)} 项 ›"), class_="to", href=_query(title))  # fmt: skip
        cards.append(
            element(
                "section",
                element("h2", to, id=f"c{nth}"),
                _rows(directory, services if every else services[:_FEW], now, brief=True),
                class_="card",
                aria_labelledby=f"c{nth}",
            )
        )
    return element("div", *cards, class_="cards")


def _found(directory: Directory, words: str, now: datetime) -> tuple[str, Html]:
    """What is told of a search, and what it shows."""
    found = directory.search(words)
    if not found:
        hint = f"没有找到“{words}”。换个说法，或者从下面的分类里找。"
        return hint, _categories(directory, now)
    more = f"，先看前 {_MOST} 项" if len(found) > _MOST else ""
    rows = _rows(directory, found[:_MOST], now)
    return f"“{words}”：{len(found)} 项服务{more}", element("section", rows, class_="card", aria_label="搜索结果")  # fmt: skip


def _rows(
    directory: Directory, services: Sequence[Service], now: datetime, *, brief: bool = False
) -> Html:
    rows = []
    for service in services:
        state = directory.state(service, now)
        said = [element("a", service.name, href=service.id)]
        if state in _STATES:
            said.append(element("span", _STATES[state], class_="tag"))
        if not brief:
            said.append(
                element("p", service.summary, class_="about") if service.summary else Html()
            )
            ways = "" if state in _STATES else " · ".join(_brief(way) for way in service.entrances)
            said.append(element("p", ways) if ways else Html())
        rows.append(element("li", *said))
    return element("ul", *rows, class_="rows")


def _brief(way: Entrance) -> str:
    return catalogue.labels.WAYS[way.kind] + ("" if way.open else "（暂停）")


def _stopped(
    state: ServiceState, notice: str, until: datetime | None, instead: Service | None
) -> Html:
    said = [element("h2", f"这项服务{_STATES[state]}", id="stop"), element("p", notice, class_="lines")]  # fmt: skip
    if until is not None:
        said.append(element("p", f"预计 {shown(until)} 恢复。"))
    if instead is not None:
        said.append(element("p", "可以改用：", element("a", instead.name, href=instead.id)))
    return element("section", *said, class_="card notice", aria_labelledby="stop")


def _details(service: Service, *, running: bool) -> Iterator[Html]:
    """The ways in, the facts, materials and steps, each under a heading of its own."""
    ways = element("ul", *(_way(way, service, running=running) for way in service.entrances), class_="ways")  # fmt: skip
    yield _section("ways", "怎么办理", ways)
    facts = (
        ("适用对象", "、".join(service.audience)),
        ("适用地区", "、".join(service.region)),
        ("办理时限", service.duration),
        ("费用", service.fees),
        ("受理时间", service.hours),
        ("责任部门", service.owner),
    )
    pairs = [
        pair
        for label, text in facts
        if text
        for pair in (element("dt", label), element("dd", text))
    ]
    if pairs:
        yield _section("facts", "须知", element("dl", *pairs))
    if service.materials:
        yield _section("materials", "所需材料", _list("ul", service.materials, "dots"))
    if service.steps:
        yield _section("steps", "办理步骤", _list("ol", service.steps))
    if service.basis:
        yield _section("basis", "办理依据", _list("ul", service.basis, "dots"))


def _section(name: str, title: str, inner: Html) -> Html:
    return element("section", element("h2", title, id=name), inner, class_="card", aria_labelledby=name)  # fmt: skip


def _list(kind: str, several: Iterable[str], class_: str = "") -> Html:
    return element(kind, *(element("li", one) for one in several), class_=class_)


def _way(way: Entrance, service: Service, *, running: bool) -> Html:
    label = catalogue.labels.WAYS[way.kind]
    if not running or not way.open:
        note = element("small", way.note) if way.note else Html()
        stopped = element("span", "暂停", class_="tag")
        return element(
            "li", element("div", element("span", label, stopped), note, class_="go flat off")
        )
    link, said = _leads(way, service)
    inside = (element("span", label), element("small", said))
    led = element("a", *inside, class_="go", href=link) if link else element("div", *inside, class_="go flat")  # fmt: skip
    return element("li", led)


def _leads(way: Entrance, service: Service) -> tuple[str, str]:
    """Where a way leads that this page can open itself, else empty; and what is said beside it."""
    match way.kind:
        case EntranceKind.WEB:
            address = urlsplit(way.where)
            return (way.where, address.hostname or "") if address.scheme in ("https", "http") else ("", way.where)  # fmt: skip
        case EntranceKind.PHONE:
            number = _NUMBER.search(way.where)
            return (f"tel:{number[0]}" if number else "", way.where)
        case EntranceKind.HALL:
            return "", way.where
    # A page can open neither a mini program nor an entry of the account's menu.
    return "", f"回到公众号，发送“{service.name}”，点“{catalogue.labels.WAYS[way.kind]}”"


def _nothing_yet() -> Html:
    return element(
        "section",
        element("h2", "服务目录还没有发布", id="none"),
        element("p", "要办的事可以先回到公众号，把问题发过来。"),
        element("p", "工作人员：在控制台“服务目录”里导入并发布后，十秒内就显示在这里。"),
        class_="card notice",
        aria_labelledby="none",
    )


def _query(category_: str) -> str:
    return "./?" + urlencode({"category": category_})
