"""A collection (合集): articles that belong together."""

from __future__ import annotations

from typing import Final

from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import element, joined
from chalicelib.h5.works_pages.listing import SHOWN, STYLE, entries_of, listed, top
from chalicelib.h5.works_pages.visit import WorkVisit, missing, shown

_ALL: Final = "all"


def page(visit: WorkVisit) -> Answer:
    """The list."""
    if visit.page:
        return missing(visit)
    every = entries_of(visit)
    whole = visit.asked.get(_ALL) == "1" or len(every) <= SHOWN
    parts = [top(visit, visit.work.title)]
    if every:
        parts.append(element("p", element("span", f"共 {len(every)} 篇"), class_="path"))
        parts.append(listed(every if whole else every[:SHOWN]))
    else:
        parts.append(element("p", "还没有发布的文章。", class_="card"))
    if not whole:
        more = element("a", f"全部 {len(every)} 篇", href=f"?{_ALL}=1", class_="go")
        parts.append(element("p", more))
    look = visit.look._replace(style=STYLE)
    return shown(visit, document(visit.work.title, joined(*parts), look))
