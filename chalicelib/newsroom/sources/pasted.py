"""HTML that was pasted from an editor: 秀米, 135, Word's "save as web page", a WeChat article."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.newsroom.frontmatter import split, starts
from chalicelib.newsroom.limits import EDITORS_NOISE, FORBIDDEN_TAGS
from chalicelib.newsroom.models import Finding
from chalicelib.newsroom.sources.places import placed
from chalicelib.newsroom.sources.source import Source

_HEAD: Final = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)
_TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)


def read_html(text: str) -> Source:
    """Fields (from front matter, if the file begins with it) and body of an HTML file."""
    fields: dict[str, str] = {}
    findings: list[Finding] = []
    body, first_line = text.removeprefix("\ufeff"), 1
    if starts(text):
        parts = split(text)
        fields, body, first_line = dict(parts.fields), parts.body, parts.first_line
        findings += parts.findings
    title = _TITLE.search(body)
    if title and title.group(1).strip():
        fields.setdefault("title", " ".join(title.group(1).split()))
    body = _HEAD.sub(lambda found: "\n" * found.group().count("\n"), body)
    html, met = placed(body, first_line)
    findings += [
        Finding(where=f"第 {one.line} 行", what=f"微信会删掉 <{one.tag}> 及其内容；请删去或改写")
        for one in met
        if one.tag in FORBIDDEN_TAGS - EDITORS_NOISE
    ]
    return Source(fields=fields, html=html, begins=f"第 {first_line} 行", findings=tuple(findings))
