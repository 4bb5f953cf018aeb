"""Looks that mean something: read wherever an author put them, written as the few tags of the house.

Looks are inherited, so they are gathered on the way down and written at the words: a red section has red words in
each of its paragraphs, and a paragraph set left in a centred section is left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.newsroom.composing.layout.colours import kept_colour
from chalicelib.web_pages.stylesheets import looks_of
from chalicelib.web_pages.tree import BOXES, INLINE, RENAMED

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

_EMPHASIS: Final = frozenset("em s span strong u".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6 th".split())
"""The house shows them bold: what is bold around them says nothing."""
_ALIGNED: Final = BOXES | frozenset("p h1 h2 h3 h4 h5 h6 li td th caption".split())
_UNALIGNED: Final = frozenset("img table hr iframe".split())
"""Their ``align`` speaks of themselves, not of the words in them."""
_SIDES: Final = {
    **dict.fromkeys(("left", "start", "justify", "initial", "-webkit-left"), "left"),
    **dict.fromkeys(("center", "-webkit-center", "middle"), "center"),
    **dict.fromkeys(("right", "end", "-webkit-right"), "right"),
}
_JUSTIFIED: Final = {
    **dict.fromkeys(("center", "space-around", "space-evenly"), "center"),
    **dict.fromkeys(("flex-end", "end", "right"), "right"),
}
_BOLD_FONT: Final = re.compile(r"\b(?:bold|[6-9]00)\b")
_RAISED: Final = {"super": "sup", "sub": "sub"}
_LONGEST_RAISED: Final = 20
LEFT: Final = "text-align:left"
"""Noted until boxes are unpacked, so that a centred box does not centre what is left in it."""


class _Looks(NamedTuple):
    colour: str = ""
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    side: str = ""

    def tags(self) -> list[tuple[str, str]]:
        """Tag and style of what goes around words, the outermost first."""
        found = [("span", f"color:{self.colour}")] if self.colour else []
        meant = {"strong": self.bold, "em": self.italic, "u": self.underlined, "s": self.struck}
        return found + [(name, "") for name, is_meant in meant.items() if is_meant]


def write_emphasis(soup: BeautifulSoup) -> None:
    """Every word in the tags of its looks; every block with its side; no other looks."""
    looks_at: dict[int, _Looks] = {}
    waiting: list[tuple[Tag, _Looks]] = [(soup, _Looks())]
    while waiting:
        tag, looks = waiting.pop()
        for child in list(tag.contents):
            if not isinstance(child, _tag_type()) or child.name == "br":
                looks_at[id(child)] = looks
            elif child.name == "pre":
                for inner in [child, *child.find_all(True)]:
                    _strip(inner)
            else:
                waiting.append((child, _below(soup, looks, child)))
    for tag in soup.find_all(sorted(_EMPHASIS)):
        name = tag.get("id") or tag.get("name")
        if name:
            tag.name, tag.attrs = "span", {"id": name}
        else:
            tag.unwrap()
    for node in list(soup.descendants):
        if id(node) in looks_at:
            _put(soup, node, looks_at[id(node)].tags())


def join_alike(soup: BeautifulSoup) -> None:
    """Words of one look that stand side by side, since what stood between them is gone, are in one tag."""
    for tag in soup.find_all(sorted(_EMPHASIS)):
        before = tag.previous_sibling
        look = (tag.name, str(tag.get("style") or ""))
        if tag.get("id") or not _is(before, look):
            continue
        for child in list(tag.contents):
            before.append(child.extract())  # type: ignore[union-attr]
        tag.decompose()


def _tag_type() -> type[Tag]:
    from bs4 import Tag

    return Tag


def _below(soup: BeautifulSoup, above: _Looks, tag: Tag) -> _Looks:
    """The looks of an element within ``above``. Its own are taken from it, its side is noted at it."""
    own = looks_of(str(tag.get("style") or ""))
    written, tag.name = tag.name, RENAMED.get(tag.name, tag.name)
    line = f"{own.get('text-decoration', '')} {own.get('text-decoration-line', '')}"
    plain = "none" in line
    looks = _Looks(
        colour=_colour(above, tag, own),
        bold=_bold(above, tag.name, own),
        italic=_italic(above, tag.name, own),
        underlined=above.underlined or "underline" in line or (tag.name == "u" and not plain),
        struck=above.struck or "line-through" in line or (tag.name == "s" and not plain),
        side=_side(above, tag, written, own),
    )
    raised = _RAISED.get(own.get("vertical-align", ""))
    width = own.get("width") or tag.get("width")
    _strip(tag)
    if tag.name in _ALIGNED and looks.side:
        tag["style"] = f"text-align:{looks.side}"
    if raised and tag.name in INLINE - {"sup", "sub"}:
        _raise(soup, tag, raised)
    if tag.name == "img" and width:
        tag["width"] = width
    return looks


def _colour(above: _Looks, tag: Tag, own: dict[str, str]) -> str:
    given = own.get("color") or str(tag.get("color") or "").strip().lower()
    if tag.name == "a":
        # The colour of a link is the house's, not its words'.
        return ""
    return above.colour if given in ("", "inherit", "currentcolor") else kept_colour(given)


def _bold(above: _Looks, name: str, own: dict[str, str]) -> bool:
    if name in _HEADINGS:
        return False
    weight = own.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdigit() and int(weight[:5]) >= 600):
        return True
    if weight in ("normal", "lighter", "initial") or weight.isdigit():
        return False
    return above.bold or name == "strong" or _BOLD_FONT.search(own.get("font", "")) is not None


def _italic(above: _Looks, name: str, own: dict[str, str]) -> bool:
    style = own.get("font-style", "")
    if style.startswith(("italic", "oblique")):
        return True
    return style not in ("normal", "initial") and (above.italic or name == "em")


def _side(above: _Looks, tag: Tag, written: str, own: dict[str, str]) -> str:
    if "flex" in own.get("display", "") and own.get("justify-content") in _JUSTIFIED:
        return _JUSTIFIED[own["justify-content"]]
    given = own.get("text-align", "")
    if not given and tag.name not in _UNALIGNED:
        given = str(tag.get("align") or "").strip().lower() or (
            "center" if written == "center" else ""
        )
    return _SIDES.get(given, above.side)


def _strip(tag: Tag) -> None:
    for name in ("style", "color", "bgcolor", "hidden", "align", "open", "role"):
        del tag[name]


def _raise(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    """A figure that only a style raises: 10m² would read 10m2."""
    if len(tag.get_text()) <= _LONGEST_RAISED and tag.find(["sup", "sub", "p", "div"]) is None:
        inner = soup.new_tag(name)
        for child in list(tag.contents):
            inner.append(child.extract())
        tag.append(inner)


def _put(soup: BeautifulSoup, node: PageElement, tags: list[tuple[str, str]]) -> None:
    """Put a word in its tags; those of the word before go on where they are the same."""
    before = node.previous_sibling
    blank = not str(node).strip() or getattr(node, "name", None) == "br"
    holder: Tag | None = None
    rest = list(tags)
    while rest and _is(before, rest[0]):
        holder, before = before, before.contents[-1] if before.contents else None  # type: ignore[assignment,union-attr]
        rest.pop(0)
    if blank and (rest or not tags):
        return
    if holder is None:
        if not rest:
            return
        outer = inner = _made(soup, rest)
        node.insert_before(outer)
    else:
        word = node.extract()
        if not rest:
            holder.append(word)
            return
        outer = inner = _made(soup, rest)
        holder.append(outer)
        node = word
    while inner.contents:
        inner = inner.contents[0]  # type: ignore[assignment]
    inner.append(node.extract())


def _is(node: object, tag: tuple[str, str]) -> bool:
    return (
        getattr(node, "name", None) == tag[0]
        and (node.get("style") or "") == tag[1]  # type: ignore[attr-defined]
        and not node.get("id")  # type: ignore[attr-defined]
    )


def _made(soup: BeautifulSoup, tags: list[tuple[str, str]]) -> Tag:
    outer: Tag | None = None
    inner: Tag | None = None
    for name, style in tags:
        made = soup.new_tag(name)
        if style:
            made["style"] = style
        if inner is None:
            outer = made
        else:
            inner.append(made)
        inner = made
    assert outer is not None  # noqa: S101 - there is at least one
    return outer
