"""What a theme puts into elements: numbers and chips of headings, marks of questions, grounds of rows.

No word of the author changes, none moves. The one thing that is added is a number before each second-level heading,
where the theme numbers them and no heading brings its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.page import ROLE, Page
from chalicelib.newsroom.composing.themes.theme import Heading, Numbers, Theme

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import NavigableString

_CHINESE: Final = "一二三四五六七八九十"
_COUNT: Final = rf"(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_OWN: Final = re.compile(
    rf"^\s*(第\s*{_COUNT}\s*[步章节条讲期关部分问]{{1,2}}"
    rf"|(?:问题|情形|情况|步骤|要点|亮点|案例|变化|提醒|误区|场景|举措|方法|看点)\s*{_COUNT}"
    rf"|[{_CHINESE}]{{1,3}}(?=[、．.])|\d{{1,2}}(?=[、．.])(?!\.\d)|0\d(?=\s))"
    r"([、．.：:]?)(?=\s|\S)"
)
"""A number that a heading brings, and the mark after it."""
_ASKED: Final = re.compile(r"^\s*(问|Q|提问)(\s*\d{0,2}\s*[：:])")
_ANSWERED: Final = re.compile(r"^\s*(答|A|回答|答复)(\s*\d{0,2}\s*[：:])")
_CHIPPED: Final = (Heading.BADGE, Heading.NUMERAL, Heading.PILL)
"""Shapes in which a number stands out."""
_FEWEST: Final = 2
"""Headings below which nothing is numbered."""


def ornament(page: Page, theme: Theme) -> None:
    """Add what ``theme`` draws inside headings, questions, lists and tables."""
    _headings(page, theme)
    _questions(page)
    _rows(page, theme)
    if theme.marker_in_main:
        _items(page)


def _headings(page: Page, theme: Theme) -> None:
    headings = page.soup.find_all("h2")
    owned = [_own_number(heading) for heading in headings]
    counted = theme.numbers is not Numbers.NONE and not any(owned) and len(headings) >= _FEWEST
    for number, heading in enumerate(headings, 1):
        if theme.heading in (Heading.BLOCK, Heading.PILL, Heading.NUMERAL):
            _wrap(page, heading, "title-words")
        own = owned[number - 1]
        if own is not None and theme.heading in _CHIPPED:
            above = theme.heading is Heading.NUMERAL
            _chip(page, heading, own, "number", inside=not above)
        elif counted:
            chip = page.made("span", _numbered(number, theme.numbers), "number")
            _holder(heading, inside=theme.heading is not Heading.NUMERAL).insert(0, chip)


def _numbered(number: int, numbers: Numbers) -> str:
    if numbers is Numbers.CHINESE and number <= 10:
        return _CHINESE[number - 1]
    return f"{number:02d}"


def _own_number(heading: Tag) -> re.Match[str] | None:
    first = _first_words(heading)
    return _OWN.match(first) if first is not None else None


def _first_words(block: Tag) -> NavigableString | None:
    found: NavigableString | None = block.find(string=lambda words: bool(words and words.strip()))
    return found


def _wrap(page: Page, heading: Tag, role: str) -> None:
    words = page.made("span", role=role)
    for child in list(heading.contents):
        words.append(child.extract())
    heading.append(words)


def _chip(page: Page, block: Tag, found: re.Match[str], role: str, *, inside: bool = True) -> None:
    """Put the beginning of ``block``'s words, up to the end of the match, into an element of their own."""
    first = _first_words(block)
    if first is None:
        return
    chip = page.made("span", found.group(1).strip(), role)
    stop = found.group(2)
    if stop.strip():
        chip.append(page.made("span", stop.strip(), "stop"))
    rest = first[found.end() :]
    # The author's blank behind a number stays, as one.
    first.replace_with(rest.lstrip() if rest == rest.lstrip() else f" {rest.lstrip()}")
    _holder(block, inside=inside).insert(0, chip)


def _holder(block: Tag, *, inside: bool) -> Tag:
    """Where a number goes: the big numeral stands above the words, every other one in their box."""
    words = block.find("span", attrs={ROLE: "title-words"})
    return words if words is not None and inside else block


def _questions(page: Page) -> None:
    """``问：`` and ``答：`` at the beginning of a paragraph; an answer has a question above it, A： alone is a choice."""
    met = False
    for block in page.soup.find_all("p", recursive=False):
        first = _first_words(block)
        if block.get(ROLE) or first is None:
            continue
        if asked := _ASKED.match(first):
            _chip(page, block, asked, "question-mark")
            block[ROLE], met = "question", True
        elif met and (answered := _ANSWERED.match(first)):
            _chip(page, block, answered, "answer-mark")


def _rows(page: Page, theme: Theme) -> None:
    if not theme.striped:
        return
    for table in page.soup.find_all("table"):
        rows = [row for row in table.find_all("tr") if row.find("td", recursive=False) is not None]
        if any(cell.get("rowspan") for row in rows for cell in row.find_all(["td", "th"])):
            continue
        for row in rows[1::2]:
            row[ROLE] = "stripe"


def _items(page: Page) -> None:
    """The words of an item in a box of their own colour: the mark before them has the item's."""
    for item in page.soup.find_all("li"):
        _wrap_item(page, item)


def _wrap_item(page: Page, item: Tag) -> None:
    box = page.made("section", role="item")
    for child in list(item.contents):
        box.append(child.extract())
    item.append(box)
