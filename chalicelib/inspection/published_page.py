"""The words and addresses of a published article's HTML, which strangers wrote. Pure.

Inline markup does not divide a number; alternative texts of pictures are words too. Whatever the HTML, this ends in
time that grows with its length.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

MOST_CHARS: Final = 400_000
"""Of an article's HTML that is read."""
MOST_BLOCKS: Final = 3000
MOST_LINKS: Final = 300
_BLOCKS: Final = frozenset(
    "p div section article h1 h2 h3 h4 h5 h6 li tr td th blockquote pre table ul ol br hr figure figcaption dt dd".split()
)
_SILENT: Final = frozenset({"script", "style", "template", "noscript"})
_ADDRESS: Final = re.compile(
    r"https?://[^\s\"'<>“”，。；、（）()\u4e00-\u9fff]{4,1000}", re.IGNORECASE
)
_UNCLOSED: Final = 2000
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[list[str]] = [[]]
        self.links: dict[str, None] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._break()
        for name in ("href", "data-link", "data-src-link"):
            address = given.get(name, "").strip()
            if address.lower().startswith(("http://", "https://")):
                self.links[address[:2048]] = None
        if tag == "img":
            for name in ("alt", "data-alt", "title"):
                if given.get(name, "").strip():
                    self._break()
                    self.blocks[-1].append(given[name])
                    self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.blocks[-1].append(data)

    def _break(self) -> None:
        if self.blocks[-1] and len(self.blocks) < MOST_BLOCKS:
            self.blocks.append([])


def read_page(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The blocks of words, and the addresses that it leads to or names, each once."""
    html = html[:MOST_CHARS]
    if html.count("<") - html.count(">") > _UNCLOSED:
        # A parser would look for the end of each to the end of the text.
        blocks, links = [unescape(_TAG.sub("", html).replace("<", " "))], dict[str, None]()
    else:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        blocks, links = ["".join(parts) for parts in reader.blocks], reader.links
    words = tuple(filter(None, (" ".join(one.split()) for one in blocks)))
    for block in words:
        links |= dict.fromkeys(found.rstrip(".,;:!?") for found in _ADDRESS.findall(block))
    return words, tuple(links)[:MOST_LINKS]
