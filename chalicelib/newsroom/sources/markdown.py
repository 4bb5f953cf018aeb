"""Markdown with front matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.newsroom.frontmatter import split
from chalicelib.newsroom.limits import FORBIDDEN_TAGS
from chalicelib.newsroom.models import Finding
from chalicelib.newsroom.sources.places import placed
from chalicelib.newsroom.sources.source import AT, Source

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_markdown(text: str) -> Source:
    """Fields and body of a Markdown file; tables, strikethrough and footnotes as GitHub writes them."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parts = split(text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    # A link that nobody may follow is said to be one further on; here it would turn into its own source text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    tokens = parser.parse(parts.body)
    findings = list(parts.findings)
    for token, line in _lines(tokens, parts.first_line):
        if token.type in ("html_block", "html_inline"):
            token.content, met = placed(token.content, line)
            findings += [
                Finding(
                    where=f"第 {one.line} 行", what=f"微信会删掉 <{one.tag}> 及其内容；请删去或改写"
                )
                for one in met
                if one.tag in FORBIDDEN_TAGS
            ]
        elif token.nesting >= 0 and not token.hidden:
            token.attrSet(AT, f"第 {line} 行")
    html = parser.renderer.render(tokens, parser.options, {})
    return Source(
        fields=parts.fields,
        html=html,
        begins=f"第 {parts.first_line} 行",
        findings=tuple(findings),
    )


def _lines(tokens: list[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Every token with the line it stands on; what has no line of its own stands where the last one did."""
    line = first_line
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        yield token, line
        inner = line
        for child in token.children or []:
            yield child, inner
            if child.type in ("softbreak", "hardbreak"):
                inner += 1
            else:
                inner += child.content.count("\n")
