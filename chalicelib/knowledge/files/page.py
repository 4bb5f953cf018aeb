"""Saved web pages: definition lists, tables with a header, headings with text below, folded questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from chalicelib.foreign_files.encoding import decoded_page
from chalicelib.foreign_files.markup import check_tags
from chalicelib.foreign_files.opening import within
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.knowledge.files.prose import TextLine, asks, is_marked, to_rows
from chalicelib.knowledge.files.rows import FoundRow, pair
from chalicelib.knowledge.files.word import has_header
from chalicelib.sheets.cells import RawCell, Row
from chalicelib.sheets.problems import Notes, Place
from chalicelib.sheets.spreadsheets import TEXT_BYTES
from chalicelib.sheets.tables import TableColumns, read_table

_AROUND: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "iframe",
    "select",
)
"""Parts of a page beside its text."""
_CONTENT: Final = (
    "//main", "//article", "//*[@role='main']", "//*[@id='zoom']", "//*[@id='UCAP-CONTENT']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' TRS_Editor ')]",
)  # fmt: skip
"""Where the pages of authorities keep their text."""
_BLOCKS: Final = frozenset(
    "p div section li dd dt h1 h2 h3 h4 h5 h6 summary details tr td th table ul ol dl blockquote pre article main body".split()
)
_DEEPEST: Final = 200
_DEEPEST_LISTS: Final = 12
TAGS: Final = 200_000
UNCLOSED: Final = 10_000
"""Scripts compare with ``<``."""


def from_html(body: bytes, notes: Notes, heads: TableColumns) -> list[FoundRow]:
    """The questions of a page with their answers. Rows are lines of its source."""
    root = _parsed(body, notes)
    if root is None:
        return []
    read: list[Any] = []
    found = [*_definitions(root, notes, read), *_tables(root, heads, notes, read)]
    for inner in read:
        if inner.getparent() is not None:
            inner.drop_tree()
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


def _parsed(body: bytes, notes: Notes) -> Any:
    from lxml import etree, html

    try:
        text = decoded_page(within(body, TEXT_BYTES))
        check_tags(text, tags=TAGS, deepest=100 * _DEEPEST, unclosed=UNCLOSED)
    except FileRefused as refused:
        notes.error(Place(), str(refused))
        return None
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
        for inner in list(root.iter(*_AROUND)):
            if inner.getparent() is not None:
                inner.drop_tree()
    # lxml refuses empty, binary and absurdly deep pages, each with another error.
    except (etree.LxmlError, ValueError, TypeError, AssertionError) as error:
        notes.error(Place(), f"这不是网页文件，无法读取（{type(error).__name__}）")
        return None
    for path in _CONTENT:
        chosen = root.xpath(path)
        if len(chosen) == 1:
            root = chosen[0]
            break
    if wrong := _too_deep(root):
        notes.error(Place(), wrong)
        return None
    return root


def _too_deep(root: Any) -> str:
    """Why a tree is not walked: each level of lists in lists is read once more for each level above it."""
    from lxml import etree

    depth = lists = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        lists += step if element.tag in ("table", "dl") else 0
        if depth > _DEEPEST:
            return f"网页嵌套超过 {_DEEPEST} 层，读不全；请只留正文再保存"
        if lists > _DEEPEST_LISTS:
            return f"表格里又套表格，超过 {_DEEPEST_LISTS} 层；请只留正文再保存"
    return ""


def _definitions(root: Any, notes: Notes, read: list[Any]) -> Iterator[FoundRow]:
    """``dt`` asks, the ``dd`` after it answer; lists that were read are added to ``read``."""
    for listed in root.iter("dl"):
        read.append(listed)
        asked: Any = None
        answer: list[str] = []
        for inner in listed.iter("dt", "dd"):
            if inner.tag == "dt":
                yield from _pair(asked, answer, notes)
                asked, answer = inner, []
            elif asked is not None:
                answer.append(_joined(inner))
        yield from _pair(asked, answer, notes)


def _pair(asked: Any, answer: list[str], notes: Notes) -> Iterator[FoundRow]:
    if asked is not None:
        yield pair(asked.sourceline or 0, _joined(asked), "\n".join(answer), notes)


def _tables(root: Any, heads: TableColumns, notes: Notes, read: list[Any]) -> Iterator[FoundRow]:
    for table in root.iter("table"):
        rows: list[Row] = [
            (row.sourceline or 0, [RawCell(_joined(cell)) for cell in row.iterchildren("td", "th")])
            for row in table.iter("tr")
        ]
        if has_header(rows, heads):
            read.append(table)
            yield from (FoundRow(row, cells) for row, cells in read_table(rows, heads, notes))


def _joined(element: Any) -> str:
    return "\n".join(line.text for line in _lines(element))


def _lines(root: Any) -> Iterator[TextLine]:
    """The paragraphs of an element in their order, links as ``<a href>``."""
    parts: list[str] = []
    at = (root.sourceline or 0, 0)
    for text, row, level, cut in _pieces(root, 0, 0):
        if cut:
            yield from _line(parts, at)
            parts, at = [], (row, level)
        parts.append(text)
    yield from _line(parts, at)


def _line(parts: list[str], at: tuple[int, int]) -> Iterator[TextLine]:
    text = re.sub(r"[ \t\r\n\f\u00a0\u3000]+", " ", "".join(parts)).strip()
    if text:
        yield TextLine(at[0], text, at[1])


def _pieces(element: Any, level: int, depth: int) -> Iterator[tuple[str, int, int, bool]]:
    """Text, line of the source, level of the heading it stands in, and whether a new paragraph starts."""
    if depth > _DEEPEST or not isinstance(element.tag, str):
        return
    block = element.tag in _BLOCKS
    row = element.sourceline or 0
    inner = _heading(element.tag) or level
    if block or element.tag == "br":
        yield "", row, inner, True
    address = element.get("href", "") if element.tag == "a" else ""
    linked = address.startswith(("http://", "https://")) and not any(c in address for c in '"<> \n')
    if linked:
        yield f'<a href="{escape(address)}">', row, inner, False
    yield element.text or "", row, inner, False
    for child in element:
        yield from _pieces(child, inner, depth + 1)
        yield child.tail or "", row, inner, False
    if linked:
        yield "</a>", row, inner, False
    if block:
        yield "", row, level, True


def _heading(tag: str) -> int:
    """1 to 6; a folded question's summary counts as one."""
    if tag == "summary":
        return 6
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
