"""Callouts, tables and code, as the house shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.page import ROLE, Page, later
from chalicelib.newsroom.composing.layout.rows import COLUMNS
from chalicelib.newsroom.composing.sources.source import AT
from chalicelib.newsroom.models import Severity

if TYPE_CHECKING:
    from bs4 import Tag

CALLOUTS: Final[dict[str, tuple[str, str]]] = {
    "tip": ("提示", "tip"),
    "提示": ("提示", "tip"),
    "info": ("提示", "tip"),
    "note": ("注意", "note"),
    "注意": ("注意", "note"),
    "important": ("重要", "important"),
    "重要": ("重要", "important"),
    "warning": ("警告", "important"),
    "caution": ("警告", "important"),
    "警告": ("警告", "important"),
    "law": ("政策依据", "law"),
    "basis": ("政策依据", "law"),
    "依据": ("政策依据", "law"),
    "政策依据": ("政策依据", "law"),
}
"""The word between ``[!`` and ``]`` → heading and role."""

FRAMES: Final[dict[str, str]] = {
    "标题框": "title-frame",
    "双线标题": "title-lines",
    "分割线": "divider-words",
    "段落框": "frame",
    "虚线框": "dashed-frame",
    "金句": "saying",
    "图框": "picture-frame",
}
"""Frames of the style library (样式库): the word → role. They add no heading of their own."""

_CALLOUT: Final = re.compile(r"^\s*\[!([^\]\s]{1,12})\][ \t]*([^\n]*)(?:\n|$)")
_NARROW: Final = 4
"""Columns that fit a phone; a wider table scrolls."""
_LONGEST: Final = 8
"""Characters that a column of a wide table gets before it wraps."""
_PHONE: Final = 343
"""Pixels of text that a phone 375 wide shows."""
_BLANKS: Final = re.compile(r"^ +| {2,}", re.MULTILINE)


def settle_callouts(page: Page) -> None:
    """``> [!TIP] 标题`` becomes a box with a heading; ``> [!段落框] 标题`` a frame (docs/decisions/0058)."""
    for quote in page.soup.find_all("blockquote"):
        first = quote.find(string=lambda words: bool(words and words.strip()))
        found = _CALLOUT.match(first) if first is not None else None
        if first is None or found is None:
            continue
        frame = FRAMES.get(found.group(1), "")
        known = ("", frame) if frame else CALLOUTS.get(found.group(1).lower())
        if known is None:
            usable = "、".join(name for name in (*CALLOUTS, *FRAMES) if not name.isascii())
            page.object(
                quote, f"没有 [!{found.group(1)}] 这种提示框；可用：{usable}", Severity.WARNING
            )
            continue
        heading, role = known
        block = first.parent
        title, rest = found.group(2).strip(), first[found.end() :]
        alone = not rest.strip() and not _more(quote, first)
        first.replace_with(title if alone else rest.lstrip())
        shown = title if not alone else ""
        words = "｜".join(filter(None, (heading, shown)))
        if block is not None and block is not quote and _blank(block):
            block.decompose()
        quote.name, quote[ROLE] = "section", role
        if words:
            quote.insert(0, page.made("p", words, f"{role}-head"))


def _blank(tag: Tag) -> bool:
    return not tag.get_text(strip=True) and tag.find("img") is None


def _more(quote: Tag, first: object) -> bool:
    return any(words is not first and words.strip() for words in quote.find_all(string=True)) or (
        quote.find("img") is not None
    )


def settle_tables(page: Page) -> None:
    """Every table can be scrolled; a bold first row is its head, an empty head goes."""
    for table in page.soup.find_all("table"):
        rows = table.find_all("tr")
        if not rows:
            table.unwrap()
            continue
        if len(rows) > 1 and _headless(rows[0]):
            _drop(rows.pop(0))
        elif table.find("th") is None:
            _head(rows[0])
        for cell in table.find_all(["td", "th"]):
            only = cell.find_all(True, recursive=False)
            if len(only) == 1 and only[0].name == "p" and only[0].get_text() == cell.get_text():
                if only[0].get("style") and not cell.get("style"):
                    cell["style"] = only[0]["style"]
                only[0].unwrap()
        if COLUMNS in (table.get("class") or []):
            _without_lines(rows)
        width = _wanted(rows)
        if width:
            table["style"] = f"min-width:{width}px"
        if table.find_parent("table") is None:
            box = page.made("section", role="scroll")
            table.replace_with(box)
            box.append(table)


def _headless(row: Tag) -> bool:
    """Whether a head is empty: Markdown has no table without one."""
    cells = row.find_all(["td", "th"], recursive=False)
    return all(cell.name == "th" and _blank(cell) for cell in cells)


def _drop(row: Tag) -> None:
    around = row.parent
    row.decompose()
    if around is not None and around.name == "thead" and around.find("tr") is None:
        around.decompose()


def _without_lines(rows: list[Tag]) -> None:
    """Boxes that only stood side by side had no lines between them."""
    for row in rows:
        for cell in row.find_all("td", recursive=False):
            cell["style"] = ";".join(filter(None, (str(cell.get("style") or ""), "border:0")))


def _head(row: Tag) -> None:
    cells = row.find_all("td", recursive=False)
    if cells and all(_all_bold(cell) for cell in cells):
        for cell in cells:
            cell.name = "th"
            for strong in cell.find_all("strong"):
                strong.unwrap()


def _all_bold(cell: Tag) -> bool:
    bold = "".join(strong.get_text() for strong in cell.find_all("strong")).strip()
    return bool(bold) and bold == cell.get_text().strip()


def _wanted(rows: list[Tag]) -> int:
    """Pixels that a table of many columns needs; 0 for a table that fits a phone or wraps well enough."""
    columns: dict[int, float] = {}
    for row in rows:
        at = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            span = _span(cell)
            # A Chinese character is two letters wide.
            letters = sum(1 if sign.isascii() else 2 for sign in cell.get_text().strip())
            for column in range(at, at + span):
                columns[column] = max(columns.get(column, 0), letters / 2 / span)
            at += span
    width = sum(min(longest, _LONGEST) * 14 + 18 for longest in columns.values())
    return round(width) if len(columns) > _NARROW and width > _PHONE else 0


def _span(cell: Tag) -> int:
    span = str(cell.get("colspan") or "1")
    return min(max(int(span[:4]), 1), 50) if span.isascii() and span.isdigit() else 1


def settle_code(page: Page) -> None:
    """Line breaks and indents of code are written out: WeChat's pages fold blanks."""
    for block in page.soup.find_all("pre"):
        for line_break in block.find_all("br"):
            line_break.replace_with("\n")
        written = block.get_text().replace("\t", "    ")
        lines = written.strip("\n").split("\n")
        block[AT] = later(page.at(block), len(written) - len(written.lstrip("\n")))
        block.clear()
        for number, line in enumerate(lines):
            if number:
                block.append(page.made("br"))
            block.append(_BLANKS.sub(lambda blanks: "\u00a0" * len(blanks.group()), line))
