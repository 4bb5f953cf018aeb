"""Noto Sans SC (OFL 1.1) as TrueType files: in the layer ``files``, on a developer's machine in ``.local``.

``python -m dev.fonts`` makes them. The bundle has none: only jobs and the console print.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from chalicelib.errors import Unavailable

FOLDER: Final = "rongmei_fonts"
_DEVELOPMENT: Final = Path(__file__).parents[2] / ".local"
_INVISIBLE: Final = frozenset("\n\r\t\u200b\u200c\u200d\ufeff\ufe0f\ufe0e\u2060\xad")
"""Characters that need no glyph."""


class Weight(StrEnum):
    """The weights that there are."""

    REGULAR = "Regular"
    BOLD = "Bold"


class FontsMissing(Unavailable):
    """This function or machine has no fonts."""

    def __init__(self) -> None:
        super().__init__(
            "这里没有中文字体，不能制作文件。请联系运维：云上的字体在 files 层里，随部署安装；"
            "开发机上运行 python -m dev.fonts。"
        )


def path_of(weight: Weight) -> Path:
    """The TrueType file of a weight. Raises ``FontsMissing``."""
    name = f"NotoSansSC-{weight.value}.ttf"
    for place in (*map(Path, sys.path), _DEVELOPMENT):
        found = place / FOLDER / name
        if found.is_file():
            return found
    raise FontsMissing


def lacking(texts: Iterable[str]) -> str:
    """The characters of these texts for which the font has no glyph, each once, in order of appearance."""
    found = dict.fromkeys(one for text in texts for one in substituted(text))
    return "".join(one for one in found if not _drawn(one))


def substituted(text: str) -> str:
    """The text with what the font lacks replaced by what means the same: ``Ⅱ`` by ``II``, ``⑳`` by ``20``."""
    if all(map(_drawn, text)):
        return "".join(one for one in text if one not in _INVISIBLE or one.isspace())
    return "".join(_substitute(one) for one in text if one not in _INVISIBLE or one.isspace())


def _substitute(one: str) -> str:
    if _drawn(one):
        return one
    same = unicodedata.normalize("NFKC", one)
    return same if all(map(_drawn, same)) else one


def _drawn(one: str) -> bool:
    return ord(one) in _glyphs() or one in _INVISIBLE


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """The code points that both weights have."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    sets = [set(TTFontFile(str(path_of(weight))).charToGlyph) for weight in Weight]
    return frozenset(set.intersection(*sets))
