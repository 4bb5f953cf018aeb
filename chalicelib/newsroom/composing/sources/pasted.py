"""HTML that was pasted from an editor: 秀米, 135, Word's "save as web page", a WeChat article."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.newsroom.composing.frontmatter import split, starts
from chalicelib.newsroom.composing.sources.measure import measure_page
from chalicelib.newsroom.composing.sources.source import Source
from chalicelib.newsroom.models import Finding
from chalicelib.web_pages.places import placed
from chalicelib.web_pages.stylesheets import style_text

_HEAD: Final = re.compile(r"<head\b", re.IGNORECASE)
_HEAD_ENDS: Final = re.compile(r"</head\s*>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_BEGINNING: Final = 16_384
"""Characters within which a page says its title."""


def read_html(text: str) -> Source:
    """Fields (from front matter, if the file begins with it) and body of an HTML file.

    Raises ``UnreadableFile`` for a page that is no article of a person.
    """
    measure_page(text)
    fields: dict[str, str] = {}
    findings: list[Finding] = []
    body, first_line = text.removeprefix("\ufeff"), 1
    if starts(text):
        parts = split(text)
        fields, body, first_line = dict(parts.fields), parts.body, parts.first_line
        findings += parts.findings
    title = _TITLE.search(body[:_BEGINNING])
    if title and title.group(1).strip():
        fields.setdefault("title", " ".join(title.group(1).split()))
    css = style_text(body)
    html = placed(_headless(body), first_line)
    if css:
        html = f"<style>{css}</style>{html}"
    return Source(fields=fields, html=html, begins=f"第 {first_line} 行", findings=tuple(findings))


def _headless(page: str) -> str:
    """The page without its head; lines keep their numbers."""
    begins, ends = _HEAD.search(page), _HEAD_ENDS.search(page)
    if begins is None or ends is None or ends.start() < begins.start():
        return page
    head = page[begins.start() : ends.end()]
    return page[: begins.start()] + "\n" * head.count("\n") + page[ends.end() :]
