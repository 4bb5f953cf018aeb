"""Brackets and quotes that open are closed, in order, within their block."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.models import Finding

PAIRS: Final = {
    "（": "）",
    "《": "》",
    "“": "”",
    "‘": "’",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
}
PAIRS_ASCII: Final = {"(": ")", "[": "]"}
_ALL: Final = PAIRS | PAIRS_ASCII
_CLOSING: Final = {closing: opening for opening, closing in _ALL.items()}
_ALIKE: Final = {"(": "（", ")": "）"}
"""Half-width and full-width parentheses close each other: ugly, but closed."""

_NUMBERED: Final = re.compile(
    r"(?:^|[。；;！!？?：:，,、\s])\s*[0-9A-Za-z一二三四五六七八九十]{1,3}[）)]"
)
"""「1）」「a)」「（一」…: a closing bracket that numbers a point needs no opening one."""
_FACE: Final = re.compile(r"[:;][-]?[()]")
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])’|’(?=[A-Za-z])")
_CONTEXT: Final = 8


def unclosed(copy: Copy, house: House) -> list[Finding]:
    """One finding for the first bracket of each block that has no partner."""
    findings = []
    for where, words in copy.all:
        alone = _first_alone(words)
        if alone is not None:
            around = words[max(0, alone - _CONTEXT) : alone + _CONTEXT + 1]
            sign = words[alone]
            lacks = "没有闭合" if sign in _ALL else "没有前一半"
            findings.append(Finding(where=where, what=f"“{sign}”{lacks}：…{around}…"))
    return findings


def _first_alone(words: str) -> int | None:
    """Where the first bracket without a partner stands."""
    ignored = {
        place
        for pattern in (_NUMBERED, _FACE, _APOSTROPHE)
        for found in pattern.finditer(words)
        for place in _excused(found, words)
    }
    open_at: list[int] = []
    for at, sign in enumerate(words):
        if sign in _ALL:
            if at not in ignored:
                open_at.append(at)
        elif sign in _CLOSING:
            if open_at and _match(words[open_at[-1]], sign):
                open_at.pop()
            elif at not in ignored:
                return open_at[-1] if open_at else at
    return open_at[0] if open_at else None


def _excused(found: re.Match[str], words: str) -> list[int]:
    return [at for at in range(found.start(), found.end()) if words[at] in "）)’("]


def _match(opening: str, closing: str) -> bool:
    return _ALIKE.get(opening, opening) == _ALIKE.get(_CLOSING[closing], _CLOSING[closing])
