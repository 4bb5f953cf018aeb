"""Characters as texts are compared: traditional ones as simplified, invisible ones not at all. Never for what is shown.

Readers in Guangdong, Hong Kong and abroad write 發票 and mean 发票; text copied from a page brings characters along
that nobody sees. Both sides of every comparison are folded alike, so single characters are enough, no phrases
(docs/decisions/0088).
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_suffix(".txt")
"""Two lines: characters, and the simplified one of each. Made by ``dev/characters.py`` from OpenCC's tables."""

IN_GB2312: Final = "乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽"
"""The traditional characters that the standard of simplified ones has too."""
_IN_GB2312: Final = re.compile(f"[{IN_GB2312}]")
_AS_GB2312: Final = codecs.lookup("gb2312").encode
"""Written in C, it knows what is a simplified character: a text that it takes is known to be plain in a third of the
time that folding takes."""
_INVISIBLE: Final = (
    *((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F)),  # controls that are no white space
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
    *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB)),
    *((0xE0000, 0xE007F), (0xE0100, 0xE01EF)),
)
"""First and last code points of what takes no place: joiners, marks of direction, variation selectors, fillers."""
_JOINER: Final = "\u200d"
_PICTURES: Final = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_LOOSE_JOINER: Final = f"(?<!{_PICTURES}){_JOINER}|{_JOINER}(?!{_PICTURES})"
"""A joiner that makes no emoji of two. 👨‍👩‍👧 is one family, not three people."""


def comparable(text: str) -> str:
    """A text with simplified characters for traditional ones, and without what nobody sees."""
    try:
        _AS_GB2312(text)
        if text.isprintable() and _IN_GB2312.search(text) is None:
            return text
    except UnicodeEncodeError:
        pass
    folded = text.translate(_folded())
    return re.sub(_LOOSE_JOINER, "", folded) if _JOINER in folded else folded


@cache
def _folded() -> dict[int, int | None]:
    """Code point → the one that it is compared as; None where it is dropped. Read by whoever first needs it."""
    characters, simplified = TABLE.read_text("utf-8").split()
    found: dict[int, int | None] = dict(
        zip(map(ord, characters), map(ord, simplified), strict=True)
    )
    for first, last in _INVISIBLE:
        found.update(dict.fromkeys(range(first, last + 1)))
    return found
