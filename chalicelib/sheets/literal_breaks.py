"""Line breaks that an operator spelled out: ``\\n`` or ``<br>``, which a follower would read as such."""

from __future__ import annotations

import re
from typing import Final

_PATH: Final = re.compile(r"[A-Za-z]:\\\S*|\\\\\S+")
"""A path of Windows, where a backslash is meant."""
_BREAK: Final = re.compile(r"\\r\\n|\\n|\\r|<br\s*/?>", re.IGNORECASE)


def literal_break(text: str) -> str | None:
    """The first spelled-out line break of a text, as it is written; None where there is none."""
    found = _BREAK.search(_PATH.sub("", text))
    return found.group() if found else None


def as_meant(text: str) -> str:
    """The text with its spelled-out line breaks made real."""
    return _BREAK.sub("\n", text)
