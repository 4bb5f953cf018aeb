"""The layout of an article's body, one step after the other.

Pure: files come in through ``resolve``. The result has been through nh3 at both ends, whatever the file held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.blocks import settle_callouts, settle_code, settle_tables
from chalicelib.newsroom.composing.layout.boxes import join_wrapped
from chalicelib.newsroom.composing.layout.clean import clean
from chalicelib.newsroom.composing.layout.dress import dress
from chalicelib.newsroom.composing.layout.foot import add_foot
from chalicelib.newsroom.composing.layout.links import settle_links
from chalicelib.newsroom.composing.layout.lists import settle_lists
from chalicelib.newsroom.composing.layout.notes import settle_notes
from chalicelib.newsroom.composing.layout.official import settle_official, weighted
from chalicelib.newsroom.composing.layout.ornament import ornament
from chalicelib.newsroom.composing.layout.page import ROLE, Page, Resolve, later
from chalicelib.newsroom.composing.layout.pictures import settle_pictures, settle_videos
from chalicelib.newsroom.composing.themes import PLAIN, Theme, look_of
from chalicelib.newsroom.models import Finding, Link

if TYPE_CHECKING:
    from bs4 import Tag

_WORDED: Final = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "pre"]
_NO_FIELDS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class LaidOut:
    """A body in the looks of a theme, and the findings about it."""

    html: str
    proof: str
    """The same body with the place of every element, for a page that marks the findings (``preview/proof.py``)."""
    empty: bool
    """Neither words nor pictures."""
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    places: tuple[tuple[str, str], ...]
    """Every block with words: where it stands in the file, and its words."""
    prose: tuple[tuple[str, str], ...]
    """The same without code."""


def lay_out(
    html: str,
    resolve: Resolve,
    begins: str,
    theme: Theme = PLAIN,
    fields: Mapping[str, str] = _NO_FIELDS,
) -> LaidOut:
    """Raw HTML of a source → the body as WeChat takes it, in the looks of ``theme``.

    ``begins`` is the place of elements that have none; ``fields`` of the front matter fill the foot.
    """
    cleaned = clean(weighted(html), begins)
    page = Page(cleaned.soup, resolve, begins, cleaned.findings)
    settle_notes(page)
    settle_videos(page)
    settle_callouts(page)
    settle_pictures(page)
    settle_tables(page)
    settle_code(page)
    settle_lists(page)
    join_wrapped(page.soup)
    settle_official(page)
    places, prose = _places(page), _places(page, without=["code", "pre"])
    links = settle_links(page)
    empty = not page.soup.get_text().strip() and page.soup.find("img") is None
    ornament(page, theme)
    add_foot(page, fields)
    dressed = dress(page.soup, look_of(theme))
    return LaidOut(
        html=dressed.html,
        proof=dressed.proof,
        empty=empty,
        findings=tuple(page.findings),
        links=tuple(links),
        places=places,
        prose=prose,
    )


def _places(page: Page, without: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """The author's own words, before the references are added; marks of notes are left out."""
    found = []
    for tag in page.soup.find_all(_WORDED):
        if tag.name == "pre" and not without:
            found += _lines(page, tag)
            continue
        words: list[str] = []
        for one in tag.descendants:
            if not isinstance(one, str):
                continue
            # Climbed once by hand: a search of the library's for each question takes half of the whole layout.
            around = tuple(one.parents)
            nearest = next(each for each in around if each.name in _WORDED)
            if nearest is tag and all(each.get(ROLE) != "mark" for each in around):
                left_out = any(each.name in without for each in around)
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
