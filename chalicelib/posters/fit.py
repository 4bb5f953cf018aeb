"""Words in a box: broken into lines as Chinese is, and made smaller until they fit, down to a limit. Pure, but for Pillow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.posters.errors import BadPoster

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Fonts = Callable[[str, int], "FreeTypeFont"]
"""``regular`` or ``bold``, and a size in pixels."""
_NOT_FIRST: Final = frozenset("，。、；：？！）》”’」』】…—%％‰℃")
_NOT_LAST: Final = frozenset("（《“‘「『【")
_WHOLE: Final = re.compile(r"[A-Za-z0-9.,%:/+\-]+|\s+|.", re.S)
"""A number or a Latin word stays whole."""
_STEP: Final = 2
_WIDOW: Final = 2
"""Signs of a last line that look lost."""


class Fitted(NamedTuple):
    """Words as they fit."""

    lines: tuple[str, ...]
    font: FreeTypeFont
    size: int
    leading: int
    """Pixels from line to line."""

    @property
    def height(self) -> int:
        """Pixels of all lines."""
        return self.leading * len(self.lines)


def fitted(
    words: str,
    fonts: Fonts,
    *,
    name: str,
    weight: str,
    width: int,
    height: int,
    largest: int,
    least: int,
    leading: float = 1.35,
) -> Fitted:
    """The words in a box, as large as they go. Raises ``BadPoster``, which calls them ``name``, where they do not fit."""
    for size in range(largest, least - 1, -_STEP):
        font = fonts(weight, size)
        lines = broken(words, font.getlength, width)
        step = round(size * leading)
        if lines is not None and step * len(lines) <= height:
            even = _even(words, font.getlength, width, lines, always=weight == "bold")
            return Fitted(tuple(even), font, size, step)
    raise BadPoster(f"{name}太长，缩到最小的字也放不下。请删减一些字。")


def broken(words: str, measure: Callable[[str], float], width: float) -> list[str] | None:
    """Words in lines no wider than ``width``; None where a part of them alone is wider.

    No line begins with a closing sign or ends with an opening one.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for part in _WHOLE.findall(paragraph):
            # A space at a line's end is not drawn.
            if measure((line + part).rstrip()) <= width:
                line += part
                continue
            kept, carried = _parted(line, part)
            carried = carried.lstrip()
            if measure(carried) > width:
                return None
            if kept.strip():
                lines.append(kept.strip())
            line = carried
        lines.append(line.rstrip())
    return lines


def _even(
    words: str, measure: Callable[[str], float], width: int, lines: list[str], *, always: bool
) -> list[str]:
    """The same number of lines, more alike in width: ``always``, or where the last one has a sign or two."""
    if len(lines) == 1 or not (always or len(lines[-1]) <= _WIDOW):
        return lines
    found = lines
    for narrower in range(width, width // 2, -8):
        tried = broken(words, measure, narrower)
        if tried is None or len(tried) > len(lines):
            break
        found = tried
    return found


def _parted(line: str, part: str) -> tuple[str, str]:
    """What stays on a line that is full, and what goes to the next with ``part``: signs that may not stand where they would.

    Spaces beside them change nothing. Where nothing could stay, the signs stand as they come.
    """
    kept, carried = line, part
    while kept and (carried.lstrip()[:1] in _NOT_FIRST or kept.rstrip()[-1:] in _NOT_LAST):
        kept, carried = kept[:-1], kept[-1] + carried
    return (kept, carried) if kept.strip() else (line, part)
