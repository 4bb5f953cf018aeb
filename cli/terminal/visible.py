"""Foreign text as signs that a person sees and no terminal obeys.

Followers, editors and other systems write what commands print. An escape sequence in it would change the title of
the window, clear the screen or hide words; a bidirectional control shows words in another order than they stand.
"""

from __future__ import annotations

import re
from typing import Final

_PICTURED: Final = (*(code for code in range(0x20) if chr(code) not in "\n\t"), 0x7F)
"""C0 and DEL: Unicode has a picture of each, one column wide."""

_ESCAPED: Final = (
    *range(0x80, 0xA0),  # C1: U+009B alone begins an escape sequence
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),  # line and paragraph separator, then bidirectional controls
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),  # half a character: it cannot be encoded
)
"""Without a picture: written as JSON writes them."""

_SIGNS: Final = {code: rf"\u{code:04x}" for code in _ESCAPED} | {
    code: chr(0x2421 if code == 0x7F else 0x2400 + code) for code in _PICTURED
}
_LINE_END: Final = re.compile("\r\n")


def visible(text: object) -> str:
    """``text`` with a visible sign for each control character but line break and tab.

    U+001B becomes ``␛``, U+009B the six characters ``\\u009b``. A line break of Windows becomes a line break.
    """
    return _LINE_END.sub("\n", str(text)).translate(_SIGNS)


def visible_json(text: str) -> str:
    """JSON with the same content and escapes for what ``json.dumps`` leaves as it is: DEL, C1, bidirectional controls."""
    return text.translate(_JSON_SIGNS)


_JSON_SIGNS: Final = {code: rf"\u{code:04x}" for code in (0x7F, *_ESCAPED)}
