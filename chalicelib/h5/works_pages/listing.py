"""The articles of a series or of a collection, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from chalicelib.clock import SHANGHAI
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import FILE, WorkVisit

COVER: Final = "cover.jpg"
SHOWN: Final = 30
"""Articles of the first page; the rest is one tap away."""
STYLE: Final = (
    ".cover{display:block;width:100%;height:auto;aspect-ratio:2.35;object-fit:cover;margin-bottom:.75rem;border-radius:.75rem}"
    ".rows b{font-weight:500;margin-right:.5em;color:var(--quiet)}"
)


def top(visit: WorkVisit, title: str) -> Html:
    """Cover, name and introduction."""
    work = visit.work
    up = "../" * visit.page.count("/")
    cover = (
        element("img", src=f"{up}{FILE}{COVER}", alt="", class_="cover", width="640", height="272")
        if COVER in work.files
        else Html("")
    )
    about = str(work.content.get("about", ""))
    said = element("p", about, class_="said") if about else Html("")
    return joined(cover, element("h1", title), said)


def listed(entries: Iterable[dict[str, Any]]) -> Html:
    """The articles that can be opened, in the order given."""
    lines = [
        element(
            "li",
            element(
                "a",
                element("b", label) if (label := str(one.get("label", ""))) else Html(""),
                str(one["title"]),
                href=str(one["url"]),
            ),
            element("p", day(str(one["at"]))),
        )
        for one in entries
    ]
    return element("ul", *lines, class_="card rows")


def day(at: str) -> str:
    """``2026年12月1日``."""
    moment = datetime.fromisoformat(at).astimezone(SHANGHAI)
    return f"{moment.year}年{moment.month}月{moment.day}日"


def entries_of(visit: WorkVisit) -> Sequence[dict[str, Any]]:
    """The articles of the work."""
    found: Sequence[dict[str, Any]] = visit.work.content.get("entries", [])
    return found
