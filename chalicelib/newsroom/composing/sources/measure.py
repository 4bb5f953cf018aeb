"""Texts measured before they are parsed. WeChat takes 20,000 characters: what has twenty times as many is no article."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from chalicelib.foreign_files.markup import check_size, check_tags, without_pictures
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.newsroom.errors import UnreadableFile

MARKDOWN_CHARACTERS: Final = 400_000
PAGE_CHARACTERS: Final = 5_000_000
"""Word and saved pages have most of their characters in styles and scripts."""
TAGS: Final = 20_000
DEEPEST: Final = 4_000
UNCLOSED: Final = 200
LONGEST_RUN: Final = 500
"""One sign of Markdown after the other; a line drawn with signs is shorter."""
MARKS: Final = 20_000
"""Signs of Markdown in one paragraph: a parser may look from each to the end of the paragraph."""

_RUN: Final = re.compile(rf"([*_~`\[\]<>!#|]) {{0,3}}(?:\1 {{0,3}}){{{LONGEST_RUN}}}")
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n")
_MARK: Final = re.compile(r"[*_~`\[\]<!\\&]")


def measure(text: str) -> None:
    """Refuse Markdown that is too much for an article. Raises ``UnreadableFile``."""

    def look() -> None:
        check_size(text, MARKDOWN_CHARACTERS)
        written = without_pictures(text)
        found = _RUN.search(written)
        if found:
            line = written.count("\n", 0, found.start()) + 1
            raise FileRefused(
                f"第 {line} 行起有超过 {LONGEST_RUN} 个连着的 {found.group(1)}；请删去"
            )
        for paragraph in _PARAGRAPHS.split(written):
            if len(_MARK.findall(paragraph)) > MARKS:
                raise FileRefused(f"有一段里的 Markdown 符号超过 {MARKS:,} 个；请用空行分段")
        check_tags(written, tags=TAGS + written.count("\n"), deepest=DEEPEST, unclosed=UNCLOSED)

    _refusing(look)


def measure_page(text: str) -> None:
    """Refuse HTML that is too much for an article. Raises ``UnreadableFile``."""

    def look() -> None:
        check_size(text, PAGE_CHARACTERS)
        check_tags(without_pictures(text), tags=TAGS, deepest=DEEPEST, unclosed=UNCLOSED)

    _refusing(look)


def _refusing(look: Callable[[], None]) -> None:
    try:
        look()
    except FileRefused as refused:
        raise UnreadableFile(f"读不了这个稿件：{refused}。") from refused
