"""Colours of CSS as red, green and blue, as far as it takes to see that words have the colour of what is behind them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Shade(NamedTuple):
    """Red, green, blue, each 0 to 255."""

    red: int
    green: int
    blue: int


WHITE: Final = Shade(255, 255, 255)
_NAMES: Final = {
    "white": WHITE,
    "snow": Shade(255, 250, 250),
    "ivory": Shade(255, 255, 240),
    "ghostwhite": Shade(248, 248, 255),
    "whitesmoke": Shade(245, 245, 245),
    "floralwhite": Shade(255, 250, 240),
    "window": WHITE,
    "black": Shade(0, 0, 0),
    "windowtext": Shade(0, 0, 0),
    "red": Shade(255, 0, 0),
    "blue": Shade(0, 0, 255),
    "yellow": Shade(255, 255, 0),
    "green": Shade(0, 128, 0),
    "gray": Shade(128, 128, 128),
    "grey": Shade(128, 128, 128),
}
_HEX: Final = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB: Final = re.compile(
    r"rgba?\(\s*(\d+(?:\.\d+)?)(%?)[\s,]+(\d+(?:\.\d+)?)%?[\s,]+(\d+(?:\.\d+)?)%?\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)"
)
_LIKE: Final = 8
"""Steps of each channel within which two colours are one to the eye."""


def shade(colour: str) -> Shade | None:
    """The first colour in ``colour``, such as a ``background`` names it; None where there is none that is known."""
    found = _HEX.search(colour)
    if found and len(found[1]) in (3, 4, 6, 8):
        digits = found[1] if len(found[1]) > 4 else "".join(sign * 2 for sign in found[1])
        return Shade(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))
    parts = _RGB.search(colour)
    if parts:
        most = 2.55 if parts[2] else 1.0
        return Shade(*(min(255, round(float(parts[at]) * most)) for at in (1, 3, 4)))
    # A picture or a run of colours is not one colour, whatever it begins with.
    if "(" in colour:
        return None
    return next((_NAMES[word] for word in colour.split() if word in _NAMES), None)


def clear(colour: str) -> bool:
    """Whether a colour is none: nothing of it is seen."""
    if "transparent" in colour.split():
        return True
    found = _HEX.fullmatch(colour)
    if found and len(found[1]) in (4, 8):
        return set(found[1][3 if len(found[1]) == 4 else 6 :]) == {"0"}
    parts = _RGB.fullmatch(colour)
    return bool(parts and parts[5] and float(parts[5].strip(".") or 0) == 0)


def opacity(colour: str) -> float:
    """How much of a colour covers the one behind it, from 0 to 1."""
    found = _HEX.search(colour)
    if found and len(found[1]) in (4, 8):
        digits = found[1][3] * 2 if len(found[1]) == 4 else found[1][6:]
        return int(digits, 16) / 255
    parts = _RGB.search(colour)
    if not parts or not parts[5]:
        return 1.0
    share = float(parts[5].strip(".") or 0) / (100 if parts[6] else 1)
    return min(1.0, max(0.0, share))


def laid(colour: Shade, share: float, ground: Shade) -> Shade:
    """A colour of which ``share`` covers the one behind it."""
    return Shade(
        *(round(mine * share + its * (1 - share)) for mine, its in zip(colour, ground, strict=True))
    )


def alike(one: Shade, other: Shade) -> bool:
    """Whether the eye takes two colours for one."""
    return all(abs(mine - its) <= _LIKE for mine, its in zip(one, other, strict=True))
