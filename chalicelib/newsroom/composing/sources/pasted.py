"""HTML that was pasted from an editor: 秀米, 135, Word's "save as web page", a WeChat article."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from chalicelib.newsroom.composing.frontmatter import split, starts
from chalicelib.newsroom.composing.limits import FIELDS
from chalicelib.newsroom.composing.sources.measure import measure_page
from chalicelib.newsroom.composing.sources.source import Source
from chalicelib.newsroom.models import Finding
from chalicelib.web_pages.marks import TITLE, WORDS
from chalicelib.web_pages.places import placed
from chalicelib.web_pages.stylesheets import style_text

_HEAD: Final = re.compile(r"<head\b", re.IGNORECASE)
_HEAD_ENDS: Final = re.compile(r"</head\s*>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_HEADING: Final = re.compile(r"<h([12])\b[^>]*>(.*?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_META: Final = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"""\b(name|property|content)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^>]*>")
_BEGINNING: Final = 16_384
"""Characters within which a page says its title."""
_OF_AUTHORITIES: Final = {"articletitle": "title", "contentsource": "source"}
"""What the pages of authorities say of themselves: the names are one standard for all of them."""


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
    for name, words in _said(body).items():
        # A title that is too long is told; a source that is too long is nobody's but the page's.
        if words and (name == "title" or len(words) <= (FIELDS[name] or 0)):
            fields.setdefault(name, words)
    css = style_text(body)
    html = placed(_headless(body), first_line)
    if css:
        html = f"<style>{css}</style>{html}"
    if fields.get("title"):
        html = f'<{TITLE} {WORDS}="{escape(fields["title"])}"></{TITLE}>{html}'
    return Source(fields=fields, html=html, begins=f"第 {first_line} 行", findings=tuple(findings))


def _said(page: str) -> dict[str, str]:
    """What a page says of itself in its head: title and source."""
    head = page[:_BEGINNING]
    said: dict[str, str] = {}
    for meta in _META.findall(head):
        given = {name.lower(): value.strip("\"'") for name, value in _NAMED.findall(meta)}
        field = _OF_AUTHORITIES.get((given.get("name") or given.get("property", "")).lower())
        if field:
            said.setdefault(field, _words(given.get("content", "")))
    written = _TITLE.search(head)
    title = _words(written[1]) if written else ""
    if not said.get("title"):
        said["title"] = _shorter(title, page) if title else _heading(page)
    return said


def _shorter(title: str, page: str) -> str:
    """The title without the names of site and column around it, where a heading of the page says what it is."""
    headings = (_words(_TAG.sub("", found[2])) for found in _HEADING.finditer(page))
    inside = [one for one in headings if 4 <= len(one) < len(title) and one in title]
    return max(inside, key=len, default=title)


def _heading(page: str) -> str:
    """The only heading of the first rank."""
    found = [one for one in _HEADING.finditer(page) if one[1] == "1"]
    return _words(_TAG.sub("", found[0][2])) if len(found) == 1 else ""


def _words(html: str) -> str:
    return " ".join(unescape(html).split())


def _headless(page: str) -> str:
    """The page without its head; lines keep their numbers."""
    begins, ends = _HEAD.search(page), _HEAD_ENDS.search(page)
    if begins is None or ends is None or ends.start() < begins.start():
        return page
    head = page[begins.start() : ends.end()]
    return page[: begins.start()] + "\n" * head.count("\n") + page[ends.end() :]
