"""A mind map as followers read it: the picture, and the same outline as a list that folds."""

from __future__ import annotations

from typing import Any

from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import WorkVisit, missing, shown


def page(visit: WorkVisit) -> Answer:
    """Its one page."""
    if visit.page:
        return missing(visit)
    content = visit.work.content
    main = joined(
        element("h1", visit.work.title),
        element("ul", *(_item(one, 1) for one in content.get("branches", ())), class_="outline"),
    )
    return shown(visit, document(visit.work.title, main, visit.look))


def _item(branch: dict[str, Any], depth: int) -> Html:
    below = branch.get("children") or ()
    if not below:
        return element("li", branch["text"])
    inner = element("ul", *(_item(one, depth + 1) for one in below))
    return element("li", element("details", element("summary", branch["text"]), inner, open=True))
