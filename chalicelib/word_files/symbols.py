"""Fonts whose letters are symbols: Symbol, Wingdings and their like, as characters that every phone has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_suffix(".txt")
"""A line a font: its name, a tab, its signs from U+0020 to U+00FF; U+FFFD where it has none.

After Unicode L2/11-052; the common boxes, bullets and arrows are the older characters that look alike.
"""
_FIRST: Final = 0x20
_PRIVATE: Final = 0xF000
_NONE: Final = "\ufffd"


def symbol(font: str, code: int) -> str | None:
    """The character that a font shows for a code of 8 bits, or the same in U+F000–U+F0FF; None if it is not known."""
    signs = _fonts().get(font.strip().lower())
    at = (code - _PRIVATE if code >= _PRIVATE else code) - _FIRST
    if signs is None or not 0 <= at < len(signs) or signs[at] == _NONE:
        return None
    return signs[at]


def symbols(text: str, font: str) -> str:
    """A text as it looks in a font of symbols; the same text in any other font."""
    if font.strip().lower() not in _fonts():
        return text
    return "".join(symbol(font, ord(sign)) or sign if _coded(sign) else sign for sign in text)


def _coded(sign: str) -> bool:
    return _FIRST <= ord(sign) <= 0xFF or _PRIVATE <= ord(sign) <= _PRIVATE + 0xFF


@cache
def _fonts() -> dict[str, str]:
    lines = TABLE.read_text("utf-8").split("\n")
    return {
        name.lower(): signs for name, _, signs in (line.partition("\t") for line in lines if line)
    }
