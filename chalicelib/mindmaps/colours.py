"""The colours of maps: each is dark enough for white words on it."""

from __future__ import annotations

from typing import Final

WORDS: Final = "#1d2735"
BACK: Final = "#ffffff"
_PALETTES: Final = {
    "blue": ("#1456b8",),
    "red": ("#b3261e",),
    "green": ("#1b6b3a",),
    "many": (
        "#1456b8",
        "#b3261e",
        "#1b6b3a",
        "#8a4b00",
        "#6a3fa0",
        "#00687a",
        "#a0306e",
        "#4a5a17",
    ),
}


def colour_of(style: str, branch: int) -> str:
    """The colour of a branch; of the middle that of the first."""
    palette = _PALETTES.get(style, _PALETTES["blue"])
    return palette[max(branch, 0) % len(palette)]
