"""The words of an article's HTML, as a reader sees them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    "blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split()
)
_CELLS: Final = frozenset({"td", "th"})


def paragraphs(html: str) -> list[str]:
    """Every block's words, one entry a block; blocks without words are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.parts)).split("\n")
    return [words for line in lines if (words := " ".join(line.split()))]


def plain_text(html: str) -> str:
    """The words, one block a line."""
    return "\n".join(paragraphs(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        # A line break in the source is a space to a reader.
        self.parts.append(data.replace("\n", " ").replace("\r", " "))
