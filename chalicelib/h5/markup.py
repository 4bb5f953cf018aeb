"""HTML from elements: every text is escaped, because what is no element is a text."""

from __future__ import annotations

from html import escape
from typing import Final

_EMPTY: Final = frozenset({"br", "img", "input", "link", "meta"})
"""Elements without an end tag."""


class Html(str):
    """Finished markup."""

    __slots__ = ()


def element(tag: str, /, *inner: str, **attributes: str | bool) -> Html:
    """An element; ``inner`` are elements (``Html``) and texts.

    ``aria_label`` is written ``aria-label``, ``class_`` is ``class``. False and the empty text leave an attribute out;
    True writes its name alone.
    """
    written = "".join(
        f" {key}" if value is True else f' {key}="{escape(str(value))}"'
        for given, value in attributes.items()
        if (key := given.rstrip("_").replace("_", "-")) and value not in (False, "")
    )
    if tag in _EMPTY:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(*inner)}</{tag}>")


def joined(*parts: str) -> Html:
    """Elements and texts, one behind the other."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in parts))
