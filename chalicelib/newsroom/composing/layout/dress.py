"""The last step of a layout: every element gets its inline style, and a last filter looks at the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.newsroom.composing.layout import kept
from chalicelib.newsroom.composing.layout.page import ROLE
from chalicelib.newsroom.composing.sources.source import AT

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from chalicelib.newsroom.composing.themes import Look

_BOXES: Final = frozenset({"blockquote", "li", "td", "th", "section"})
"""The last element in one of these leaves no air below: the box has its own."""
_MARGIN: Final = re.compile(r"^margin:([^;]*)")
_UNBROKEN: Final = re.compile(r"[!-~]{14,}")
"""A word that no line can break: justified, the words before it would stand far apart."""
_INSIDE: Final = ("li", "td", "th", "blockquote")


class Dressed(NamedTuple):
    """A body with its styles."""

    html: str
    """As WeChat takes it."""
    proof: str
    """The same with the places and the gaps that a proof shows (``preview/proof.py``)."""


def dress(soup: BeautifulSoup, look: Look) -> Dressed:
    """The finished body of a settled tree."""
    for tag in soup.find_all(True):
        style = _style(tag, look)
        own = str(tag.get("style") or "")
        keep = kept.ATTRIBUTES.get(tag.name, frozenset()) | {AT, ROLE}
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in keep}
        # The author's colour and alignment come last: they win over the theme's.
        ragged = look.theme.justified and "text-align" not in style + own and _unbroken(tag)
        styles = ";".join(filter(None, (style, "text-align:left" if ragged else "", own)))
        if styles:
            tag["style"] = styles
    words = str(soup)
    around = f'<section style="{look.body}">{{}}</section>'
    return Dressed(
        html=around.format(safe(words).strip()),
        proof=around.format(_filtered(words, frozenset({AT, ROLE})).strip()),
    )


def safe(html: str) -> str:
    """Only the tags and styles that WeChat keeps: the last filter before HTML leaves this package. Twice is once."""
    return _filtered(html, frozenset())


def _filtered(html: str, more: frozenset[str]) -> str:
    import nh3

    attributes = {tag: set(names) for tag, names in kept.ATTRIBUTES.items()}
    attributes["*"] = attributes["*"] | more
    return nh3.clean(
        html,
        tags=set(kept.TAGS),
        attributes=attributes,
        filter_style_properties=set(kept.PROPERTIES),
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _style(tag: Tag, look: Look) -> str:
    role = str(tag.get(ROLE) or "")
    if not role and tag.name == "p" and tag.find_parent(_INSIDE) is not None:
        role = "tight"
    if not role and tag.name == "blockquote" and tag.find_parent("blockquote") is not None:
        role = "inner-quote"
    style = look.roles.get(role, "") if role else look.styles.get(tag.name, "")
    if tag.name == "code" and tag.find_parent("pre") is not None:
        return ""
    if tag.name == "strong" and _coloured(tag):
        return ""
    return _flush(style) if style and _is_last(tag) else style


def _unbroken(tag: Tag) -> bool:
    """Whether this is a paragraph, or the words of an item, with a word that is too long to justify."""
    if (
        tag.name not in ("p", "li")
        or tag.get(ROLE)
        or (tag.name == "li" and tag.find("p") is not None)
    ):
        return False
    return _UNBROKEN.search(tag.get_text()) is not None


def _coloured(strong: Tag) -> bool:
    """Whether the words around have a colour that bold words share."""
    return any(
        tag.name in ("a", "th", "h1", "h2", "h3", "h4", "h5", "h6")
        or str(tag.get(ROLE) or "").endswith(("-head", "question", "-title"))
        or (tag.name in ("span", "em", "u", "s") and "color:" in str(tag.get("style") or ""))
        for tag in strong.parents
    )


def _is_last(tag: Tag) -> bool:
    parent = tag.parent
    if parent is None or parent.name not in _BOXES or tag.name in ("td", "th", "li"):
        return False
    after = tag.find_next_sibling()
    return after is None and not any(str(one).strip() for one in tag.next_siblings)


def _flush(style: str) -> str:
    """The style without air below."""

    def without(found: re.Match[str]) -> str:
        parts = found.group(1).split()
        top, side = parts[0], parts[1] if len(parts) > 1 else parts[0]
        if side == "auto":
            return found.group()
        return f"margin:{top} 0 0" if top != "0" else "margin:0"

    return _MARGIN.sub(without, style)
