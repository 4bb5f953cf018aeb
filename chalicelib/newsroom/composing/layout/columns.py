"""What stood side by side: rows of a table, or one line for a few words. Never one word a line.

Editors make columns of boxes: by ``flex``, ``grid``, ``float``, boxes in a line, boxes that say they are a table. The
house has none of these looks, so the boxes would fall one below the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chalicelib.newsroom.composing.layout.displays import settle_displays, unframe
from chalicelib.newsroom.composing.layout.rows import (
    HEAD,
    NUMBER,
    ROW,
    SHAPE,
    cell_of,
    has_content,
    join_rows,
    looks_at,
)
from chalicelib.web_pages.marks import AT
from chalicelib.web_pages.shades import shade
from chalicelib.web_pages.tree import BOXES, INLINE
from chalicelib.web_pages.walking import tags_in

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DARK: Final = 450
"""Red, green and blue together, below which words on a colour are white."""
_DEEP: Final = "data-deep"
_MOST_NESTED: Final = 3
"""Tables in tables: a phone has no room for more."""
_HOLDERS: Final = BOXES | {"p", "ul", "ol", "li", "td", "th", "blockquote", "a"}
_LINE_DISPLAYS: Final = ("inline-block", "inline-table", "inline-flex")
_MOST_COLUMNS: Final = 12
_TRACKS: Final = re.compile(r"repeat\(\s*(\d+|auto-fill|auto-fit)|minmax\([^()]*\)|[^\s()]+")
_WIDE_PHONE: Final = 375


def settle_columns(soup: BeautifulSoup) -> None:
    """Boxes side by side become tables or lines; what only looks like a box or a line becomes one."""
    settle_displays(soup)
    unframe(soup)
    for tag in reversed(tags_in(soup, _HOLDERS)):
        _beside(soup, tag)
    for tag in reversed(tags_in(soup, _HOLDERS)):
        _settle(soup, tag)
    join_rows(soup)


def _beside(soup: BeautifulSoup, tag: Tag) -> None:
    """Runs of boxes in a line, or floating, get a box of their own around them."""
    if _is_row(looks_at(tag)):
        return
    run: list[Tag] = []
    for child in [*tag.contents, None]:
        if child is not None and getattr(child, "name", None) is None and not str(child).strip():
            continue
        if child is not None and _stands_beside(child):
            run.append(child)  # type: ignore[arg-type]
            continue
        if len([one for one in run if has_content(one)]) > 1:
            row = soup.new_tag("div", attrs={"style": "display:flex;flex-wrap:wrap"})
            run[0].insert_before(row)
            for one in run:
                row.append(one.extract())
        elif child is not None and run and run[-1].name in INLINE:
            run[-1].insert_after(" ")
        run = []


def _stands_beside(child: Any) -> bool:
    looks = looks_at(child)
    if not looks or child.name not in BOXES | INLINE | {"li", "p", "font"}:
        return False
    if child.name in INLINE:
        return "width" in looks and looks.get("display") in _LINE_DISPLAYS
    shown = looks.get("display", "")
    floats = looks.get("float") in ("left", "right")
    if shown == "table-cell":
        return True
    return (floats or shown in _LINE_DISPLAYS) and looks.get("width") not in ("100%", "100vw")


def _is_row(looks: dict[str, str]) -> bool:
    shown = looks.get("display", "")
    if "flex" in shown or "-webkit-box" in shown:
        way = f"{looks.get('flex-direction', '')} {looks.get('flex-flow', '')}"
        return "column" not in way
    return ("grid" in shown and _tracks(looks) > 1) or shown == "table-row"


def _tracks(looks: dict[str, str]) -> int:
    """Columns of a grid; 0 where it says none."""
    written = looks.get("grid-template-columns") or looks.get("grid-template", "").partition("/")[2]
    count = 0
    for found in _TRACKS.finditer(written):
        count += int(found[1]) if (found[1] or "").isdigit() else 2 if found[1] else 1
        if found[1]:
            return count
    return count


def _settle(soup: BeautifulSoup, tag: Tag) -> None:
    looks = looks_at(tag)
    if not _is_row(looks):
        return
    items: list[Any] = [
        child for child in tag.contents if getattr(child, "name", None) or str(child).strip()
    ]
    items = [one for one in items if getattr(one, "name", None) != "br"]
    if _nested(tag) >= _MOST_NESTED:
        return
    if sum(map(has_content, items)) < 2 or all(_in_line(one) for one in items):
        return
    count = _tracks(looks) or _per_row(items, looks)
    if count < 2:
        return
    table = soup.new_tag("table", attrs={"class": ROW, SHAPE: _shape(items)})
    if tag.get(AT):
        table[AT] = tag[AT]
    table[_DEEP] = str(_nested(tag) + 1)
    if _is_dark(looks):
        table[HEAD] = ""
    for begin in range(0, len(items), count):
        row = soup.new_tag("tr")
        for item in items[begin : begin + count]:
            row.append(cell_of(soup, item))
        table.append(row)
    if tag.name in ("li", "td", "th", "blockquote", "a"):
        tag.append(table)
    else:
        tag.replace_with(table)


def _nested(tag: Tag) -> int:
    """How many tables of rows stand in each other in a box."""
    return max((int(str(one.get(_DEEP) or 0)) for one in tags_in(tag, {"table"})), default=0)


def _is_dark(looks: dict[str, str]) -> bool:
    """Whether a row stands on a colour, as heads of tables do."""
    behind = shade(looks.get("background-color") or looks.get("background", ""))
    return behind is not None and sum(behind) < _DARK


def _shape(items: list[Any]) -> str:
    """The widths of its items."""
    widths = ("".join(looks_at(one).get(name, "-") for name in ("width", "flex")) for one in items)
    return f"{len(items)} {' '.join(widths)}"


def _in_line(item: Any) -> bool:
    """Words of a line, which stay one: a line laid out as a row has no columns."""
    return getattr(item, "name", None) is None or (
        item.name in ("b", "em", "i", "strong", "u", "s", "sub", "sup", "code")
    )


def _per_row(items: list[Any], looks: dict[str, str]) -> int:
    """Items of a row: all of them, or as many as their widths leave room for."""
    way = looks.get("flex-wrap") or looks.get("flex-flow", "")
    if "nowrap" in way or "wrap" not in way:
        return min(len(items), _MOST_COLUMNS)
    room, count = 100.5, 0
    for item in items:
        width = _width(looks_at(item))
        room -= width or 1
        if room < 0 and count:
            break
        count += 1
    return min(count, _MOST_COLUMNS)


def _width(looks: dict[str, str]) -> float:
    """The width of a box as a part of a hundred; 0 where it says none."""
    for name in ("width", "flex-basis"):
        found = NUMBER.match(looks.get(name, ""))
        if found:
            size = float(found[1])
            return size if found[2] in ("%", "vw") else size / _WIDE_PHONE * 100
    found = re.search(r"(\d+(?:\.\d+)?)%", looks.get("flex", ""))
    return float(found[1]) if found else 0.0
