"""The rich editor writes Markdown that readers see as they saw the author's own.

``console/tests/rich/rewritten.txt`` has every text of the corpus with each of its blocks written anew;
``console/tests/rich-text.test.ts`` keeps it true. Here the server's own renderer compares the two.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.newsroom.composing.compose import attempt
from chalicelib.newsroom.composing.sources import read_markdown

RICH = Path("console/tests/rich")
FRONT = re.compile(r"^---\n.*?\n---\n", re.DOTALL)
FILES = sorted(Path("demo/articles").glob("*.md")) + sorted(
    Path("tests/unit/newsroom/samples").glob("*.md")
)


def corpus() -> list[str]:
    own = (RICH / "corpus.txt").read_text().split("\n=====\n")
    return [*own, *(FRONT.sub("", file.read_text()) for file in FILES)]


def page(text: str) -> str:
    """As readers see it. A blank between the lines of HTML and in wrapped English is no difference to them."""
    html = attempt(read_markdown("---\n---\n" + text), lambda name: None).article.html
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", re.sub(r"\s+", " ", html))


REWRITTEN = (RICH / "rewritten.txt").read_text().split("\n=====\n")


def test_every_text_was_written_anew() -> None:
    assert len(corpus()) == len(REWRITTEN) >= 60


@pytest.mark.parametrize(
    ("text", "again"), list(zip(corpus(), REWRITTEN, strict=True)), ids=range(len(REWRITTEN))
)
def test_a_text_that_was_edited_as_rich_text_shows_the_same(text: str, again: str) -> None:
    assert page(again) == page(text)
