"""Line breaks in Markdown: one point a line, as editors write; a long line that the editor's program wrapped runs on."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_FULL: Final = 60
"""Columns of a line that a program may have wrapped; a Chinese character has two."""
_ENDS: Final = re.compile(r"[。！？；：….!?;:][”’」』）)\]*~_]*$")
_POINT: Final = re.compile(
    r"[*_~]*(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[条章节项款步]"
    r"|[（(]?\d{1,3}[）)、.．]|[①-⑳⑴-⒇㈠-㈩•·●▪◆■※★☆✅☑☐▶▷→]|[^\s，。：:]{1,10}[：:])"
)
"""The beginning of a point: 一、 （二） 3. 第四条 ⑤ 电话："""
_ALONE: Final = re.compile(r"^\s*(?:!\[[^\]]*\]\([^)]*\)|\[![^\]]+\].*|<[^>]+>)\s*$")
"""A picture, the head of a callout or a tag that has the line for itself."""


def keep_lines(state: StateCore) -> None:
    """Write the line breaks that mean something as hard breaks."""
    for token in state.tokens:
        if token.type == "inline" and "\n" in token.content:
            token.content = _with_breaks(token.content)


def _with_breaks(text: str) -> str:
    lines = text.split("\n")
    made = lines[0]
    for before, after in pairwise(lines):
        made += ("  \n" if _means_it(before, after) else "\n") + after
    return made


def _means_it(before: str, after: str) -> bool:
    if _ALONE.match(before) or _ALONE.match(after) or before.endswith("\\"):
        return False
    before, after = before.strip(), after.strip()
    if _POINT.match(after) or _ENDS.search(before):
        return True
    return (_wide(before[-1:]) or _wide(after[:1])) and _width(before) < _FULL


def _width(line: str) -> int:
    return sum(2 if _wide(sign) else 1 for sign in line)


def _wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF"
