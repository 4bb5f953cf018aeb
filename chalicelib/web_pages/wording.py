"""Remarks about a page in one form: what it is about, the beginning of its words, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chalicelib.web_pages.marks import Remark

_SHOWN: Final = 20
_MOST: Final = 4
"""Places that are told one by one; where there are more, one remark stands for all."""
_LINE: Final = re.compile(r"\d+")


def shortened(words: str, most: int = _SHOWN) -> str:
    """The beginning of some words."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[:most] + "…"


def gathered(
    what: str,
    met: Mapping[str, str],
    advice: str = "",
    *,
    error: bool = False,
    of_words: bool = True,
) -> list[Remark]:
    """A remark for each place of ``met`` with its words; one for all of them where they are many."""
    after = f"；{advice}" if advice else ""
    places = sorted(met, key=_line)
    if len(places) <= _MOST:
        return [Remark(at, f"{what}{_quoted(met[at])}{after}", error, of_words) for at in places]
    shown = "、".join(f"{at}{_quoted(met[at])[1:]}" for at in places[:_MOST])
    return [Remark(places[0], f"{what}：{shown}等 {len(places)} 处{after}", error, of_words)]


def _quoted(words: str) -> str:
    return f"：“{shortened(words)}”" if words.strip() else ""


def _line(place: str) -> int:
    found = _LINE.search(place)
    return int(found[0]) if found else 0
