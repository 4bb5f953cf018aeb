"""HTML of any origin → a tree of the few tags with a meaning, without its looks. Cleaning twice is cleaning once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.newsroom.composing.layout.boxes import tidy, unpack_boxes
from chalicelib.newsroom.composing.layout.columns import settle_columns
from chalicelib.newsroom.composing.layout.displays import single_words
from chalicelib.newsroom.composing.layout.emphasis import join_alike, write_emphasis
from chalicelib.newsroom.models import Finding, Severity
from chalicelib.web_pages.marks import TITLE, WORDS
from chalicelib.web_pages.tree import read_tree

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from chalicelib.web_pages.marks import Remark

_BLOCKS: Final = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"]
CAPTION: Final = "caption"
"""The only class of an author's that has a meaning here."""


class Cleaned(NamedTuple):
    """A tree, and what was left out of it."""

    soup: BeautifulSoup
    findings: list[Finding]


def clean(html: str, begins: str) -> Cleaned:
    """The tree of ``html``: blocks of text, lists, tables, pictures; emphasis as tags; no looks; nothing hidden.

    ``begins`` is the place of elements that have none.
    """
    soup, remarks = read_tree(html, begins)
    title = _title(soup)
    for player in soup.find_all("iframe"):
        player.clear()
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in ("ul", "ol"):
            item.name = "div"
    settle_columns(soup)
    for caption in soup.find_all(["figcaption", "caption"]):
        caption.name, caption["class"] = "p", CAPTION
        if caption.parent is not None and caption.parent.name == "table":
            caption.parent.insert_before(caption.extract())
    write_emphasis(soup)
    unpack_boxes(soup)
    tidy(soup)
    join_alike(soup)
    _drop_title(soup, title)
    remarks += single_words(soup, begins)
    return Cleaned(soup, [_finding(one) for one in remarks])


def _title(soup: BeautifulSoup) -> str:
    """The title that the page's source says; empty for one that says none."""
    words = ""
    for tag in soup.find_all(TITLE):
        words = words or str(tag.get(WORDS) or "")
        tag.decompose()
    return "".join(words.split())


def _drop_title(soup: BeautifulSoup, title: str) -> None:
    """A first line that repeats the title goes: WeChat's page shows the title above the body."""
    first = soup.find(_BLOCKS)
    if not title or first is None or first.name in ("table", "ul", "ol") or first.find("img"):
        return
    if "".join(first.get_text().split()) == title:
        first.decompose()


def _finding(remark: Remark) -> Finding:
    severity = Severity.ERROR if remark.error else Severity.WARNING
    return Finding(where=remark.where, what=remark.what, severity=severity)
