"""An article as the plain text that reviewers read, compare and quote.

WeChat gets another text (``composing/plain_text.py``): here each paragraph is a line, and pictures and the addresses
of links are shown, because a reviewer has to see that one of them was changed.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Final

from chalicelib.newsroom.models import Article

_BLOCKS: Final = frozenset(
    "p div section h1 h2 h3 h4 h5 h6 li tr blockquote pre table ul ol br hr figure figcaption".split()
)
_CELLS: Final = frozenset({"td", "th"})
PICTURE: Final = "〔图片 {}〕"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._break()
        elif tag == "a":
            self._targets.append(given.get("href", ""))
        elif tag == "img":
            self.lines[-1] += PICTURE.format(_name(given.get("src", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        elif tag in _CELLS:
            self.lines[-1] += " | "
        elif tag == "a" and self._targets:
            target = self._targets.pop()
            if target:
                self.lines[-1] += f"〔链接 {target}〕"

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data

    def _break(self) -> None:
        if self.lines[-1]:
            self.lines.append("")


def review_text(article: Article) -> str:
    """Title, digest and body: all that a comment may quote."""
    return "\n".join(filter(None, (article.title, article.digest, body_text(article.html))))


def body_text(html: str) -> str:
    """The words of a body, a paragraph a line, without empty lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()).removesuffix(" |") for line in reader.lines)
    return "\n".join(line for line in lines if line)


def _name(key: str) -> str:
    """The first characters of a picture's content name: enough to see that it is another."""
    return PurePosixPath(key).stem[:8] or key
