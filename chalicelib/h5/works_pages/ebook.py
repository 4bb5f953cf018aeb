"""An e-book as followers read it: cover with contents, a page for each chapter, and the files to take along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.ebooks import colours_of
from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import FILE, WorkVisit, address_of, missing, shown, told

_CHAPTER: Final = re.compile(r"[1-9]\d{0,2}")
_PICTURE: Final = re.compile(rf'(?<=src="){FILE}([A-Za-z0-9._-]+)(?=")')
_STYLE: Final = """
.cover{margin:0 0 16px;padding:28px 20px;border-radius:12px;color:#fff}
.cover h1{margin:0 0 6px;color:#fff;font-size:1.6em}.cover p{margin:4px 0}
.files{display:flex;flex-wrap:wrap;gap:10px;margin:0 0 8px;padding:0;list-style:none}
.files a{display:inline-block;padding:10px 16px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.hint{color:var(--quiet);font-size:.9em}
h2,h3{margin:20px 0 4px}.contents{margin:0 0 12px}
.contents li{border-bottom:1px solid var(--line)}
.contents a{display:block;padding:12px 4px;overflow-wrap:anywhere}
.chapter p,.chapter ul,.chapter ol{margin:0 0 .8rem}.chapter ul,.chapter ol{padding-left:1.4rem}.chapter ul{list-style:disc}
.chapter h2{margin:1.6rem 0 .7rem;font-size:1.15rem}.chapter h3,.chapter h4{margin:1.2rem 0 .5rem;font-size:1.02rem}
.chapter a{text-decoration:underline;text-underline-offset:.15em}
.chapter figure{margin:16px 0}.chapter img{max-width:100%;height:auto;display:block;margin:0 auto}
.chapter .table{overflow-x:auto}.chapter table{border-collapse:collapse;width:100%;font-size:.92em}
.chapter th,.chapter td{border:1px solid var(--line);padding:6px 8px;text-align:left;vertical-align:top;min-width:4.5em}
.chapter blockquote{margin:14px 0;padding:4px 14px;border-left:4px solid var(--line);background:var(--card)}
.chapter .small{color:var(--quiet);font-size:.9em}
.turn{display:flex;flex-wrap:wrap;justify-content:space-between;gap:10px;margin:28px 0 8px}
.turn a{padding:10px 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);max-width:100%;overflow-wrap:anywhere}
"""


def page(visit: WorkVisit) -> Answer:
    """The cover, or a chapter by its number, or the preface and the imprint."""
    try:
        book = _book(visit.work.key) if visit.work.key else None
    except CloudNotFound:
        book = None
    if book is None:
        return told(visit, "书还没有做好", "文件做好以后，这里就能看到全书。", 503)
    if not visit.page:
        return _front(visit, book)
    if visit.page in ("preface", "imprint") and book[visit.page]:
        return _words(visit, book)
    if _CHAPTER.fullmatch(visit.page) and int(visit.page) <= len(book["chapters"]):
        return _chapter(visit, book, int(visit.page))
    return missing(visit)


@lru_cache(maxsize=8)
def _book(key: str) -> dict[str, Any]:
    """What is named by its content never changes."""
    found: dict[str, Any] = json.loads(objects.read(key))
    return found


def _front(visit: WorkVisit, book: dict[str, Any]) -> Answer:
    content = visit.work.content
    strong = colours_of(str(content.get("colour"))).strong
    lines = (content.get("subtitle"), content.get("issuer"), content.get("date"))
    main = joined(
        element(
            "section",
            element("h1", visit.work.title),
            *(element("p", str(one)) for one in lines if one),
            class_="cover",
        ),
        _files(visit),
        element("h2", "目录"),
        *_contents(book),
    )
    style = f"{_STYLE}.cover{{background:{strong}}}"
    return shown(visit, document(visit.work.title, main, visit.look._replace(style=style)))


def _files(visit: WorkVisit) -> Html:
    named = (("book.epub", "下载 EPUB"), ("book.pdf", "下载 PDF"))
    links = [
        element("li", element("a", label, href=address))
        for name, label in named
        if (address := address_of(visit, name))
    ]
    if not links:
        return Html("")
    hint = "在微信里点不开时，请点右上角“…”，选“在浏览器打开”。"
    return joined(element("ul", *links, class_="files"), element("p", hint, class_="hint"))


def _contents(book: dict[str, Any]) -> Iterator[Html]:
    chapters = list(enumerate(book["chapters"], 1))
    if book["preface"]:
        yield element("ul", _entry("preface", "前言"), class_="contents")
    at = 0
    while at < len(chapters):
        part = chapters[at][1]["part"]
        end = at
        while end < len(chapters) and chapters[end][1]["part"] == part:
            end += 1
        if part:
            yield element("h3", part)
        entries = (_entry(str(n), one["title"]) for n, one in chapters[at:end])
        yield element("ul", *entries, class_="contents")
        at = end
    if book["imprint"]:
        yield element("ul", _entry("imprint", "版权页"), class_="contents")


def _entry(address: str, title: str) -> Html:
    return element("li", element("a", title, href=address))


def _words(visit: WorkVisit, book: dict[str, Any]) -> Answer:
    title = "前言" if visit.page == "preface" else "版权页"
    lines = (element("p", one) for one in book[visit.page])
    main = joined(
        element("article", element("h1", title), *lines, class_="chapter"),
        element("nav", element("a", "回到目录", href="./"), class_="turn", aria_label="翻页"),
    )
    return shown(visit, document(title, main, visit.look._replace(style=_STYLE)))


def _chapter(visit: WorkVisit, book: dict[str, Any], number: int) -> Answer:
    chapters = book["chapters"]
    one = chapters[number - 1]
    body = _PICTURE.sub(lambda found: address_of(visit, found[1]), one["html"])
    main = joined(
        element("p", one["part"], class_="hint") if one["part"] else "",
        element(
            "article",
            element("h1", one["title"]),
            Html(body),
            element("p", one["source"], class_="small") if one["source"] else "",
            class_="chapter",
        ),
        element(
            "nav",
            element(
                "a", f"上一章：{chapters[number - 2]['title']}", href=str(number - 1), rel="prev"
            )
            if number > 1
            else "",
            element("a", "回到目录", href="./"),
            element("a", f"下一章：{chapters[number]['title']}", href=str(number + 1), rel="next")
            if number < len(chapters)
            else "",
            class_="turn",
            aria_label="翻页",
        ),
    )
    return shown(visit, document(one["title"], main, visit.look._replace(style=_STYLE)))
