"""A body as WeChat's dark mode shows it: the colours in its styles are converted, nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.newsroom.composing.themes import dark
from chalicelib.newsroom.composing.themes.colour import Rgba, parsed

if TYPE_CHECKING:
    from bs4 import Tag

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,6}\b|rgba?\([^)]*\)")
_WORDS: Final = Rgba(25, 25, 25)
"""Words of the page in light mode."""


class _Around(NamedTuple):
    """What an element gets from those around it."""

    words: Rgba
    """The colour of its words as it was written."""
    ground: Rgba
    """The nearest background, converted."""


def darkened(html: str) -> str:
    """The same HTML in the colours of dark mode; to be shown on ``dark.PAGE``."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html + "\n", "html.parser")
    top = _Around(_WORDS, dark.PAGE)
    waiting = [(tag, top) for tag in soup.find_all(True, recursive=False)]
    while waiting:
        tag, around = waiting.pop()
        inside = _convert(tag, around)
        waiting += [(child, inside) for child in tag.find_all(True, recursive=False)]
    return str(soup).removesuffix("\n")


def _convert(tag: Tag, around: _Around) -> _Around:
    pairs = [part.partition(":") for part in str(tag.get("style") or "").split(";")]
    styles = {name.strip(): value.strip() for name, _, value in pairs if value}
    below = parsed(styles.get("background", ""))
    ground = dark.ground(below) if below is not None else around.ground
    words = parsed(styles.get("color", "")) or around.words
    for name, value in styles.items():
        if name == "background" and below is not None:
            styles[name] = ground.written()
        elif name.startswith("border"):
            styles[name] = _COLOUR.sub(lambda found: _line(found.group(), ground), value)
    if below is not None or "color" in styles:
        styles["color"] = dark.words(words, ground).written()
    if styles:
        tag["style"] = ";".join(f"{name}:{value}" for name, value in styles.items())
    return _Around(words, ground)


def _line(written: str, ground: Rgba) -> str:
    colour = parsed(written)
    return written if colour is None else dark.words(colour, ground).written()
