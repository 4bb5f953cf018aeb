"""Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.frontmatter import split
from chalicelib.newsroom.composing.sources.line_breaks import keep_lines
from chalicelib.newsroom.composing.sources.measure import measure
from chalicelib.newsroom.composing.sources.source import ADDRESS, AT, Source
from chalicelib.web_pages.places import Placing

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


_TICK: Final = re.compile(r"^\[([ xX])\]\s+")


def read_markdown(text: str) -> Source:
    """Fields and body of a Markdown file; tables, strikethrough and footnotes as GitHub writes them.

    Raises ``UnreadableFile`` for a text that is no article of a person.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    from chalicelib.newsroom.composing.sources.emphasis import allow_chinese_emphasis

    measure(text)
    parts = split(text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.disable("code")  # drafts indent paragraphs; code stands between fences
    allow_chinese_emphasis(parser)
    parser.core.ruler.before("inline", "lines", keep_lines)
    parser.core.ruler.before("inline", "boxes_to_tick", _boxes_to_tick)
    # The layout refuses forbidden links; here they would turn into their own source text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    tokens = parser.parse(parts.body)
    fields, tokens = _title(dict(parts.fields), tokens)
    places = Placing()
    for token, line in _lines(tokens, parts.first_line):
        if token.type in ("html_block", "html_inline"):
            token.content = places.placed(token.content, line)
        elif token.nesting >= 0 and not token.hidden:
            # Code begins below the line of its fence.
            token.attrSet(AT, f"第 {line + (token.type == 'fence')} 行")
        address = token.attrGet("src" if token.type == "image" else "href")
        if address is not None:
            token.attrSet(ADDRESS, str(address))
    html = parser.renderer.render(tokens, parser.options, {})
    return Source(
        fields=fields,
        html=html,
        begins=f"第 {parts.first_line} 行",
        findings=parts.findings,
    )


def _title(fields: dict[str, str], tokens: list[Token]) -> tuple[dict[str, str], list[Token]]:
    """A first heading that repeats the title is removed: WeChat's page shows the title above the body."""
    if [(token.type, token.tag) for token in tokens[:1]] != [("heading_open", "h1")]:
        return fields, tokens
    written = "".join(child.content for child in tokens[1].children or [] if child.type != "image")
    heading = " ".join(written.split())
    if heading and fields.setdefault("title", heading) == heading:
        return fields, tokens[3:]
    return fields, tokens


def _boxes_to_tick(state: StateCore) -> None:
    """``- [ ]`` and ``- [x]`` show their box: WeChat strips forms."""
    for number, token in enumerate(state.tokens):
        if token.type == "inline" and state.tokens[max(0, number - 2)].type == "list_item_open":
            token.content = _TICK.sub(
                lambda found: "☐ " if found.group(1) == " " else "☑ ", token.content
            )


def _lines(tokens: list[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Every token with its line; a token without one of its own has the line of the token before."""
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
