"""The layout of an article's body, one step after the other.

Pure: files come in through ``resolve``. The result has been through nh3 at both ends, whatever the file held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing import theme
from chalicelib.newsroom.composing.layout.blocks import (
    settle_callouts,
    settle_code,
    settle_quotes,
    settle_tables,
)
from chalicelib.newsroom.composing.layout.boxes import join_wrapped
from chalicelib.newsroom.composing.layout.clean import clean
from chalicelib.newsroom.composing.layout.links import settle_links
from chalicelib.newsroom.composing.layout.lists import settle_lists
from chalicelib.newsroom.composing.layout.notes import settle_notes
from chalicelib.newsroom.composing.layout.page import ROLE, Page, Resolve, later
from chalicelib.newsroom.composing.layout.pictures import settle_pictures, settle_videos
from chalicelib.newsroom.models import Finding, Link

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


_WORDED: Final = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "pre"]


@dataclass(frozen=True)
class LaidOut:
    """A body in the house style, and the findings about it."""

    html: str
    empty: bool
    """Neither words nor pictures."""
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    places: tuple[tuple[str, str], ...]
    """Every block with words: where it stands in the file, and its words."""
    prose: tuple[tuple[str, str], ...]
    """The same without code."""


def lay_out(html: str, resolve: Resolve, begins: str) -> LaidOut:
    """Raw HTML of a source → the body as WeChat takes it; ``begins`` is the place of elements that have none."""
    cleaned = clean(html, begins)
    page = Page(cleaned.soup, resolve, begins, cleaned.findings)
    settle_notes(page)
    settle_videos(page)
    settle_callouts(page)
    settle_quotes(page)
    settle_pictures(page)
    settle_tables(page)
    settle_code(page)
    settle_lists(page)
    join_wrapped(page.soup)
    places, prose = _places(page), _places(page, without=["code", "pre"])
    links = settle_links(page)
    empty = not page.soup.get_text().strip() and page.soup.find("img") is None
    return LaidOut(
        html=f'<section style="{theme.BODY}">{_dressed(page.soup)}</section>',
        empty=empty,
        findings=tuple(page.findings),
        links=tuple(links),
        places=places,
        prose=prose,
    )


def safe(html: str) -> str:
    """Only the tags and styles that WeChat keeps: the last filter before HTML leaves this package. Twice is once."""
    import nh3

    return nh3.clean(
        html,
        tags=set(theme.TAGS),
        attributes={tag: set(names) for tag, names in theme.ATTRIBUTES.items()},
        filter_style_properties=set(theme.PROPERTIES),
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _dressed(soup: BeautifulSoup) -> str:
    for tag in soup.find_all(True):
        role = tag.get(ROLE) or ("tight" if _tight(tag) else "")
        house = theme.ROLES[str(role)] if role else theme.STYLES.get(tag.name, "")
        if tag.name == "code" and tag.find_parent("pre") is not None:
            house = ""
        own = str(tag.get("style") or "")
        kept = theme.ATTRIBUTES.get(tag.name, frozenset())
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in kept}
        # The author's alignment comes last: it wins over the house's.
        style = ";".join(filter(None, (house, own)))
        if style:
            tag["style"] = style
    return safe(str(soup)).strip()


def _tight(tag: Tag) -> bool:
    """Paragraphs inside something else stand closer together."""
    return tag.name == "p" and tag.find_parent(["li", "td", "th", "blockquote"]) is not None


def _places(page: Page, without: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """The author's own words, before the references are added; marks of notes are left out."""
    found = []
    for tag in page.soup.find_all(_WORDED):
        if tag.name == "pre" and not without:
            found += _lines(page, tag)
            continue
        words: list[str] = []
        for one in tag.find_all(string=True):
            nearest = one.find_parent(_WORDED)
            if nearest is tag and one.find_parent(attrs={ROLE: "mark"}) is None:
                left_out = without and one.find_parent(without) is not None
                words.append(" " if left_out else str(one))
        line = " ".join("".join(words).split())
        if line:
            found.append((page.at(tag), line))
    return tuple(found)


def _lines(page: Page, code: Tag) -> list[tuple[str, str]]:
    """The lines of code, each with its own place."""
    found = []
    number = 0
    for one in code.children:
        if getattr(one, "name", None) == "br":
            number += 1
        elif words := " ".join(str(one).split()):
            found.append((later(page.at(code), number), words))
    return found
