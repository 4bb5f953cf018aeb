"""HTML of any origin → a tree of its words and pictures, without what is hidden, foreign or not its text.

nh3 parses as browsers do and takes out what runs; what it leaves is well-formed, so that Python's own parser reads the
very same tree. Reading twice is reading once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.web_pages.hidden import attributes_of, drop_hidden
from chalicelib.web_pages.left_out import SHAPES, leave_out
from chalicelib.web_pages.marks import ADDRESS, AT, KIND, PAGE, PART, TITLE, WORDS, Remark
from chalicelib.web_pages.stylesheets import (
    PROPERTIES,
    Element,
    Sheet,
    sheet_of,
    style_text,
    styles,
)
from chalicelib.web_pages.surroundings import strip_surroundings
from chalicelib.web_pages.word_lists import settle_word_lists

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

INLINE: Final = frozenset("a b code del em i s span strong sub sup u".split())
BLOCKS: Final = frozenset(
    "blockquote h1 h2 h3 h4 h5 h6 hr iframe li ol p pre table tbody td tfoot th thead tr ul".split()
)
BOXES: Final = frozenset(
    "address article aside center dd details dialog dir div dl dt fieldset figcaption figure footer header hgroup legend"
    " main menu nav search section summary".split()
)
"""Boxes around content: they leave their content behind, as paragraphs."""

RENAMED: Final = {
    **dict.fromkeys(("b", "mark"), "strong"),
    **dict.fromkeys(("i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strike", "del"), "s"),
    **dict.fromkeys(("font", "big", "small", "abbr", "label", "q"), "span"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    "ins": "u",
}
DROPPED_WHOLE: Final = frozenset(
    "audio canvas math noscript object script select style svg template textarea title video xmp".split()
)
"""Where nobody gave them a name under which they pass: their words are none of the text's."""
_OWN: Final = frozenset(
    {PART, PAGE, TITLE, "x-template", "x-foreign", "datalist", "ruby", "rt", "rp"}
)
_TAGS: Final = INLINE | BLOCKS | BOXES | set(RENAMED) | {"br", "img", "caption"} | _OWN | SHAPES
_ATTRIBUTES: Final = {
    "*": {"style", "align", "bgcolor", "color", "id", "name", "class", "hidden", "open", "role", AT, ADDRESS},
    "a": {"href", KIND},
    "img": {"src", "data-src", "alt", "title", "width"},
    "iframe": {"src", "data-src", "data-mpvid", "title"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    PART: {KIND, WORDS, "data-src"},
    TITLE: {WORDS},
}  # fmt: skip
_SCHEMES: Final = {"http", "https", "data", "file", "mailto", "tel", "weixin", "ftp", "cid", "blob"}
"""Those of links and pictures that are refused with a reason; ``javascript`` and its like go without one."""

_EMOJI: Final = "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
_INVISIBLE: Final = re.compile(
    f"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]|(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})"
)
"""Signs that cannot be seen. One of them joins emoji to one picture, such as a family, and stays there."""
_READINGS: Final = 5
DEEPEST: Final = 120
"""Nesting beyond which HTML was not made by a person."""


class Tree(NamedTuple):
    """A tree, and what was left out of it."""

    soup: BeautifulSoup
    remarks: list[Remark]


def read_tree(html: str, begins: str) -> Tree:
    """The tree of ``html`` with every look at the element that has it; ``begins`` is the place of what has none."""
    from bs4 import BeautifulSoup

    # The line break tells Beautiful Soup that this is no file's name.
    soup = BeautifulSoup(_INVISIBLE.sub("", _harmless(html)) + "\n", "html.parser")
    _write_styles(soup, sheet_of(style_text(html)))
    remarks = drop_hidden(soup, begins)
    settle_word_lists(soup)
    _shallow(soup)
    page = soup.find(PAGE)
    if page is not None:
        remarks += strip_surroundings(page, begins)
    remarks += leave_out(soup, begins)
    for around in soup.find_all(PAGE):
        around.name = "div"
    return Tree(soup, remarks)


def _harmless(html: str) -> str:
    """Through nh3 until it changes nothing more: elements misplaced in a table move at every reading."""
    import nh3

    for _ in range(_READINGS):
        before, html = (
            html,
            nh3.clean(
                html,
                tags=set(_TAGS),
                clean_content_tags=set(DROPPED_WHOLE),
                attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
                filter_style_properties=set(PROPERTIES),
                url_schemes=set(_SCHEMES),
                link_rel=None,
            ),
        )
        if html == before:
            break
    return html


def _shallow(soup: BeautifulSoup) -> None:
    """What is nested too deep is flattened to its words and pictures: no later step has to fear the depth."""
    depths = {id(soup): 0}
    deep = []
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth == DEEPEST:
            deep.append(tag)
    for tag in deep:
        leaves = [one for one in tag.descendants if one.name in (None, "img", "br", "hr")]  # type: ignore[attr-defined]
        for leaf in leaves:
            leaf.extract()
        tag.clear()
        for leaf in leaves:
            tag.append(leaf)


def _write_styles(soup: BeautifulSoup, sheet: Sheet) -> None:
    if not sheet:
        return
    tags = soup.find_all(True)
    numbers = {id(tag): number for number, tag in enumerate(tags)}
    elements = [
        Element(
            numbers.get(id(tag.parent), -1),
            "body" if tag.name == PAGE else tag.name,
            attributes_of(tag),
        )
        for tag in tags
    ]
    for tag, style in zip(tags, styles(elements, sheet), strict=True):
        if style:
            tag["style"] = style
