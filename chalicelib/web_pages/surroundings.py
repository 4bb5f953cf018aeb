"""The text of a page that was saved whole, without what stands around it. What is left out is named, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chalicelib.web_pages import furniture
from chalicelib.web_pages.hidden import attributes_of
from chalicelib.web_pages.marks import AT, KIND, PART, WORDS, Remark
from chalicelib.web_pages.wording import shortened

if TYPE_CHECKING:
    from bs4 import Tag

_BOXES: Final = ["div", "section", "ul", "ol", "table", "header", "footer", "nav", "aside", "search", "dl", "center", PART]  # fmt: skip
_LINES: Final = ["p", "div", "section", "li", "ul", "ol", "td", "tr", "table", "span", "a", "dl", "center", "h4", "h5", "h6", PART]  # fmt: skip
_HEADINGS: Final = ["h1", "h2", "h3"]
_HOLDERS: Final = frozenset({"div", "section", "main", "article", "center", "form"})
_OUTER: Final = [*sorted(_HOLDERS), "p", "ul", "ol", "dl", "table", "header", "footer", "h4", "h5", "h6"]  # fmt: skip
_PROSE: Final = 60
"""Characters of plain text with a full stop: no bar of links has so many."""
_ALONE: Final = 30
"""Characters of a line outside of the text that is not worth a look."""
_TEXT: Final = 80
"""Characters from which the words of a page are a text, beside which a loose line is none of it."""
_MOST_NAMED: Final = 6


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
        named = [f"{kind}“{shortened(' '.join(words))}”" for kind, words in self.words.items()][
            :_MOST_NAMED
        ]
        what = f"网页四周的内容没有放进正文：{'、'.join(named)}；要用的请补进去"
        return [Remark(self.first, what)]


def strip_surroundings(page: Tag, begins: str) -> list[Remark]:
    """Leave the text of ``page``: its title, source and date, and everything that may be of the text."""
    left = _Left(begins)
    for tag in list(page.find_all(_BOXES)):
        if _is_out(tag, page):
            continue
        kind, sure = furniture.by_name(tag.name, attributes_of(tag))
        if kind and (_is_bar(tag, page, kind) if sure else _is_link_list(tag)):
            left.take(tag, kind)
    sizes = _sizes(page)
    for tag in list(page.find_all(_LINES)):
        if sizes[id(tag)] > furniture.LONGEST_LINE or _is_out(tag, page):
            continue
        if tag.find("img") is not None and tag.find("a") is None:
            continue
        kind = furniture.by_words(_words(tag), len(tag.find_all("a")))
        if kind and tag.find(_HEADINGS) is None:
            _take_tools(tag, kind, left)
    _trim_lines(page)
    root = _root(page)
    if root is not None:
        _strip_around(root, page, left)
    return left.remarks()


def _take_tools(tag: Tag, kind: str, left: _Left) -> None:
    """Take a line out, and with 字体： the 大, 中, 小 below it."""
    following = tag.find_next_sibling()
    left.take(tag, kind)
    while following is not None and furniture.is_tools(_words(following), follows=True):
        one, following = following, following.find_next_sibling()
        left.take(one, kind)


def _sizes(page: Tag) -> Counter[int]:
    """Characters in each element, by its identity."""
    sizes: Counter[int] = Counter()
    for words in page.find_all(string=True):
        size = len(words.strip())
        if size:
            for tag in words.parents:
                sizes[id(tag)] += size
    return sizes


def _is_out(tag: Tag, page: Tag) -> bool:
    return page not in tag.parents


def _words(tag: Tag) -> str:
    said = [str(tag.get(WORDS) or ""), *(str(one.get(WORDS) or "") for one in tag.find_all(PART))]
    return " ".join([tag.get_text(" "), *said]).strip() if tag.get(KIND) != "script" else ""


def _plain(tag: Tag) -> int:
    """Characters that stand in no link."""
    whole = len("".join(tag.get_text().split()))
    return whole - sum(len("".join(one.get_text().split())) for one in tag.find_all("a"))


def _is_prose(tag: Tag) -> bool:
    plain = "".join(
        str(words) for words in tag.find_all(string=True) if words.find_parent("a") is None
    )
    return "。" in plain and len("".join(plain.split())) >= _PROSE


def _is_link_list(tag: Tag) -> bool:
    links = tag.find_all("a")
    whole = len("".join(tag.get_text().split()))
    return len(links) >= 3 and _plain(tag) <= 0.4 * whole and not _is_prose(tag)


def _is_bar(tag: Tag, page: Tag, kind: str) -> bool:
    """Whether an element that calls itself so is no text for all that."""
    inside = tag.find_parent(["article", "main"])
    if kind in (furniture.HEAD, furniture.FOOT) and inside is not None and page in inside.parents:
        return False
    if any(furniture.holds_text(attributes_of(one)) for one in tag.find_all(True)):
        return False
    if kind == furniture.HEAD and tag.find(_HEADINGS) is not None and len(tag.find_all("a")) < 3:
        return False
    if tag.name in ("nav", "search"):
        return True
    return not _is_prose(tag) or (
        kind == furniture.FOOT and furniture.by_words(_words(tag), 0) != ""
    )


def _trim_lines(page: Tag) -> None:
    """来源、发布时间 stay; 字体 大 中 小, 打印 and the counter beside them go."""
    for line in page.find_all(["p", "div", "td", "li", "span", "h4", "h5", "h6"]):
        pieces = line.find_all(string=True)
        text = "".join(pieces)
        if len(text) > furniture.LONGEST_LINE or not furniture.META.search(text):
            continue
        for part in line.find_all(PART):
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
        for link in line.find_all("a"):
            if not link.get_text(strip=True) and link.find("img") is None:
                link.extract()


def _root(page: Tag) -> Tag | None:
    """The element that holds the text: the smallest that is known to, and has most of the words."""
    whole = _plain(page)
    found = []
    for tag in page.find_all(True):
        known = furniture.holds_text(attributes_of(tag))
        if known or tag.name in ("main", "article") or tag.get("role") in ("main", "article"):
            size = _plain(tag)
            if size * 2 > whole and (known or size >= _TEXT):
                found.append((size, tag))
    return min(found, key=lambda one: one[0])[1] if found else None


def _strip_around(root: Tag, page: Tag, left: _Left) -> None:
    """Lists of links and loose short lines outside of the text go. What may be of the text stays."""
    for tag in _outside(root, page):
        words = " ".join(tag.get_text(" ").split())
        if tag.find(_HEADINGS) is not None or furniture.META.search(words):
            continue
        if furniture.ATTACHED.search(words):
            continue
        if _is_link_list(tag):
            left.take(tag, furniture.LINKS)
        elif 0 < len(words) <= _ALONE and tag.find("img") is None:
            left.take(tag, "其他")


def _outside(root: Tag, page: Tag) -> Iterator[Tag]:
    """The blocks that hold nothing of ``root``, the larger ones first."""
    around = {id(root), *map(id, root.parents)}
    waiting = list(page.find_all(_OUTER, recursive=False))
    while waiting:
        tag = waiting.pop(0)
        if tag is root:
            continue
        if id(tag) not in around:
            yield tag
        if tag.parent is not None and tag.name in _HOLDERS:
            waiting = [*tag.find_all(_OUTER, recursive=False), *waiting]
