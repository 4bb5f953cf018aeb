"""Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.frontmatter import split
from chalicelib.newsroom.composing.sources.line_breaks import keep_lines
from chalicelib.newsroom.composing.sources.measure import measure
from chalicelib.newsroom.composing.sources.source import ADDRESS, AT, Source
from chalicelib.newsroom.models import Finding
from chalicelib.web_pages.places import Placing

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


_FOLDED: Final = re.compile(r"^(\[![^\]\s]{1,12}\])[+-][ \t]*")
"""A callout that Obsidian folds; here all are open."""
_SIZED: Final = re.compile(
    r"(?:\s*\|\s*(?:\d+(?:\s*x\s*\d+)?|left|right|center|inline))+\s*$", re.IGNORECASE
)
"""Size and place of a picture, as Obsidian writes them behind its words."""
_FORMULA: Final = re.compile(r"\\\[(.+?)\\\]|\\\((.+?)\\\)", re.DOTALL)
_OF_FORMULA: Final = re.compile(r"[=\\^_<>+/*]|^\s*[A-Za-z]\s*$")
_DRAWN: Final = frozenset(
    "mermaid plantuml flow flowchart sequence infographic echarts mindmap graphviz dot gantt".split()
)
"""Languages of code that sites draw as pictures."""
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
    findings = list(parts.findings)
    places = Placing()
    for token, line in _lines(tokens, parts.first_line):
        findings += _unreadable(token, line)
        if token.type == "image":
            _without_size(token)
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
        findings=tuple(findings),
        text=parts.body,
    )


def _unreadable(token: Token, line: int) -> list[Finding]:
    """Formulas whose marks Markdown takes for brackets, and pictures that are written as code."""
    where = f"第 {line} 行"
    language = token.info.split(maxsplit=1)[0].lower() if token.info.strip() else ""
    if token.type == "fence" and language in _DRAWN:
        what = f"{language} 图在微信里只会显示成代码；请导出成图片再放进来"
        return [Finding(where=where, what=what)]
    if token.type != "inline":
        return []
    return [
        Finding(where=where, what=f"公式会原样显示：…{inner[:30]}…。改成文字或图片")
        for found in _FORMULA.finditer(token.content)
        if (inner := found.group(1) or found.group(2))
        and _OF_FORMULA.search(inner)
        and not re.search("[\u4e00-\u9fff]", inner)
    ]


def _without_size(image: Token) -> None:
    """``![图示|300]``: the caption is 图示."""
    if image.children:
        image.children[-1].content = _SIZED.sub("", image.children[-1].content)
        image.content = _SIZED.sub("", image.content)


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
    """``- [ ]`` and ``- [x]`` show their box: WeChat strips forms. Callouts are open."""
    for number, token in enumerate(state.tokens):
        if token.type == "inline":
            token.content = _FOLDED.sub(r"\1 ", token.content)
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
