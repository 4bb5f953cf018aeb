"""Boxes of any depth → blocks of the house: paragraphs, headings, lists, tables; nothing empty, nothing indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.displays import BOXED
from chalicelib.newsroom.composing.layout.emphasis import LEFT
from chalicelib.web_pages.marks import ADDRESS, AT
from chalicelib.web_pages.tree import BLOCKS, BOXES, INLINE
from chalicelib.web_pages.walking import around, first_in, has_words, tags_in, words_in

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

_HOLDS_WORDS: Final = INLINE | frozenset("p h1 h2 h3 h4 h5 h6 li td th pre".split())
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_OPENED: Final = BOXES | {"p", *_HEADINGS}
"""Around blocks they go, and leave their side to the words in them."""
_BLOCKS: Final = BLOCKS | BOXES
_LINES: Final = BOXES | {"p", *_HEADINGS, "li", "td", "th"}
_WRAPPED: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
"""A line wrapped between two Chinese characters: no blank is meant there."""


def unpack_boxes(soup: BeautifulSoup) -> None:
    """Boxes go; loose words in them, and at the top, become paragraphs. Each element is moved once at most."""
    _links_inside(soup)
    # From the outside in: each leaves its few children behind, not all that its children left.
    for tag in tags_in(soup, INLINE):
        if first_in(tag, _BLOCKS) is not None:
            tag.unwrap()
    for holder in [soup, *tags_in(soup, {"blockquote", "li", "td", "th"})]:
        if holder.name in ("[document]", "blockquote") or first_in(holder, _BLOCKS) is not None:
            _Flat(soup, holder).write()
    # What stands where no block belongs: between the items of a list that is no list, in a code block.
    for tag in tags_in(soup, _OPENED):
        if tag.parent is not None and (tag.name in BOXES or first_in(tag, _BLOCKS) is not None):
            _Flat(soup, tag).write()
            tag.unwrap()
    for tag in soup.find_all(style=LEFT):
        del tag["style"]


class _Flat:
    """The blocks of one holder, in the making."""

    def __init__(self, soup: BeautifulSoup, holder: Tag) -> None:
        self.soup = soup
        self.holder = holder
        self.blocks: list[Tag] = []
        self.run: list[PageElement] = []
        self.named: dict[str, str] = {}
        """Place and name of the boxes that have begun since the last block."""

    def write(self) -> None:
        """Put the blocks in the holder's place."""
        self._walk()
        self.holder.clear()
        for block in self.blocks:
            self.holder.append(block)

    def _walk(self) -> None:
        waiting: list[tuple[PageElement | None, Tag]] = [
            (one, self.holder) for one in reversed(self.holder.contents)
        ]
        while waiting:
            node, around = waiting.pop()
            name = getattr(node, "name", None)
            if node is None or name in _BLOCKS:
                self._end_run(around)
            if node is None:
                continue
            if name in _OPENED and first_in(node, _BLOCKS) is not None:  # type: ignore[arg-type]
                tag: Tag = node  # type: ignore[assignment]
                self.named |= {key: tag[key] for key in ("id", AT) if tag.get(key)}  # type: ignore[misc]
                waiting.append((None, tag))
                waiting += [(one, tag) for one in reversed(tag.contents)]
            elif name in _BLOCKS:
                if name in BOXES or around.name in BOXES:
                    node[BOXED] = ""  # type: ignore[index]
                if name in BOXES:
                    node.name = "p"  # type: ignore[attr-defined]
                self._add(node)  # type: ignore[arg-type]
            elif self.run or name is not None or str(node).strip():
                self.run.append(node)
        self._end_run(self.holder)

    def _end_run(self, around: Tag) -> None:
        """Loose words become a paragraph of the box that they stand in."""
        if not self.run:
            return
        block = self.soup.new_tag("p")
        if around.get(AT):
            block[AT] = around[AT]
        if around.get("style") and around.name in _OPENED:
            block["style"] = around["style"]
        for one in self.run:
            block.append(one.extract())
        self.run.clear()
        self._add(block)

    def _add(self, block: Tag) -> None:
        """An id that links lead to goes to the first block inside a box; so does the place."""
        for key, value in self.named.items():
            if not block.get(key):
                block[key] = value
        self.named.clear()
        self.blocks.append(block.extract())


def join_wrapped(soup: BeautifulSoup) -> None:
    """Chinese lines that the file wraps run on without the blank that HTML would show."""
    for words in list(words_in(soup)):
        joined = _WRAPPED.sub("", words)
        if joined != words and around(words, {"pre"}) is None:
            words.replace_with(joined)


def _links_inside(soup: BeautifulSoup) -> None:
    """A link around blocks goes to the words of the first of them: it can't stand around."""
    for link in soup.find_all("a"):
        if not (link.get("href") or link.get(ADDRESS)) or first_in(link, _BLOCKS) is None:
            continue
        lines = [one for one in tags_in(link, _LINES) if first_in(one, _BLOCKS) is None]
        pictured = (one for one in lines if first_in(one, {"img"}) is not None)
        line = next(filter(has_words, lines), None) or next(pictured, None)
        if line is None or around(link, {"a"}) is not None:
            continue
        moved = soup.new_tag("a")
        moved.attrs = dict(link.attrs)
        for child in list(line.contents):
            moved.append(child.extract())
        line.append(moved)
        for name in ("href", ADDRESS):
            del link[name]


def tidy(soup: BeautifulSoup) -> None:
    """Empty paragraphs and emphasis go, and blanks at the beginning of a line: the house indents nothing."""
    for tag in reversed(tags_in(soup, INLINE | {"p", "li", "blockquote", "h1", "h2", "h3"})):
        if not has_words(tag) and first_in(tag, {"img", "iframe", "hr"}) is None:
            if tag.get("id") or tag.get("name"):
                continue
            if tag.name in INLINE:
                tag.unwrap()
            else:
                _pass_on_names(tag)
                tag.decompose()
    for tag in tags_in(soup, {"p", "li"}):
        _trim(tag)
    for words in list(words_in(soup)):
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
