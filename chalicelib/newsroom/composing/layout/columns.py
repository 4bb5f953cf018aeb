"""What stood side by side: rows of a table, or one line for a few words. Never one word a line.

Editors make columns of boxes: by ``flex``, ``grid``, ``float``, boxes in a line, boxes that say they are a table. The
house has none of these looks, so the boxes would fall one below the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chalicelib.web_pages.marks import AT, Remark
from chalicelib.web_pages.stylesheets import looks_of
from chalicelib.web_pages.tree import BLOCKS, BOXES, INLINE

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

COLUMNS: Final = "columns"
"""The class of a table that was made of boxes and has one row: it gets no lines."""
_ROW: Final = "x-row"
"""The class of a table that is still to be joined with its neighbours."""

_SHAPE: Final = "data-shape"
_HOLDERS: Final = sorted(BOXES | {"p", "ul", "ol", "li", "td", "th", "blockquote", "a"})
_BLOCK_DISPLAYS: Final = ("block", "flex", "grid", "table", "list-item", "-webkit-box", "flow-root")
_LINE_DISPLAYS: Final = ("inline-block", "inline-table", "inline-flex")
_SHORT: Final = 24
"""Characters that fit one line of a phone, with what is between them."""
_ORNAMENT: Final = 80
"""Pixels of a picture that belongs to a line of words."""
_FRAMED: Final = 150
"""Characters of a note that may stand in a frame."""
_MOST_COLUMNS: Final = 12
_TRACKS: Final = re.compile(r"repeat\(\s*(\d+|auto-fill|auto-fit)|minmax\([^()]*\)|[^\s()]+")
_NUMBER: Final = re.compile(r"^(\d+(?:\.\d+)?)(%|px|vw)?$")
_WIDE_PHONE: Final = 375
_TINY: Final = 4
_MANY_TINY: Final = 6


def settle_columns(soup: BeautifulSoup) -> None:
    """Boxes side by side become tables or lines; what only looks like a box or a line becomes one."""
    _displays(soup)
    _unbox(soup)
    for tag in reversed(soup.find_all(_HOLDERS)):
        _beside(soup, tag)
    for tag in reversed(soup.find_all(_HOLDERS)):
        _settle(soup, tag)
    _join_rows(soup)


def single_words(soup: BeautifulSoup, begins: str) -> list[Remark]:
    """A remark for a run of paragraphs of a word each: they may have stood side by side in a way that is not known."""
    remarks = []
    run: list[Tag] = []
    for tag in [*soup.find_all(["p", "h2", "h3", "h4", "table", "ul", "ol"]), None]:
        short = tag is not None and tag.name == "p" and 0 < len(tag.get_text(strip=True)) <= _TINY
        if short and (not run or tag.find_previous_sibling() is run[-1]):  # type: ignore[union-attr]
            run.append(tag)  # type: ignore[arg-type]
            continue
        if len(run) >= _MANY_TINY:
            words = " ".join(one.get_text(strip=True) for one in run[:_MANY_TINY])
            place = str(run[0].get(AT) or begins)
            what = f"从“{words}…”起有 {len(run)} 段都只有一两个字：原来可能是并排的，请核对排版"
            remarks.append(Remark(place, what))
        run = [tag] if short else []  # type: ignore[list-item]
    return remarks


def _looks(tag: Any) -> dict[str, str]:
    return looks_of(str(tag.get("style") or "")) if getattr(tag, "name", None) else {}


def _displays(soup: BeautifulSoup) -> None:
    """A ``span`` that is shown as a box becomes one, a box that is shown in the line becomes a ``span``."""
    for tag in soup.find_all(style=True):
        looks = _looks(tag)
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


def _unbox(soup: BeautifulSoup) -> None:
    """A table of one cell that holds a whole text is a frame, no table."""
    for table in reversed(soup.find_all("table")):
        cells = [one for one in table.find_all(["td", "th"]) if one.find_parent("table") is table]
        if len(cells) != 1:
            continue
        large = len(cells[0].get_text(strip=True)) > _FRAMED
        if large or cells[0].find(["img", "table", "ul", "ol", "iframe"]) is not None:
            for part in table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th"]):
                if part.find_parent("table") is table and part is not cells[0]:
                    part.unwrap()
            cells[0].name = table.name = "div"


def _has_blocks(tag: Tag) -> bool:
    return tag.find(sorted(BLOCKS | BOXES)) is not None


def _beside(soup: BeautifulSoup, tag: Tag) -> None:
    """Runs of boxes in a line, or floating, get a box of their own around them."""
    if _is_row(_looks(tag)):
        return
    run: list[Tag] = []
    for child in [*tag.contents, None]:
        if child is not None and getattr(child, "name", None) is None and not str(child).strip():
            continue
        if child is not None and _stands_beside(child):
            run.append(child)  # type: ignore[arg-type]
            continue
        if len([one for one in run if _has_content(one)]) > 1:
            row = soup.new_tag("div", attrs={"style": "display:flex;flex-wrap:wrap"})
            run[0].insert_before(row)
            for one in run:
                row.append(one.extract())
        elif child is not None and run and run[-1].name in INLINE:
            run[-1].insert_after(" ")
        run = []


def _stands_beside(child: Any) -> bool:
    looks = _looks(child)
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


def _has_content(tag: Any) -> bool:
    if getattr(tag, "name", None) is None:
        return bool(str(tag).strip())
    return (
        bool(tag.get_text(strip=True))
        or tag.name == "img"
        or tag.find(["img", "iframe"]) is not None
    )


def _settle(soup: BeautifulSoup, tag: Tag) -> None:
    looks = _looks(tag)
    if not _is_row(looks):
        return
    items: list[Any] = [
        child for child in tag.contents if getattr(child, "name", None) or str(child).strip()
    ]
    items = [one for one in items if getattr(one, "name", None) != "br"]
    if sum(map(_has_content, items)) < 2 or all(_in_line(one) for one in items):
        return
    count = _tracks(looks) or _per_row(items, looks)
    if count < 2:
        return
    table = soup.new_tag("table", attrs={"class": _ROW, _SHAPE: _shape(items)})
    if tag.get(AT):
        table[AT] = tag[AT]
    for begin in range(0, len(items), count):
        row = soup.new_tag("tr")
        for item in items[begin : begin + count]:
            row.append(_cell(soup, item))
        table.append(row)
    if tag.name in ("li", "td", "th", "blockquote", "a"):
        tag.append(table)
    else:
        tag.replace_with(table)


def _shape(items: list[Any]) -> str:
    """How a row is divided: rows of one kind have one shape."""
    widths = ("".join(_looks(one).get(name, "-") for name in ("width", "flex")) for one in items)
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
        width = _width(_looks(item))
        room -= width or 1
        if room < 0 and count:
            break
        count += 1
    return min(count, _MOST_COLUMNS)


def _width(looks: dict[str, str]) -> float:
    """The width of a box as a part of a hundred; 0 where it says none."""
    for name in ("width", "flex-basis"):
        found = _NUMBER.match(looks.get(name, ""))
        if found:
            size = float(found[1])
            return size if found[2] in ("%", "vw") else size / _WIDE_PHONE * 100
    found = re.search(r"(\d+(?:\.\d+)?)%", looks.get("flex", ""))
    return float(found[1]) if found else 0.0


def _cell(soup: BeautifulSoup, item: Any) -> Tag:
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


def _drop_empty(table: Tag) -> None:
    """Columns that are empty in every row held lines and dots."""
    rows = [row.find_all("td", recursive=False) for row in table.find_all("tr", recursive=False)]
    most = max(map(len, rows))
    for number in reversed(range(most)):
        cells = [row[number] for row in rows if number < len(row)]
        if not any(map(_has_content, cells)):
            for cell in cells:
                cell.extract()


def _join_rows(soup: BeautifulSoup) -> None:
    """Rows below each other with as many columns become one table; a lone row of few words becomes a line."""
    for table in soup.find_all("table", class_=_ROW):
        if table.parent is None:
            continue
        while (following := _next_row(table)) is not None:
            for row in list(following.find_all("tr", recursive=False)):
                table.append(row.extract())
            following.extract()
        rows = table.find_all("tr", recursive=False)
        del table["class"]
        del table[_SHAPE]
        _drop_empty(table)
        if len(rows) == 1:
            if _is_line(rows[0]):
                _to_line(soup, table)
            else:
                table["class"] = COLUMNS


def _next_row(table: Tag) -> Tag | None:
    """The table of boxes right below, in a box of its own or not, if it has as many columns."""
    following = table.find_next_sibling()
    holder = table
    # Each row may stand in a box of its own that holds nothing else.
    while following is None and holder.parent is not None and holder.parent.name in BOXES:
        holder = holder.parent
        following = holder.find_next_sibling()
        if len(holder.find_all(True, recursive=False)) > 1:
            break
    found = following
    while found is not None and found.name in BOXES:
        inner = found.find_all(True, recursive=False)
        found = (
            inner[0]
            if len(inner) == 1
            and len(found.get_text(strip=True)) == len(inner[0].get_text(strip=True))
            else None
        )
    if found is None or found.name != "table" or _ROW not in (found.get("class") or []):
        return None
    return found if found.get(_SHAPE) == table.get(_SHAPE) else None


def _is_line(row: Tag) -> bool:
    words = row.get_text(strip=True)
    if len(words) > _SHORT or row.find(["table", "ul", "ol", "iframe"]) is not None:
        return False
    if not all(_is_ornament(image) for image in row.find_all("img")):
        return False
    return all(_lines(cell) < 2 for cell in row.find_all("td", recursive=False))


def _lines(cell: Tag) -> int:
    """Blocks with words in a cell."""
    blocks = cell.find_all(sorted(BOXES | {"p", "h1", "h2", "h3", "h4", "h5", "h6"}))
    deepest = [one for one in blocks if one.find(sorted(BOXES | {"p"})) is None]
    pictured = cell.find("img") is not None and bool(deepest)
    return (
        sum(bool(one.get_text(strip=True)) for one in deepest) + len(cell.find_all("br")) + pictured
    )


def _is_ornament(image: Tag) -> bool:
    width = _looks(image).get("width") or str(image.get("width") or "")
    found = _NUMBER.match(width)
    return found is not None and found[2] in (None, "px") and float(found[1]) <= _ORNAMENT


def _to_line(soup: BeautifulSoup, table: Tag) -> None:
    line = soup.new_tag("div")
    for name in (AT, "style"):
        if table.get(name):
            line[name] = table[name]
    for number, cell in enumerate(table.find_all("td")):
        if number and _has_content(cell):
            line.append("\u3000")
        span = soup.new_tag("span")
        if cell.get("style"):
            span["style"] = cell["style"]
        for child in list(cell.contents):
            span.append(child.extract())
        for block in span.find_all(sorted(BOXES | {"p", "h1", "h2", "h3", "h4", "h5", "h6"})):
            block.name = "span"
            if _looks(block).get("display"):
                block["style"] = re.sub(r"display:[^;]*;?", "", str(block["style"]))
        line.append(span)
    table.replace_with(line)
