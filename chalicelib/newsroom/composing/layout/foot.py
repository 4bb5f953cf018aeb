"""The foot of an article: who wrote, edited, reviewed and answers for it. Only what the author gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chalicelib.newsroom.composing.layout.page import Page

LINES: Final[dict[str, str]] = {
    "source": "来源",
    "editor": "编辑",
    "reviewer": "审核",
    "supervisor": "监制",
}
"""Fields of the front matter that stand in the foot, in order, with the words before them."""


def add_foot(page: Page, fields: Mapping[str, str]) -> None:
    """Append the foot, if ``fields`` have anything for it."""
    given = [(label, fields[name].strip()) for name, label in LINES.items() if fields.get(name)]
    if not given:
        return
    foot = page.made("section", role="foot")
    for label, words in given:
        foot.append(page.made("p", f"{label}：{' '.join(words.split())}", "foot-line"))
    page.soup.append(foot)
