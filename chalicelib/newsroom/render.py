"""Markdown → HTML that WeChat takes: inline styles, pictures by their key, nothing that runs.

Pure: files come in through ``resolve``. The result has been through nh3, whatever the Markdown held.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from chalicelib.newsroom import theme
from chalicelib.newsroom.limits import FORBIDDEN_TAGS, WECHAT_PICTURE_HOSTS
from chalicelib.newsroom.models import Finding

if TYPE_CHECKING:
    from markdown_it.token import Token

Resolve = Callable[[str], "str | Finding"]
"""A path as written in the text → the picture's key, or why it cannot be used (``where`` is filled in here)."""

_TAG: Final = re.compile(r"<\s*([a-zA-Z][a-zA-Z0-9]*)")
_ARTICLE_HOST: Final = "mp.weixin.qq.com"


@dataclass
class Rendered:
    """HTML and what is wrong with it."""

    html: str = ""
    empty: bool = True
    """Neither words nor pictures."""
    findings: list[Finding] = field(default_factory=list)


def render(markdown: str, resolve: Resolve, first_line: int = 1) -> Rendered:
    """Turn a body into HTML; findings name lines of the file (``first_line`` is the body's first)."""
    import nh3
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(markdown)
    rendered = Rendered()
    for token, line in _lines(tokens, first_line):
        _prepare(token, line, resolve, rendered)
    for token in tokens:
        if token.children:
            token.children = list(_links(token.children))
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=set(theme.TAGS),
        attributes={tag: set(names) for tag, names in theme.ATTRIBUTES.items()},
        filter_style_properties=set(theme.PROPERTIES),
        url_schemes={"http", "https"},
        link_rel=None,
    ).strip()
    rendered.html = f'<section style="{theme.BODY}">{html}</section>'
    return rendered


def _lines(tokens: list[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Every token with the line it stands on; inline tokens know only their block, so breaks are counted."""
    for token in tokens:
        line = first_line + (token.map[0] if token.map else 0)
        yield token, line
        for child in token.children or []:
            yield child, line
            if child.type in ("softbreak", "hardbreak"):
                line += 1


def _prepare(token: Token, line: int, resolve: Resolve, into: Rendered) -> None:
    where = f"第 {line} 行"
    if token.type == "image":
        into.empty = False
        _picture(token, where, resolve, into)
    elif token.type in ("html_block", "html_inline"):
        into.findings += [
            Finding(where=where, what=f"微信会删掉 <{tag}>；图片请写成 ![说明](文件)，其余请删去")
            for tag in _TAG.findall(token.content)
            if tag.lower() in FORBIDDEN_TAGS
        ]
    elif token.type in ("text", "code_inline", "fence", "code_block") and token.content.strip():
        into.empty = False
    if token.nesting >= 0 and not token.hidden and token.tag in theme.STYLES:
        # Alignment of table cells is a style already: the house style goes in front of it.
        own = str(token.attrGet("style") or "")
        token.attrSet("style", ";".join(filter(None, (theme.STYLES[token.tag], own))))


def _picture(token: Token, where: str, resolve: Resolve, into: Rendered) -> None:
    source = str(token.attrGet("src") or "")
    address = urlsplit(source)
    if address.scheme or address.netloc:
        if address.hostname not in WECHAT_PICTURE_HOSTS:
            what = f"外部图片 {source} 会被微信删掉；请存到本地再引用"
            into.findings.append(Finding(where=where, what=what))
        return
    # markdown-it percent-encodes what is not ASCII; a file is called what its author called it.
    resolved = resolve(unquote(source))
    if isinstance(resolved, Finding):
        into.findings.append(resolved.model_copy(update={"where": where}))
        return
    token.attrSet("src", resolved)


def _links(children: list[Token]) -> Iterator[Token]:
    """Links WeChat would deaden become words followed by their address; links to its articles stay."""
    from markdown_it.token import Token

    address, words = "", ""
    for token in children:
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            address, words = ("" if urlsplit(target).hostname == _ARTICLE_HOST else target), ""
            if address:
                continue
        elif token.type == "link_close" and address:
            # mailto: and tel: show their number already; an anchor leads nowhere once the page is WeChat's.
            if address.startswith(("http://", "https://")) and unquote(address) != words:
                yield Token("text", "", 0, content=f"（{unquote(address)}）")
            address = ""
            continue
        words += token.content
        yield token
