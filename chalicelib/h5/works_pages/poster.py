"""The page of a poster (海报): the picture, its words for whoever does not see it, and where its code leads."""

from __future__ import annotations

from typing import Final

from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import element, joined
from chalicelib.h5.works_pages.visit import FILE, WorkVisit, missing, shown

_PICTURE: Final = "poster.png"
_TALL: Final = "poster-tall.png"
_STYLE: Final = """.poster{display:block;width:100%;height:auto;border-radius:.5rem}
.acts{display:flex;flex-wrap:wrap;gap:.6rem;margin:.75rem 0}
.acts .go{flex:1 1 9rem;justify-content:center}
summary{min-height:2.75rem;padding:.6rem 0}"""


def page(visit: WorkVisit) -> Answer:
    """Its one page."""
    if visit.page:
        return missing(visit)
    work = visit.work
    words = str(work.content.get("words", ""))
    url, label = str(work.content.get("url", "")), str(work.content.get("label", ""))
    # A picture of another publication has another address, so that none is shown from the browser's memory.
    newest = f"?{work.version}"
    acts = [element("a", "看长版海报", href=f"{FILE}{_TALL}{newest}", class_="go flat")]
    if url:
        acts.insert(0, element("a", label or "查看", href=url, class_="go"))
    main = joined(
        element("h1", work.title, class_="hide"),
        element(
            "img",
            src=f"{FILE}{_PICTURE}{newest}",
            alt=words,
            width="1080",
            height="1440",
            class_="poster",
        ),
        element("p", "长按图片可以保存或转发。", class_="said"),
        element("div", *acts, class_="acts"),
        element("details", element("summary", "海报上的文字"), element("p", words), class_="card"),
    )
    return shown(visit, document(work.title, main, visit.look._replace(style=_STYLE)))
