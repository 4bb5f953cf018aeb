"""What a style shows as a box is a box, what it shows in the line is none, and a frame around a whole text is no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.rows import looks_at
from chalicelib.web_pages.marks import AT, Remark
from chalicelib.web_pages.tree import BLOCKS, BOXES, INLINE
from chalicelib.web_pages.walking import around, first_in, tags_in

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BLOCK_DISPLAYS: Final = ("block", "flex", "grid", "table", "list-item", "-webkit-box", "flow-root")
_SHOWN: Final = INLINE | BOXES | frozenset("p font label small big".split())
_FRAMED: Final = 150
"""Characters of a note that may stand in a frame."""
_PARTS: Final = frozenset("thead tbody tfoot tr td th".split())
BOXED: Final = "data-boxed"
"""The attribute of a block that was a box, or stood in one; gone when the blocks are done."""
_TINY: Final = 4
_MANY_TINY: Final = 6


def settle_displays(soup: BeautifulSoup) -> None:
    """A ``span`` that is shown as a box becomes one, a box that is shown in the line becomes a ``span``."""
    for tag in [one for one in tags_in(soup, _SHOWN) if one.get("style")]:
        looks = looks_at(tag)
        shown = looks.get("display", "")
        if tag.name in INLINE and looks.get("float") in ("left", "right"):
            tag.insert_before(" ")
            tag.insert_after(" ")
        if tag.name in INLINE | {"font", "label", "small", "big"} and shown in _BLOCK_DISPLAYS:
            if tag.name in ("span", "font", "label", "small", "big"):
                tag.name = "div"
            elif tag.name != "a":
                tag.wrap(soup.new_tag("div"))
        elif shown == "inline" and tag.name in BOXES | {"p"} and not _has_blocks(tag):
            tag.name = "span"


def unframe(soup: BeautifulSoup) -> None:
    """A table of one cell that holds a whole text is a frame, no table."""
    for table in reversed(tags_in(soup, {"table"})):
        cells = [one for one in tags_in(table, {"td", "th"}) if around(one, {"table"}) is table]
        if len(cells) != 1:
            continue
        large = len(cells[0].get_text(strip=True)) > _FRAMED
        if large or first_in(cells[0], {"img", "table", "ul", "ol", "iframe"}) is not None:
            for part in tags_in(table, _PARTS):
                if around(part, {"table"}) is table and part is not cells[0]:
                    part.unwrap()
            cells[0].name = table.name = "div"


def _has_blocks(tag: Tag) -> bool:
    return first_in(tag, BLOCKS | BOXES) is not None


def single_words(soup: BeautifulSoup, begins: str) -> list[Remark]:
    """A remark for a run of paragraphs of a word each: they may have stood side by side in a way that is not known."""
    remarks = []
    run: list[Tag] = []
    for tag in [*soup.find_all(["p", "h2", "h3", "h4", "table", "ul", "ol"]), None]:
        short = (
            tag is not None and tag.has_attr(BOXED) and 0 < len(tag.get_text(strip=True)) <= _TINY
        )
        if short and (not run or tag.find_previous_sibling() is run[-1]):  # type: ignore[union-attr]
            run.append(tag)  # type: ignore[arg-type]
            continue
        if len(run) >= _MANY_TINY:
            words = " ".join(one.get_text(strip=True) for one in run[:_MANY_TINY])
            place = str(run[0].get(AT) or begins)
            what = f"从“{words}…”起有 {len(run)} 段都只有一两个字：原来可能是并排的，请核对排版"
            remarks.append(Remark(place, what))
        run = [tag] if short else []  # type: ignore[list-item]
    for block in soup.find_all(True):
        del block[BOXED]
    return remarks
