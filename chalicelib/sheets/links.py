"""Links of cells: the address that a cell leads to, in the form that its field can hold."""

from __future__ import annotations

import re
from enum import StrEnum
from html import escape
from typing import Final

_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)
LONGEST_WORDS: Final = 40
"""Characters that are shown as one link; a longer text has its address in a line of its own."""


class LinkForm(StrEnum):
    """How a field holds words that lead somewhere."""

    ANCHOR = "anchor"
    """``<a href="address">words</a>``, as WeChat shows it."""
    LINE = "line"
    """Words, a blank, the address."""
    ADDRESS = "address"
    """The address alone."""


def with_link(text: str, address: str, form: LinkForm) -> str:
    """A cell's text with the web address that it leads to. A text that is an address itself stays as it is."""
    words = text.strip()
    if form is LinkForm.ADDRESS:
        return words if _WEB.fullmatch(words) else address
    if address in words or _WEB.fullmatch(words):
        return words
    if form is LinkForm.LINE and "\n" not in words:
        return f"{words} {address}"
    if form is LinkForm.ANCHOR and len(words) <= LONGEST_WORDS and not set("\n<") & set(words):
        return f'<a href="{escape(address)}">{words}</a>'
    return f"{words}\n{address}"


def is_web(address: str) -> bool:
    """Whether followers can open it."""
    return _WEB.fullmatch(address) is not None


def differs(text: str, address: str) -> bool:
    """Whether a cell shows one address and leads to another."""
    return _WEB.fullmatch(text.strip()) is not None and _plain(text) != _plain(address)


def _plain(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip().lower()).rstrip("/#")
