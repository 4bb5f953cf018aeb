"""HTML of an article → blocks: its words, headings, lists, tables and pictures, nothing of its looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from chalicelib.ebooks.models import Block, Cell, Heading, Image, Items, Quote, Run, Table, Words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_DROPPED: Final = frozenset(
    {"script", "style", "iframe", "video", "audio", "svg", "form", "input", "button", "head"}
)
_INLINE: Final = frozenset(
    "a b strong i em u s del ins span font br code sub sup small mark label abbr q".split()
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_LINK: Final = re.compile(r"https?://[^\s]+")
_CAPTION: Final = re.compile(r"font-size:\s*1[0-3]px")
_MOST_SPAN: Final = 20


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a body. Pictures have the ``src`` of the HTML as their name."""
    from lxml.html import fragment_fromstring

    root = fragment_fromstring(html or "", create_parent="div")
    return tuple(_blocks(root))


def pictures_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The names of all pictures."""
    for one in _every(blocks):
        if isinstance(one, Image):
            yield one.name


def renamed(blocks: Iterable[Block], names: Mapping[str, str]) -> Iterator[Block]:
    """The blocks with their pictures under other names; those without one are left out."""
    for one in blocks:
        if isinstance(one, Image):
            if one.name in names:
                yield one._replace(name=names[one.name])
        elif isinstance(one, Quote):
            yield Quote(tuple(renamed(one.blocks, names)))
        elif isinstance(one, Items):
            yield one._replace(items=tuple(tuple(renamed(item, names)) for item in one.items))
        else:
            yield one


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """All words."""
    for one in _every(blocks):
        if isinstance(one, Words):
            yield from (run.text for run in one.runs)
        elif isinstance(one, Heading):
            yield one.text
        elif isinstance(one, Image):
            yield one.alt
        elif isinstance(one, Table):
            yield from (run.text for row in one.rows for cell in row for run in cell.runs)


def _every(blocks: Iterable[Block]) -> Iterator[Block]:
    for one in blocks:
        yield one
        if isinstance(one, Quote):
            yield from _every(one.blocks)
        elif isinstance(one, Items):
            for item in one.items:
                yield from _every(item)


def _blocks(element: HtmlElement) -> Iterator[Block]:
    """The blocks inside an element: inline words between two blocks are a paragraph."""
    loose: list[Run | Image] = []
    if element.text:
        loose.append(Run(element.text))
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else "!"
        if tag in _DROPPED or tag == "!":
            pass
        elif tag in _INLINE or tag == "img":
            loose.extend(_runs(child, Run("")))
        else:
            yield from _loose(loose, element)
            loose = []
            yield from _block(child, tag)
        if child.tail:
            loose.append(Run(child.tail))
    yield from _loose(loose, element)


def _block(child: HtmlElement, tag: str) -> Iterator[Block]:
    if tag in _HEADINGS:
        words = _joined(_text(_runs(child, Run(""))))
        if words:
            yield Heading(_HEADINGS[tag], words)
    elif tag in ("ul", "ol"):
        items = tuple(made for one in child if one.tag == "li" and (made := tuple(_blocks(one))))
        if items:
            yield Items(items, _start(child) if tag == "ol" else None)
    elif tag == "table":
        yield from _table(child)
    elif tag in ("blockquote", "pre"):
        inner = tuple(_blocks(child))
        if inner:
            yield Quote(inner)
    else:
        yield from _blocks(child)


def _loose(loose: list[Run | Image], element: HtmlElement) -> Iterator[Block]:
    """Paragraphs and pictures of what stood between two blocks."""
    small = bool(_CAPTION.search(element.get("style") or ""))
    words: list[Run] = []
    for one in loose:
        if isinstance(one, Image):
            yield from _paragraph(words, small)
            words = []
            yield one
        else:
            words.append(one)
    yield from _paragraph(words, small)


def _paragraph(words: list[Run], small: bool) -> Iterator[Words]:
    runs = _trimmed(words)
    if runs:
        yield Words(runs, small)


def _runs(element: HtmlElement, look: Run) -> Iterator[Run | Image]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return
    if tag == "br":
        yield look._replace(text="\n")
        return
    if tag == "img":
        if element.get("src"):
            yield Image(element.get("src"), (element.get("alt") or "").strip())
        return
    if tag in ("b", "strong"):
        look = look._replace(bold=True)
    elif tag in ("i", "em"):
        look = look._replace(italic=True)
    elif tag == "a" and _LINK.fullmatch(element.get("href") or ""):
        look = look._replace(link=element.get("href"))
    if element.text:
        yield look._replace(text=element.text)
    for child in element:
        yield from _runs(child, look)
        if child.tail:
            yield look._replace(text=child.tail)
    if "inline-block" in (element.get("style") or ""):
        # A number in a box: its margin was the space behind it.
        yield look._replace(text=" ")


def _trimmed(words: Iterable[Run]) -> tuple[Run, ...]:
    """Words without the spaces of the source: none at either end of a line, one at most between two words."""
    found: list[Run] = []
    for one in words:
        text = one.text if one.text == "\n" else _SPACE.sub(" ", one.text)
        if text.startswith(" ") and (not found or found[-1].text.endswith((" ", "\n"))):
            text = text[1:]
        if text == "\n" and found:
            found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" "))
        if not text or (text == "\n" and not found):
            continue
        if found and found[-1][1:] == one[1:]:
            found[-1] = found[-1]._replace(text=found[-1].text + text)
        else:
            found.append(one._replace(text=text))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return tuple(one for one in found if one.text)


def _table(element: HtmlElement) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    heads = 0
    for row in element.iter("tr"):
        cells = tuple(_cell(one) for one in row if one.tag in ("td", "th"))
        if not cells:
            continue
        if all(one.head for one in cells) and heads == len(rows):
            heads += 1
        rows.append(cells)
    if rows:
        yield Table(tuple(rows), heads if heads < len(rows) else 0)
    # Pictures in cells stand below the table.
    for image in element.iter("img"):
        if image.get("src"):
            yield Image(image.get("src"), (image.get("alt") or "").strip())


def _cell(element: HtmlElement) -> Cell:
    runs: list[Run] = []
    for one in _blocks(element):
        for words in texts_in(one):
            runs += [*([Run("\n")] if runs else []), *words]
    return Cell(
        tuple(runs), element.tag == "th", _span(element, "colspan"), _span(element, "rowspan")
    )


def texts_in(block: Block) -> Iterator[tuple[Run, ...]]:
    """The words of a block, a line each."""
    if isinstance(block, Words):
        yield block.runs
    elif isinstance(block, Heading):
        yield (Run(block.text, bold=True),)
    elif isinstance(block, Quote):
        for one in block.blocks:
            yield from texts_in(one)
    elif isinstance(block, Items):
        for number, item in enumerate(block.items):
            mark = "· " if block.start is None else f"{block.start + number}. "
            lines = [line for one in item for line in texts_in(one)]
            for place, line in enumerate(lines):
                yield (Run(mark), *line) if not place else line


def _span(element: HtmlElement, name: str) -> int:
    given = element.get(name) or ""
    return min(int(given), _MOST_SPAN) if given.isdecimal() and len(given) < 4 and int(given) else 1


def _start(element: HtmlElement) -> int:
    given = element.get("start") or ""
    return int(given) if given.isdecimal() and len(given) < 5 else 1


def _text(found: Iterable[Any]) -> Iterator[str]:
    return (one.text for one in found if isinstance(one, Run))


def _joined(texts: Iterable[str]) -> str:
    return _SPACE.sub(" ", "".join(texts).replace("\n", " ")).strip()
