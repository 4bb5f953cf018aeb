"""Lists as Word's clipboard has them — paragraphs that bring their own mark along — become lists.

A mark that a list would show otherwise (一、 （一） a. ①, or a number out of order) stays, as words of its paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

PROPERTY: Final = "mso-list"
_LEVEL: Final = re.compile(rf"{PROPERTY}\s*:[^;]*\blevel(\d+)", re.IGNORECASE)
_MARK: Final = re.compile(rf"{PROPERTY}\s*:\s*ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(\d{1,4})[.．、)）]?")
_DINGBATS: Final = frozenset("ØÐÆ")
"""Capital letters under which a symbol font keeps an arrow or a box."""
_WORDS: Final = frozenset({"Lo", "Lu", "Lt", "Nd", "Nl", "No"})
"""Kinds of signs that count or say something."""


class _Item(NamedTuple):
    paragraph: Tag
    level: int
    number: int | None
    """None for a bullet."""
    mark: Tag


def settle_word_lists(soup: BeautifulSoup) -> None:
    """Make lists of paragraphs with ``mso-list``; a tree without them is not changed."""
    run: list[_Item] = []
    for paragraph in soup.find_all("p"):
        item = _item(paragraph)
        if run and (item is None or not _follows(run[-1].paragraph, paragraph)):
            _listed(soup, run)
            run = []
        if item is not None:
            run.append(item)
    _listed(soup, run)


def _item(paragraph: Tag) -> _Item | None:
    found = _LEVEL.search(str(paragraph.get("style") or ""))
    if found is None:
        return None
    mark = paragraph.find(style=_MARK)
    if mark is None:
        return None
    words = "".join(mark.get_text().split())
    level = int(found[1])
    numbered = _NUMBER.fullmatch(words)
    if numbered:
        return _Item(paragraph, level, int(numbered[1]), mark)
    if len(words) == 1 and (words in _DINGBATS or unicodedata.category(words) not in _WORDS):
        return _Item(paragraph, level, None, mark)
    return None


def _follows(one: Tag, other: Tag) -> bool:
    """Whether nothing but blanks stands between two paragraphs."""
    after = one.next_sibling
    while after is not None and after is not other and not str(after).strip():
        after = after.next_sibling
    return after is other


class _Open(NamedTuple):
    level: int
    made: Tag
    numbers: bool


def _listed(soup: BeautifulSoup, run: list[_Item]) -> None:
    """A run of items as nested lists, in the place of the first."""
    opened: list[_Open] = []
    expected: dict[int, int] = {}
    for item in run:
        while opened and opened[-1].level > item.level:
            expected.pop(opened.pop().level, None)
        numbers = item.number is not None
        if opened and opened[-1].level == item.level:
            goes_on = opened[-1].numbers == numbers
            if numbers and goes_on and item.number != expected.get(item.level):
                # A list would count on: the paragraph keeps its own number, and ends the list.
                opened.clear()
                expected.clear()
                continue
            if not goes_on:
                opened.pop()
        if not opened or opened[-1].level < item.level:
            opened.append(_begun(soup, item, opened[-1].made if opened else None))
        if item.number is not None:
            expected[item.level] = item.number + 1
        item.mark.decompose()
        item.paragraph.name = "li"
        item.paragraph.attrs = {}
        opened[-1].made.append(item.paragraph.extract())


def _begun(soup: BeautifulSoup, item: _Item, around: Tag | None) -> _Open:
    """A new list: in the last item of the one around it, else in the place of its first item."""
    numbers = item.number is not None
    made = soup.new_tag("ol" if numbers else "ul")
    if item.number is not None and item.number != 1:
        made["start"] = str(item.number)
    if around is None:
        item.paragraph.insert_before(made)
    else:
        around.find_all("li", recursive=False)[-1].append(made)
    return _Open(item.level, made, numbers)
