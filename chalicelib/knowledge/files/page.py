"""Saved web pages: definition lists, tables with a header, headings with text below, folded questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from chalicelib.foreign_files.encoding import decoded_page
from chalicelib.foreign_files.markup import check_tags
from chalicelib.foreign_files.opening import within
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.knowledge.files.prose import TextLine, asks, is_marked, to_rows
from chalicelib.knowledge.files.rows import pair
from chalicelib.knowledge.files.word import has_header
from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.layouts import FoundRow
from chalicelib.sheets.problems import Notes, Place
from chalicelib.sheets.spreadsheets import TEXT_BYTES
from chalicelib.sheets.tables import TableColumns, read_table
from chalicelib.web_pages.marks import ADDRESS, AT, INTO_TEXT, PAGE
from chalicelib.web_pages.places import placed
from chalicelib.web_pages.stylesheets import style_text
from chalicelib.web_pages.tree import BOXES, Tree, read_tree

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

_BLOCKS: Final = BOXES | frozenset(
    "p li h1 h2 h3 h4 h5 h6 tr td th table ul ol blockquote pre".split()
)
_DEEPEST_LISTS: Final = 12
TAGS: Final = 100_000
DEEPEST: Final = 4_000
UNCLOSED: Final = 10_000
"""Scripts compare with ``<``."""
_HEAD: Final = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)
_LINE: Final = re.compile(r"第 (\d+) 行")


def from_html(body: bytes, notes: Notes, heads: TableColumns) -> list[FoundRow]:
    """The questions of a page with their answers. Rows are lines of its source."""
    root = _parsed(body, notes)
    if root is None:
        return []
    read: list[Tag] = []
    found = [*_definitions(root, notes, read), *_tables(root, heads, notes, read)]
    for inner in read:
        inner.extract()
    lines = list(_lines(root))
    rest = to_rows(lines, notes, beside=bool(found))
    return [*found, *(rest if not found or is_marked(lines) else _asking(rest, notes))]


def _asking(rest: Iterable[FoundRow], notes: Notes) -> Iterator[FoundRow]:
    """Beside a list of questions, headings that ask are questions too; 联系我们 and the like are told of."""
    for one in rest:
        cell = one.cells.get("question")
        if cell is None or asks(cell.value):
            yield one
        else:
            notes.warn(cell.place, f"“{cell.value[:20]}”不像问题，没有导入")


def _parsed(body: bytes, notes: Notes) -> Tag | None:
    try:
        text = decoded_page(within(body, TEXT_BYTES))
        check_tags(text, tags=TAGS, deepest=DEEPEST, unclosed=UNCLOSED)
    except FileRefused as refused:
        notes.error(Place(), str(refused))
        return None
    if not text.strip():
        notes.error(Place(), "网页里没有内容")
        return None
    soup, remarks = _tree(text)
    for one in remarks:
        if one.of_words:
            notes.warn(Place(_row_of(one.where)), one.what.replace(INTO_TEXT, "导入"))
    if wrong := _too_deep(soup):
        notes.error(Place(), wrong)
        return None
    return soup


def _tree(text: str) -> Tree:
    """The text of the page: a list of questions is taken from whole pages, whether they were saved whole or not."""
    body = _HEAD.sub(lambda head: "\n" * head[0].count("\n"), text, count=1)
    html = placed(body, 1)
    around = html if f"<{PAGE}" in html else f"<{PAGE}>{html}</{PAGE}>"
    return read_tree(f"<style>{style_text(text)}</style>{around}", "")


def _row_of(place: str) -> int | None:
    found = _LINE.search(place)
    return int(found[1]) if found else None


def _row(tag: Tag) -> int:
    """The line of the source on which an element begins."""
    for one in (tag, *tag.parents):
        if one.get(AT):
            return _row_of(str(one[AT])) or 0
    return 0


def _too_deep(root: Tag) -> str:
    """Why a tree is not walked: each level of lists in lists is read once more for each level above it."""
    lists = {id(root): 0}
    for tag in root.find_all(True):
        above = lists[id(tag.parent)]
        lists[id(tag)] = above + (tag.name in ("table", "dl"))
        if above > _DEEPEST_LISTS:
            return f"表格里又套表格，超过 {_DEEPEST_LISTS} 层；请只留正文再保存"
    return ""


def _definitions(root: Tag, notes: Notes, read: list[Tag]) -> Iterator[FoundRow]:
    """``dt`` asks, the ``dd`` after it answer; lists that were read are added to ``read``."""
    for listed in root.find_all("dl"):
        read.append(listed)
        asked: Tag | None = None
        answer: list[str] = []
        for inner in listed.find_all(["dt", "dd"]):
            if inner.name == "dt":
                yield from _pair(asked, answer, notes)
                asked, answer = inner, []
            elif asked is not None:
                answer.append(_joined(inner))
        yield from _pair(asked, answer, notes)


def _pair(asked: Tag | None, answer: list[str], notes: Notes) -> Iterator[FoundRow]:
    if asked is not None:
        yield pair(_row(asked), _joined(asked), "\n".join(answer), notes)


def _tables(root: Tag, heads: TableColumns, notes: Notes, read: list[Tag]) -> Iterator[FoundRow]:
    for table in root.find_all("table"):
        rows: list[Row] = [
            (
                _row(row),
                [RawCell(_joined(cell)) for cell in row.find_all(["td", "th"], recursive=False)],
            )
            for row in table.find_all("tr")
        ]
        if has_header(rows, heads):
            read.append(table)
            yield from (FoundRow(row, cells) for row, cells in read_table(rows, heads, notes))


def _joined(element: Tag) -> str:
    return "\n".join(line.text for line in _lines(element))


def _lines(root: Tag) -> Iterator[TextLine]:
    """The paragraphs of an element in their order, links as ``<a href>``."""
    parts: list[str] = []
    at = (_row(root), 0)
    for text, row, level, cut in _pieces(root, 0, _row(root)):
        if cut:
            yield from _line(parts, at)
            parts, at = [], (row, level)
        parts.append(text)
    yield from _line(parts, at)


def _line(parts: list[str], at: tuple[int, int]) -> Iterator[TextLine]:
    text = re.sub(r"[ \t\r\n\f\u00a0\u3000]+", " ", "".join(parts)).strip()
    if text:
        yield TextLine(at[0], text, at[1])


def _pieces(element: Tag, level: int, row: int) -> Iterator[tuple[str, int, int, bool]]:
    """Text, line of the source, level of the heading it stands in, and whether a new paragraph starts."""
    block = element.name in _BLOCKS
    row = _row_of(str(element.get(AT) or "")) or row
    inner = _heading(element.name) or level
    if block or element.name == "br":
        yield "", row, inner, True
    address = str(element.get(ADDRESS) or element.get("href") or "") if element.name == "a" else ""
    linked = address.startswith(("http://", "https://")) and not any(c in address for c in '"<> \n')
    if linked:
        yield f'<a href="{escape(address)}">', row, inner, False
    for child in element.children:
        yield from _piece(child, inner, row)
    if linked:
        yield "</a>", row, inner, False
    if block:
        yield "", row, level, True


def _piece(node: PageElement, level: int, row: int) -> Iterator[tuple[str, int, int, bool]]:
    from bs4 import Tag

    if isinstance(node, Tag):
        yield from _pieces(node, level, row)
    else:
        yield str(node), row, level, False


def _heading(tag: str) -> int:
    """1 to 6; a folded question's summary counts as one."""
    if tag == "summary":
        return 6
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
