"""Boxes of any depth → blocks of the house: paragraphs, headings, lists, tables; nothing empty, nothing indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.emphasis import LEFT
from chalicelib.web_pages.marks import ADDRESS, AT
from chalicelib.web_pages.tree import BLOCKS, BOXES, INLINE

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HOLDS_WORDS: Final = INLINE | frozenset("p h1 h2 h3 h4 h5 h6 li td th pre".split())
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_HAND_ON: Final = BOXES | {"p", *_HEADINGS}
"""They go, and leave their side to the words in them."""
_LINES: Final = ["p", *_HEADINGS, "li", "td", "th"]
_WRAPPED: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
"""A line wrapped between two Chinese characters: no blank is meant there."""


def unpack_boxes(soup: BeautifulSoup) -> None:
    """Boxes go, from the inside out; loose words in them, and at the top, become paragraphs."""
    _links_inside(soup)
    for tag in reversed(soup.find_all(sorted(INLINE))):
        if tag.find(sorted(BLOCKS | BOXES)) is not None:
            tag.unwrap()
    for tag in reversed(soup.find_all(sorted(BOXES))):
        _unpack(soup, tag)
    for tag in reversed(soup.find_all(["p", *_HEADINGS])):
        if _has_block(tag):
            _paragraphs(soup, tag)
            tag.unwrap()
    for tag in soup.find_all(["blockquote", "li", "td", "th"]):
        if tag.name == "blockquote" or _has_block(tag):
            _paragraphs(soup, tag)
    _paragraphs(soup, soup)
    for tag in soup.find_all(style=LEFT):
        del tag["style"]


def _unpack(soup: BeautifulSoup, box: Tag) -> None:
    if not _has_block(box):
        box.name = "p"
        return
    _paragraphs(soup, box)
    for child in box.find_all(True, recursive=False):
        if box.get("style") and not child.get("style") and child.name in ("p", *_HEADINGS):
            child["style"] = box["style"]
    _hand_down(box)
    box.unwrap()


def join_wrapped(soup: BeautifulSoup) -> None:
    """Chinese lines that the file wraps run on without the blank that HTML would show."""
    for words in soup.find_all(string=True):
        joined = _WRAPPED.sub("", words)
        if joined != words and words.find_parent("pre") is None:
            words.replace_with(joined)


def _links_inside(soup: BeautifulSoup) -> None:
    """A link around blocks goes to the words of the first of them: it can't stand around."""
    for link in soup.find_all("a"):
        if not (link.get("href") or link.get(ADDRESS)) or link.find(sorted(BLOCKS | BOXES)) is None:
            continue
        inner = [*link.find_all([*_LINES, *sorted(BOXES)])]
        lines = [one for one in inner if one.find(sorted(BLOCKS | BOXES)) is None]
        line = next((one for one in lines if one.get_text(strip=True)), None)
        if line is None or link.find_parent("a") is not None:
            continue
        moved = soup.new_tag("a")
        moved.attrs = dict(link.attrs)
        for child in list(line.contents):
            moved.append(child.extract())
        line.append(moved)
        for name in ("href", ADDRESS):
            del link[name]


def _has_block(tag: Tag) -> bool:
    return any(getattr(child, "name", None) in BLOCKS for child in tag.children)


def _hand_down(tag: Tag) -> None:
    """An id that links lead to goes to the first block inside; so does the place."""
    first = tag.find(True, recursive=False)
    if first is None:
        return
    for name in ("id", AT):
        if tag.get(name) and not first.get(name):
            first[name] = tag[name]


def _paragraphs(soup: BeautifulSoup, tag: Tag) -> None:
    """Runs of words between the blocks of ``tag`` become paragraphs."""
    run: Tag | None = None
    for child in list(tag.contents):
        if getattr(child, "name", None) in BLOCKS:
            run = None
        elif run is not None:
            run.append(child.extract())
        elif getattr(child, "name", None) is not None or str(child).strip():
            run = soup.new_tag("p")
            if tag.get(AT):
                run[AT] = tag[AT]
            if tag.get("style") and tag.name in _HAND_ON:
                run["style"] = tag["style"]
            child.replace_with(run)
            run.append(child)


def tidy(soup: BeautifulSoup) -> None:
    """Empty paragraphs and emphasis go, and blanks at the beginning of a line: the house indents nothing."""
    for tag in reversed(
        soup.find_all(sorted(INLINE | {"p", "li", "blockquote", "h1", "h2", "h3"}))
    ):
        blank = not tag.get_text().replace("\u3000", " ").strip()
        if blank and tag.find(["img", "iframe", "hr"]) is None:
            if tag.get("id") or tag.get("name"):
                continue
            if tag.name in INLINE:
                tag.unwrap()
            else:
                _pass_on_names(tag)
                tag.decompose()
    for tag in soup.find_all(["p", "li"]):
        _trim(tag)
    for words in soup.find_all(string=True):
        holder = words.parent
        if not words.strip() and holder is not None and holder.name not in _HOLDS_WORDS:
            words.extract()


def _pass_on_names(tag: Tag) -> None:
    """The target of a link moves on to the element that follows."""
    names = [str(one.get("id") or one.get("name") or "") for one in tag.find_all(["a", "span"])]
    following = tag.find_next_sibling()
    name = next(filter(None, names), "")
    if name and following is not None and not following.get("id"):
        following["id"] = name


def _trim(tag: Tag) -> None:
    first = tag.find(string=True)
    while first is not None and first.find_parent(["p", "li"]) is tag:
        stripped = first.lstrip(" \t\r\n\u00a0\u3000")
        following = first.find_next(string=True)
        if stripped:
            if stripped != first:
                first.replace_with(stripped)
            return
        first.extract()
        first = following
