"""A series (系列): its articles in order, and ``next/{place}``, which leads to the article after one of them.

The address of ``next`` stands in published articles, so it never changes; ``latest`` and ``order=new`` are ways to read.
"""

from __future__ import annotations

from typing import Any, Final

from chalicelib.gateway import Answer, redirect
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.listing import SHOWN, STYLE, entries_of, listed, top
from chalicelib.h5.works_pages.visit import WorkVisit, missing, shown

NEXT: Final = "next/"
_ORDER: Final = "order"
_NEWEST: Final = "new"
_ALL: Final = "all"


def page(visit: WorkVisit) -> Answer:
    """The list, or the way to the next article."""
    if not visit.page:
        return _list(visit, "")
    if visit.page.startswith(NEXT) and visit.page.removeprefix(NEXT).isdecimal():
        return _next(visit, visit.page.removeprefix(NEXT))
    return missing(visit)


def _next(visit: WorkVisit, place: str) -> Answer:
    entries = entries_of(visit)
    at = next((at for at, one in enumerate(entries) if str(one["place"]) == place), None)
    if at is None:
        # An article that was taken out of the series: its readers find what there is.
        return _list(visit, "")
    after = next((one for one in entries[at + 1 :] if one.get("url")), None)
    if after is not None:
        return redirect(str(after["url"]))
    return _list(visit, "下一期还没有发布。发布以后，从原来的链接就能打开。")


def _list(visit: WorkVisit, said: str) -> Answer:
    newest = visit.asked.get(_ORDER) == _NEWEST
    every = [one for one in entries_of(visit) if one.get("url")]
    if newest:
        every = every[::-1]
    whole = visit.asked.get(_ALL) == "1" or len(every) <= SHOWN
    parts = [top(visit, visit.work.title)]
    if said:
        parts.append(element("p", said, class_="card notice", role="status"))
    parts.append(_count(every, newest))
    parts.append(listed(every if whole else every[:SHOWN]) if every else _none(said))
    if not whole:
        order = f"&{_ORDER}={_NEWEST}" if newest else ""
        more = element("a", f"全部 {len(every)} 期", href=f"?{_ALL}=1{order}", class_="go")
        parts.append(element("p", more))
    look = visit.look._replace(style=STYLE)
    return shown(visit, document(visit.work.title, joined(*parts), look))


def _count(every: list[dict[str, Any]], newest: bool) -> Html:
    if len(every) < 2:
        return Html("")
    other = "从第一期看起" if newest else "从最新的看起"
    link = element("a", other, href="?" if newest else f"?{_ORDER}={_NEWEST}")
    return element("p", element("span", f"已发布 {len(every)} 期"), link, class_="path")


def _none(said: str) -> Html:
    return Html("") if said else element("p", "还没有发布的文章。", class_="card")
