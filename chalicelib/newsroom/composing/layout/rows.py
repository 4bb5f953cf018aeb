"""Rows of boxes → tables, or one line for a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from chalicelib.web_pages.marks import AT
from chalicelib.web_pages.stylesheets import looks_of
from chalicelib.web_pages.tree import BOXES
from chalicelib.web_pages.walking import first_in, has_words, tags_in

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

COLUMNS: Final = "columns"
"""The class of a table that was made of boxes and has one row: it gets no lines."""
ROW: Final = "x-row"
"""The class of a table that is still to be joined with its neighbours."""
SHAPE: Final = "data-shape"
"""How a row is divided: rows of one kind have one shape."""
HEAD: Final = "data-head"
"""The row stands on a colour, as heads of tables do."""
NUMBER: Final = re.compile(r"^(\d+(?:\.\d+)?)(%|px|vw)?$")
_LINES: Final = BOXES | frozenset("p h1 h2 h3 h4 h5 h6".split())
_LARGE: Final = frozenset("table ul ol iframe".split())
_SHORT: Final = 24
"""Characters that fit one line of a phone, with what is between them."""
_ORNAMENT: Final = 80
"""Pixels of a picture that belongs to a line of words."""


def looks_at(tag: Any) -> dict[str, str]:
    return looks_of(str(tag.get("style") or "")) if getattr(tag, "name", None) else {}


def has_content(tag: Any) -> bool:
    if getattr(tag, "name", None) is None:
        return bool(str(tag).strip())
    return tag.name == "img" or has_words(tag) or first_in(tag, {"img", "iframe"}) is not None


def cell_of(soup: BeautifulSoup, item: Any) -> Tag:
    cell = soup.new_tag("td")
    if getattr(item, "name", None) in BOXES | {"p", "li"}:
        for name in ("style", AT, "align"):
            if item.get(name):
                cell[name] = item[name]
        if item.get("id"):
            cell["id"] = item["id"]
        item.extract()
        for child in list(item.contents):
            cell.append(child.extract())
    else:
        cell.append(item.extract())
    return cell


def join_rows(soup: BeautifulSoup) -> None:
    """Rows below each other with as many columns become one table; a lone row of few words becomes a line."""
    for table in tags_in(soup, {"table"}):
        del table["data-deep"]
        if table.parent is None or ROW not in (table.get("class") or []):
            continue
        while (following := _next_row(table)) is not None:
            for row in list(following.find_all("tr", recursive=False)):
                table.append(row.extract())
            following.extract()
        rows = table.find_all("tr", recursive=False)
        del table["class"]
        del table[SHAPE]
        _drop_empty(table)
        if table.has_attr(HEAD) and len(rows) > 1:
            for cell in rows[0].find_all("td", recursive=False):
                cell.name = "th"
        del table[HEAD]
        if len(rows) == 1:
            if _is_line(rows[0]):
                _to_line(soup, table)
            else:
                table["class"] = COLUMNS


def _next_row(table: Tag) -> Tag | None:
    """The table of boxes right below, in a box of its own or not, if it has as many columns."""
    holder: Tag | None = table
    # Each row may stand in a box of its own that holds nothing else.
    while holder is not None and not (after := _after(holder)):
        around = holder.parent
        holder = around if around is not None and around.name in BOXES and _only(around) else None
    found: Any = after[0] if holder is not None else None
    while getattr(found, "name", None) in BOXES:
        found = _only(found)
    if getattr(found, "name", None) != "table" or ROW not in (found.get("class") or []):
        return None
    return found if found.get(SHAPE) == table.get(SHAPE) else None


def _seen(nodes: Iterable[Any]) -> list[Any]:
    return [one for one in nodes if getattr(one, "name", None) or str(one).strip()]


def _after(tag: Tag) -> list[Any]:
    return _seen(tag.next_siblings)


def _only(tag: Tag) -> Any:
    """The one thing in a box; None for a box with more in it."""
    inner = _seen(tag.children)
    return inner[0] if len(inner) == 1 else None


def _drop_empty(table: Tag) -> None:
    """Columns that are empty in every row held lines and dots."""
    rows = [row.find_all("td", recursive=False) for row in table.find_all("tr", recursive=False)]
    for number in reversed(range(max(map(len, rows)))):
        cells = [row[number] for row in rows if number < len(row)]
        if not any(map(has_content, cells)):
            for cell in cells:
                cell.extract()


def _is_line(row: Tag) -> bool:
    words = row.get_text(strip=True)
    if len(words) > _SHORT or first_in(row, _LARGE) is not None:
        return False
    if not all(_is_ornament(image) for image in tags_in(row, {"img"})):
        return False
    return all(_lines(cell) < 2 for cell in row.find_all("td", recursive=False))


def _lines(cell: Tag) -> int:
    """Blocks with words in a cell."""
    blocks = tags_in(cell, _LINES)
    deepest = [one for one in blocks if first_in(one, _LINES) is None]
    pictured = first_in(cell, {"img"}) is not None and bool(deepest)
    return sum(map(has_words, deepest)) + len(tags_in(cell, {"br"})) + pictured


def _is_ornament(image: Tag) -> bool:
    width = looks_at(image).get("width") or str(image.get("width") or "")
    found = NUMBER.match(width)
    return found is not None and found[2] in (None, "px") and float(found[1]) <= _ORNAMENT


def _to_line(soup: BeautifulSoup, table: Tag) -> None:
    line = soup.new_tag("div")
    for name in (AT, "style"):
        if table.get(name):
            line[name] = table[name]
    for number, cell in enumerate(table.find_all("td")):
        if number and has_content(cell):
            line.append("\u3000")
        span = soup.new_tag("span")
        if cell.get("style"):
            span["style"] = cell["style"]
        for child in list(cell.contents):
            span.append(child.extract())
        for block in tags_in(span, _LINES):
            block.name = "span"
            if looks_at(block).get("display"):
                block["style"] = re.sub(r"display:[^;]*;?", "", str(block["style"]))
        line.append(span)
    table.replace_with(line)
