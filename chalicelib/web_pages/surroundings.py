"""The text of a page that was saved whole, without what stands around it. What is left out is named, once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chalicelib.web_pages import furniture
from chalicelib.web_pages.hidden import attributes_of
from chalicelib.web_pages.marks import AT, KIND, PART, WORDS, Remark
from chalicelib.web_pages.walking import first_in, tags_in, words_in
from chalicelib.web_pages.wording import shortened

if TYPE_CHECKING:
    from bs4 import Tag

_BOXES: Final = frozenset(
    {"div", "section", "ul", "ol", "table", "header", "footer", "nav", "aside", "search", "dl", "center", PART}
)  # fmt: skip
_LINES: Final = frozenset(
    {"p", "div", "section", "li", "ul", "ol", "td", "tr", "table", "span", "a", "dl", "center", "h4", "h5", "h6", PART}
)  # fmt: skip
_SOURCED: Final = frozenset("p div td li span h4 h5 h6".split())
"""The elements in which a line of source and date may stand."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_HOLDERS: Final = frozenset({"div", "section", "main", "article", "center", "form"})
_OUTER: Final = _HOLDERS | frozenset("p ul ol dl table header footer h4 h5 h6".split())
_PROSE: Final = 40
"""Characters of plain text with a full stop: no bar of links has so many."""
_ALONE: Final = 30
"""Characters of a line outside of the text that is not worth a look."""
_TEXT: Final = 80
"""Characters from which the words of a page are a text, beside which a loose line is none of it."""
_MOST_NAMED: Final = 6


@dataclass(slots=True)
class _Size:
    """What is in an element."""

    whole: int = 0
    """Characters."""
    plain: int = 0
    """Those that stand in no link."""
    links: int = 0
    stops: bool = False
    """There is a sentence that stands in no link."""

    @property
    def is_prose(self) -> bool:
        return self.stops and self.plain >= _PROSE

    @property
    def is_link_list(self) -> bool:
        return self.links >= 3 and self.plain <= 0.4 * self.whole and not self.is_prose


_NOTHING: Final = _Size()


class _Left:
    """What was left out, by kind."""

    def __init__(self, begins: str) -> None:
        self.begins = begins
        self.first = ""
        self.words: dict[str, list[str]] = {}

    def take(self, tag: Tag, kind: str) -> None:
        """Take an element out of the page and note its words."""
        words = _words(tag)
        if words:
            place = next((str(one[AT]) for one in (tag, *tag.parents) if one.get(AT)), self.begins)
            self.first = self.first or place
            self.words.setdefault(kind, []).append(words)
        tag.extract()

    def remarks(self) -> list[Remark]:
        """One remark for everything."""
        if not self.words:
            return []
        named = [f"{kind}“{shortened(' '.join(words))}”" for kind, words in self.words.items()]
        what = f"网页四周的内容没有放进正文：{'、'.join(named[:_MOST_NAMED])}；要用的请补进去"
        return [Remark(self.first, what)]


def strip_surroundings(page: Tag, begins: str) -> list[Remark]:
    """Leave the text of ``page``: its title, source and date, and everything that may be of the text."""
    left = _Left(begins)
    _strip_bars(page, left)
    _strip_lines(page, left)
    _trim_lines(page)
    sizes = _sizes(page)
    root = _root(page, sizes)
    if root is not None:
        _strip_around(root, page, left, sizes)
    return left.remarks()


def _strip_bars(page: Tag, left: _Left) -> None:
    """Take out the elements that call themselves a bar, a head or a foot of the page."""
    sizes = _sizes(page)
    gone: set[int] = set()
    for tag in tags_in(page, _BOXES):
        if any(id(one) in gone for one in tag.parents):
            continue
        kind, sure = furniture.by_name(tag.name, attributes_of(tag))
        size = sizes.get(id(tag), _NOTHING)
        if kind and (_is_bar(tag, page, kind, size) if sure else size.is_link_list):
            left.take(tag, kind)
            gone.add(id(tag))


def _strip_lines(page: Tag, left: _Left) -> None:
    """Take out the lines whose words say what they are."""
    sizes = _sizes(page)
    gone: set[int] = set()
    for tag in tags_in(page, _LINES):
        size = sizes.get(id(tag), _NOTHING)
        if id(tag) in gone or size.whole > furniture.LONGEST_LINE:
            continue
        kind = furniture.by_words(_words(tag), size.links)
        if not kind or first_in(tag, _HEADINGS) or (first_in(tag, {"img"}) and not size.links):
            continue
        for one in (tag, *(_tools_below(tag) if kind == furniture.TOOLS else ())):
            gone.update(map(id, (one, *tags_in(one, _LINES))))
            left.take(one, kind)


def _tools_below(tag: Tag) -> list[Tag]:
    """The 大, 中, 小 below a line with 字体：."""
    found = []
    following = tag.find_next_sibling()
    while following is not None and furniture.is_tools(_words(following), follows=True):
        found.append(following)
        following = following.find_next_sibling()
    return found


def _sizes(page: Tag) -> dict[int, _Size]:
    """What is in each element, by its identity."""
    sizes: dict[int, _Size] = {}
    for node in page.descendants:
        is_link = node.name == "a"  # type: ignore[attr-defined]
        if node.name is not None and not is_link:  # type: ignore[attr-defined]
            continue
        size = 0 if is_link else len("".join(str(node).split()))
        if not size and not is_link:
            continue
        above = list(node.parents)
        linked = any(tag.name == "a" for tag in above)
        stops = not linked and not is_link and "。" in str(node)
        for tag in above:
            found = sizes.setdefault(id(tag), _Size())
            found.whole += size
            found.plain += 0 if linked else size
            found.links += is_link
            found.stops |= stops
    return sizes


def _words(tag: Tag) -> str:
    if tag.get(KIND) == "script":
        return ""
    said = [str(one.get(WORDS) or "") for one in (tag, *tags_in(tag, {PART}))]
    return " ".join(" ".join([*words_in(tag), *said]).split())


def _is_bar(tag: Tag, page: Tag, kind: str, size: _Size) -> bool:
    """Whether an element that calls itself so is no text for all that."""
    above = itertools.takewhile(lambda one: one is not page, tag.parents)
    if kind in (furniture.HEAD, furniture.FOOT) and any(
        one.name in ("article", "main") for one in above
    ):
        return False
    if kind == furniture.HEAD and size.links < 3 and first_in(tag, _HEADINGS) is not None:
        return False
    if tag.name in ("nav", "search"):
        return True
    if size.is_prose:
        return kind == furniture.FOOT and furniture.by_words(_words(tag), 0) != ""
    return not any(furniture.holds_text(attributes_of(one)) for one in tags_in(tag, _HOLDERS))


def _trim_lines(page: Tag) -> None:
    """来源、发布时间 stay; 字体 大 中 小, 打印 and the counter beside them go."""
    sizes = _sizes(page)
    for line in tags_in(page, _SOURCED):
        if not 0 < sizes.get(id(line), _NOTHING).whole <= furniture.LONGEST_LINE:
            continue
        pieces = list(words_in(line))
        text = "".join(pieces)
        if not furniture.META.search(text):
            continue
        for part in tags_in(line, {PART}):
            if furniture.is_tools(_words(part)):
                part.extract()
        at = 0
        gone = furniture.beside_source(text)
        for piece in pieces:
            left = "".join(
                sign
                for place, sign in enumerate(piece, at)
                if not any(begin <= place < end for begin, end in gone)
            )
            at += len(piece)
            if left != piece:
                piece.replace_with(left)
        for link in tags_in(line, {"a"}):
            if not link.get_text(strip=True) and first_in(link, {"img"}) is None:
                link.extract()


def _root(page: Tag, sizes: dict[int, _Size]) -> Tag | None:
    """The element that holds the text: the smallest that is known to, and has most of the words."""
    whole = sizes.get(id(page), _NOTHING).plain
    found = []
    for tag in tags_in(page, _HOLDERS | {"td"}):
        attributes = attributes_of(tag)
        known = furniture.holds_text(attributes)
        if (
            known
            or tag.name in ("main", "article")
            or attributes.get("role") in ("main", "article")
        ):
            size = sizes.get(id(tag), _NOTHING).plain
            if size * 2 > whole and (known or size >= _TEXT):
                found.append((size, tag))
    return min(found, key=lambda one: one[0])[1] if found else None


def _strip_around(root: Tag, page: Tag, left: _Left, sizes: dict[int, _Size]) -> None:
    """Lists of links and loose short lines outside of the text go. What may be of the text stays."""
    for tag in _outside(root, page):
        size = sizes.get(id(tag), _NOTHING)
        is_list, is_short = size.is_link_list, 0 < size.whole <= _ALONE
        if not (is_list or is_short) or first_in(tag, _HEADINGS) is not None:
            continue
        words = _words(tag)
        if furniture.META.search(words) or furniture.ATTACHED.search(words):
            continue
        if is_list:
            left.take(tag, furniture.LINKS)
        elif first_in(tag, {"img"}) is None:
            left.take(tag, "其他")


def _outside(root: Tag, page: Tag) -> Iterator[Tag]:
    """The blocks that hold nothing of ``root``, the larger ones first."""
    around = {id(root), *map(id, root.parents)}
    waiting = [page]
    while waiting:
        tag = waiting.pop()
        if tag is root:
            continue
        if id(tag) not in around:
            yield tag
            if tag.parent is None:
                continue
        if tag is page or tag.name in _HOLDERS:
            waiting += reversed([one for one in tag.children if one.name in _OUTER])  # type: ignore[attr-defined,misc]
