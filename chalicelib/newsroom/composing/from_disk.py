"""Files on an editor's disk → an article, or a header and footer. The libraries behind are on editors' machines only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chalicelib.clock import SHANGHAI
from chalicelib.newsroom.composing.compose import Composed, OpenFile, compose_source
from chalicelib.newsroom.errors import ArticleRefused, UnreadableFile
from chalicelib.newsroom.models import Finding

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.checks import House
    from chalicelib.newsroom.composing.sources import Source

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD: Final = 4096
"""Bytes within which a page names its encoding."""


def read_file(
    path: Path,
    house: House | None = None,
    given: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Composed:
    """Compose the article at ``path`` (.md, .docx or .html); its pictures are looked for beside it.

    Fields come from ``given``, else from a ``.yaml`` of the same name, else from the file itself. Without ``house``
    all checks are made, with the product's own word list; dates are judged by ``house.planned``, else by ``today``.
    Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    from chalicelib.newsroom.composing.checks import House, own_words

    source = _source(path)
    house = house or House(words=own_words())
    if house.planned is None:
        house = house.model_copy(update={"planned": today or datetime.now(SHANGHAI).date()})
    fields = {**_beside(path), **(given or {})}
    return compose_source(source, _opener(path.parent), house, fields)


def read_fragment(path: Path) -> str:
    """A header or footer, the Markdown file at ``path``, as HTML that WeChat takes; empty for an empty file.

    It may hold no pictures. Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    from chalicelib.newsroom.composing.layout import lay_out
    from chalicelib.newsroom.composing.sources.markdown import read_markdown

    text = _decoded(path, _bytes(path), "utf-8")
    if not text.strip():
        return ""
    source = read_markdown("---\n---\n" + text)
    laid = lay_out(source.html, _no_picture, source.begins)
    if laid.findings:
        raise ArticleRefused(list(laid.findings))
    return laid.html


def _no_picture(_: str) -> Finding:
    return Finding(where="", what="页眉页脚不能放图片")


def _source(path: Path) -> Source:
    from chalicelib.newsroom.composing import sources

    body = _bytes(path)
    if path.suffix.lower() == ".docx":
        return sources.read_word(body)
    if path.suffix.lower() in (".html", ".htm"):
        return sources.read_html(_decoded(path, body, _page_encoding(body)))
    return sources.read_markdown(_decoded(path, body, "utf-8"))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"读不到文件 {path}：{error.strerror}。") from error


def _decoded(path: Path, body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(f"{path} 不是 UTF-8 文本。请用 UTF-8 另存后再试。") from error


def _page_encoding(body: bytes) -> str:
    """The encoding that a page names: Word saves in the system's encoding, in China GB 2312 and its successors."""
    named = _CHARSET.search(body[:_HEAD])
    encoding = named.group(1).decode("ascii").lower() if named else "utf-8"
    return "gb18030" if encoding in ("gb2312", "gbk", "gb18030") else encoding


def _beside(path: Path) -> dict[str, str]:
    """The fields in the file of the same name; empty if there is no such file."""
    from chalicelib.newsroom.composing import frontmatter

    for suffix in (".yaml", ".yml"):
        sidecar = path.with_suffix(suffix)
        if sidecar.is_file():
            fields, findings = frontmatter.read(_decoded(sidecar, _bytes(sidecar), "utf-8"))
            if findings:
                raise ArticleRefused(
                    [
                        finding.model_copy(update={"where": f"{sidecar.name} {finding.where}"})
                        for finding in findings
                    ]
                )
            return fields
    return {}


def _opener(folder: Path) -> OpenFile:
    def open_file(name: str) -> bytes | None:
        try:
            return (folder / name).read_bytes()
        except (OSError, ValueError):
            return None

    return open_file
