"""HTML of any origin → a tree of the few tags with a meaning, without its looks.

Cleaning twice is cleaning once. nh3 parses as browsers do and takes out what runs; what it leaves is well-formed, so
that Python's own parser reads the very same tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import visibility
from chalicelib.newsroom.composing.layout.colours import readable
from chalicelib.newsroom.composing.layout.hidden import drop_hidden
from chalicelib.newsroom.composing.sources.source import ADDRESS, AT
from chalicelib.newsroom.models import Finding

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

INLINE: Final = frozenset("a b code del em i s span strong sub sup u".split())
BLOCKS: Final = frozenset(
    "blockquote h1 h2 h3 h4 h5 h6 hr iframe li ol p pre table tbody td tfoot th thead tr ul".split()
)
BOXES: Final = frozenset(
    "address article aside center dd details div dl dt fieldset figcaption figure footer header main nav"
    " section summary".split()
)
"""Boxes around content: they leave their content behind, as paragraphs."""

_HOLDS_WORDS: Final = INLINE | frozenset("p h1 h2 h3 h4 h5 h6 li td th pre".split())

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
_TAGS: Final = INLINE | BLOCKS | BOXES | set(RENAMED) | {"br", "img", "caption"}
_ATTRIBUTES: Final = {
    "*": {"style", "align", "bgcolor", "color", "id", "name", "class", "hidden", AT, ADDRESS},
    "a": {"href"},
    "img": {"src", "data-src", "alt", "title"},
    "iframe": {"src", "data-src", "data-mpvid", "title"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_PROPERTIES: Final = {"color", "font-style", "font-weight", "text-align", "text-decoration"}
_SCHEMES: Final = {"http", "https", "data", "file", "mailto", "tel", "weixin", "ftp", "cid", "blob"}
"""Those of links and pictures that are refused with a reason; ``javascript`` and its like go without one."""

_PICTURE: Final = "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
_INVISIBLE: Final = re.compile(
    f"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]|(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})"
)
"""Signs that cannot be seen. One of them joins emoji to one picture, such as a family, and stays there."""
_WRAPPED: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
"""A line wrapped between two Chinese characters: no blank is meant there."""
CAPTION: Final = "caption"
"""The only class with a meaning here."""
_READINGS: Final = 5
DEEPEST: Final = 120
"""Nesting beyond which HTML was not made by a person."""


class Cleaned(NamedTuple):
    """A tree, and what was left out of it."""

    soup: BeautifulSoup
    findings: list[Finding]


def clean(html: str, begins: str) -> Cleaned:
    """The tree of ``html``: blocks of text, lists, tables, pictures; emphasis as tags; no looks; nothing hidden.

    ``begins`` is the place of elements that have none.
    """
    from bs4 import BeautifulSoup

    # The line break tells Beautiful Soup that this is no file's name.
    soup = BeautifulSoup(_INVISIBLE.sub("", _harmless(html)) + "\n", "html.parser")
    findings = drop_hidden(soup, visibility.rules_of(html), begins)
    for player in soup.find_all("iframe"):
        player.clear()
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in ("ul", "ol"):
            item.name = "div"
    for caption in soup.find_all(["figcaption", "caption"]):
        caption.name, caption["class"] = "p", CAPTION
        if caption.parent is not None and caption.parent.name == "table":
            caption.parent.insert_before(caption.extract())
    _shallow(soup)
    _emphasis(soup)
    _boxes(soup)
    _tidy(soup)
    return Cleaned(soup, findings)


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
                filter_style_properties=set(_PROPERTIES | visibility.PROPERTIES),
                url_schemes=set(_SCHEMES),
                link_rel=None,
            ),
        )
        if html == before:
            break
    return html


def join_wrapped(soup: BeautifulSoup) -> None:
    """Chinese lines that the file wraps run on without the blank that HTML would show."""
    for words in soup.find_all(string=True):
        joined = _WRAPPED.sub("", words)
        if joined != words and words.find_parent("pre") is None:
            words.replace_with(joined)


def _shallow(soup: BeautifulSoup) -> None:
    """Elements that are nested too deep are unwrapped: no later step has to fear the depth."""
    depths = {id(soup): 0}
    deep = []
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > DEEPEST and tag.name not in ("img", "br", "hr"):
            deep.append(tag)
    # From the outside in: each leaves its few children behind, not all that its children left.
    for tag in deep:
        tag.unwrap()


def _emphasis(soup: BeautifulSoup) -> None:
    """Looks that mean something become tags; the others go."""
    for tag in soup.find_all(True):
        looks = _looks(tag)
        tag.name = RENAMED.get(tag.name, tag.name)
        keep = {}
        if tag.name in INLINE:
            for meant in _meant(looks):
                if tag.name != meant and tag.find_parent(meant) is None:
                    _wrap_inside(soup, tag, meant)
            if readable(looks.get("color", "")):
                keep["color"] = looks["color"]
        elif looks.get("text-align") in ("center", "right"):
            keep["text-align"] = looks["text-align"]
        _restyle(tag, keep)
    for span in soup.find_all("span"):
        if not span.get("style"):
            span.unwrap()


def _looks(tag: Tag) -> dict[str, str]:
    pairs = (part.partition(":") for part in str(tag.get("style") or "").split(";"))
    looks = {name.strip().lower(): value.strip().lower() for name, _, value in pairs}
    if tag.has_attr("align"):
        looks.setdefault("text-align", str(tag["align"]).lower())
        del tag["align"]
    if tag.has_attr("color"):
        looks.setdefault("color", str(tag["color"]).lower())
    if tag.name == "center":
        looks.setdefault("text-align", "center")
    return looks


def _meant(looks: dict[str, str]) -> list[str]:
    weight = looks.get("font-weight", "")
    meant = []
    if weight in ("bold", "bolder") or (weight.isdigit() and int(weight[:5]) >= 600):
        meant.append("strong")
    if looks.get("font-style") in ("italic", "oblique"):
        meant.append("em")
    if "line-through" in looks.get("text-decoration", ""):
        meant.append("s")
    return meant


def _wrap_inside(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    inner = soup.new_tag(name)
    for child in list(tag.contents):
        inner.append(child.extract())
    tag.append(inner)


def _restyle(tag: Tag, keep: dict[str, str]) -> None:
    for name in ("style", "color", "bgcolor", "hidden"):
        del tag[name]
    if keep:
        tag["style"] = ";".join(f"{name}:{value}" for name, value in keep.items())


def _boxes(soup: BeautifulSoup) -> None:
    """Boxes go, from the inside out; loose words in them, and at the top, become paragraphs."""
    for tag in reversed(soup.find_all(sorted(INLINE))):
        if tag.find(sorted(BLOCKS | BOXES)) is not None:
            tag.unwrap()
    for tag in reversed(soup.find_all(sorted(BOXES))):
        if _has_block(tag):
            _paragraphs(soup, tag)
            for child in tag.find_all(True, recursive=False):
                if tag.get("style") and not child.get("style") and child.name in ("p", "h2", "h3"):
                    child["style"] = tag["style"]
            _hand_down(tag)
            tag.unwrap()
        else:
            tag.name = "p"
    for tag in reversed(soup.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6"])):
        if _has_block(tag):
            _paragraphs(soup, tag)
            tag.unwrap()
    for tag in soup.find_all("blockquote"):
        _paragraphs(soup, tag)
    for tag in soup.find_all(["li", "td", "th"]):
        if _has_block(tag):
            _paragraphs(soup, tag)
    _paragraphs(soup, soup)


def _has_block(tag: Tag) -> bool:
    return any(getattr(child, "name", None) in BLOCKS for child in tag.children)


def _hand_down(tag: Tag) -> None:
    """An id that links lead to goes to the first block inside; so does the place."""
    first = tag.find(True, recursive=False)
    if first is None:
        return
    for name in ("id", AT):
        if tag.get(name) and not first.get(name):
            first[name] = tag[name]


def _paragraphs(soup: BeautifulSoup, tag: Tag) -> None:
    """Runs of words between the blocks of ``tag`` become paragraphs."""
    run: Tag | None = None
    for child in list(tag.contents):
        if getattr(child, "name", None) in BLOCKS:
            run = None
        elif run is not None:
            run.append(child.extract())
        elif getattr(child, "name", None) is not None or str(child).strip():
            run = soup.new_tag("p")
            if tag.get(AT):
                run[AT] = tag[AT]
            child.replace_with(run)
            run.append(child)


def _tidy(soup: BeautifulSoup) -> None:
    """Empty paragraphs and emphasis go, and blanks at the beginning of a line: the house indents nothing."""
    for tag in reversed(
        soup.find_all(sorted(INLINE | {"p", "li", "blockquote", "h1", "h2", "h3"}))
    ):
        blank = not tag.get_text().replace("\u3000", " ").strip()
        if blank and tag.find(["img", "iframe", "hr"]) is None:
            if tag.get("id") or tag.get("name"):
                continue
            if tag.name in INLINE:
                tag.unwrap()
            else:
                _pass_on_names(tag)
                tag.decompose()
    for tag in soup.find_all(["p", "li"]):
        _trim(tag)
    for words in soup.find_all(string=True):
        holder = words.parent
        if not words.strip() and holder is not None and holder.name not in _HOLDS_WORDS:
            words.extract()


def _pass_on_names(tag: Tag) -> None:
    """The target of a link moves on to the element that follows."""
    names = [str(one.get("id") or one.get("name") or "") for one in tag.find_all(["a", "span"])]
    following = tag.find_next_sibling()
    name = next(filter(None, names), "")
    if name and following is not None and not following.get("id"):
        following["id"] = name


def _trim(tag: Tag) -> None:
    first = tag.find(string=True)
    while first is not None and first.find_parent(["p", "li"]) is tag:
        stripped = first.lstrip(" \t\r\n\u00a0\u3000")
        following = first.find_next(string=True)
        if stripped:
            if stripped != first:
                first.replace_with(stripped)
            return
        first.extract()
        first = following
